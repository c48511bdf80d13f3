/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_OVERLAP_H
#define DESK_OVERLAP_H

#include "desk/likeness.h"

/* Which claims of an article share stems with a fact: the stems of all its claims stand in one table, so that those of
 * a fact are looked up once, and not held against each claim in turn. */
struct overlap;

#define OVERLAP_SLACK 1e-3f /* by which a likeness may differ whose sums are in another order */

/* Of the claims that the wordings have. `seed` is a secret of 64 bits that orders nothing. NULL when the arena is full.
 */
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

/* Which claims ask for a fact from one, two or three shared stems on: a bit each. */
enum { OVERLAP_LEAST_MAX = 3 };
struct overlap_asking {
    uint64_t *from[OVERLAP_LEAST_MAX];
};
/* Nobody asks. False when the arena is full. */
bool overlap_asking_make(struct arena *arena, const struct overlap *overlap, struct overlap_asking *asking);
void overlap_ask(struct overlap_asking *asking, size_t claim, size_t least);

/* The claims that ask for the fact of these stems, in their order. Borrowed until asked again. */
size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_asking *asking,
                    const struct overlap_met **met);

/* What claims share with facts: the claim `c` with the fact `f` so many stems, at c * facts + f; and what these weigh,
 * where it shares any. */
struct overlap_shares {
    size_t facts; /* that there is room for; 0: nothing is counted */
    uint8_t *stems;
    float *weights;
};
/* Of all claims, which share nothing yet. False when the arena is full. */
bool overlap_shares_make(struct arena *arena, const struct overlap *overlap, size_t facts,
                         struct overlap_shares *shares);

/* What each claim shares with the fact at a place that is still without any. Of a fact that is made of a claim: what
 * that one and the claims after it do. */
void overlap_count(const struct overlap *overlap, struct stem_list stems, struct overlap_shares *shares, size_t fact);
void overlap_count_claim(const struct overlap *overlap, size_t claim, struct overlap_shares *shares, size_t fact);

/* What all stems weigh: those of a claim, which are asked for once, and those of a fact, whose weight is kept for a
 * while. */
float overlap_weight(const struct overlap *overlap, size_t claim);
float overlap_fact_weight(const struct overlap *overlap, uint64_t fact, struct stem_list stems);

#endif
