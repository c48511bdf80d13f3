/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_VERB_H
#define EXTRACT_VERB_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* A reporting verb with its auxiliaries, "has always denied", and its
 * particle, "called for". */
struct verb_group {
    struct range words;
    bool auxiliary; /* has one */
    bool passive;   /* "was accused": what goes before it does not speak */
    bool particled;
    enum cue_kind kind; /* what it makes of its content */
};

/* The group whose verb is the token; false when the token reports nothing
 * there: a noun ("the claims"), an infinitive, a participle without subject. */
bool verb_group_at(const struct lexed *lexed, uint32_t token, struct range within, struct verb_group *group);

/* True for a verb that is hardly ever anything else: "said", "insisted". */
static inline bool verb_is_plain(const struct lexed *lexed, uint32_t token)
{
    return lexed_is(lexed, token, WORD_VERB) && !lexed_is(lexed, token, WORD_NOUNISH | WORD_BASE | WORD_FOLLOWS);
}

/* One that begins what another speaker says: "… and denied". */
static inline bool verb_reports(const struct lexed *lexed, uint32_t token)
{
    return verb_is_plain(lexed, token) && lexed_is(lexed, token, WORD_INVERTED | WORD_DENIES | WORD_ACCUSES);
}

#endif
