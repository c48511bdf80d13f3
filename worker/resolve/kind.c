/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/kind.h"

#include "extract/narration.h"
#include "extract/polarity.h"
#include "extract/takeback.h"
#include "extract/verb.h"

Claimwire__V1__ClaimKind kind_of_cue(enum cue_kind kind)
{
    static const Claimwire__V1__ClaimKind kinds[] = {
        [CUE_STATEMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [CUE_WARNING] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_WARNING,
        [CUE_DENIAL] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL,
        [CUE_ACCUSATION] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION,
        [CUE_DEMAND] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND,
        [CUE_PROMISE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_PROMISE,
        [CUE_BELIEF] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [CUE_ATTITUDE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
    };
    return kinds[kind];
}

Claimwire__V1__ClaimKind kind_of_event(enum event_kind kind)
{
    static const Claimwire__V1__ClaimKind kinds[] = {
        [EVENT_NONE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [EVENT_ATTACK] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ATTACK,
        [EVENT_ARREST] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ARREST,
        [EVENT_DEPLOYMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEPLOYMENT,
        [EVENT_AGREEMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_AGREEMENT,
        [EVENT_MEETING] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_MEETING,
        [EVENT_DAMAGE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DAMAGE,
        [EVENT_CASUALTY] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY,
        [EVENT_COUNT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_OTHER,
        [EVENT_OTHER] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_OTHER,
    };
    return kinds[kind];
}

/* "trains had been cancelled", "nine houses were searched", but not "the ferry was overloaded", which may be how
 * it was: something that was done, of a kind that has no name here. */
static bool is_done(const struct lexed *lexed, struct range words)
{
    enum { SUBJECT_TOKENS_MAX = 12 };
    const struct document *document = lexed->document;
    bool counted = false;
    for (uint32_t i = words.first; i + 1 < words.end && i < words.first + SUBJECT_TOKENS_MAX; i++) {
        const bool was = document_is(document, i, "was") || document_is(document, i, "were");
        const struct span text = document_token(document, i + 1);
        if (was || document_is(document, i, "been")) {
            const bool by = i + 2 < words.end && document_is(document, i + 2, "by");
            return (!was || counted || by) && text.size > 4 && span_ends(text, "ed") &&
                   !lexed_is(lexed, i + 1, WORD_VERB);
        }
        counted |= document->tokens[i].kind == TOKEN_NUMBER || lexed_is(lexed, i, WORD_NUMBER | WORD_MANY);
        counted &= document->tokens[i].kind != TOKEN_PUNCTUATION; /* "the pilot, 58," */
        if (lexed_is(lexed, i, WORD_SUBORDINATOR) || verb_is_plain(lexed, i))
            return false;
    }
    return false;
}

/* "prosecutors must now act", "We want an inquiry". */
static bool is_demand(const struct lexed *lexed, struct range words)
{
    enum { VERB_TOKENS_MAX = 10 };
    static const char *const wants[] = { "want", "demand", "urge", "insist", "expect" };
    for (uint32_t i = words.first; i < words.end && i < words.first + VERB_TOKENS_MAX; i++) {
        if (document_is(lexed->document, i, "must") && i + 1 < words.end &&
            !document_is(lexed->document, i + 1, "have"))
            return true;
        if (lexed_is(lexed, i, WORD_AUXILIARY | WORD_SUBORDINATOR))
            return false;
        for (size_t k = 0; k < sizeof wants / sizeof *wants; k++)
            if (i == words.first + 1 && document_is(lexed->document, words.first, "we") &&
                document_is(lexed->document, i, wants[k]))
                return true;
    }
    return false;
}

/* "nobody crossed", "there are no troops", "my client has never", "we have not": it says that somebody else is wrong.
 */
static bool rebuts(const struct lexed *lexed, struct range words)
{
    static const char *const openers[] = { "nobody", "none", "no", "nothing", "there", "we", "i", "my", "our" };
    bool opens = false;
    uint32_t first = words.first;
    while (first + 1 < words.end && lexed->document->tokens[first].kind != TOKEN_WORD)
        first++;
    for (size_t k = 0; k < sizeof openers / sizeof *openers; k++)
        opens |= document_is(lexed->document, first, openers[k]);
    opens |= document_is(lexed->document, first, "not") && first + 1 < words.end &&
             document_is(lexed->document, first + 1, "one");
    for (uint32_t i = first; i < words.end; i++) {
        if (lexed_is(lexed, i, WORD_PARTICIPLE))
            return false; /* "nobody was hurt": good news, whoever feared otherwise */
        opens |= document_is(lexed->document, i, "nobody") || document_is(lexed->document, i, "nothing");
    }
    return opens;
}

/* "Ships are lying off the coast", "the town lies in a valley": nobody is said to lie. */
static bool lies_somewhere(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return (document_is(lexed->document, i, "lying") || document_is(lexed->document, i, "lies")) && i + 1 < end &&
           lexed->document->tokens[i + 1].kind == TOKEN_WORD && !DOCUMENT_IS(lexed->document, i + 1, "to", "about");
}

/* Of "called" the words that say what it is called: "the figure an invention". */
bool kind_is_untrue(const struct lexed *lexed, const struct draft_attribution *attribution, struct range words)
{
    enum { SUBJECT_TOKENS_MAX = 12, PREDICATE_TOKENS_MAX = 5 };
    const struct document *document = lexed->document;
    for (uint32_t i = attribution->cue.first; i < attribution->cue.end; i++)
        for (uint32_t k = words.first; lexed_is(lexed, i, WORD_LABELS) && k < words.end; k++)
            if (polarity_is_untrue(document, k))
                return true;
    if (attribution->quote == DRAFT_DIRECT && takeback_is_spoken(document, words))
        return true;
    const uint32_t first = polarity_main(lexed, words.first, words.end);
    for (uint32_t i = first; i < words.end && i < first + SUBJECT_TOKENS_MAX; i++) {
        if (!document_is(document, i, "is") && !document_is(document, i, "are") && !document_is(document, i, "was") &&
            !document_is(document, i, "were") && !document_is(document, i, "'s"))
            continue;
        for (uint32_t k = i + 1; k < words.end && k < i + PREDICATE_TOKENS_MAX; k++) {
            if (polarity_is_untrue(document, k) && !lies_somewhere(lexed, k, words.end)) /* not "the wrong file" */
                return !(document_is(document, k, "wrong") && lexed_is(lexed, k - 1, WORD_DETERMINER));
            if (!lexed_is(lexed, k, WORD_DETERMINER | WORD_ADVERB | WORD_MANNER) && lexed->words[k] &&
                lexed->document->tokens[k].kind == TOKEN_WORD)
                return false;
        }
        return false;
    }
    return false;
}

Claimwire__V1__ClaimKind kind_of_words(const struct lexed *lexed, const struct draft_attribution *attribution,
                                       struct range words)
{
    const struct polarity polarity = polarity_of(lexed, words);
    /* "We will not pay": a refusal. */
    if (attribution->kind == CUE_DENIAL && attribution->quote == DRAFT_DIRECT && polarity.own_denial &&
        polarity.modality == DRAFT_FUTURE)
        return CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT;
    if (attribution->kind != CUE_STATEMENT)
        return kind_of_cue(attribution->kind);
    if (polarity.denied)
        return polarity.modality != DRAFT_FUTURE && rebuts(lexed, words) ? CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL
                                                                         : CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT;
    if (kind_is_untrue(lexed, attribution, words))
        return CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    struct happening happening;
    if (narration_event(lexed, words, &happening))
        return kind_of_event(happening.kind);
    if (attribution->modality == DRAFT_ALLEGED)
        return CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION;
    if (is_done(lexed, words))
        return CLAIMWIRE__V1__CLAIM_KIND__CLAIM_OTHER;
    return is_demand(lexed, words) ? CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND
                                   : CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT;
}
