/* SPDX-License-Identifier: Apache-2.0 */
#include "text/inner.h"
#include "text/utf8.h"

/* Pairs of quotation marks within one paragraph, in one pass. */

enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER };

static bool spaced_before(const struct document *document, const struct token *token)
{
    if (token->start == 0)
        return true;
    size_t at = token->start - 1;
    while (at > 0 && !utf8_boundary(document->body, at))
        at--;
    return !utf8_in_word(utf8_class(utf8_next(document->body, &at))) &&
           !strchr(".,!?;:%)'", document->body.data[token->start - 1]);
}

static bool spaced_after(const struct document *document, const struct token *token)
{
    size_t at = token->end;
    return at >= document->body.size || !utf8_in_word(utf8_class(utf8_next(document->body, &at)));
}

static bool is_single(const struct document *document, uint32_t i)
{
    const struct span text = document_token(document, i);
    return span_equal(text, SPAN("'")) || span_equal(text, SPAN("\xE2\x80\x98")) ||
           span_equal(text, SPAN("\xE2\x80\x99"));
}

/* A turned single mark that no apostrophe can be: behind a word, before a point, at the end, or
 * between words where no "s" goes before it ("the workers’ side"). */
static bool turns_back(const struct document *document, struct range paragraph, uint32_t i)
{
    const struct token *token = &document->tokens[i];
    const bool straight = span_equal(document_token(document, i), SPAN("'"));
    if (token->start == 0 || span_equal(document_token(document, i), SPAN("\xE2\x80\x98")))
        return false;
    if (i + 1 == paragraph.end)
        return true;
    const struct token *next = &document->tokens[i + 1];
    if (next->kind == TOKEN_PUNCTUATION && next->start == token->end)
        return !straight && strchr(".,;:!?", document->body.data[next->start]);
    return !straight && next->start > token->end && document->body.data[token->start - 1] != 's';
}

/* A single mark is an apostrophe as well. It closes behind a point or comma, or where it can be
 * nothing else, and opens only before a word where such a one follows. */
static enum mark single_mark(const struct document *document, struct range paragraph, uint32_t i, uint32_t last)
{
    const struct token *token = &document->tokens[i];
    const bool before = i == paragraph.first || document->tokens[i - 1].end < token->start;
    const bool after = i + 1 == paragraph.end || document->tokens[i + 1].start > token->end;
    if (!before && strchr(",.?!", document->body.data[token->start - 1]) &&
        !span_equal(document_token(document, i), SPAN("\xE2\x80\x98")))
        return MARK_CLOSE;
    if (!before && turns_back(document, paragraph, i))
        return MARK_CLOSE;
    const bool turned = span_equal(document_token(document, i), SPAN("\xE2\x80\x99"));
    /* "‘08" is a year. */
    return before && !after && !turned && i < last && document->tokens[i + 1].kind == TOKEN_WORD ? MARK_OPEN
                                                                                                 : MARK_NONE;
}

/* The last single mark of the paragraph that closes; its first token where there is none. */
static uint32_t last_single(const struct document *document, struct range paragraph)
{
    for (uint32_t i = paragraph.end; i > paragraph.first; i--)
        if (document->tokens[i - 1].kind == TOKEN_PUNCTUATION && is_single(document, i - 1) &&
            single_mark(document, paragraph, i - 1, 0) == MARK_CLOSE)
            return i - 1;
    return paragraph.first;
}

/* What the mark is by its own form, and by what stands around a straight one. */
static enum mark mark_of(const struct document *document, uint32_t i)
{
    const struct token *token = &document->tokens[i];
    const struct span text = document_token(document, i);
    if (token->kind != TOKEN_PUNCTUATION)
        return MARK_NONE;
    if (span_equal(text, SPAN("\xE2\x80\x9C")) || span_equal(text, SPAN("\xC2\xAB")) || span_equal(text, SPAN("``")) ||
        span_equal(text, SPAN("\xE2\x80\x9E")))
        return MARK_OPEN;
    if (span_equal(text, SPAN("\xE2\x80\x9D")) || span_equal(text, SPAN("\xC2\xBB")))
        return MARK_CLOSE;
    if (!span_equal(text, SPAN("\"")) && !span_equal(text, SPAN("''")))
        return MARK_NONE;
    const bool before = spaced_before(document, token), after = spaced_after(document, token);
    if (before && !after)
        return MARK_OPEN;
    return after && !before ? MARK_CLOSE : MARK_EITHER;
}

static bool straight(const struct document *document, uint32_t i)
{
    return document->body.data[document->tokens[i].start] == '"';
}

/* Does the mark at i end the quotation that `open` began? Guillemets and curly
 * marks nest within each other; straight ones cannot. */
static bool closes(const struct document *document, uint32_t open, uint32_t i, enum mark mark)
{
    if (mark == MARK_OPEN)
        return false;
    const struct span from = document_token(document, open), to = document_token(document, i);
    const bool angle = span_equal(from, SPAN("\xC2\xAB"));
    return angle == span_equal(to, SPAN("\xC2\xBB"));
}

static void end_quotation(struct document *document, uint32_t end, bool closed)
{
    struct quotation *quotation = &document->quotations[document->quotations_count - 1];
    quotation->tokens.end = end;
    quotation->closed = closed;
    for (uint32_t i = quotation->tokens.first; i < end; i++)
        document->tokens[i].quotation = document->quotations_count;
    if (closed)
        document->tokens[end - 1].kind = TOKEN_CLOSE;
}

static bool last_unclosed(const struct document *document)
{
    if (document->quotations_count == 0 || document->paragraphs_count == 0)
        return false;
    const struct quotation *last = &document->quotations[document->quotations_count - 1];
    return !last->closed && last->paragraph + 1 == document->paragraphs_count &&
           last->tokens.end == document->paragraphs[last->paragraph].tokens.end;
}

bool quotation_match(struct document *document, struct paragraph *paragraph, uint32_t quotations_max)
{
    const bool carried = last_unclosed(document);
    const uint32_t single_until = last_single(document, paragraph->tokens);
    uint32_t depth = 0; /* of marks nested in the open quotation */
    bool open = false;

    paragraph->quotations.first = document->quotations_count;
    for (uint32_t i = paragraph->tokens.first; i < paragraph->tokens.end; i++) {
        const uint32_t first = open ? document->quotations[document->quotations_count - 1].tokens.first : i;
        if (document->tokens[i].kind != TOKEN_PUNCTUATION)
            continue;
        const bool single = is_single(document, i);
        const enum mark mark =
            single ? single_mark(document, paragraph->tokens, i, single_until) : mark_of(document, i);
        /* Within one kind of marks the other is nested, and part of what is quoted. */
        if (mark == MARK_NONE || (open && is_single(document, first) != single) ||
            (single && open == (mark == MARK_OPEN)))
            continue;
        if (open && mark == MARK_OPEN && first + 1 == i) { /* side by side they are one opening */
            document->tokens[i].kind = TOKEN_OPEN;
            continue;
        }
        if (open && closes(document, first, i, mark)) {
            if (depth > 0 && mark == MARK_CLOSE && !straight(document, i)) {
                depth--;
                continue;
            }
            end_quotation(document, i + 1, true);
            open = false;
            depth = 0;
        } else if (open && mark == MARK_OPEN && !straight(document, first)) {
            depth += !straight(document, i);
        } else if (mark == MARK_OPEN || (mark == MARK_EITHER && !open)) {
            /* A straight mark that can only open: the one before was never closed. */
            if (open)
                end_quotation(document, i, false);
            if (document->quotations_count == quotations_max)
                return false;
            document->quotations[document->quotations_count++] = (struct quotation){
                .tokens = { i, i },
                .paragraph = document->paragraphs_count,
                .continues = carried && i == paragraph->tokens.first,
            };
            document->tokens[i].kind = TOKEN_OPEN;
            open = true;
            depth = 0;
        }
    }
    if (open)
        end_quotation(document, paragraph->tokens.end, false);
    paragraph->quotations.end = document->quotations_count;
    return true;
}
