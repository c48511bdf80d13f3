/* SPDX-License-Identifier: Apache-2.0 */
/* One pass with libxml2's reader, which keeps one item in memory at a time.
 * Nothing is fetched, no DTD is loaded, and a document whose DOCTYPE declares
 * anything is refused (format_of has looked before; here again), so there is
 * no entity to expand. Depth, names and texts have libxml2's own bounds. */
#include <libxml/HTMLtree.h>
#include <libxml/xmlreader.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "client/formats/documents.h"
#include "client/formats/xml.h"

enum { TAG_BYTES_MAX = 64 * 1024 };

/* Where in the XML the bytes stand, as far as it takes to measure a tag. */
enum place { IN_TEXT, AFTER_OPEN, IN_TAG, IN_SINGLE, IN_DOUBLE };

struct reading {
    struct intake *intake;
    xmlTextReader *reader;
    struct channel channel;
    uint64_t bytes, item_begin;
    clock_t item_end; /* processor time at which the item must be over */
    char why[160];
    uint64_t line;
    bool stopped; /* the input told already, or somebody wants to stop */
    enum place place;
    size_t tag_bytes;  /* of the tag we are in */
    size_t start, end; /* of what is read ahead */
    char ahead[4096];
};

/* ---- what the formats use */

xmlChar *xml_text(const xmlNode *node)
{
    return node ? xmlNodeGetContent((xmlNode *)node) : NULL; /* only read */
}

xmlChar *xml_attribute(const xmlNode *node, const char *name)
{
    for (xmlAttr *at = node->properties; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0)
            return xmlNodeGetContent((const xmlNode *)(const void *)at);
    return NULL;
}

bool xml_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const xmlNode *xml_find(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (xml_is(child, name))
            return child;
        const xmlNode *inner = child->type == XML_ELEMENT_NODE ? xml_find(child, name) : NULL;
        if (inner)
            return inner;
    }
    return NULL;
}

enum space xml_space(const xmlNode *node)
{
    static const struct {
        const char *begin;
        enum space space;
    } spaces[] = {
        { "http://www.w3.org/2005/Atom", SPACE_ATOM },
        { "http://purl.org/atom/", SPACE_ATOM },
        { "http://purl.org/dc/", SPACE_DC },
        { "http://purl.org/rss/1.0/modules/content", SPACE_CONTENT },
        { "http://purl.org/rss/1.0/modules/", SPACE_OTHER },
        { "http://purl.org/rss/1.0/", SPACE_CORE },
        { "http://my.netscape.com/", SPACE_CORE },
        { "http://backend.userland.com/", SPACE_CORE },
        { "http://iptc.org/std/nar/", SPACE_CORE },
    };
    if (!node->ns || !node->ns->href)
        return SPACE_CORE;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strncmp((const char *)node->ns->href, spaces[i].begin, strlen(spaces[i].begin)) == 0)
            return spaces[i].space;
    return SPACE_OTHER;
}

xmlChar *xml_as_html(const xmlNode *node)
{
    xmlChar *html = NULL;
    xmlBuffer *buffer = xmlBufferCreate();
    if (buffer && htmlNodeDump(buffer, node->doc, (xmlNode *)node) >= 0)
        html = xmlBufferDetach(buffer);
    xmlBufferFree(buffer);
    return html;
}

/* ---- reading */

static enum place after(enum place place, char byte)
{
    if (byte == '<') /* never inside a tag, not even in quotes */
        return AFTER_OPEN;
    switch (place) {
    case AFTER_OPEN:
        return byte == '!' || byte == '?' ? IN_TEXT : IN_TAG;
    case IN_TAG:
        return byte == '>' ? IN_TEXT : byte == '\'' ? IN_SINGLE : byte == '"' ? IN_DOUBLE : IN_TAG;
    case IN_SINGLE:
        return byte == '\'' ? IN_TAG : IN_SINGLE;
    case IN_DOUBLE:
        return byte == '"' ? IN_TAG : IN_DOUBLE;
    default:
        return IN_TEXT;
    }
}

/* The parser compares every attribute of a tag with all others, in one go. */
static void measure_tags(struct reading *reading)
{
    for (size_t i = 0; i < reading->end && !reading->why[0]; i++) {
        reading->place = after(reading->place, reading->ahead[i]);
        reading->tag_bytes = reading->place >= IN_TAG ? reading->tag_bytes + 1 : 0;
        if (reading->tag_bytes > TAG_BYTES_MAX)
            snprintf(reading->why, sizeof reading->why, "a tag of more than %d bytes", TAG_BYTES_MAX);
    }
}

static bool fill(struct reading *reading)
{
    struct intake *intake = reading->intake;
    const ssize_t got = intake->over ? -1 : intake->read(intake->source, reading->ahead, sizeof reading->ahead);
    reading->stopped |= got < 0;
    reading->start = 0;
    reading->end = got > 0 ? (size_t)got : 0;
    measure_tags(reading);
    return got >= 0;
}

/* Hands out one tag at a time, with the text before it: the parser gives up
 * all that it has not shown yet when it meets an error, and so it has not yet
 * seen what follows an item when that item is shown. */
static int read_bytes(void *context, char *bytes, int size)
{
    struct reading *reading = context;
    const struct limits *limits = reading->intake->limits;
    if (reading->start == reading->end && !fill(reading))
        return -1;
    const char *from = reading->ahead + reading->start;
    size_t count = reading->end - reading->start;
    const char *tag_end = memchr(from, '>', count);
    count = tag_end ? (size_t)(tag_end - from) + 1 : count;
    count = count < (size_t)size ? count : (size_t)size;
    memcpy(bytes, from, count);
    reading->start += count;
    reading->bytes += count;
    if (reading->bytes > limits->input_bytes_max)
        snprintf(reading->why, sizeof reading->why, "longer than %" PRIu64 " bytes", limits->input_bytes_max);
    else if (reading->bytes - reading->item_begin > limits->item_bytes_max)
        snprintf(reading->why, sizeof reading->why, "an item of more than %zu bytes", limits->item_bytes_max);
    else if (clock() > reading->item_end)
        snprintf(reading->why, sizeof reading->why, "an item that takes longer to parse than one may");
    return reading->why[0] ? -1 : (int)count;
}

/* The first error counts; the reader goes on after a warning. */
static void hear_error(void *context, xmlError *error)
{
    struct reading *reading = context;
    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_IO || reading->why[0])
        return;
    snprintf(reading->why, sizeof reading->why, "%s", error->message ? error->message : "not XML");
    reading->why[strcspn(reading->why, "\r\n")] = '\0';
    reading->line = error->line > 0 ? (uint64_t)error->line : 0;
}

/* The next item may take as much as each. The parser takes the square of the
 * length for a tag or a comment that does not end, so time has a bound too. */
static void begin_item(struct reading *reading)
{
    reading->item_begin = reading->bytes;
    reading->item_end = clock() + (clock_t)reading->intake->limits->page_ms_max * (CLOCKS_PER_SEC / 1000);
}

static void take_channel(struct reading *reading, const char *name)
{
    struct channel *channel = &reading->channel;
    char **field = strcmp(name, "title") == 0      ? &channel->title
                   : strcmp(name, "language") == 0 ? &channel->language
                                                   : NULL;
    if (field && !*field)
        *field = (char *)xml_text(xmlTextReaderExpand(reading->reader));
}

static void take_item(struct reading *reading, const char *name)
{
    struct intake *intake = reading->intake;
    struct draft draft;
    const long line = xmlGetLineNo(xmlTextReaderCurrentNode(reading->reader)); /* 65535 and no more */
    intake->place = (uint64_t)(line > 0 && line < 65535 ? line : xmlTextReaderGetParserLineNumber(reading->reader));
    const xmlNode *item = xmlTextReaderExpand(reading->reader);
    if (!item || !intake_next(intake))
        return;
    draft_init(&draft, intake);
    if (strcmp(name, "item") == 0)
        rss_fill(&draft, item);
    else if (strcmp(name, "entry") == 0)
        atom_fill(&draft, item);
    else
        newsml_fill(&draft, item);
    xmlChar *language = xmlNodeGetLang(item);
    draft_words(&draft, &draft.article.language, (const char *)language);
    draft_words(&draft, &draft.article.language, reading->channel.language);
    draft_words(&draft, &draft.article.outlet, reading->channel.title);
    xmlFree(language);
    draft_finish(&draft);
    begin_item(reading);
}

/* True when an item was taken and its inside is to be passed over. */
static bool see_node(struct reading *reading)
{
    const int type = xmlTextReaderNodeType(reading->reader);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
        const xmlNode *doctype = xmlTextReaderCurrentNode(reading->reader);
        if (doctype && doctype->children)
            snprintf(reading->why, sizeof reading->why, "its DOCTYPE declares something, which is not read");
        return false;
    }
    if (type != XML_READER_TYPE_ELEMENT)
        return false;
    const char *name = (const char *)xmlTextReaderConstLocalName(reading->reader);
    if (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0 || strcmp(name, "newsItem") == 0) {
        take_item(reading, name);
        return true;
    }
    if (xmlTextReaderDepth(reading->reader) <= 2 && xmlTextReaderDepth(reading->reader) > 0)
        take_channel(reading, name);
    return false;
}

/* Tells what ended the reading before its time. */
static void report(struct reading *reading)
{
    struct intake *intake = reading->intake;
    if (reading->stopped || intake->over)
        return;
    const int line = xmlTextReaderGetParserLineNumber(reading->reader);
    intake->place = reading->line ? reading->line : line > 0 ? (uint64_t)line : 1;
    intake_refuse(intake, "MALFORMED", "%s; nothing after it is read", reading->why[0] ? reading->why : "not XML");
}

void xml_take(struct intake *intake)
{
    struct reading reading = { .intake = intake };
    begin_item(&reading);
    reading.reader = xmlReaderForIO(read_bytes, NULL, &reading, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!reading.reader) {
        intake_refuse(intake, "MALFORMED", "not XML, or out of memory");
        return;
    }
    xmlTextReaderSetStructuredErrorHandler(reading.reader, hear_error, &reading);
    int result = xmlTextReaderRead(reading.reader);
    while (result == 1 && !reading.why[0] && !intake->over) {
        const bool taken = see_node(&reading);
        result = taken ? xmlTextReaderNext(reading.reader) : xmlTextReaderRead(reading.reader);
    }
    if (result != 0 || reading.why[0])
        report(&reading);
    xmlFree(reading.channel.title);
    xmlFree(reading.channel.language);
    xmlFreeTextReader(reading.reader);
}
