/* SPDX-License-Identifier: Apache-2.0 */
#include "text/inner.h"
#include "text/utf8.h"

/* A sentence ends at . ! ? with the closing marks after it when what follows
 * could begin one, and at the end of its line. */

static bool begins_sentence(const struct document *document, uint32_t i)
{
    const struct token *token = &document->tokens[i];
    if (token->kind == TOKEN_OPEN || token->kind == TOKEN_NUMBER || token->flags & TOKEN_CAPITAL)
        return true;
    size_t at = token->start;
    const enum character class = utf8_class(utf8_next(document->body, &at));
    return class == CHARACTER_DIGIT || class == CHARACTER_UPPER || document->body.data[token->start] == '(';
}

static bool is_ellipsis(const struct document *document, uint32_t i)
{
    return span_equal(document_token(document, i), SPAN("\xE2\x80\xA6"));
}

/* "A | .45 pistol". */
static bool is_decimal_point(const struct document *document, uint32_t i, uint32_t end)
{
    return i + 1 < end && document->tokens[i + 1].kind == TOKEN_NUMBER &&
           document->tokens[i].end == document->tokens[i + 1].start && i > 0 &&
           document->tokens[i - 1].end < document->tokens[i].start;
}

/* "U.S." and "p.m." may end a sentence too, where a word follows that hardly
 * stands inside one with a capital. */
static bool abbreviation_ends(const struct document *document, uint32_t i, uint32_t end)
{
    static const char *const starters[] = {
        "the", "he", "she", "it", "they", "we", "in", "on", "but", "a", "an", "this"
    };
    const struct span text = document_token(document, i);
    if (i + 1 >= end || !(document->tokens[i + 1].flags & TOKEN_CAPITAL) || !memchr(text.data, '.', text.size - 1))
        return false;
    return DOCUMENT_IS_ONE_OF(document, i + 1, starters);
}

/* "7:15 a.m. | Police took": the time that a paragraph of a live page begins with. */
static bool is_stamp(const struct document *document, uint32_t first, uint32_t i, uint32_t end)
{
    return i == first + 1 && i + 1 < end && document->tokens[first].kind == TOKEN_NUMBER &&
           (document_is(document, i, "a.m.") || document_is(document, i, "p.m.")) &&
           document->tokens[i + 1].flags & TOKEN_CAPITAL;
}

bool sentence_split(struct document *document, struct paragraph *paragraph, uint32_t sentences_max)
{
    const uint32_t end = paragraph->tokens.end;
    const uint32_t number = document->paragraphs_count;
    uint32_t first = paragraph->tokens.first;

    paragraph->sentences.first = document->sentences_count;
    for (uint32_t i = first; i < end; i++) {
        uint32_t next = i + 1;
        bool ends = next == end;
        if (document_is_mark(document, i, ".!?") || is_ellipsis(document, i)) {
            while (next < end &&
                   (document->tokens[next].kind == TOKEN_CLOSE || document_is_mark(document, next, ".!?)]")))
                next++;
            ends = next == end || (begins_sentence(document, next) && !is_decimal_point(document, i, end));
        } else if (document->tokens[i].flags & TOKEN_ABBREVIATION) {
            ends |= abbreviation_ends(document, i, end) || is_stamp(document, paragraph->tokens.first, i, end);
        }
        if (!ends)
            continue;
        if (document->sentences_count == sentences_max)
            return false;
        for (uint32_t k = first; k < next; k++)
            document->tokens[k].sentence = document->sentences_count;
        document->sentences[document->sentences_count++] = (struct sentence){ { first, next }, number };
        first = next;
        i = next - 1;
    }
    paragraph->sentences.end = document->sentences_count;
    return true;
}
