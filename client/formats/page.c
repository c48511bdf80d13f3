/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/formats/charset.h"
#include "client/formats/markup.h"
#include "client/formats/value.h"

/* What a page says of itself, found in one walk. Borrowed from the tree. */
struct signs {
    const char *canonical, *og_url, *og_title, *site, *date, *author, *language;
    const GumboNode *heading, *title, *time, *byline;
    const GumboNode *scripts[16]; /* of JSON-LD */
    size_t script_count;
};

static void first(const char **place, const char *value)
{
    if (!*place && value && *value)
        *place = value;
}

static void first_node(const GumboNode **place, const GumboNode *node)
{
    if (!*place)
        *place = node;
}

static void see_meta(struct signs *signs, const GumboNode *node)
{
    static const char *const dates[] = {
        "article:published_time", "datePublished",   "date",          "pubdate",         "publishdate", "dc.date",
        "dc.date.issued",         "dcterms.created", "sailthru.date", "parsely-pub-date"
    };
    const char *content = tree_attribute(node, "content");
    const char *name = tree_attribute(node, "property");
    name = name ? name : tree_attribute(node, "name");
    name = name ? name : tree_attribute(node, "itemprop");
    if (!name || !content)
        return;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (strcasecmp(name, dates[i]) == 0)
            first(&signs->date, content);
    if (strcasecmp(name, "og:url") == 0)
        first(&signs->og_url, content);
    else if (strcasecmp(name, "og:title") == 0)
        first(&signs->og_title, content);
    else if (strcasecmp(name, "og:site_name") == 0)
        first(&signs->site, content);
    else if ((strcasecmp(name, "author") == 0 || strcasecmp(name, "article:author") == 0) && !strstr(content, "://"))
        first(&signs->author, content);
}

static void see(struct signs *signs, const GumboNode *node)
{
    switch (tree_tag(node)) {
    case GUMBO_TAG_META:
        see_meta(signs, node);
        break;
    case GUMBO_TAG_LINK:
        if (tree_attribute_has(node, "rel", "canonical"))
            first(&signs->canonical, tree_attribute(node, "href"));
        break;
    case GUMBO_TAG_HTML:
        first(&signs->language, tree_attribute(node, "lang"));
        break;
    case GUMBO_TAG_TITLE:
        first_node(&signs->title, node);
        break;
    case GUMBO_TAG_H1:
        first_node(&signs->heading, node);
        break;
    case GUMBO_TAG_TIME:
        if (tree_attribute(node, "datetime"))
            first_node(&signs->time, node);
        break;
    case GUMBO_TAG_SCRIPT:
        if (tree_attribute_has(node, "type", "application/ld+json") &&
            signs->script_count < sizeof signs->scripts / sizeof *signs->scripts)
            signs->scripts[signs->script_count++] = node;
        break;
    default:
        break;
    }
    if (tree_attribute_has(node, "rel", "author") || tree_attribute_has(node, "itemprop", "author") ||
        tree_attribute_has(node, "class", "byline") || tree_attribute_has(node, "class", "author"))
        first_node(&signs->byline, node);
}

static void look(struct signs *signs, const GumboNode *node)
{
    const GumboVector *children = tree_children(node);
    see(signs, node);
    for (unsigned i = 0; children && i < children->length; i++)
        if (tree_children(children->data[i]))
            look(signs, children->data[i]);
}

/* Words of the node into the field. A script or title has one text. */
static void take_words(struct draft *draft, char **field, const GumboNode *node)
{
    if (*field || !node)
        return;
    struct buffer words = { 0 };
    markup_words(node, &words);
    char *text = buffer_release(&words);
    draft_words(draft, field, text);
    free(text);
}

/* "Port closed | Harbour Herald": without the outlet at its end. */
static void strip_site(char *title)
{
    static const char *const bars[] = { " | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " - ", " \xc2\xbb " };
    for (size_t i = 0; title && i < sizeof bars / sizeof *bars; i++) {
        char *bar = strstr(title, bars[i]);
        if (bar && bar != title) {
            *bar = '\0';
            return;
        }
    }
}

static void take_byline(struct draft *draft, const struct signs *signs)
{
    if (draft->article.byline)
        return;
    draft_words(draft, &draft->article.byline, signs->author);
    take_words(draft, &draft->article.byline, signs->byline);
}

/* Gives what the page's own JSON says; its words stay aside in `said`. */
static void take_scripts(struct draft *draft, const struct signs *signs, char **said)
{
    for (size_t i = 0; i < signs->script_count; i++) {
        const GumboVector *children = tree_children(signs->scripts[i]);
        if (children->length == 0)
            continue;
        const GumboNode *text = children->data[0];
        if (value_of_page(draft, text->v.text.text))
            break;
    }
    *said = draft->article.body;
    draft->article.body = NULL;
}

static void take_body(struct draft *draft, const GumboNode *root, char *said)
{
    struct buffer prose = { 0 };
    draft->failed |= !markup_body(root, draft->article.title, &prose);
    if (said && prose.size < strlen(said) / 2) {
        buffer_free(&prose);
        draft->article.body = said;
        return;
    }
    free(said);
    draft->article.body = buffer_release(&prose);
}

static void take_tree(struct draft *draft, const GumboNode *root, const struct page *page)
{
    struct signs signs = { 0 };
    char *said = NULL;
    look(&signs, root);
    draft_url(draft, signs.canonical, true);
    draft_url(draft, signs.og_url, true);
    take_scripts(draft, &signs, &said);
    draft_url(draft, page->url, false);
    draft_date(draft, &draft->article.published_at, signs.date);
    draft_date(draft, &draft->article.published_at, signs.time ? tree_attribute(signs.time, "datetime") : NULL);
    draft_date(draft, &draft->article.fetched_at, page->fetched_at);
    draft_words(draft, &draft->article.title, signs.og_title);
    take_words(draft, &draft->article.title, signs.heading);
    if (!draft->article.title) {
        take_words(draft, &draft->article.title, signs.title);
        strip_site(draft->article.title);
    }
    draft_words(draft, &draft->article.language, signs.language);
    draft_words(draft, &draft->article.outlet, signs.site);
    take_byline(draft, &signs);
    take_body(draft, root, said);
}

void page_take(struct intake *intake, const struct page *page)
{
    struct tree tree = { 0 };
    struct buffer text = { 0 };
    if (!intake_next(intake))
        return;
    const char *charset = charset_of_page(page->bytes, page->size, page->content_type);
    const char *wrong =
        charset_convert(charset, page->bytes, page->size, &text) ? NULL : "too large for the memory there is";
    if (!wrong)
        wrong = tree_open(&tree, text.bytes, text.size, intake->limits);
    if (wrong) {
        intake_refuse(intake, "TOO_LARGE", "%s", wrong);
    } else {
        struct draft draft;
        draft_init(&draft, intake);
        draft.named = !page->url;
        take_tree(&draft, tree.root, page);
        draft_finish(&draft);
    }
    tree_close(&tree);
    buffer_free(&text);
}
