/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/detect.h"

#include <string.h>
#include <strings.h>

#include "client/formats/charset.h"

struct look {
    const char *at, *end;
    bool whole; /* nothing comes after `end` */
};

static bool begins(const struct look *look, const char *word)
{
    const size_t length = strlen(word);
    return (size_t)(look->end - look->at) >= length && strncasecmp(look->at, word, length) == 0;
}

static void skip_blank(struct look *look)
{
    while (look->at < look->end && memchr(" \t\r\n", *look->at, 4))
        look->at++;
}

/* Past `stop`; false when it is not there. */
static bool skip_past(struct look *look, const char *stop)
{
    const char *found = memmem(look->at, (size_t)(look->end - look->at), stop, strlen(stop));
    if (found)
        look->at = found + strlen(stop);
    return found != NULL;
}

/* ---- JSON */

/* Whether the first line is whole by itself: braces closed, or broken off in a
 * way no line of a document laid out over many lines is. */
static enum format json_format(const struct look *look)
{
    unsigned depth = 0;
    bool quoted = false;
    char last = '\0';
    for (const char *at = look->at; at < look->end && *at != '\n'; at++) {
        if (quoted && *at == '\\')
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted)
            depth += (*at == '{' || *at == '[') - (unsigned)((*at == '}' || *at == ']') && depth > 0);
        if (!memchr(" \t\r", *at, 3))
            last = *at;
    }
    const bool line = memchr(look->at, '\n', (size_t)(look->end - look->at)) != NULL;
    if (!line && !look->whole)
        return FORMAT_UNDECIDED;
    return line && depth > 0 && !quoted && memchr("{[,:", last, 4) ? FORMAT_VALUES : FORMAT_LINES;
}

/* A text may begin with '[' as well. */
static enum format array_format(struct look look)
{
    look.at++;
    skip_blank(&look);
    if (look.at == look.end)
        return look.whole ? FORMAT_TEXT : FORMAT_UNDECIDED;
    return *look.at == '{' || *look.at == '[' || *look.at == ']' ? FORMAT_VALUES : FORMAT_TEXT;
}

/* ---- tags */

/* libxml2 would hand any name on to iconv. */
static bool known_encoding(struct look declaration)
{
    if (!skip_past(&declaration, "encoding"))
        return true;
    while (declaration.at < declaration.end && memchr(" \t\r\n=\"'", *declaration.at, 7))
        declaration.at++;
    size_t size = 0;
    while (declaration.at + size < declaration.end && !memchr(" \t\r\n\"'?", declaration.at[size], 7))
        size++;
    return charset_find(declaration.at, size) != NULL;
}

static enum format refuse(const char **why, const char *sentence)
{
    *why = sentence;
    return FORMAT_REFUSED;
}

static bool is_one_of(const char *name, size_t size, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) == size && strncasecmp(names[i], name, size) == 0)
            return true;
    return false;
}

static enum format root_format(const struct look *look, bool declared, const char **why)
{
    static const char *const feeds[] = { "rss", "rdf", "feed", "newsItem", "newsMessage" };
    static const char *const pages[] = { "html",   "head",  "body",    "title", "meta",    "link",
                                         "script", "style", "article", "main",  "section", "div",
                                         "p",      "h1",    "h2",      "table", "header",  "base" };
    const char *name = look->at + 1;
    size_t size = 0;
    while (name + size < look->end && !memchr(" \t\r\n/>", name[size], 6))
        size++;
    if (name + size == look->end && !look->whole)
        return FORMAT_UNDECIDED;
    const char *colon = memchr(name, ':', size);
    const size_t prefix = colon ? (size_t)(colon - name) + 1 : 0;
    if (is_one_of(name + prefix, size - prefix, feeds, sizeof feeds / sizeof *feeds))
        return FORMAT_XML;
    if (is_one_of(name, size, pages, sizeof pages / sizeof *pages))
        return FORMAT_HTML;
    return declared ? refuse(why, "XML of a kind that is not read (RSS, Atom and NewsML-G2 are)") : FORMAT_TEXT;
}

/* <!DOCTYPE …>: past it, or FORMAT_REFUSED where it declares something. */
static enum format skip_doctype(struct look *look, const char **why)
{
    const size_t there = (size_t)(look->end - look->at);
    const char *close = memchr(look->at, '>', there), *open = memchr(look->at, '[', there);
    if (open && (!close || open < close))
        return refuse(why, "its DOCTYPE declares something, which is not read");
    if (close)
        look->at = close + 1;
    return close ? FORMAT_XML : FORMAT_UNDECIDED;
}

/* Prolog, comments and DOCTYPE, then the first element. */
static enum format tag_format(struct look look, const char **why)
{
    bool declared = false;
    for (;;) {
        skip_blank(&look);
        if (begins(&look, "<!doctype")) {
            const struct look doctype = { look.at + 9, look.end, look.whole };
            struct look name = doctype;
            skip_blank(&name);
            if (begins(&name, "html"))
                return FORMAT_HTML;
            const enum format format = skip_doctype(&look, why);
            if (format != FORMAT_XML)
                return format;
            declared = true;
        } else if (begins(&look, "<?")) {
            struct look declaration = look;
            if (!skip_past(&look, "?>"))
                return FORMAT_UNDECIDED;
            declaration.end = look.at;
            if (begins(&declaration, "<?xml ") && !known_encoding(declaration))
                return refuse(why, "its encoding is not read");
            declared = true;
        } else if (begins(&look, "<!--")) {
            if (!skip_past(&look, "-->"))
                return FORMAT_UNDECIDED;
        } else if (look.at < look.end && *look.at == '<') {
            /* The beginning of one of the above, or an element. */
            return look.end - look.at < 9 && look.at + 1 < look.end && look.at[1] == '!' && !look.whole
                       ? FORMAT_UNDECIDED
                       : root_format(&look, declared, why);
        } else {
            return look.at == look.end ? FORMAT_UNDECIDED : FORMAT_TEXT;
        }
    }
}

enum format format_of(const char *head, size_t size, bool ended, const char **why)
{
    struct look look = { head, head + size, ended || size >= FORMAT_HEAD_BYTES };
    if (size >= 2 && memcmp(head, "\x1f\x8b", 2) == 0)
        return FORMAT_GZIP;
    if (begins(&look, "\xef\xbb\xbf"))
        look.at += 3;
    skip_blank(&look);
    if (look.at == look.end)
        return !look.whole ? FORMAT_UNDECIDED : ended ? FORMAT_LINES : FORMAT_TEXT;
    if (begins(&look, "WARC/"))
        return FORMAT_WARC;
    if (!look.whole && look.end - look.at < 5 && strncmp(look.at, "WARC/", (size_t)(look.end - look.at)) == 0)
        return FORMAT_UNDECIDED;
    enum format format = *look.at == '{'   ? json_format(&look)
                         : *look.at == '[' ? array_format(look)
                         : *look.at == '<' ? tag_format(look, why)
                                           : FORMAT_TEXT;
    if (format != FORMAT_UNDECIDED || !look.whole)
        return format;
    return begins(&look, "<?xml ") ? refuse(why, "XML without an element near its beginning") : FORMAT_TEXT;
}
