/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/trail.h"

#include "base/limits.h"

enum { SLOTS = TRAIL_SLOTS, EMPTY = 0 };
_Static_assert(SLOTS > 2 * TRAIL_MAX, "the set is never half full");

/* The terms of a trail, to be asked for: open addressing. */
struct set {
    uint32_t terms[SLOTS];
    float times[SLOTS]; /* seen in the later one */
};

static uint32_t slot_of(const struct set *set, uint32_t term)
{
    uint32_t at = term % SLOTS;
    while (set->terms[at] != EMPTY && set->terms[at] != term)
        at = (at + 1) % SLOTS;
    return at;
}

static void fill(struct set *set, struct trail trail)
{
    *set = (struct set){ 0 };
    for (size_t i = 0; i < trail.count; i++)
        set->terms[slot_of(set, trail.terms[i])] = trail.terms[i];
}

static bool has(const struct set *set, uint32_t term)
{
    return set->terms[slot_of(set, term)] != EMPTY;
}

void trail_open(struct trail_terms *terms, struct trail later)
{
    *terms = (struct trail_terms){ 0 };
    for (size_t i = 0; i < later.count; i++) {
        if (later.terms[i] == EMPTY)
            continue;
        uint32_t at = later.terms[i] % SLOTS;
        while (terms->slots[at].term != EMPTY && terms->slots[at].term != later.terms[i])
            at = (at + 1) % SLOTS;
        terms->slots[at].term = later.terms[i];
        terms->slots[at].times++;
    }
}

size_t trail_met(struct trail_terms *later, struct trail earlier)
{
    size_t met = 0;
    later->asked++;
    for (size_t i = 0; i < earlier.count; i++) {
        uint32_t at = earlier.terms[i] % SLOTS;
        while (later->slots[at].term != EMPTY && later->slots[at].term != earlier.terms[i])
            at = (at + 1) % SLOTS;
        if (later->slots[at].asked != later->asked)
            met += later->slots[at].times; /* of an empty one none */
        later->slots[at].asked = later->asked;
    }
    return met;
}

/* What the earlier one has not can be in no common subsequence. */
static float longest(struct trail later, struct trail earlier, const struct set *set, const float *weights)
{
    float rows[2][TRAIL_MAX + 1] = { { 0 } };
    size_t turn = 0;
    for (size_t i = 0; i < later.count; i++) {
        if (!has(set, later.terms[i]))
            continue;
        const float *above = rows[turn];
        float *row = rows[turn = 1 - turn];
        for (size_t k = 0; k < earlier.count; k++) {
            const float skipped = above[k + 1] > row[k] ? above[k + 1] : row[k];
            const float taken = later.terms[i] == earlier.terms[k] ? above[k] + weights[i] : 0;
            row[k + 1] = taken > skipped ? taken : skipped;
        }
    }
    return rows[turn][earlier.count];
}

struct trail_share trail_compare(struct trail later, struct trail earlier, struct stem_weights weights, float least)
{
    struct set set, seen = { 0 };
    float each[TRAIL_MAX], whole = 0, met = 0;
    fill(&set, earlier);
    for (size_t i = 0; i < later.count; i++) {
        const uint32_t at = slot_of(&seen, later.terms[i]);
        seen.terms[at] = later.terms[i];
        each[i] = (weights.of ? weights.of(weights.context, later.terms[i]) : 1) / ++seen.times[at];
        whole += each[i];
        met += has(&set, later.terms[i]) ? each[i] : 0;
    }
    if (whole <= 0)
        return (struct trail_share){ 0 };
    if (met / whole < least)
        return (struct trail_share){ .met = met / whole };
    return (struct trail_share){ .met = met / whole, .ordered = longest(later, earlier, &set, each) / whole };
}
