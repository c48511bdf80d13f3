/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_STANCE_H
#define RECORD_STANCE_H

#include "record/record.h"

/* Does a claim say that something is so, or that it is not? Rows of facts have it as 1 more: none is put in between. */
enum stance {
    STANCE_SAYS,
    STANCE_NEGATES, /* its verb is negated, or its first words say no: "nobody crossed", "there are no troops" */
    STANCE_DENIES,  /* it is told as a denial of what its words say */
};

enum {
    STANCE_WORDS = 6,       /* how far in a "no" turns the whole */
    STANCE_LOOK_BYTES = 96, /* for a colon, behind which that begins anew */
};

enum stance stance_of(Claimwire__V1__ClaimKind kind, Claimwire__V1__Polarity polarity, const char *text);

/* Whether it calls something that was said before it a lie: "that is not true", "a fairy tale". */
bool stance_rebuts(const char *text);

/* Whether it is about who says it, by its first words: "I have not", "the company had never". */
bool stance_is_of_self(const char *text);

/* Whether the speaker is an article's own former words: "an earlier version of this story", or its "correction". */
bool stance_corrects(const char *speaker);

/* Whether the text has the last word of the name, letters of ASCII in any case; short words are no names. */
bool stance_names(const char *text, const char *name);

/* The same, or who belongs to it: "Pakistan", "Pakistani". */
bool stance_tells_of(const char *text, const char *name);

/* Whether it is about what was said before by its first words, or hardly says more than that it is a lie: "this is",
 * "these reports", "the claim". */
bool stance_refers(const char *text);

/* What it is about by its first words, which say no more of it: "that is a lie"; "the accusation". */
enum reference { REFERENCE_NONE, REFERENCE_LAST, REFERENCE_CHARGE };

/* Whether who says it tells what he said before: "on Monday I told you". */
bool stance_tells_own_words(const char *text);

/* Whether who says it goes back on his own words by these alone: "I take it back", "what we said was wrong". */
bool stance_takes_back(const char *text);

/* The same, as others tell it: "she was withdrawing the accusation", "he takes that back". */
bool stance_takes_back_indirect(const char *text);

/* The number that it puts another one in place of, "22, not 14"; 0: none. */
uint32_t stance_number_refused(const char *text);

/* What all of this tells of a claim by its words alone, as one number that a reader may give with the claim
 * (features.claim_stances): the stance and the reference at their places, a bit each for the rest. It is never 0. */
enum {
    STANCE_TOLD = 1,
    STANCE_PLACE = 1,       /* of 2 bits: stance_of */
    STANCE_REFUSES = 8,     /* stance_number_refused */
    STANCE_REBUTS = 16,     /* stance_rebuts */
    STANCE_REFERS = 32,     /* stance_refers */
    REFERENCE_PLACE = 6,    /* of 2 bits: enum reference */
    STANCE_RECANTS = 256,   /* quoted, stance_takes_back; else stance_takes_back_indirect. Narration never does */
    STANCE_TELLS_OWN = 512, /* stance_tells_own_words */
    STANCE_OF_SELF = 1024,  /* stance_is_of_self */
    STANCE_SIGNS_END = 2048,
};
uint32_t stance_signs(const claim_record *claim);

static inline enum stance stance_of_signs(uint32_t signs)
{
    return (enum stance)(signs >> STANCE_PLACE & 3);
}

static inline enum reference stance_reference(uint32_t signs)
{
    return (enum reference)(signs >> REFERENCE_PLACE & 3);
}

/* Whether it is such a number. */
static inline bool stance_is_signs(uint32_t signs)
{
    return (signs & STANCE_TOLD) && signs < STANCE_SIGNS_END && stance_of_signs(signs) <= STANCE_DENIES &&
           stance_reference(signs) <= REFERENCE_CHARGE;
}

#endif
