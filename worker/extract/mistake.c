/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/mistake.h"

enum {
    AWAY_TOKENS_MAX = 12, /* from what was told to the word that told it: "on Friday evening that" */
    OWN_TOKENS_MAX = 8,   /* from there to who told it */
};

static bool tells(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "report", "reported", "say",     "said",     "state",   "stated",
                                         "write",  "wrote",    "claim",   "claimed",  "suggest", "suggested",
                                         "give",   "gave",     "publish", "published" };
    return document_is_one_of(document, token, words, sizeof words / sizeof *words);
}

static bool is_wrong(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "wrong",      "wrongly",     "incorrect", "incorrectly", "mistaken",
                                         "mistakenly", "erroneously", "falsely",   "inaccurately" };
    return document_is_one_of(document, token, words, sizeof words / sizeof *words);
}

/* "we", "our report", "this newspaper", "an earlier version". */
static bool is_own(const struct document *document, uint32_t token, uint32_t end)
{
    static const char *const own[] = { "we", "our", "version" };
    static const char *const things[] = { "article", "story", "report",  "newspaper", "paper",
                                          "site",    "page",  "website", "column" };
    return document_is_one_of(document, token, own, sizeof own / sizeof *own) ||
           (token + 1 < end && document_is(document, token, "this") &&
            document_is_one_of(document, token + 1, things, sizeof things / sizeof *things));
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

bool mistake_before(const struct document *document, uint32_t token)
{
    if (document->tokens[token].quotation)
        return false;
    const uint32_t first = document->sentences[document->tokens[token].sentence].tokens.first;
    for (uint32_t at = token, away = 0; at > first && away < AWAY_TOKENS_MAX; away++) {
        if (document->tokens[--at].quotation)
            return false;
        if (!tells(document, at) || !told_wrong(document, first, at, token))
            continue;
        for (uint32_t i = at, back = 0; i > first && back < OWN_TOKENS_MAX; back++)
            if (is_own(document, --i, token))
                return true;
        return false;
    }
    return false;
}
