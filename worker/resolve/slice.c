/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/slice.h"

#include "base/limits.h"
#include "text/utf8.h"

span_record *slice_span(struct arena *arena, const struct document *document, struct range range)
{
    const struct token *tokens = document->tokens;
    if (range.first >= range.end || range.end > document->tokens_count)
        return NULL;
    const uint32_t start = tokens[range.first].start, end = tokens[range.end - 1].end;
    if (start >= end || end > document->body.size || !utf8_boundary(document->body, start) ||
        !utf8_boundary(document->body, end))
        return NULL;
    span_record *span = span_make(arena);
    if (!span)
        return NULL;
    span->has_start = span->has_end = 1;
    span->start = start;
    span->end = end;
    return span;
}

size_t slice_spans(struct arena *arena, const struct document *document, const struct range *ranges, size_t count,
                   span_record ***out)
{
    size_t made = 0;
    *out = arena_array(arena, count, sizeof **out);
    for (size_t i = 0; *out && i < count; i++) {
        span_record *span = slice_span(arena, document, ranges[i]);
        if (span)
            (*out)[made++] = span;
    }
    return made;
}

char *slice_text(struct arena *arena, struct span body, span_record *const *spans, size_t count)
{
    static const struct span ellipsis = { "\xE2\x80\xA6", 3 };
    char text[CLAIM_TEXT_BYTES_MAX];
    const size_t room = sizeof text - ellipsis.size;
    size_t size = 0;
    bool cut = false, space = false;
    for (size_t s = 0; s < count && !cut; s++) {
        if (s > 0 && size + 5 <= room) {
            memcpy(text + size, " \xE2\x80\xA6 ", 5);
            size += 5;
            space = false;
        }
        for (size_t at = spans[s]->start; at < spans[s]->end && !cut;) {
            const size_t before = at;
            if (utf8_class(utf8_next(body, &at)) == CHARACTER_SPACE) {
                space = true;
                continue;
            }
            cut = size + (at - before) + 1 > room;
            if (cut)
                break;
            if (space && before > spans[s]->start)
                text[size++] = ' ';
            space = false;
            memcpy(text + size, body.data + before, at - before);
            size += at - before;
        }
    }
    if (cut) {
        memcpy(text + size, ellipsis.data, ellipsis.size);
        size += ellipsis.size;
    }
    return arena_string(arena, (struct span){ text, size });
}
