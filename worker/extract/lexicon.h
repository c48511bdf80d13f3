/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEXICON_H
#define EXTRACT_LEXICON_H

#include "text/document.h"

/* What the rules know of words: lexicon.def. A word has any number of classes.
 * Of the less obvious:
 *   VERB            reports speech; its frames: THAT (takes "that ..."), BARE (takes a clause without it), INVERTED
 * (its source may follow it), ADDRESSEE ("told reporters ..."), OBJECT (takes a noun phrase), TO, OBJECT_TO ("urged X
 * to"), ACCUSES ("accused X of"), FOLLOWS ("..., adding that": the subject is the one before)
 *   BASE, NOUNISH   of verbs: the form after "will" and "they"; as often a noun ("claims", "reports")
 *   PARTICLED       its object comes behind a particle: particle.def; QUESTION: takes "whether", "how"
 *   LABELS          "called X \"…\"": its object only where some of it is quoted
 *   NOMINAL         a noun that reports ("the claim that ...", "a statement from X")
 *   DENIES          its content is presented as false
 *   HEAD            noun for one who may speak; PLAIN: does so without an article ("police", "officials")
 *   TITLE, RANK     words before a name; a RANK can be a role by itself
 *   ATTACH          prepositions that may join a HEAD to what follows ("a spokesman for the ministry")
 *   INSTITUTION     a body that may speak: "ministry", "navy"
 *   PERSONS         who can be killed or injured; HARM: the verbs for it
 *   PAST            a past form that does not end in "ed" and is no auxiliary: "came"
 *   MANY            "dozens": a number with an open end */
/* clang-format off */
#define LEXICON_CLASSES \
    CLASS(ACCUSES) CLASS(ACTIVE) CLASS(ARRESTED) CLASS(MISSING) CLASS(PAST) CLASS(BASE) CLASS(NOMINAL) \
    CLASS(NOUNISH) CLASS(INSTITUTION) CLASS(PARTICLED) CLASS(QUESTION) CLASS(ADDRESSEE) CLASS(ADVERB) CLASS(ATTACH) \
    CLASS(AUXILIARY) CLASS(BARE) CLASS(CONDITIONAL) CLASS(CONJUNCTION) CLASS(CONTRAST) CLASS(DENIES) \
    CLASS(DETERMINER) CLASS(FEWER) CLASS(FINITE) CLASS(FOLLOWS) CLASS(FUTURE) CLASS(HARM) CLASS(HEAD) \
    CLASS(HONORIFIC) CLASS(INCREMENT) CLASS(INVERTED) CLASS(LABELS) CLASS(KILLED) CLASS(MANNER) CLASS(MANY) \
    CLASS(MORE_THAN) CLASS(NEGATION) CLASS(NONE) CLASS(NUMBER) CLASS(OBJECT) CLASS(OBJECT_TO) CLASS(PARTICIPLE) \
    CLASS(PERSON) CLASS(PERSONS) CLASS(PLAIN) CLASS(PREPOSITION) CLASS(PRO) CLASS(PRONOUN) CLASS(RANK) \
    CLASS(ROUGHLY) CLASS(SCALE) CLASS(SUBORDINATOR) CLASS(TENS) CLASS(THAT) CLASS(TIME) CLASS(TIMING) CLASS(TITLE) \
    CLASS(TO) CLASS(UNREAL) CLASS(VERB) CLASS(WEEKDAY)
/* clang-format on */

enum lexicon_bit {
#define CLASS(name) BIT_##name,
    LEXICON_CLASSES
#undef CLASS
};
#define CLASS(name) static const uint64_t WORD_##name __attribute__((unused)) = UINT64_C(1) << BIT_##name;
LEXICON_CLASSES
#undef CLASS

struct word {
    const char *form;
    uint64_t classes;
    uint32_t value;
};

/* The word of this form, any case; NULL when it is unknown. */
const struct word *lexicon_find(struct span form);

/* A document with its words looked up. */
struct lexed {
    const struct document *document;
    const struct word **words; /* one a token; NULL: unknown */
};

/* MEMORY when the arena is full. */
enum err lexed_make(struct arena *arena, const struct document *document, struct lexed *lexed);

/* True when the token has one of the classes. */
static inline bool lexed_is(const struct lexed *lexed, uint32_t token, uint64_t classes)
{
    const struct word *word = lexed->words[token];
    return word && word->classes & classes;
}

#endif
