/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_OVERLAP_H
#define DESK_OVERLAP_H

#include "desk/likeness.h"

/* Which claims of an article share stems with a fact: the stems of all its claims stand in one table, so that those of
 * a fact are looked up once, and not held against each claim in turn. */
struct overlap;

/* Of the claims that the wordings have, at most OVERLAP_CLAIMS_MAX. `seed` is a secret of 64 bits that orders nothing. NULL when
 * the arena is full. */
enum { OVERLAP_CLAIMS_MAX = 1 << 16 };
struct overlap *overlap_new(struct arena *arena, const struct wording *wordings, size_t count, uint64_t seed,
                            struct stem_weights weights);

/* A claim, and how many stems it shares with the fact. */
struct overlap_met {
    uint32_t claim;
    uint32_t shared;
};

/* How many claims there are. */
size_t overlap_claims(const struct overlap *overlap);

/* The claims that share a stem with it, in no order but that of the stems. Borrowed until asked again. */
size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_met **met);

/* How many stems each claim shares with it, from 255 on 255. `shared` is as long as there are claims, and zero. */
void overlap_count(const struct overlap *overlap, struct stem_list stems, uint8_t *shared);

/* What those weigh that the claim shares with the fact, and all that the claim has: each stem is weighed once. */
float overlap_shared(struct overlap *overlap, size_t claim, struct stem_list stems);
float overlap_weight(struct overlap *overlap, size_t claim);

#endif
