/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/overlap.h"

#include "base/even.h"

/* A stem, and the claims that have it, the last one first. */
struct slot {
    uint32_t term;
    uint32_t last; /* place among the holders, and 1; 0: no stem is here */
    float weight;  /* 0: not asked for yet */
};
struct holder {
    uint32_t claim;
    uint32_t before; /* as `last` */
};

struct overlap {
    const struct wording *wordings;
    size_t claims;
    struct stem_weights weights;
    uint64_t factor; /* odd, and a secret: which slot a stem gets hangs on it */
    uint32_t shift;  /* what leaves the place of a slot */
    uint32_t mask;   /* slots, a power of two, less one */
    uint32_t met_count;
    struct slot *slots;
    struct holder *holders;
    struct overlap_met *met;
    uint32_t *place; /* of a claim among those met, and 1; 0: it is not */
    float *whole;    /* of a claim; 0: not asked for yet */
};

/* The stem's own slot, or the one where it would be. */
static struct slot *slot_of(const struct overlap *overlap, uint32_t term)
{
    uint32_t at = (uint32_t)(term * overlap->factor >> overlap->shift);
    while (even_other(overlap->slots[at].last) & even_other(overlap->slots[at].term ^ term)) /* mostly not */
        at = (at + 1) & overlap->mask;
    return &overlap->slots[at];
}

static void add(struct overlap *overlap, uint32_t claim, struct stem_list stems, uint32_t *holders)
{
    for (size_t i = 0; i < stems.count; i++) {
        struct slot *slot = slot_of(overlap, stems.terms[i]);
        overlap->holders[*holders] = (struct holder){ claim, slot->last };
        slot->term = stems.terms[i];
        slot->last = ++*holders;
    }
}

struct overlap *overlap_new(struct arena *arena, const struct wording *wordings, size_t count, uint64_t seed,
                            struct stem_weights weights)
{
    struct overlap *overlap = arena_alloc(arena, sizeof *overlap);
    size_t stems = 0, slots = 64;
    uint32_t shift = 64 - 6;
    count = count < OVERLAP_CLAIMS_MAX ? count : OVERLAP_CLAIMS_MAX;
    for (size_t i = 0; i < count; i++)
        stems += wordings[i].claim ? wordings[i].stems.count : 0;
    for (; slots < 2 * stems; shift--)
        slots *= 2;
    if (!overlap)
        return NULL;
    *overlap = (struct overlap){ .wordings = wordings, .claims = count, .weights = weights, .factor = seed | 1 };
    overlap->shift = shift;
    overlap->mask = (uint32_t)slots - 1;
    overlap->slots = arena_array(arena, slots, sizeof *overlap->slots);
    overlap->holders = arena_unset(arena, stems + 1, sizeof *overlap->holders);
    overlap->met = arena_unset(arena, count + 1, sizeof *overlap->met);
    overlap->place = arena_array(arena, count + 1, sizeof *overlap->place);
    overlap->whole = arena_array(arena, count + 1, sizeof *overlap->whole);
    if (!overlap->slots || !overlap->holders || !overlap->met || !overlap->place || !overlap->whole)
        return NULL;
    uint32_t holders = 0;
    for (size_t i = 0; i < count; i++)
        if (wordings[i].claim)
            add(overlap, (uint32_t)i, wordings[i].stems, &holders);
    return overlap;
}

size_t overlap_claims(const struct overlap *overlap)
{
    return overlap->claims;
}

/* Of a stem, whose slot this is where a claim has it. */
static float weigh(const struct overlap *overlap, uint32_t term, struct slot *slot)
{
    if (!slot->last)
        return likeness_weight(overlap->weights, term);
    if (slot->weight <= 0)
        slot->weight = likeness_weight(overlap->weights, term);
    return slot->weight;
}

static void share(struct overlap_share *shared, float weight)
{
    shared->stems++;
    shared->weight += weight;
}

static void meet(struct overlap *overlap, uint32_t claim, float weight)
{
    uint32_t *place = &overlap->place[claim];
    if (!*place) {
        overlap->met[overlap->met_count++] = (struct overlap_met){ .claim = claim };
        *place = overlap->met_count;
    }
    share(&overlap->met[*place - 1].shared, weight);
}

size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_met **met)
{
    for (uint32_t i = 0; i < overlap->met_count; i++)
        overlap->place[overlap->met[i].claim] = 0;
    overlap->met_count = 0;
    struct slot *found[LIKENESS_STEMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < stems.count && i < LIKENESS_STEMS_MAX; i++) { /* no step depends on whether it is there */
        found[count] = slot_of(overlap, stems.terms[i]);
        count += found[count]->last != 0;
    }
    for (size_t i = 0; i < count; i++) {
        const float weight = weigh(overlap, found[i]->term, found[i]);
        for (uint32_t at = found[i]->last; at; at = overlap->holders[at - 1].before)
            meet(overlap, overlap->holders[at - 1].claim, weight);
    }
    *met = overlap->met;
    return overlap->met_count;
}

float overlap_count(const struct overlap *overlap, struct stem_list stems, struct overlap_share *shared)
{
    float whole = 0;
    for (size_t i = 0; i < stems.count; i++) {
        struct slot *slot = slot_of(overlap, stems.terms[i]);
        const float weight = weigh(overlap, stems.terms[i], slot);
        whole += weight;
        for (uint32_t at = slot->last; at; at = overlap->holders[at - 1].before)
            share(&shared[overlap->holders[at - 1].claim], weight);
    }
    return whole;
}

float overlap_weight(const struct overlap *overlap, size_t claim)
{
    float *whole = &overlap->whole[claim];
    if (*whole <= 0)
        *whole = overlap_weigh(overlap, overlap->wordings[claim].stems);
    return *whole;
}

float overlap_weigh(const struct overlap *overlap, struct stem_list stems)
{
    float whole = 0;
    for (size_t i = 0; i < stems.count; i++)
        whole += weigh(overlap, stems.terms[i], slot_of(overlap, stems.terms[i]));
    return whole;
}
