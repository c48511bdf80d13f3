/* SPDX-License-Identifier: Apache-2.0 */
#include "text/chrome.h"

#include <string.h>
#include <strings.h>

#include "text/utf8.h"

enum { SHORT_BYTES = 160, BYLINE_BYTES = 110, DATELINE_BYTES = 90, CREDIT_BYTES = 400 };

/* What such lines begin with. */
static const char *const openings[] = {
    "read more",
    "read also",
    "also read",
    "read next",
    "related:",
    "related stories",
    "see also",
    "more:",
    "share this",
    "share on",
    "share via",
    "follow us",
    "follow @",
    "sign up",
    "subscribe",
    "advertisement",
    "sponsored",
    "source link",
    "source:",
    "photo:",
    "photos:",
    "picture:",
    "pictured:",
    "image:",
    "file photo",
    "file -",
    "file –",
    "caption:",
    "watch:",
    "listen:",
    "video:",
    "(writing by",
    "(reporting by",
    "(editing by",
    "(additional reporting",
    "reporting by",
    "editing by",
    "writing by",
    "\xC2\xA9",
    "copyright",
    "click here",
    "home featured",
    "tags:",
    "filed under",
    "more from",
    "published:",
    "updated:",
    "last updated",
    "posted on",
    "loading",
    "from wire reports",
    "this article was originally",
    "download our",
    "get our",
    "join our",
    "skip to",
    "continue reading",
    "story continues below",
    "(l-r)",
    "have a story",
    "most read",
    "trending now",
    "recommended for you",
    "by clicking",
    "we use cookies",
    "print this",
    "email this",
    "originally published",
};

/* What short lines of that kind hold. */
static const char *const parts[] = {
    "all rights reserved", "newsletter", "privacy policy", "terms of service", "terms of use", "(photo by",
    "getty images",        "ap photo",   "file photo",     "library image",    "/afp",         "/reuters",
    "minute read",         "min read",   "subscribe now",  "on social media",
};

static bool begins(struct span line, const char *text)
{
    const size_t size = strlen(text);
    return line.size >= size && (line.data[0] | 0x20) == (text[0] | 0x20) && strncasecmp(line.data, text, size) == 0;
}

static bool holds(struct span line, const char *text)
{
    const size_t size = strlen(text);
    for (size_t i = 0; i + size <= line.size; i++)
        if ((line.data[i] | 0x20) == (text[0] | 0x20) && strncasecmp(line.data + i, text, size) == 0)
            return true;
    return false;
}

/* Does this byte stand right behind the opening? */
static bool follows(struct span line, const char *opening, char byte)
{
    const size_t size = strlen(opening);
    return line.size > size && line.data[size] == byte;
}

/* "Facebook | X | Print". */
static bool is_bar(struct span line)
{
    size_t bars = 0;
    for (size_t i = 1; i + 1 < line.size; i++)
        bars += line.data[i] == '|' && line.data[i - 1] == ' ' && line.data[i + 1] == ' ';
    return bars >= 2;
}

/* "By Ana Holt and Jonas Reed in Bishkek": capitals but for the words between names. */
static bool is_byline(struct span line)
{
    static const char *const between[] = { "and", "in", "for", "of", "the", "with", "at", "de", "van", "von" };
    if (!begins(line, "by ") || line.size > BYLINE_BYTES || line.data[line.size - 1] == '.')
        return false;
    size_t words = 0;
    for (size_t at = 3; at < line.size; words++) {
        size_t end = at, next = at;
        while (end < line.size && line.data[end] != ' ')
            end++;
        const enum character class = end > at ? utf8_class(utf8_next(line, &next)) : CHARACTER_UPPER;
        bool joint = false;
        for (size_t k = 0; k < sizeof between / sizeof *between; k++)
            joint |= strlen(between[k]) == end - at && memcmp(between[k], line.data + at, end - at) == 0;
        if (class == CHARACTER_LOWER && !joint)
            return false;
        at = end + 1;
    }
    return words >= 2;
}

bool chrome_is(struct span line)
{
    const bool brief = line.size < SHORT_BYTES && !holds(line, " said");
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        /* Words alone begin sentences too; a label or a bracket does not. */
        const bool label = strpbrk(openings[i], ":(\xC2") || follows(line, openings[i], ':');
        if (line.size < CREDIT_BYTES && (label || brief) && begins(line, openings[i]))
            return true;
    }
    if (line.size < SHORT_BYTES && !memchr(line.data, '"', line.size))
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (holds(line, parts[i]))
                return true;
    return is_byline(line) || (line.size < SHORT_BYTES && is_bar(line));
}

/* The dash at `at` with the spaces round it; 0: none. */
static size_t dash_at(struct span line, size_t at)
{
    static const char *const dashes[] = { " - ", " -- ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "\xE2\x80\x94" };
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        const size_t size = strlen(dashes[i]);
        if (at + size < line.size && memcmp(line.data + at, dashes[i], size) == 0)
            return size;
    }
    return 0;
}

/* A first word in capitals throughout. */
static bool opens_with_capitals(struct span line)
{
    size_t letters = 0;
    for (size_t at = 0; at < line.size;) {
        const enum character class = utf8_class(utf8_next(line, &at));
        if (class == CHARACTER_LOWER)
            return false;
        if (class != CHARACTER_UPPER)
            break;
        letters++;
    }
    return letters >= 3;
}

size_t chrome_dateline(struct span line)
{
    const bool agency = line.size > 0 && line.data[0] == '(';
    if (!agency && !opens_with_capitals(line))
        return 0;
    bool start = true, inside = false;
    for (size_t at = 0; at < line.size && at < DATELINE_BYTES;) {
        const size_t dash = dash_at(line, at);
        if (dash > 0 && at > 0 && !inside)
            return at + dash;
        const char byte = line.data[at];
        inside = byte == '(' || (inside && byte != ')');
        const enum character class = utf8_class(utf8_next(line, &at));
        if (start && class == CHARACTER_LOWER && !inside)
            return 0;
        if (byte == '"' || byte == '!' || byte == '?')
            return 0;
        start = !utf8_in_word(class) && byte != '.' && byte != '\'';
    }
    return 0;
}
