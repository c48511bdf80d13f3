/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CHOOSE_H
#define DESK_MATCH_CHOOSE_H

#include "desk/match.h"

/* Of what a match met, the best: one walk over the hits each. */

/* An article met on the way, and how much of the query it has. */
struct hit {
    uint32_t owner;
    float likeness;
    uint64_t event;
};

/* The likest articles into the match; of equal ones the earlier applied. */
void match_choose_articles(const struct index *index, const struct hit *hits, size_t count, struct match *match);

/* The events of the likest articles, each by its likest; of equal ones the lower id. Their scores are the caller's. */
void match_choose_events(const struct hit *hits, size_t count, struct match *match);

#endif
