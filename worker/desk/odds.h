/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_ODDS_H
#define DESK_ODDS_H

#include "desk/contrary.h"

/* How likely does a "no" answer a fact, whose words it may hardly share? A logistic model of a few signs, whose weights
 * are in odds.def, gives each fact on the table, and "none of them", its part of the whole chance. Facts that have
 * nothing in common with the claim, by words or by what these are akin to (kin.h), and do not stand right before it,
 * have none. */

#define ODDS_MIN 0.3f        /* of a link without more */
#define ODDS_WORDED_MIN 0.1f /* of what the claim's words contradict most (contrary.h) */

/* The fact that the claim, by its stance no plain statement, denies: `worded` where that, if it is not 0, is likely
 * enough, else the likeliest; 0: none is. `origin`, unless 0: who must have it. */
uint64_t odds_pick(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                   struct said_before before, uint64_t origin, uint64_t worded);

/* The chance of the fact, 0 to 1. */
float odds_chance(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                  struct said_before before, uint64_t fact);

#endif
