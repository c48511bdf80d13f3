/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame_inner.h"

#include <strings.h>

#include "extract/noun.h"
#include "extract/phrase.h"
#include "extract/verb.h"

/* Who is told of, and what is told: the two groups of words of a frame. */

enum {
    MODIFIERS_MAX = 4,
    GROUP_TOKENS_MAX = 8,
    ATTACHED_TOKENS_MAX = 7,
    REDUCED_TOKENS_MAX = 14,
};

static const struct harm {
    const char *words;
    enum draft_measure measure;
    bool linked;
} harms[] = {
#define HARM(words, measure, linked) { words, measure, linked },
#include "extract/harm.def"
#undef HARM
};

static bool is_person(const struct lexed *lexed, uint32_t i)
{
    const unsigned classes = noun_classes(lexed, i);
    if (lexed_is(lexed, i, WORD_HARM))
        return false;
    return lexed_is(lexed, i, WORD_PERSONS) || classes & NOUN_PERSON ||
           (classes == NOUN_NAME && noun_is_plural(lexed, i)); /* "Floridians" */
}

struct range frame_people(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_PREPOSITION | WORD_CONJUNCTION | WORD_PRONOUN | WORD_SUBORDINATOR |
                             WORD_TIME | WORD_DETERMINER | WORD_NUMBER;
    uint32_t found = first;
    for (uint32_t i = first; i < end && i <= first + MODIFIERS_MAX; i++) {
        const bool person = is_person(lexed, i);
        if (lexed->document->tokens[i].kind != TOKEN_WORD || lexed->document->tokens[i].flags & TOKEN_CLITIC ||
            lexed_is(lexed, i, barrier) || (verb_is_plain(lexed, i) && !lexed_is(lexed, i, WORD_HARM) && !person))
            break;
        if (person)
            found = i + 1;
        else if (lexed_is(lexed, i, WORD_HARM) || found > first)
            break;
    }
    return (struct range){ first, found };
}

/* Tokens of the words at i; 0: they do not stand there. */
static uint32_t matches(const struct document *document, uint32_t i, uint32_t end, const char *words)
{
    uint32_t count = 0;
    while (*words) {
        const size_t size = strcspn(words, " ");
        if (i + count >= end)
            return 0;
        const struct span text = document_token(document, i + count);
        if (text.size != size || strncasecmp(text.data, words, size) != 0)
            return 0;
        count++;
        words += size + (words[size] == ' ');
    }
    return count;
}

static const struct harm *harm_at(const struct document *document, uint32_t i, uint32_t end, bool linked,
                                  uint32_t *tokens)
{
    const char first = (char)(document->body.data[document->tokens[i].start] | 0x20);
    for (size_t k = 0; k < sizeof harms / sizeof *harms; k++)
        if (harms[k].words[0] == first && (linked || !harms[k].linked) &&
            (*tokens = matches(document, i, end, harms[k].words)) > 0)
            return &harms[k];
    return NULL;
}

enum draft_measure frame_harm_at(const struct lexed *lexed, uint32_t i, uint32_t end, bool linked, uint32_t *tokens)
{
    const struct harm *harm = harm_at(lexed->document, i, end, linked, tokens);
    return harm ? harm->measure : DRAFT_UNCOUNTED;
}

bool frame_is_medical(const struct lexed *lexed, uint32_t token)
{
    static const char *const words[] = { "hospital", "hospitals", "clinic",  "clinics", "ward",   "wards",   "doctor",
                                         "doctors",  "nurse",     "injured", "wounded", "burned", "medical", "medics" };
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[token].sentence].tokens;
    for (uint32_t i = sentence.first; i < sentence.end; i++)
        if (DOCUMENT_IS_ONE_OF(lexed->document, i, words))
            return true;
    return false;
}

/* "critical of it", "treated as criminals": not what befell them. `i`: behind the words. */
static bool is_figurative(const struct document *document, uint32_t i, uint32_t end, bool linked)
{
    static const char *const words[] = { "as", "like", "with", "unfairly", "badly", "differently" };
    if (i >= end)
        return false;
    return (linked && document_is(document, i, "of")) || document_is(document, i, "hostage") ||
           (document_is(document, i - 1, "treated") && DOCUMENT_IS_ONE_OF(document, i, words));
}

/* "killed a guard", "arrested three men": what comes behind is whom they killed. */
static bool has_object(const struct lexed *lexed, uint32_t verb, uint32_t end)
{
    const struct document *document = lexed->document;
    const uint32_t i = verb + 1;
    if (!lexed_is(lexed, verb, WORD_ACTIVE) || i >= end)
        return false;
    return lexed_is(lexed, i, WORD_DETERMINER | WORD_NUMBER | WORD_PERSONS | WORD_MANY | WORD_PRO) ||
           document->tokens[i].kind == TOKEN_NUMBER || (phrase_is_name(lexed, i) && !lexed_is(lexed, i, WORD_TIME)) ||
           document_is(document, i, "at") /* "at least" */;
}

/* "known to", "confirmed to": between the auxiliary and what is told. */
static bool is_known(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "been", "being",  "known",    "confirmed", "to", "have",
                                         "got",  "remain", "remained", "still",     "now" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

struct predicate frame_predicate(const struct lexed *lexed, uint32_t i, uint32_t end, bool bare)
{
    const struct predicate none = { .verb = DRAFT_NONE };
    bool linked = false;
    for (uint32_t k = i; k < end && k < i + GROUP_TOKENS_MAX; k++) {
        uint32_t tokens;
        if (k + 2 < end && document_is(lexed->document, k + 1, "to") && document_is(lexed->document, k + 2, "death"))
            return (struct predicate){ k + 2, DRAFT_KILLED, linked, false }; /* "froze to death" */
        const struct harm *harm = harm_at(lexed->document, k, end, linked, &tokens);
        if (harm && document_is(lexed->document, k + tokens - 1, "admitted") && !frame_is_medical(lexed, k))
            return none; /* to a ground, or to a club */
        if (harm && is_figurative(lexed->document, k + tokens, end, harm->linked))
            return none;
        if (harm)
            return (struct predicate){ k + tokens - 1, harm->measure, linked, lexed_is(lexed, k, WORD_NEGATION) };
        if (lexed_is(lexed, k, WORD_NEGATION))
            return none;
        if (lexed_is(lexed, k, WORD_PARTICIPLE)) {
            if (!linked && !(bare && k == i) && has_object(lexed, k, end))
                return none;
            return (struct predicate){ k, frame_measure(lexed, k), linked, false };
        }
        const bool known = is_known(lexed->document, k);
        if (!lexed_is(lexed, k, WORD_MANNER | WORD_ADVERB | WORD_FINITE) &&
            !(known && (linked || !document_is(lexed->document, k, "to"))))
            return none;
        linked |= lexed_is(lexed, k, WORD_FINITE) || document_is(lexed->document, k, "got") ||
                  document_is(lexed->document, k, "remain") || document_is(lexed->document, k, "remained");
    }
    return none;
}

/* "pulled alive from the sea … have": past a participle with its words, to the auxiliary; `i` where none comes. */
static uint32_t past_reduced(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    const struct span text = document_token(document, i);
    if (text.size < 4 || lexed_is(lexed, i, WORD_HARM) || verb_reports(lexed, i) ||
        (!span_ends(text, "ed") && !span_ends(text, "ing")))
        return i;
    for (uint32_t k = i + 1; k < end && k < i + REDUCED_TOKENS_MAX; k++) {
        if (document->tokens[k].kind != TOKEN_WORD || lexed_is(lexed, k, WORD_HARM | WORD_PERSONS | WORD_NUMBER) ||
            document_is(document, k, "who") || document_is(document, k, "which") || document_is(document, k, "where") ||
            document_is(document, k, "that") || document_is(document, k, "and"))
            break;
        if (lexed_is(lexed, k, WORD_AUXILIARY))
            return k;
    }
    return i;
}

bool frame_refuses_number(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    return i + 2 < end && document_is_mark(document, i, ",") && document_is(document, i + 1, "not") &&
           (document->tokens[i + 2].kind == TOKEN_NUMBER || lexed_is(lexed, i + 2, WORD_NUMBER));
}

/* "Nine passengers, including two children, | died", "One man, a resident, | died": past the aside; `i` where there is
 * none. */
static uint32_t past_including(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    static const char *const words[] = { "including", "among", "most", "many", "some", "all", "mostly", "both" };
    const struct document *document = lexed->document;
    if (i + 2 >= end || !document_is_mark(document, i, ","))
        return i;
    /* "Twenty-two people, not 17, | were detained". */
    const bool opens = frame_refuses_number(lexed, i, end) || DOCUMENT_IS_ONE_OF(document, i + 1, words);
    const bool names = document_is(document, i + 1, "a") || document_is(document, i + 1, "an");
    for (uint32_t k = i + 2; (opens || names) && k < end && k < i + REDUCED_TOKENS_MAX; k++)
        if (document_is_mark(document, k, ","))
            return opens || (k + 1 < end && lexed_is(lexed, k + 1, WORD_FINITE)) ? k + 1 : i;
    return i;
}

uint32_t frame_attached(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_HARM | WORD_SUBORDINATOR | WORD_PRONOUN | WORD_NEGATION;
    for (int round = 0; round < 2 && i < end; round++) {
        struct quantity more;
        if (document_is(lexed->document, i, "and") && quantity_at(lexed, i + 1, end, &more)) {
            i = frame_people(lexed, more.words.end, end).end;
            continue;
        }
        if (!lexed_is(lexed, i, WORD_ATTACH))
            break;
        for (const uint32_t start = i, max = i + ATTACHED_TOKENS_MAX; i < end && i < max; i++) {
            const bool wounded = lexed_is(lexed, i, WORD_HARM) && lexed_is(lexed, i - 1, WORD_DETERMINER);
            uint32_t tokens;
            if (lexed->document->tokens[i].kind == TOKEN_PUNCTUATION || document_is(lexed->document, i, "and") ||
                verb_reports(lexed, i) || (lexed_is(lexed, i, barrier) && !wounded) ||
                (i > start && harm_at(lexed->document, i, end, false, &tokens)))
                break;
        }
    }
    i = past_including(lexed, i, end);
    return i < end ? past_reduced(lexed, i, end) : i;
}
