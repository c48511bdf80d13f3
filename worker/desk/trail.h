/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_TRAIL_H
#define DESK_TRAIL_H

#include "desk/likeness.h"

/* How much of one text's names and numbers stand in another, and in the same
 * order. A rewrite with other words for everything keeps both; two reports of
 * one happening share names, but not their sequence. */

struct trail {
    const uint32_t *terms;
    size_t count; /* at most TRAIL_MAX */
};

struct trail_share {
    float met;     /* of the later one's weight: terms that the earlier one has */
    float ordered; /* of it: the longest common subsequence (Hunt, Szymanski 1977: here by the plain table) */
};

/* The terms of a trail, to be held against many: made once. */
enum { TRAIL_SLOTS = 256 };
struct trail_terms {
    uint32_t asked; /* how often; slots say so where they have been met */
    struct {
        uint32_t term; /* 0: none */
        uint32_t times, asked;
    } slots[TRAIL_SLOTS];
};
void trail_open(struct trail_terms *terms, struct trail later);

/* How many of the later one's terms the earlier one has: linear. */
size_t trail_met(struct trail_terms *later, struct trail earlier);

/* A term counts less each time it comes again: its weight over how often. At
 * most TRAIL_MAX * TRAIL_MAX steps; none where `met` is below `least`, and so
 * would `ordered` be, which is then 0. */
struct trail_share trail_compare(struct trail later, struct trail earlier, struct stem_weights weights, float least);

#endif
