/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/mistake.h"

enum {
    AWAY_TOKENS_MAX = 12, /* from what was told to the word that told it: "on Friday evening that" */
    OWN_TOKENS_MAX = 8,   /* from there to who told it */
    HEADING_TOKENS_MAX = 5,
    VERDICT_TOKENS_MAX = 9, /* "The report in Monday's paper was wrong" */
};

static bool tells(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "report", "reported", "say",     "said",     "state",   "stated",
                                         "write",  "wrote",    "claim",   "claimed",  "suggest", "suggested",
                                         "give",   "gave",     "publish", "published" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

static bool is_wrong(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "wrong",      "wrongly",     "incorrect", "incorrectly", "mistaken",
                                         "mistakenly", "erroneously", "falsely",   "inaccurately" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

/* "we", "our report", "this newspaper", "an earlier version". */
static bool is_own(const struct document *document, uint32_t token, uint32_t end)
{
    static const char *const own[] = { "we", "our", "version" };
    static const char *const things[] = { "article", "story", "report",  "newspaper", "paper",
                                          "site",    "page",  "website", "column" };
    return DOCUMENT_IS_ONE_OF(document, token, own) ||
           (token + 1 < end && document_is(document, token, "this") && DOCUMENT_IS_ONE_OF(document, token + 1, things));
}

/* Whether the word of telling at the token was one of a mistake: "wrongly said", "wrong to say", "said wrongly". */
static bool told_wrong(const struct document *document, uint32_t first, uint32_t token, uint32_t end)
{
    const uint32_t from = token - first < 2 ? first : token - 2, to = token + 2 < end ? token + 2 : end;
    for (uint32_t i = from; i < to; i++)
        if (is_wrong(document, i))
            return i == first || !document_is(document, i - 1, "not");
    return false;
}

/* ---- a verdict in the sentence behind */

/* "CORRECTION.", "Correction and apology", "CLARIFICATION:" before the sentence. */
static bool is_headed(const struct document *document, uint32_t sentence)
{
    static const char *const words[] = { "correction", "corrections", "clarification", "erratum", "apology" };
    const struct range heading = sentence > 0 ? document->sentences[sentence - 1].tokens : (struct range){ 0 };
    if (heading.end - heading.first > HEADING_TOKENS_MAX)
        return false;
    for (uint32_t i = heading.first; i < heading.end; i++)
        if (DOCUMENT_IS_ONE_OF(document, i, words))
            return true;
    return false;
}

static bool is_be(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "was", "is", "were", "are" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

/* Behind "wrong", "untrue", "in error", "not true", "not the case", which begins at the token; 0: it is none. */
static uint32_t verdict_end(const struct document *document, uint32_t token, uint32_t end)
{
    static const char *const false_words[] = { "untrue", "false", "inaccurate" };
    static const char *const right_words[] = { "true", "correct", "right", "accurate", "case", "so" };
    if (document_is(document, token, "not")) {
        const uint32_t next = token + 1 < end && document_is(document, token + 1, "the") ? token + 2 : token + 1;
        const bool is_not = next < end && DOCUMENT_IS_ONE_OF(document, next, right_words);
        return is_not ? next + 1 : 0;
    }
    if (token + 1 < end && document_is(document, token, "in") && document_is(document, token + 1, "error"))
        return token + 2;
    return is_wrong(document, token) || DOCUMENT_IS_ONE_OF(document, token, false_words) ? token + 1 : 0;
}

/* Where the sentence says of what stands before it that it was wrong, "This was incorrect", with these words; else
 * empty.
 */
static struct range withdrawal(const struct document *document, uint32_t sentence)
{
    const struct range none = { 0 };
    static const char *const what[] = { "this", "that", "it", "the", "these", "both" };
    const struct range said = document->sentences[sentence].tokens;
    const uint32_t end = said.end - said.first < VERDICT_TOKENS_MAX ? said.end : said.first + VERDICT_TOKENS_MAX;
    if (said.first == end || !DOCUMENT_IS_ONE_OF(document, said.first, what))
        return none;
    for (uint32_t i = said.first + 1; i + 1 < end && !document->tokens[i].quotation; i++)
        if (is_be(document, i)) {
            const uint32_t behind = verdict_end(document, i + 1, said.end);
            return behind ? (struct range){ said.first, behind } : none;
        }
    return none;
}

static struct range withdrawal_behind(const struct document *document, uint32_t sentence)
{
    return sentence + 1 < document->sentences_count ? withdrawal(document, sentence + 1) : (struct range){ 0 };
}

/* ---- the whole */

/* Whether who tells at the token is the outlet. */
static bool tells_itself(const struct document *document, uint32_t first, uint32_t at, uint32_t end)
{
    for (uint32_t i = at, back = 0; i > first && back < OWN_TOKENS_MAX; back++)
        if (is_own(document, --i, end))
            return true;
    return false;
}

bool mistake_before(const struct document *document, uint32_t token)
{
    if (document->tokens[token].quotation)
        return false;
    const uint32_t sentence = document->tokens[token].sentence, first = document->sentences[sentence].tokens.first;
    const bool withdrawn = withdrawal_behind(document, sentence).end > 0;
    for (uint32_t at = token, away = 0; at > first && away < AWAY_TOKENS_MAX; away++) {
        if (document->tokens[--at].quotation)
            return false;
        if (tells(document, at) && (withdrawn || told_wrong(document, first, at, token)))
            return tells_itself(document, first, at, token) || (withdrawn && is_headed(document, sentence));
    }
    return false;
}

struct range mistake_verdict(const struct document *document, uint32_t token)
{
    return mistake_before(document, token) ? withdrawal_behind(document, document->tokens[token].sentence)
                                           : (struct range){ 0 };
}
