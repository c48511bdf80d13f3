/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_TAIL_H
#define EXTRACT_LEARNED_TAIL_H

#include "extract/learned.h"

/* "CLAUSE, the company added.", "CLAUSE, Ana Orel, his lawyer, confirmed.", "CLAUSE, says a clerk of the court.": who
 * says a whole sentence, told at its end. This frame is plain where what is said has a cue, a name or a comma of its
 * own, of which the labels make something else; so where they leave the clause out, it is taken from here. By tags
 * and lexicon alone: the verb is one that its source may follow. */
struct learned_tail {
    uint32_t verb; /* DRAFT_NONE: the sentence ends in none */
    struct range clause, source;
};

/* Linear in the tokens of the sentence. */
struct learned_tail learned_tail_of(const struct learned *learned, uint32_t sentence);

/* Gives an attribution by the tail's verb the clause, where it has less than half of it, and the source. */
void learned_tail_take(const struct learned *learned, const struct learned_tail *tail, struct draft_attribution *made);

/* What is said by another's verb within the clause ends where the clause does. */
void learned_tail_clip(const struct learned_tail *tail, struct draft_attribution *made);

#endif
