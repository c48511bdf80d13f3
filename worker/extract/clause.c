/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"
#include "extract/verb.h"

void clause_words(const struct document *document, struct range range, uint32_t *words, uint32_t *quoted)
{
    *words = *quoted = 0;
    for (uint32_t i = range.first; i < range.end; i++) {
        const struct token *token = &document->tokens[i];
        if (token->kind != TOKEN_WORD && token->kind != TOKEN_NUMBER)
            continue;
        *words += 1;
        *quoted += token->quotation != 0;
    }
}

struct range clause_trim(const struct document *document, struct range range)
{
    while (range.first < range.end && document_is_mark(document, range.first, ",;:.-"))
        range.first++;
    while (range.end > range.first && document_is_mark(document, range.end - 1, ",;:.-"))
        range.end--;
    return range;
}

bool clause_is_finite(const struct lexed *lexed, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        if (i > range.first && lexed->document->tokens[i].flags & TOKEN_CAPITAL) /* "In May" */
            continue;
        if (lexed_is(lexed, i, WORD_FINITE | WORD_HARM | WORD_PAST) || (i > range.first && verb_is_plain(lexed, i)))
            return true;
        const struct span text = document_token(lexed->document, i);
        if (i > range.first && text.size > 4 && !lexed->words[i] && span_ends(text, "ed"))
            return true;
    }
    return false;
}

static bool is_dash(const struct document *document, uint32_t i)
{
    return document->tokens[i].kind == TOKEN_PUNCTUATION &&
           (document_is(document, i, "\xE2\x80\x94") || document_is(document, i, "\xE2\x80\x93") ||
            document_is(document, i, "--"));
}

/* "…, which X denied": another's word about what was said. */
static bool is_denied_after(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    enum { RELATIVE_TOKENS_MAX = 8 };
    if (!document_is(lexed->document, i, "which"))
        return false;
    for (uint32_t k = i + 1; k < end && k < i + RELATIVE_TOKENS_MAX; k++)
        if (verb_is_plain(lexed, k) && lexed_is(lexed, k, WORD_INVERTED | WORD_DENIES))
            return true;
    return false;
}

/* "…, saying", "…, adding that". */
static bool follows(const struct lexed *lexed, uint32_t i)
{
    return lexed_is(lexed, i, WORD_FOLLOWS) && lexed_is(lexed, i, WORD_THAT | WORD_ACCUSES);
}

/* Where the voice changes within a sentence: "…, but", "…, while", "; …",
 * "… and added", "…, according to". */
static bool voice_changes(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    if (document_is_mark(document, i, ";"))
        return true;
    if (i + 1 >= end)
        return false;
    const uint32_t next = i + 1;
    if (is_dash(document, i))
        return lexed_is(lexed, next, WORD_CONTRAST) || follows(lexed, next);
    if (document_is_mark(document, i, ","))
        return lexed_is(lexed, next, WORD_CONTRAST) || follows(lexed, next) || is_denied_after(lexed, next, end) ||
               document_is(document, next, "according") ||
               (document_is(document, next, "and") && next + 1 < end &&
                (verb_reports(lexed, next + 1) || lexed_is(lexed, next + 1, WORD_PRONOUN)));
    if (!document_is(document, i, "and"))
        return false;
    const uint32_t verb = next + (next + 1 < end && lexed_is(lexed, next, WORD_ADVERB));
    return verb_reports(lexed, verb);
}

struct range clause_forward(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const struct document *document = lexed->document;
    uint32_t comma = DRAFT_NONE, and = DRAFT_NONE;
    for (uint32_t i = first; i < end; i++) {
        if (document->tokens[i].quotation)
            continue;
        if (i > first && voice_changes(lexed, i, end)) {
            end = i;
            break;
        }
        if (and != DRAFT_NONE && i > and&&verb_reports(lexed, i)) {
            end = and;
            break;
        }
        /* "X said it was over, Y said": another's words from the comma on. */
        if (comma != DRAFT_NONE && i > comma && verb_is_plain(lexed, i) &&
            lexed_is(lexed, i, WORD_BARE | WORD_ADDRESSEE)) {
            end = comma;
            break;
        }
        if (document_is_mark(document, i, ","))
            comma = i;
        if (comma == i && i + 1 < end && document_is(document, i + 1, "and") && i + 2 < end &&
            !document_is(document, i + 2, "that"))
            and = i;
    }
    /* A quotation that begins within the clause may end a sentence or two later. */
    const struct token *last = end > first ? &document->tokens[end - 1] : NULL;
    if (last && last->quotation && document->quotations[last->quotation - 1].tokens.first >= first)
        end = document->quotations[last->quotation - 1].tokens.end;
    return clause_trim(document, (struct range){ first, end });
}
