/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "resolve/fingerprint.h"

enum {
    HEAD_TOKENS = 120, /* a dateline stands among the first of them */
    NAME_WORDS = 5,
};

static bool is_dash(const struct document *body, uint32_t i)
{
    const struct span token = document_token(body, i);
    return span_equal(token, SPAN("-")) || span_equal(token, SPAN("\xE2\x80\x93")) ||
           span_equal(token, SPAN("\xE2\x80\x94")) || span_equal(token, SPAN("--"));
}

/* A run of capitalised words from `first` on: past its end. */
static uint32_t name_end(const struct document *body, uint32_t first)
{
    uint32_t i = first;
    while (i < body->tokens_count && i - first < NAME_WORDS && body->tokens[i].kind == TOKEN_WORD &&
           body->tokens[i].flags & TOKEN_CAPITAL)
        i++;
    return i;
}

static char *name_of(struct arena *arena, const struct document *body, uint32_t first, uint32_t end)
{
    const struct span name = span_slice(body->body, body->tokens[first].start, body->tokens[end - 1].end);
    return name.size <= CREDIT_BYTES_MAX ? arena_string(arena, name) : NULL;
}

/* Words that agencies have in their names. */
static bool is_agency(struct span text)
{
    static const char *const words[] = { "Wire", "Agency", "Newswire" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t size = strlen(words[i]);
        if (text.size > size && memcmp(text.data + text.size - size, words[i], size) == 0 &&
            text.data[text.size - size - 1] == ' ')
            return true;
    }
    return false;
}

/* "(Name) -" of a dateline. */
static char *of_dateline(struct arena *arena, const struct document *body)
{
    for (uint32_t i = 0; i + 3 < body->tokens_count && i < HEAD_TOKENS; i++) {
        if (!document_is(body, i, "("))
            continue;
        const uint32_t end = name_end(body, i + 1);
        if (end > i + 1 && end + 1 < body->tokens_count && document_is(body, end, ")") && is_dash(body, end + 1))
            return name_of(arena, body, i + 1, end);
    }
    return NULL;
}

/* "- Name Wire" at the end of a line, and "(c) 2024 Name Wire". */
static char *of_sign(struct arena *arena, const struct document *body)
{
    for (uint32_t i = 0; i + 1 < body->tokens_count; i++) {
        const bool mark = span_equal(document_token(body, i), SPAN("\xC2\xA9"));
        if (!mark && !is_dash(body, i))
            continue;
        const uint32_t first = mark && body->tokens[i + 1].kind == TOKEN_NUMBER ? i + 2 : i + 1;
        const uint32_t end = first < body->tokens_count ? name_end(body, first) : first;
        if (end <= first)
            continue;
        const bool last = end == body->tokens_count || body->tokens[end].sentence != body->tokens[end - 1].sentence;
        const struct span name = span_slice(body->body, body->tokens[first].start, body->tokens[end - 1].end);
        if ((mark || last) && is_agency(name))
            return name_of(arena, body, first, end);
    }
    return NULL;
}

char *fingerprint_credit(struct arena *arena, const char *byline, const struct document *body)
{
    char *name = of_dateline(arena, body);
    if (!name)
        name = of_sign(arena, body);
    if (name || !byline)
        return name;
    const struct span text = span_of(byline);
    return text.size <= CREDIT_BYTES_MAX && is_agency(text) ? arena_string(arena, text) : NULL;
}
