/* SPDX-License-Identifier: Apache-2.0 */
/* NewsML-G2 of the IPTC: a newsItem, alone or in a newsMessage. The content
 * lies in inlineXML (XHTML or NITF) or inlineData. https://iptc.org/std/NewsML-G2/ */
#include <stdlib.h>
#include <string.h>

#include "client/formats/documents.h"

static void take_status(struct draft *draft, const xmlNode *meta)
{
    const xmlNode *node = meta ? xml_find(meta, "pubStatus") : NULL;
    xmlChar *status = node ? xml_attribute(node, "qcode") : NULL;
    const char *code = status && strrchr((char *)status, ':') ? strrchr((char *)status, ':') + 1 : (char *)status;
    const bool gone = code && (strcmp(code, "canceled") == 0 || strcmp(code, "withdrawn") == 0);
    draft->article.has_withdrawn = gone;
    draft->article.withdrawn = gone;
    xmlFree(status);
}

static void take_date(struct draft *draft, const xmlNode *part, const char *name)
{
    xmlChar *text = part ? xml_text(xml_find(part, name)) : NULL;
    draft_date(draft, &draft->article.published_at, (const char *)text);
    xmlFree(text);
}

static void take_meta(struct draft *draft, const xmlNode *content)
{
    xmlChar *headline = xml_text(xml_find(content, "headline")), *byline = xml_text(xml_find(content, "by"));
    draft_words(draft, &draft->article.title, (const char *)headline);
    draft_words(draft, &draft->article.byline, (const char *)byline);
    xmlFree(headline);
    xmlFree(byline);
    const xmlNode *language = xml_find(content, "language");
    xmlChar *tag = language ? xml_attribute(language, "tag") : NULL;
    draft_words(draft, &draft->article.language, (const char *)tag);
    xmlFree(tag);
    const xmlNode *source = xml_find(content, "infoSource");
    xmlChar *name = source ? xml_text(xml_find(source, "name")) : NULL;
    draft_words(draft, &draft->article.outlet, (const char *)name);
    xmlFree(name);
}

static void take_content(struct draft *draft, const xmlNode *set)
{
    const xmlNode *xml = xml_find(set, "inlineXML"), *data = xml_find(set, "inlineData");
    if (xml) {
        const xmlNode *body = xml_find(xml, "body.content");
        xmlChar *html = xml_as_html(body ? body : xml);
        draft_html(draft, (const char *)html);
        xmlFree(html);
    }
    if (data) {
        xmlChar *type = xml_attribute(data, "contenttype"), *text = xml_text(data);
        if (type && strstr((const char *)type, "html"))
            draft_html(draft, (const char *)text);
        else
            draft_plain(draft, (const char *)text);
        xmlFree(type);
        xmlFree(text);
    }
}

void newsml_fill(struct draft *draft, const xmlNode *item)
{
    const xmlNode *meta = xml_find(item, "itemMeta"), *content = xml_find(item, "contentMeta");
    const xmlNode *set = xml_find(item, "contentSet");
    xmlChar *guid = xml_attribute(item, "guid"), *version = xml_attribute(item, "version");
    draft_words(draft, &draft->article.id, (const char *)guid);
    draft_url(draft, (const char *)guid, true);
    char *end = NULL;
    const unsigned long number = version ? strtoul((const char *)version, &end, 10) : 0;
    if (number > 0 && number <= UINT32_MAX && *end == '\0') {
        draft->article.has_revision = true;
        draft->article.revision = (uint32_t)number;
    }
    xmlFree(guid);
    xmlFree(version);
    take_status(draft, meta);
    take_date(draft, meta, "versionCreated");
    take_date(draft, content, "contentCreated");
    take_date(draft, meta, "firstCreated");
    if (content)
        take_meta(draft, content);
    const xmlNode *provider = meta ? xml_find(meta, "provider") : NULL;
    xmlChar *name = provider ? xml_text(xml_find(provider, "name")) : NULL;
    draft_words(draft, &draft->article.outlet, (const char *)name);
    xmlFree(name);
    if (set)
        take_content(draft, set);
}
