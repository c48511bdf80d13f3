/* SPDX-License-Identifier: Apache-2.0 */
#include "text/clean.h"

#include "base/hash.h"
#include "text/chrome.h"
#include "text/utf8.h"

/* Lines seen, by hash: an open table of power-of-two size. A line whose
 * neighbourhood is full counts as new, so a chosen set of hashes costs nothing. */
enum { SLOTS_MAX = 1 << 16, PROBES_MAX = 8 };

struct clean {
    struct span body;
    size_t at;
    struct span rest; /* of the line behind its dateline */
    struct span *seen;
    size_t mask;
};

static size_t count_lines(struct span body)
{
    size_t lines = 1;
    for (size_t i = 0; i < body.size; i++)
        lines += body.data[i] == '\n';
    return lines;
}

static bool is_printed(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

static struct span trim(struct span line)
{
    size_t start = line.size, end = 0;
    if (line.size > 0 && is_printed(line.data[0]) && is_printed(line.data[line.size - 1]))
        return line;
    for (size_t at = 0; at < line.size;) {
        const size_t before = at;
        if (utf8_class(utf8_next(line, &at)) != CHARACTER_SPACE) {
            start = before < start ? before : start;
            end = at;
        }
    }
    return start < end ? span_slice(line, start, end) : span_slice(line, 0, 0);
}

static bool seen_before(struct clean *clean, struct span line)
{
    const size_t home = (size_t)hash64(line.data, line.size, 0);
    for (size_t probe = 0; probe < PROBES_MAX; probe++) {
        struct span *slot = &clean->seen[(home + probe) & clean->mask];
        if (!slot->data) {
            *slot = line;
            return false;
        }
        if (span_equal(*slot, line))
            return true;
    }
    return false;
}

struct clean *clean_new(struct arena *arena, struct span body, struct span headline)
{
    struct clean *clean = arena_alloc(arena, sizeof *clean);
    size_t slots = 16;
    for (size_t lines = count_lines(body); slots < lines * 2 && slots < SLOTS_MAX;)
        slots *= 2;
    struct span *seen = arena_array(arena, slots, sizeof *seen);
    if (!clean || !seen)
        return NULL;
    *clean = (struct clean){ .body = body, .seen = seen, .mask = slots - 1 };
    headline = trim(headline);
    if (headline.size > 0)
        seen_before(clean, headline);
    return clean;
}

/* Splits a dateline off: it is a line of its own. */
static void part(struct clean *clean, struct span *line)
{
    const size_t size = chrome_dateline(*line);
    if (size == 0)
        return;
    clean->rest = trim(span_slice(*line, size, line->size));
    *line = trim(span_slice(*line, 0, size));
}

bool clean_next(struct clean *clean, struct span *line)
{
    if (clean->rest.size > 0) {
        *line = clean->rest;
        clean->rest.size = 0;
        return true;
    }
    while (clean->at < clean->body.size) {
        const char *start = clean->body.data + clean->at;
        const size_t left = clean->body.size - clean->at;
        const char *newline = memchr(start, '\n', left);
        const size_t size = newline ? (size_t)(newline - start) : left;
        clean->at += size + (newline ? 1 : 0);
        *line = trim((struct span){ start, size });
        if (line->size == 0 || seen_before(clean, *line) || chrome_is(*line))
            continue;
        part(clean, line);
        return true;
    }
    return false;
}
