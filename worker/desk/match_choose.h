/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CHOOSE_H
#define DESK_MATCH_CHOOSE_H

#include "desk/match.h"

/* Of what a match met, the best, in whatever order it comes. */

/* An article met on the way, and how much of the query it has. */
struct hit {
    uint32_t owner;
    float likeness;
    uint64_t event;
};

/* The likest articles, of equal ones the earlier applied; the events of the likest articles, each by its likest, of
 * equal ones the lower id. All zero at first. */
struct choice {
    float least; /* what is less like changes nothing */
    size_t articles_count, events_count;
    struct hit articles[MATCH_ARTICLES_MAX];
    struct hit events[MATCH_EVENTS_MAX];
};

void match_choose(struct choice *choice, const struct index *index, const struct hit *hit);

/* Into the match. The scores of the events are the caller's. */
void match_chosen(const struct choice *choice, struct match *match);

#endif
