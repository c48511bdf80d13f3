/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/overlap.h"

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
    while (overlap->slots[at].last && overlap->slots[at].term != term)
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
    for (; slots < 4 * stems; shift--)
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

static float weigh(const struct overlap *overlap, struct slot *slot)
{
    if (slot->weight <= 0)
        slot->weight = overlap->weights.of ? overlap->weights.of(overlap->weights.context, slot->term) : 1;
    return slot->weight;
}

static void meet(struct overlap *overlap, uint32_t claim)
{
    uint32_t *place = &overlap->place[claim];
    if (!*place) {
        overlap->met[overlap->met_count++] = (struct overlap_met){ claim, 0 };
        *place = overlap->met_count;
    }
    overlap->met[*place - 1].shared++;
}

size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_met **met)
{
    for (uint32_t i = 0; i < overlap->met_count; i++)
        overlap->place[overlap->met[i].claim] = 0;
    overlap->met_count = 0;
    uint32_t lasts[LIKENESS_STEMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < stems.count && i < LIKENESS_STEMS_MAX; i++) { /* no step depends on whether it is there */
        lasts[count] = slot_of(overlap, stems.terms[i])->last;
        count += lasts[count] != 0;
    }
    for (size_t i = 0; i < count; i++)
        for (uint32_t at = lasts[i]; at; at = overlap->holders[at - 1].before)
            meet(overlap, overlap->holders[at - 1].claim);
    *met = overlap->met;
    return overlap->met_count;
}

void overlap_count(const struct overlap *overlap, struct stem_list stems, uint8_t *shared)
{
    for (size_t i = 0; i < stems.count; i++)
        for (uint32_t at = slot_of(overlap, stems.terms[i])->last; at; at = overlap->holders[at - 1].before) {
            uint8_t *count = &shared[overlap->holders[at - 1].claim];
            *count = (uint8_t)(*count + (*count < UINT8_MAX));
        }
}

float overlap_shared(struct overlap *overlap, size_t claim, struct stem_list stems)
{
    const struct stem_list own = overlap->wordings[claim].stems;
    float both = 0;
    for (size_t i = 0, k = 0; i < own.count && k < stems.count;) {
        const uint32_t a = own.terms[i], b = stems.terms[k];
        if (a == b)
            both += weigh(overlap, slot_of(overlap, a));
        i += a <= b;
        k += b <= a;
    }
    return both;
}

float overlap_weight(struct overlap *overlap, size_t claim)
{
    const struct stem_list stems = overlap->wordings[claim].stems;
    float whole = 0;
    if (overlap->whole[claim] > 0)
        return overlap->whole[claim];
    for (size_t i = 0; i < stems.count; i++)
        whole += weigh(overlap, slot_of(overlap, stems.terms[i]));
    return overlap->whole[claim] = whole;
}
