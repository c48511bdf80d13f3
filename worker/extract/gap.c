/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/gap.h"

#include "extract/phrase.h"

enum { ADJUNCT_TOKENS_MAX = 14 };

static bool is_question(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "whether", "if", "how", "why", "what", "who", "where", "when" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* May a clause without "that" begin at i, behind those who are told ("told
 * reporters he …") or a day ("said on Friday the …")? */
static bool begins_clause(const struct lexed *lexed, uint32_t i, bool told)
{
    const bool subject = lexed_is(lexed, i, WORD_PRONOUN | WORD_DETERMINER);
    if (lexed_is(lexed, i - 1, WORD_TIME))
        return !lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION | WORD_TIME | WORD_TIMING);
    return told && subject &&
           (lexed_is(lexed, i, WORD_PRONOUN) || lexed_is(lexed, i - 1, WORD_PLAIN | WORD_PRO | WORD_HEAD) ||
            phrase_is_name(lexed, i - 1));
}

/* "adding, however, that": the words between the verb and "that" which only join. */
static uint32_t over_joint(const struct lexed *lexed, uint32_t from, uint32_t end)
{
    static const char *const words[] = { "however", "though", "too", "nonetheless", "nevertheless" };
    const uint32_t at = from + (from < end && document_is_mark(lexed->document, from, ","));
    for (size_t k = 0; at < end && k < sizeof words / sizeof *words; k++)
        if (document_is(lexed->document, at, words[k]))
            return at + 1 + (at + 1 < end && document_is_mark(lexed->document, at + 1, ","));
    return from;
}

enum gap gap_after(const struct lexed *lexed, uint32_t from, uint32_t end, uint32_t verb, uint32_t *at)
{
    const struct document *document = lexed->document;
    const bool bare = lexed_is(lexed, verb, WORD_THAT), told = lexed_is(lexed, verb, WORD_ADDRESSEE);
    bool adjunct = false;
    from = over_joint(lexed, from, end);
    for (uint32_t i = from; i < end && i < from + ADJUNCT_TOKENS_MAX; i++) {
        *at = i;
        if (document->tokens[i].kind == TOKEN_OPEN) {
            if (i == from || document_is_mark(document, i - 1, ",:") || !adjunct)
                return GAP_QUOTATION;
            return GAP_NOTHING;
        }
        if (document->tokens[i].quotation)
            return GAP_NOTHING;
        if (document_is(document, i, "that") && !(i == from && document_is(document, i - 1, "called"))) {
            *at = i + 1;
            return GAP_THAT;
        }
        if ((i == from || told) && is_question(document, i) && lexed_is(lexed, verb, WORD_THAT | WORD_QUESTION))
            return GAP_QUESTION;
        if (document_is_mark(document, i, ".!?"))
            return GAP_END;
        if (document_is_mark(document, i, ",:") && i + 1 < end && document->tokens[i + 1].kind == TOKEN_OPEN)
            continue;
        if (document_is_mark(document, i, ",;:-()"))
            return GAP_NOTHING;
        if (i > from && lexed_is(lexed, i, WORD_FINITE | WORD_SUBORDINATOR) && !lexed_is(lexed, i, WORD_PREPOSITION))
            return GAP_NOTHING;
        const bool time = lexed_is(lexed, i, WORD_TIME | WORD_TIMING);
        if (i == from && bare && !told && !time &&
            (lexed_is(lexed, i, WORD_ROUGHLY) ||
             !lexed_is(lexed, i, WORD_PREPOSITION | WORD_SUBORDINATOR | WORD_ADVERB | WORD_CONJUNCTION)) &&
            !document_is(document, i, "so"))
            return GAP_CLAUSE;
        if (i > from && bare && begins_clause(lexed, i, told))
            return GAP_CLAUSE;
        adjunct = true;
    }
    return from >= end ? GAP_END : GAP_NOTHING;
}
