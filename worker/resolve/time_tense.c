/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/time_scan.h"

enum { TENSE_TOKENS_MAX = 12 };

/* "is set to resume", "are to meet", "to be read", "set for": what follows `i` is still to come. */
static bool to_come(const struct time_scan *scan, uint32_t i)
{
    static const char *const words[] = { "set", "is", "are", "ready", "about", "going", "prepared" };
    const struct document *document = scan->lexed->document;
    if (i == scan->sentence.first)
        return false;
    if (document_is(document, i, "to"))
        return DOCUMENT_IS_ONE_OF(document, i - 1, words);
    return (document_is(document, i, "be") && document_is(document, i - 1, "to")) ||
           (document_is(document, i, "for") && document_is(document, i - 1, "set"));
}

/* "be held", "is closed", "stay shut": the participle tells no time of its own. */
static bool after_be(const struct time_scan *scan, uint32_t i)
{
    static const char *const words[] = { "be",   "been",  "being",  "is",      "are",
                                         "stay", "stays", "remain", "remains", "keep" };
    return i > scan->sentence.first && DOCUMENT_IS_ONE_OF(scan->lexed->document, i - 1, words);
}

/* "raided", and neither "United" nor "an unspecified". */
static bool ends_in_ed(const struct time_scan *scan, uint32_t i)
{
    const struct span text = document_token(scan->lexed->document, i);
    if (text.size < 4 || !span_ends(text, "ed"))
        return false;
    return i == scan->sentence.first || (!(scan->lexed->document->tokens[i].flags & TOKEN_CAPITAL) &&
                                         !lexed_is(scan->lexed, i - 1, WORD_DETERMINER | WORD_PREPOSITION) &&
                                         !document_is(scan->lexed->document, i - 1, "still"));
}

/* "had been scheduled", "as originally planned": it has come to nothing. */
static bool is_over(const struct time_scan *scan, uint32_t i)
{
    static const char *const words[] = { "been", "previously", "originally", "initially" };
    return i > scan->sentence.first && DOCUMENT_IS_ONE_OF(scan->lexed->document, i - 1, words);
}

static enum time_tense tense_of(const struct time_scan *scan, uint32_t i)
{
    if (scan->lexed->document->tokens[i].kind != TOKEN_WORD)
        return TENSE_UNKNOWN;
    if (scan->words[i].kind == TIME_WAS)
        return TENSE_PAST;
    if (scan->words[i].kind == TIME_AHEAD && is_over(scan, i))
        return TENSE_PAST;
    if (scan->words[i].kind == TIME_AHEAD || lexed_is(scan->lexed, i, WORD_FUTURE) || to_come(scan, i))
        return TENSE_AHEAD;
    if ((lexed_is(scan->lexed, i, WORD_PAST) || ends_in_ed(scan, i)) && !after_be(scan, i))
        return TENSE_PAST;
    return TENSE_UNKNOWN;
}

/* The verb nearest before the token tells, or "ahead of"; where there is none, the first verb after it. */
enum time_tense time_tense(const struct time_scan *scan, uint32_t i)
{
    const uint32_t first = scan->sentence.first, end = scan->sentence.end;
    const uint32_t floor = i > first + TENSE_TOKENS_MAX ? i - TENSE_TOKENS_MAX : first;
    if (i > first + 1 && time_follows(scan, i, "of") && time_is(scan, i - 2, "ahead"))
        return TENSE_AHEAD;
    for (uint32_t k = i; k-- > floor;) {
        const enum time_tense tense = tense_of(scan, k);
        if (tense != TENSE_UNKNOWN)
            return tense;
    }
    for (uint32_t k = i + 1; floor == first && k < end && k < i + TENSE_TOKENS_MAX; k++) {
        const enum time_tense tense = tense_of(scan, k);
        if (tense != TENSE_UNKNOWN)
            return tense;
    }
    return TENSE_UNKNOWN;
}
