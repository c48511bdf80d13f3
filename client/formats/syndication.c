/* SPDX-License-Identifier: Apache-2.0 */
/* RSS 0.9x, 1.0 and 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287). */
#include <string.h>

#include "client/formats/documents.h"

static bool is(const xmlNode *node, enum space space, const char *name)
{
    return xml_is(node, name) && xml_space(node) == space;
}

/* "editor@herald.example (Mina Tolland)": the name. */
static void take_mail_author(struct draft *draft, char *text)
{
    char *open = text ? strchr(text, '(') : NULL, *close = open ? strrchr(open, ')') : NULL;
    if (close) {
        *close = '\0';
        draft_author(draft, open + 1);
    } else if (text && !strchr(text, '@')) {
        draft_author(draft, text);
    }
}

static void rss_child(struct draft *draft, const xmlNode *child, char **full, char **summary)
{
    Claimwire__V1__Article *article = &draft->article;
    char *text = (char *)xml_text(child);
    if (is(child, SPACE_CORE, "guid"))
        draft_words(draft, &article->id, text);
    else if (is(child, SPACE_CORE, "link"))
        draft_url(draft, text, true);
    else if (is(child, SPACE_CORE, "title"))
        draft_markup(draft, &article->title, text);
    else if (is(child, SPACE_CORE, "author"))
        take_mail_author(draft, text);
    else if (is(child, SPACE_DC, "creator"))
        draft_author(draft, text);
    else if (is(child, SPACE_CORE, "pubDate") || is(child, SPACE_DC, "date"))
        draft_date(draft, &article->published_at, text);
    else if (is(child, SPACE_DC, "language"))
        draft_words(draft, &article->language, text);
    else if (is(child, SPACE_CONTENT, "encoded"))
        draft_words(draft, full, text);
    else if (is(child, SPACE_CORE, "description")) {
        draft_body(draft, text);
        *summary = article->body;
        article->body = NULL;
    }
    xmlFree(text);
}

void rss_fill(struct draft *draft, const xmlNode *item)
{
    char *full = NULL, *summary = NULL;
    for (const xmlNode *child = item->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && !(summary && xml_is(child, "description")))
            rss_child(draft, child, &full, &summary);
    xmlChar *about = xml_attribute(item, "about");
    draft_words(draft, &draft->article.id, (const char *)about);
    draft_url(draft, draft->article.id, true); /* a guid that is a permalink */
    draft_html(draft, full);
    draft_either(draft, summary);
    free(full);
    free(summary);
    xmlFree(about);
}

/* ---- Atom */

/* A text construct: type is text, html or xhtml. */
static void atom_body(struct draft *draft, const xmlNode *node)
{
    xmlChar *type = xml_attribute(node, "type");
    const char *kind = type ? (const char *)type : "text";
    xmlChar *text = strcmp(kind, "xhtml") == 0 ? xml_as_html(node) : xml_text(node);
    if (strstr(kind, "html"))
        draft_html(draft, (const char *)text);
    else
        draft_plain(draft, (const char *)text);
    xmlFree(text);
    xmlFree(type);
}

static void atom_link(struct draft *draft, const xmlNode *link)
{
    xmlChar *relation = xml_attribute(link, "rel"), *href = xml_attribute(link, "href");
    if (!relation || strcmp((const char *)relation, "alternate") == 0)
        draft_url(draft, (const char *)href, true);
    xmlFree(relation);
    xmlFree(href);
}

static void atom_author(struct draft *draft, const xmlNode *author)
{
    xmlChar *name = xml_text(xml_find(author, "name"));
    draft_author(draft, (const char *)name);
    xmlFree(name);
}

static void atom_title(struct draft *draft, const xmlNode *node)
{
    xmlChar *type = xml_attribute(node, "type"), *text = xml_text(node);
    if (type && strcmp((const char *)type, "html") == 0)
        draft_markup(draft, &draft->article.title, (const char *)text);
    else
        draft_words(draft, &draft->article.title, (const char *)text);
    xmlFree(type);
    xmlFree(text);
}

static const xmlNode *atom_child(const xmlNode *entry, const char *name)
{
    for (const xmlNode *child = entry->children; child; child = child->next)
        if (is(child, SPACE_ATOM, name))
            return child;
    return NULL;
}

static void atom_date(struct draft *draft, const xmlNode *entry, const char *name)
{
    xmlChar *text = xml_text(atom_child(entry, name));
    draft_date(draft, &draft->article.published_at, (const char *)text);
    xmlFree(text);
}

void atom_fill(struct draft *draft, const xmlNode *entry)
{
    static const char *const dates[] = { "published", "issued", "updated", "modified" };
    static const char *const bodies[] = { "content", "summary" };
    xmlChar *id = xml_text(atom_child(entry, "id"));
    draft_words(draft, &draft->article.id, (const char *)id);
    xmlFree(id);
    for (const xmlNode *child = entry->children; child; child = child->next) {
        if (is(child, SPACE_ATOM, "link"))
            atom_link(draft, child);
        else if (is(child, SPACE_ATOM, "author"))
            atom_author(draft, child);
        else if (is(child, SPACE_ATOM, "title"))
            atom_title(draft, child);
    }
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        atom_date(draft, entry, dates[i]);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (atom_child(entry, bodies[i]))
            atom_body(draft, atom_child(entry, bodies[i]));
}
