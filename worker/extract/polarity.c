/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/polarity.h"

#include "extract/verb.h"

enum { MAIN_VERB_TOKENS_MAX = 24, NEGATION_TOKENS_MAX = 3 };

static bool is_only(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return i + 1 < end && document_is(lexed->document, i + 1, "only");
}

static bool is_nobody(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (document_is(lexed->document, i, "nobody") || document_is(lexed->document, i, "none"))
        return true;
    return document_is(lexed->document, i, "no") && i + 1 < end && lexed->document->tokens[i + 1].kind == TOKEN_WORD &&
           !document_is(lexed->document, i + 1, "longer") && !lexed_is(lexed, i + 1, WORD_MORE_THAN | WORD_FEWER);
}

/* "nothing", and "nobody" by itself. */
static bool is_naught(const struct document *document, uint32_t i)
{
    return document_is(document, i, "nothing") || document_is(document, i, "nobody");
}

/* "There is no list", "has nothing to hide", "had paid nobody". */
static bool lacks(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (i + 1 >= end)
        return false;
    const struct span verb = document_token(lexed->document, i + 1);
    const bool past = lexed_is(lexed, i + 1, WORD_PAST) || lexed_is(lexed, i + 1, WORD_PARTICIPLE) ||
                      (verb.size > 3 && memcmp(verb.data + verb.size - 2, "ed", 2) == 0) ||
                      document_is(lexed->document, i + 1, "paid");
    return is_nobody(lexed, i + 1, end) || is_naught(lexed->document, i + 1) ||
           (past && i + 2 < end && is_naught(lexed->document, i + 2));
}

/* Is the auxiliary at i followed by "not" or "never", or by what is not? */
static bool negated(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (lacks(lexed, i, end))
        return true;
    for (uint32_t k = i + 1; k < end && k <= i + NEGATION_TOKENS_MAX; k++) {
        if (lexed_is(lexed, k, WORD_NEGATION))
            return !is_only(lexed, k, end);
        if (!lexed_is(lexed, k, WORD_ADVERB))
            return false;
    }
    return false;
}

/* "received four bodies, not six", "250 officers, and not 400": what is denied is another number. */
static bool corrects(const struct lexed *lexed, uint32_t i, uint32_t begin, uint32_t end)
{
    return i > begin && i + 1 < end && document_is(lexed->document, i, "not") &&
           (document_is_mark(lexed->document, i - 1, ",") || document_is(lexed->document, i - 1, "and")) &&
           (lexed->document->tokens[i + 1].kind == TOKEN_NUMBER || lexed_is(lexed, i + 1, WORD_NUMBER));
}

static enum draft_modality modality_of(const struct lexed *lexed, uint32_t auxiliary)
{
    if (lexed_is(lexed, auxiliary, WORD_FUTURE))
        return DRAFT_FUTURE;
    return lexed_is(lexed, auxiliary, WORD_CONDITIONAL) ? DRAFT_CONDITIONAL : DRAFT_ASSERTED;
}

struct polarity polarity_of(const struct lexed *lexed, struct range content)
{
    struct polarity polarity = { false, false, DRAFT_ASSERTED };
    bool own = false;
    uint32_t begin = content.first;
    while (begin < content.end && lexed->document->tokens[begin].kind != TOKEN_WORD)
        begin++;
    for (uint32_t i = begin; i < content.end && i < begin + MAIN_VERB_TOKENS_MAX; i++) {
        if (lexed->document->tokens[i].sentence != lexed->document->tokens[begin].sentence)
            break;
        own |= document_is(lexed->document, i, "we") || document_is(lexed->document, i, "i");
        const bool subject = i == begin || !lexed_is(lexed, i - 1, WORD_PREPOSITION);
        if ((i == begin && is_nobody(lexed, i, content.end)) || (subject && is_naught(lexed->document, i)))
            polarity.denied = true; /* "nobody crossed", "from our side nothing was carried over" */
        if (i > begin && lexed_is(lexed, i, WORD_SUBORDINATOR) && !lexed_is(lexed, i, WORD_PREPOSITION))
            break;
        if (lexed_is(lexed, i, WORD_NEGATION) && !is_only(lexed, i, content.end) &&
            !corrects(lexed, i, begin, content.end)) {
            polarity.denied = true;
            break;
        }
        if (lexed_is(lexed, i, WORD_AUXILIARY)) {
            polarity.denied |= negated(lexed, i, content.end);
            polarity.modality = modality_of(lexed, i);
            break;
        }
        if ((verb_is_plain(lexed, i) || lexed_is(lexed, i, WORD_HARM)) && i > begin)
            break;
    }
    if (begin < content.end && document_is(lexed->document, begin, "if"))
        polarity.modality = DRAFT_CONDITIONAL;
    polarity.own_denial = polarity.denied && own;
    return polarity;
}
