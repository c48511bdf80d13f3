/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_POSTINGS_WALK_H
#define DESK_POSTINGS_WALK_H

#include "desk/postings.h"

/* The newest postings of one key, side by side in memory. */
struct posting_entry {
    uint32_t owner : POSTINGS_OWNER_BITS; /* as in the posting */
    uint32_t value : POSTINGS_VALUE_BITS;
};
struct posting_walk {
    const struct posting_entry *entries; /* entry `n` of the walk stands at (turn - 1 - n) & mask */
    uint32_t turn, mask;
    uint32_t count;
    uint32_t weight; /* of the term in the vector that asks (vocabulary_walk), else 0 */
};
/* The newest is number 0. */
static inline struct posting_entry postings_walked(const struct posting_walk *walk, uint32_t number)
{
    return walk->entries[(walk->turn - 1 - number) & walk->mask];
}

/* The walks of up to POSTINGS_WALKS_MAX keys, at most POSTINGS_WALK_MAX entries each, whose memory is fetched side by
 * side. */
enum { POSTINGS_WALKS_MAX = 64, POSTINGS_WALK_MAX = 16 };
struct posting_walks {
    struct posting_walk at[POSTINGS_WALKS_MAX];
    struct posting_entry room[POSTINGS_WALKS_MAX][POSTINGS_WALK_MAX];
};
void postings_walk_all(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks);

#endif
