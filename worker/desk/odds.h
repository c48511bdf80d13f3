/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_ODDS_H
#define DESK_ODDS_H

#include "desk/contrary.h"

/* How likely does a "no" answer a fact that shares hardly a word with it? Where
 * no rule of contrary.h links the two, a logistic model of a few signs decides,
 * whose weights are in odds.def: each sign, over all facts and "none of them". */

#define ODDS_MIN 0.3f

/* The log-odds that the claim denies the fact: over 0, sooner that than nothing. Very low where it cannot: the fact is
 * taken back, or the speaker's own. */
float odds_denies(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said,
                  struct stem_weights weights, struct said_before before);

/* The fact with the best of them, over ODDS_MIN, which the claim, by its stance no plain statement, denies; 0: none.
 * `origin`, unless 0: who must have it. */
uint64_t odds_best(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                   struct said_before before, uint64_t origin);

/* The odds as a chance of 0 to 1. */
float odds_chance(float odds);

#endif
