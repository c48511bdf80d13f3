/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/party.h"

#include "extract/noun.h"
#include "model/names.h"

enum { PHRASE_TOKENS_MAX = 14, CLIMB_MAX = 4, REACH_TOKENS_MAX = 60 };

/* What is done, not whom it is done to: "launched an attack", "set fire to", "took effect". */
#define DEEDS (NOUN_RAID | NOUN_SANCTION | NOUN_SHOT | NOUN_TALKS | NOUN_PACT | NOUN_NATURE)

static const struct party nobody = { .head = DRAFT_NONE };

static struct range sentence_of(const struct lexed *lexed, uint32_t token)
{
    return lexed->document->sentences[lexed->document->tokens[token].sentence].tokens;
}

static bool is_deed(const struct lexed *lexed, uint32_t noun)
{
    const unsigned classes = noun_classes(lexed, noun);
    return classes == 0 || classes & DEEDS;
}

/* The tokens that may hang on this one: a sentence is short, or it is no prose. */
static struct range reach_of(const struct lexed *lexed, uint32_t token)
{
    struct range within = sentence_of(lexed, token);
    within.first = token - within.first > REACH_TOKENS_MAX ? token - REACH_TOKENS_MAX : within.first;
    within.end = within.end - token > REACH_TOKENS_MAX ? token + REACH_TOKENS_MAX : within.end;
    return within;
}

/* The first token with one of two relations to `head`; DRAFT_NONE: none. */
static uint32_t child_of(const struct lexed *lexed, const struct parsed *parsed, uint32_t head, uint8_t relation,
                         uint8_t other)
{
    const struct range within = reach_of(lexed, head);
    for (uint32_t i = within.first; i < within.end; i++)
        if (parsed->head[i] == head && (parsed->relation[i] == relation || parsed->relation[i] == other))
            return i;
    return DRAFT_NONE;
}

/* Does `head` have this preposition? */
static bool has_case(const struct lexed *lexed, const struct parsed *parsed, uint32_t head, const char *const *words,
                     size_t count)
{
    const uint32_t token = child_of(lexed, parsed, head, RELATION_CASE, RELATION_CASE);
    for (size_t k = 0; token != DRAFT_NONE && token < head && k < count; k++)
        if (document_is(lexed->document, token, words[k]))
            return true;
    return false;
}

/* Is the token a part of the phrase in its own right: no clause, no comma, no "near Osh"? */
static bool is_part(const struct lexed *lexed, const struct parsed *parsed, uint32_t token)
{
    static const char *const of[] = { "of" };
    const bool before = token < parsed->head[token];
    switch (parsed->relation[token]) {
    case RELATION_FLAT:
    case RELATION_FIXED:
    case RELATION_CONJ:
    case RELATION_CC:
    case RELATION_COMPOUND:
        return true;
    case RELATION_DET:
    case RELATION_AMOD:
    case RELATION_NUMMOD:
    case RELATION_NMOD_POSS:
    case RELATION_NMOD_DESC:
        return before;
    case RELATION_CASE: /* "'s", and "of" within the phrase */
        return lexed->document->tokens[token].flags & TOKEN_CLITIC || document_is(lexed->document, token, "of");
    case RELATION_ADVMOD:
    case RELATION_PUNCT: /* "14-year", "at least" */
        return before && lexed->document->body.data[lexed->document->tokens[token].start] != ',';
    case RELATION_NMOD:
        return has_case(lexed, parsed, token, of, 1);
    default:
        return false;
    }
}

/* Does the token hang on the head by parts of its phrase alone? */
static bool belongs(const struct lexed *lexed, const struct parsed *parsed, uint32_t token, uint32_t head)
{
    for (int step = 0; step < CLIMB_MAX && token != PARSED_NO_HEAD; step++) {
        if (token == head)
            return true;
        if (!is_part(lexed, parsed, token))
            return false;
        token = parsed->head[token];
    }
    return token == head;
}

static struct party phrase_of(const struct lexed *lexed, const struct parsed *parsed, uint32_t head)
{
    const struct range within = sentence_of(lexed, head);
    struct party party = { { head, head + 1 }, head };
    /* "who", "which", "it", "they": whoever that is stands elsewhere. */
    const enum upos upos = tag_upos(parsed->tag[head]);
    if (lexed_is(lexed, head, WORD_PRONOUN | WORD_PRO | WORD_QUESTION) ||
        (upos != UPOS_NOUN && upos != UPOS_PROPN && upos != UPOS_NUM && upos != UPOS_ADJ && !noun_classes(lexed, head)))
        return nobody;
    while (party.words.first > within.first && head - party.words.first < PHRASE_TOKENS_MAX &&
           belongs(lexed, parsed, party.words.first - 1, head))
        party.words.first--;
    while (party.words.end < within.end && party.words.end - head < PHRASE_TOKENS_MAX &&
           belongs(lexed, parsed, party.words.end, head))
        party.words.end++;
    return party;
}

/* The subject of the verb, or of the clause it only goes on: "exploded, killing", "came and shot", "gunmen who shot".
 */
static uint32_t subject_of(const struct lexed *lexed, const struct parsed *parsed, uint32_t verb)
{
    for (int step = 0; step < CLIMB_MAX && verb != PARSED_NO_HEAD; step++) {
        const uint32_t subject = child_of(lexed, parsed, verb, RELATION_NSUBJ, RELATION_NSUBJ_OUTER);
        const uint8_t relation = parsed->relation[verb];
        if (relation == RELATION_ACL_RELCL && (subject == DRAFT_NONE || tag_upos(parsed->tag[subject]) == UPOS_PRON))
            return parsed->head[verb];
        if (subject != DRAFT_NONE)
            return subject;
        if (relation != RELATION_CONJ && relation != RELATION_ADVCL && relation != RELATION_XCOMP)
            return relation == RELATION_ACL ? parsed->head[verb] : DRAFT_NONE;
        verb = parsed->head[verb];
    }
    return DRAFT_NONE;
}

/* Whom "by" names. */
static uint32_t doer_of(const struct lexed *lexed, const struct parsed *parsed, uint32_t verb)
{
    static const char *const by[] = { "by" };
    const struct range within = reach_of(lexed, verb);
    for (uint32_t i = verb + 1; i < within.end; i++)
        if (parsed->head[i] == verb &&
            (parsed->relation[i] == RELATION_OBL_AGENT || parsed->relation[i] == RELATION_OBL) &&
            has_case(lexed, parsed, i, by, 1))
            return i;
    return DRAFT_NONE;
}

struct party party_agent(const struct lexed *lexed, const struct parsed *parsed, uint32_t verb, bool passive)
{
    if (!parsed || parsed->relation[verb] == RELATION_NONE)
        return nobody;
    uint32_t head = passive ? doer_of(lexed, parsed, verb) : subject_of(lexed, parsed, verb);
    /* "shot dead by": what tells that they are dead hangs on the verb. */
    if (passive && head == DRAFT_NONE && parsed->head[verb] != PARSED_NO_HEAD && parsed->head[verb] + 1 == verb)
        head = doer_of(lexed, parsed, verb - 1);
    if (head == DRAFT_NONE || lexed_is(lexed, head, WORD_TIME))
        return nobody;
    return phrase_of(lexed, parsed, head);
}

/* What stands behind an active verb: its object; where that is no more than the deed, and where there is none
 * ("fired on", "met with"), whom it is done to. */
static struct party object_of(const struct lexed *lexed, const struct parsed *parsed, const struct happening *happening)
{
    static const char *const onto[] = { "on", "against", "at", "into", "to" }, *const with[] = { "with" };
    const bool meets = happening->kind == EVENT_MEETING || happening->kind == EVENT_AGREEMENT;
    const size_t count = meets                            ? sizeof with / sizeof *with
                         : happening->kind == EVENT_OTHER ? 2
                                                          : sizeof onto / sizeof *onto;
    const uint32_t verb = happening->verb;
    const uint32_t object = child_of(lexed, parsed, verb, RELATION_OBJ, RELATION_OBJ);
    if (object != DRAFT_NONE && !is_deed(lexed, object))
        return phrase_of(lexed, parsed, object);
    const struct range within = reach_of(lexed, verb);
    for (uint32_t i = verb + 1; i < within.end; i++) {
        const bool beside = (parsed->head[i] == verb && parsed->relation[i] == RELATION_OBL) ||
                            (object != DRAFT_NONE && parsed->head[i] == object && parsed->relation[i] == RELATION_NMOD);
        if (beside && !lexed_is(lexed, i, WORD_TIME) && has_case(lexed, parsed, i, meets ? with : onto, count) &&
            noun_classes(lexed, i))
            return phrase_of(lexed, parsed, i);
    }
    return nobody;
}

struct party party_known(const struct parsed *parsed, struct range words)
{
    uint32_t head = words.end - 1;
    if (words.first >= words.end)
        return nobody;
    for (uint32_t i = words.first; parsed && i < words.end; i++)
        if (parsed->relation[i] != RELATION_NONE && !token_in(words, parsed->head[i]))
            head = i;
    return (struct party){ words, head };
}

void party_of_happening(const struct lexed *lexed, const struct parsed *parsed, const struct happening *happening,
                        struct party *agent, struct party *patient)
{
    const bool befalls = happening->kind == EVENT_CASUALTY || happening->kind == EVENT_DAMAGE;
    *agent = *patient = nobody;
    if (!parsed || parsed->relation[happening->verb] == RELATION_NONE)
        return;
    uint32_t head = happening->head;
    while (parsed->relation[head] == RELATION_FLAT && token_in(happening->subject, parsed->head[head]) &&
           parsed->head[head] < head)
        head = parsed->head[head]; /* the first word of a name bears the others */
    struct party subject = phrase_of(lexed, parsed, head);
    if (subject.head != DRAFT_NONE)
        subject.words.first = happening->subject.first; /* where its clause begins */
    if (happening->passive) {
        *patient = subject;
        *agent = party_agent(lexed, parsed, happening->verb, true);
        return;
    }
    *patient = object_of(lexed, parsed, happening);
    const struct range object = happening->object;
    if (patient->head == DRAFT_NONE && object.first < object.end && !is_deed(lexed, object.end - 1))
        *patient = party_known(parsed, object);
    if (befalls && patient->head == DRAFT_NONE && !(noun_classes(lexed, head) & NOUN_NATURE))
        *patient = subject;
    else
        *agent = subject;
}
