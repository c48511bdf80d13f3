/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_POSTINGS_WALK_H
#define DESK_POSTINGS_WALK_H

#include "desk/postings.h"

/* The newest postings of one key. */
enum { POSTINGS_WALKS_MAX = 64 };
struct posting_walk {
    const struct posting_entry *entries; /* entry `n` of the walk stands at (turn - 1 - n) % POSTINGS_RUN */
    uint32_t turn;
    uint32_t count;  /* POSTINGS_RUN at most */
    uint32_t weight; /* the caller's */
};
struct posting_walks {
    struct posting_walk at[POSTINGS_WALKS_MAX];
    struct posting_entry room[POSTINGS_WALKS_MAX][POSTINGS_RUN_LEAST]; /* for those without a run */
};
/* The walks of up to POSTINGS_WALKS_MAX keys, whose memory is fetched side by side. Where there are no runs, a walk
 * has POSTINGS_RUN_LEAST entries at most. */
void postings_walk_all(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks);
/* The newest is number 0. */
static inline struct posting_entry postings_walked(const struct posting_walk *walk, uint32_t number)
{
    return walk->entries[(walk->turn - 1 - number) & (POSTINGS_RUN - 1)];
}

/* For postings.c: a posting of the key was put, or dropped. */
void postings_run_grow(struct postings *postings, uint32_t id);
void postings_run_shrink(struct postings *postings, uint32_t id);

#endif
