/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/polarity.h"

#include "extract/attribution.h"
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
    static const char *const others[] = { "longer", "later", "sooner", "earlier", "doubt", "matter" };
    return document_is(lexed->document, i, "no") && i + 1 < end && lexed->document->tokens[i + 1].kind == TOKEN_WORD &&
           !DOCUMENT_IS_ONE_OF(lexed->document, i + 1, others) && !lexed_is(lexed, i + 1, WORD_MORE_THAN | WORD_FEWER);
}

/* "nothing", and "nobody" by itself. */
static bool is_naught(const struct document *document, uint32_t i)
{
    return document_is(document, i, "nothing") || document_is(document, i, "nobody");
}

/* "(saw) no envelopes", "(carried) out no operation". */
static bool is_without(const struct lexed *lexed, uint32_t verb, uint32_t end)
{
    static const char *const particles[] = { "out", "up", "in", "on", "off", "down" };
    uint32_t i = verb + 1;
    if (i < end && DOCUMENT_IS_ONE_OF(lexed->document, i, particles))
        i++;
    return i < end && document_is(lexed->document, i, "no") && is_nobody(lexed, i, end);
}

/* "(shown) lawmakers no evidence", "(told) the mayor no such thing": behind whom it is for. */
static bool is_without_for(const struct lexed *lexed, uint32_t verb, uint32_t end)
{
    enum { RECEIVER_TOKENS_MAX = 3 };
    for (uint32_t i = verb + 1; i < end && i <= verb + RECEIVER_TOKENS_MAX; i++) {
        if (lexed->document->tokens[i].kind != TOKEN_WORD ||
            lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION | WORD_SUBORDINATOR | WORD_AUXILIARY | WORD_ADVERB))
            return false;
        if (document_is(lexed->document, i, "no"))
            return i > verb + 1 && is_nobody(lexed, i, end);
    }
    return false;
}

/* "There is no list", "has nothing to hide", "had paid nobody", "had seen no envelopes", "has confessed to nothing". */
static bool lacks(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (i + 1 >= end)
        return false;
    const bool verb = lexed->document->tokens[i + 1].kind == TOKEN_WORD &&
                      !lexed_is(lexed, i + 1, WORD_PREPOSITION | WORD_DETERMINER | WORD_CONJUNCTION);
    return is_nobody(lexed, i + 1, end) || is_naught(lexed->document, i + 1) ||
           (verb && i + 2 < end &&
            (is_naught(lexed->document, i + 2) || is_without(lexed, i + 1, end) || is_without_for(lexed, i + 1, end) ||
             (lexed_is(lexed, i + 2, WORD_PREPOSITION) && i + 3 < end && is_naught(lexed->document, i + 3))));
}

/* "The engineer arrested last week | had no contacts": the verb only says of the subject which one it is, for another
 * follows without a word that joins it. */
static bool is_reduced(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (i + 1 < end && document_is(lexed->document, i + 1, "by")) /* "logs shown by X" */
        return true;
    for (uint32_t k = i + 1; k < end && lexed_is(lexed, i, WORD_PARTICIPLE); k++) {
        if (lexed_is(lexed, k, WORD_AUXILIARY) && !(lexed->document->tokens[k].flags & TOKEN_CAPITAL))
            return true;
        if (lexed_is(lexed, k, WORD_CONJUNCTION | WORD_SUBORDINATOR | WORD_PRONOUN | WORD_CONTRAST) ||
            DOCUMENT_IS(lexed->document, k, ",", ";", ":", "who", "which", "that", "whom", "whose"))
            return false;
    }
    return false;
}

/* "four bodies, not six", "the apology but not the explanation": of what is said beside it. */
static bool is_contrast(const struct document *document, uint32_t i, uint32_t begin)
{
    static const char *const before[] = { ",", "and", "but" };
    return i > begin && document_is(document, i, "not") && DOCUMENT_IS_ONE_OF(document, i - 1, before);
}

uint32_t polarity_main(const struct lexed *lexed, uint32_t begin, uint32_t end)
{
    enum { OPENING_TOKENS_MAX = 4 };
    const struct document *document = lexed->document;
    uint32_t i = begin, verbs = 0;
    while (i < end && i < begin + OPENING_TOKENS_MAX && !document_is(document, i, "that") &&
           !document_is(document, i, "what")) {
        if (lexed_is(lexed, i, WORD_AUXILIARY | WORD_PRONOUN | WORD_HARM) || (i > begin && verb_is_plain(lexed, i)))
            return begin;
        i++;
    }
    if (i + 1 >= end || i == begin + OPENING_TOKENS_MAX || (i == begin && document_is(document, i, "that")))
        return begin;
    for (i++; i < end && i < begin + MAIN_VERB_TOKENS_MAX; i++) {
        const bool auxiliary =
            lexed_is(lexed, i, WORD_AUXILIARY) && !(document->tokens[i].flags & TOKEN_CAPITAL); /* not "in May" */
        const bool before = i > begin && lexed_is(lexed, i - 1, WORD_AUXILIARY | WORD_PRONOUN) &&
                            !(document->tokens[i - 1].flags & TOKEN_CAPITAL);
        if (lexed_is(lexed, i, WORD_NEGATION))
            break; /* "What we will not do is" */
        if (auxiliary && verbs > 0 && !before)
            return i;
        verbs += auxiliary || verb_is_plain(lexed, i) || lexed_is(lexed, i, WORD_HARM | WORD_PAST);
    }
    return begin;
}

/* "pleaded not guilty" */
static bool pleads_not(const struct document *document, uint32_t i, uint32_t end)
{
    static const char *const pleads[] = { "pleaded", "pleads", "plead", "pleading", "pled" };
    return i + 1 < end && DOCUMENT_IS_ONE_OF(document, i, pleads) && document_is(document, i + 1, "not");
}

/* Is the auxiliary at i followed by "not" or "never", or by what is not? */
static bool negated(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (lacks(lexed, i, end) || pleads_not(lexed->document, i + 1, end))
        return true;
    for (uint32_t k = i + 1; k < end && k <= i + NEGATION_TOKENS_MAX; k++) {
        if (lexed_is(lexed, k, WORD_NEGATION))
            return !is_only(lexed, k, end);
        if (!lexed_is(lexed, k, WORD_ADVERB))
            return false;
    }
    return false;
}

/* "At no moment did they", "in no way". */
static bool is_never(const struct document *document, uint32_t begin, uint32_t no)
{
    static const char *const nouns[] = { "time", "moment", "point", "stage", "way", "case", "circumstances" };
    return no == begin + 1 && DOCUMENT_IS_ONE_OF(document, no + 1, nouns);
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
    if (begin < content.end)
        begin = polarity_main(lexed, begin, content.end);
    for (uint32_t i = begin; i < content.end && i < begin + MAIN_VERB_TOKENS_MAX; i++) {
        if (lexed->document->tokens[i].sentence != lexed->document->tokens[begin].sentence)
            break;
        own |= document_is(lexed->document, i, "we") || document_is(lexed->document, i, "i");
        const bool subject = i == begin || !lexed_is(lexed, i - 1, WORD_PREPOSITION);
        /* "gave the mayor no such assurance", "see no link" */
        if (i > begin && document_is(lexed->document, i, "no") && is_nobody(lexed, i, content.end) &&
            ((subject && !lexed_is(lexed, i - 1, WORD_CONJUNCTION)) || is_never(lexed->document, begin, i))) {
            polarity.denied = true;
            break;
        }
        const bool joined =
            i > begin && lexed_is(lexed, i - 1, WORD_CONJUNCTION); /* "a man fell and nobody went to him" */
        if ((i == begin && is_nobody(lexed, i, content.end)) || (subject && !joined && is_naught(lexed->document, i)))
            polarity.denied = true; /* "nobody crossed", "from our side nothing was carried over" */
        if (i > begin && lexed_is(lexed, i, WORD_SUBORDINATOR) && !lexed_is(lexed, i, WORD_PREPOSITION))
            break;
        polarity.denied |= pleads_not(lexed->document, i, content.end);
        if (is_contrast(lexed->document, i, begin))
            break;
        if ((lexed_is(lexed, i, WORD_NEGATION) && !is_only(lexed, i, content.end)) ||
            document_is(lexed->document, i, "neither") || document_is(lexed->document, i, "nor")) {
            polarity.denied = true;
            break;
        }
        if (lexed_is(lexed, i, WORD_AUXILIARY)) {
            polarity.denied |= negated(lexed, i, content.end);
            polarity.modality = modality_of(lexed, i);
            break;
        }
        if ((verb_is_plain(lexed, i) || lexed_is(lexed, i, WORD_HARM)) && i > begin &&
            !is_reduced(lexed, i, content.end)) {
            polarity.denied |= is_without(lexed, i, content.end);
            break;
        }
    }
    if (begin < content.end && document_is(lexed->document, begin, "if"))
        polarity.modality = DRAFT_CONDITIONAL;
    polarity.own_denial = polarity.denied && own;
    return polarity;
}

struct range polarity_telling(const struct lexed *lexed, const struct range *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (clause_is_finite(lexed, parts[i]))
            return parts[i];
    return parts[0];
}

struct polarity polarity_of_parts(const struct lexed *lexed, const struct range *parts, size_t count)
{
    const struct polarity first = polarity_of(lexed, parts[0]);
    return first.denied || count < 2 ? first : polarity_of(lexed, polarity_telling(lexed, parts, count));
}

/* Asked of a predicate alone; of a whole text the desk asks for fewer (record/stance.c). */
bool polarity_is_untrue(const struct document *document, uint32_t token)
{
    return DOCUMENT_IS(document, token, "lie", "lies", "false", "untrue", "nonsense", "fabrication", "fake",
                       "fabricated", "invention", "invented", "rubbish", "baseless", "slander", "untruth", "unfounded",
                       "groundless", "falsehood", "fiction", "fantasy", "inaccurate", "incorrect", "erroneous", "lying",
                       "mistaken", "wrong", "absurd", "ridiculous", "preposterous", "forged", "forgery", "bogus",
                       "hoax", "malicious", "doctored", "misleading");
}
