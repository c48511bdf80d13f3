/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/takeback.h"

enum {
    WORDS_MAX = 8,  /* of the cue, and from there to what is said */
    BEFORE_MAX = 4, /* "backtracked on their" claim */
};

static bool takes_back(const struct document *document, uint32_t token, uint32_t end)
{
    static const char *const words[] = { "withdrew",  "withdrawn",  "withdraws",   "withdrawing", "retracted",
                                         "retracts",  "retracting", "recanted",    "recants",     "disavowed",
                                         "rescinded", "revoked",    "backtracked", "disowned",    "dropped",
                                         "drops",     "dropping",   "abandoned",   "abandons",    "abandoning" };
    static const char *const took[] = { "took",  "taken", "takes", "taking", "walked",
                                        "rowed", "went",  "gone",  "goes",   "going" };
    return DOCUMENT_IS_ONE_OF(document, token, words) ||
           (token + 1 < end && DOCUMENT_IS_ONE_OF(document, token, took) && document_is(document, token + 1, "back"));
}

static bool is_denial(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "denial", "denials", "rejection" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

static bool is_claim(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "claim",       "claims",     "statement",   "statements", "accusation",
                                         "accusations", "allegation", "allegations", "assertion",  "remark",
                                         "remarks",     "account",    "charge",      "report",     "suggestion",
                                         "theory",      "contention", "assurance",   "version",    "insistence" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

static bool concedes(const struct document *document, uint32_t token)
{
    static const char *const words[] = { "conceded",  "concedes",     "conceding",    "admitted",     "admits",
                                         "admitting", "acknowledged", "acknowledges", "acknowledging" };
    return DOCUMENT_IS_ONE_OF(document, token, words);
}

enum takeback takeback_of(const struct document *document, struct range cue, uint32_t content)
{
    if (cue.first >= cue.end)
        return TAKEBACK_NONE;
    const uint32_t last = content > cue.end && content - cue.end <= WORDS_MAX ? content : cue.end;
    const uint32_t end = last - cue.first > 2 * WORDS_MAX ? cue.first + 2 * WORDS_MAX : last;
    const uint32_t floor = document->sentences[document->tokens[cue.first].sentence].tokens.first;
    bool back = false;
    for (uint32_t i = cue.first - floor > BEFORE_MAX ? cue.first - BEFORE_MAX : floor; i < cue.first; i++)
        back |= takes_back(document, i, cue.first);
    for (uint32_t i = cue.first; i < end; i++) {
        if (!back && concedes(document, i))
            return TAKEBACK_CONCEDES;
        back |= takes_back(document, i, end);
        if (back && is_denial(document, i))
            return TAKEBACK_DENIAL;
        if (back && is_claim(document, i))
            return TAKEBACK_CLAIM;
    }
    return TAKEBACK_NONE;
}

bool takeback_is_spoken(const struct document *document, struct range words)
{
    enum { BETWEEN_TOKENS_MAX = 3 };
    static const char *const verbs[] = { "withdraw", "retract", "recant" };
    for (uint32_t i = words.first; i + 2 < words.end; i++) {
        if (!document_is(document, i, "i") && !document_is(document, i, "we"))
            continue;
        if (DOCUMENT_IS_ONE_OF(document, i + 1, verbs))
            return true;
        for (uint32_t k = i + 2;
             document_is(document, i + 1, "take") && k < words.end && k < i + 2 + BETWEEN_TOKENS_MAX; k++)
            if (document_is(document, k, "back"))
                return true;
    }
    return false;
}
