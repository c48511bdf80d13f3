/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_OVERLAP_H
#define DESK_OVERLAP_H

#include "desk/likeness.h"

/* Which claims of an article share stems with a fact: the stems of all its claims stand in one table, so that those of
 * a fact are looked up once, and not held against each claim in turn. */
struct overlap;

#define OVERLAP_SLACK 1e-3f /* by which a likeness may differ whose sums are in another order */

/* Of the claims that the wordings have, at most OVERLAP_CLAIMS_MAX. `seed` is a secret of 64 bits that orders nothing.
 * NULL when the arena is full. */
enum { OVERLAP_CLAIMS_MAX = 1 << 16 };
struct overlap *overlap_new(struct arena *arena, const struct wording *wordings, size_t count, uint64_t seed,
                            struct stem_weights weights);

/* What a claim shares with a fact: so many stems, and what these weigh; each stem is weighed once. */
struct overlap_share {
    uint32_t stems;
    float weight;
};
struct overlap_met {
    uint32_t claim;
    struct overlap_share shared;
};

/* How many claims there are. */
size_t overlap_claims(const struct overlap *overlap);

/* The claims that share a stem with it, in no order but that of the stems. Borrowed until asked again. */
size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_met **met);

/* What each claim shares with it; `shared` is as long as there are claims, and zero. Returns what all its stems weigh.
 */
float overlap_count(const struct overlap *overlap, struct stem_list stems, struct overlap_share *shared);

/* What stems weigh: those of a claim, which are asked for once, and any. */
float overlap_weight(const struct overlap *overlap, size_t claim);
float overlap_weigh(const struct overlap *overlap, struct stem_list stems);

#endif
