/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/overlap.h"

#include <assert.h>

enum {
    SLOTS_LEAST_BITS = 9,
    SLOTS_EACH = 8,  /* of a stem: hardly any that is not here is looked for further */
    FACTS_KEPT = 64, /* a power of two */
};

struct stem {
    uint32_t term;
    float weight; /* 0: not asked for yet */
};

struct fact_weight {
    uint64_t fact;
    float weight; /* 0: none is kept */
};

struct overlap {
    size_t claims;
    size_t words; /* of a set of claims */
    struct stem_weights weights;
    uint64_t factor; /* odd, and a secret: which slot a stem gets hangs on it */
    uint32_t shift;  /* what leaves the place of a slot */
    uint32_t mask;   /* slots, a power of two, less one */
    uint32_t *slots; /* place of the stem, and 1; 0: free */
    uint32_t stems_count;
    struct stem *stems;
    uint64_t *holders;    /* of each stem: the claims that have it, a bit each */
    uint32_t *claim_ends; /* where its stems end in claim_places; the first is 0 */
    uint32_t *claim_places;
    struct overlap_met *met;
    float *whole; /* of a claim; 0: not asked for yet */
    struct fact_weight *facts;
};

/* The stem's own slot, or the one where it would be. */
static uint32_t *find_slot(const struct overlap *overlap, uint32_t term)
{
    size_t at = term * overlap->factor >> overlap->shift;
    while (overlap->slots[at] && overlap->stems[overlap->slots[at] - 1].term != term)
        at = (at + 1) & overlap->mask;
    return &overlap->slots[at];
}

static uint64_t *holders_of(const struct overlap *overlap, uint32_t place)
{
    return &overlap->holders[place * overlap->words];
}

static void add(struct overlap *overlap, size_t claim, struct stem_list stems)
{
    uint32_t *places = &overlap->claim_places[overlap->claim_ends[claim]];
    for (size_t i = 0; i < stems.count; i++) {
        uint32_t *slot = find_slot(overlap, stems.terms[i]);
        if (!*slot) {
            overlap->stems[overlap->stems_count] = (struct stem){ .term = stems.terms[i] };
            *slot = ++overlap->stems_count;
        }
        places[i] = *slot - 1;
        holders_of(overlap, places[i])[claim / 64] |= UINT64_C(1) << claim % 64;
    }
    overlap->claim_ends[claim + 1] = overlap->claim_ends[claim] + (uint32_t)stems.count;
}

static bool make_tables(struct arena *arena, struct overlap *overlap, size_t stems, size_t slots)
{
    overlap->slots = arena_array(arena, slots, sizeof *overlap->slots);
    overlap->stems = arena_unset(arena, stems + 1, sizeof *overlap->stems);
    overlap->holders = arena_array(arena, (stems + 1) * overlap->words, sizeof *overlap->holders);
    overlap->claim_ends = arena_array(arena, overlap->claims + 1, sizeof *overlap->claim_ends);
    overlap->claim_places = arena_unset(arena, stems + 1, sizeof *overlap->claim_places);
    overlap->met = arena_unset(arena, overlap->claims + 1, sizeof *overlap->met);
    overlap->whole = arena_array(arena, overlap->claims + 1, sizeof *overlap->whole);
    overlap->facts = arena_array(arena, FACTS_KEPT, sizeof *overlap->facts);
    return overlap->slots && overlap->stems && overlap->holders && overlap->claim_ends && overlap->claim_places &&
           overlap->met && overlap->whole && overlap->facts;
}

struct overlap *overlap_new(struct arena *arena, const struct wording *wordings, size_t count, uint64_t seed,
                            struct stem_weights weights)
{
    static const struct stem_list none = { 0 };
    struct overlap *overlap = arena_alloc(arena, sizeof *overlap);
    size_t stems = 0, slots = 1 << SLOTS_LEAST_BITS;
    uint32_t shift = 64 - SLOTS_LEAST_BITS;
    for (size_t i = 0; i < count; i++)
        stems += wordings[i].claim ? wordings[i].stems.count : 0;
    for (; slots < SLOTS_EACH * stems; shift--)
        slots *= 2;
    if (!overlap)
        return NULL;
    *overlap = (struct overlap){
        .claims = count, .words = count / 64 + 1, .weights = weights, .factor = seed | 1, .shift = shift
    };
    overlap->mask = (uint32_t)slots - 1;
    if (!make_tables(arena, overlap, stems, slots))
        return NULL;
    for (size_t i = 0; i < count; i++)
        add(overlap, i, wordings[i].claim ? wordings[i].stems : none);
    return overlap;
}

/* The places of those that a claim has, in their order. Hardly a step depends on whether one is there. */
static size_t find(const struct overlap *overlap, struct stem_list stems, uint32_t places[LIKENESS_STEMS_MAX])
{
    const uint32_t *slots = overlap->slots;
    const uint64_t factor = overlap->factor;
    const uint32_t shift = overlap->shift;
    const size_t all = stems.count < LIKENESS_STEMS_MAX ? stems.count : LIKENESS_STEMS_MAX;
    uint32_t terms[LIKENESS_STEMS_MAX], first[LIKENESS_STEMS_MAX];
    size_t count = 0, found = 0;
    for (size_t i = 0; i < all; i++) {
        const uint32_t term = stems.terms[i], slot = slots[term * factor >> shift];
        terms[count] = term;
        first[count] = slot;
        count += slot != 0;
    }
    for (size_t i = 0; i < count; i++) {
        const bool here = overlap->stems[first[i] - 1].term == terms[i];
        const uint32_t slot = here ? first[i] : *find_slot(overlap, terms[i]);
        places[found] = slot - 1;
        found += slot != 0;
    }
    return found;
}

/* The places of a claim's stems. */
static const uint32_t *places_of(const struct overlap *overlap, size_t claim, size_t *count)
{
    *count = overlap->claim_ends[claim + 1] - overlap->claim_ends[claim];
    return &overlap->claim_places[overlap->claim_ends[claim]];
}

/* ---- weights */

static float weigh(const struct overlap *overlap, uint32_t place)
{
    struct stem *stem = &overlap->stems[place];
    if (stem->weight <= 0)
        stem->weight = likeness_weight(overlap->weights, stem->term);
    return stem->weight;
}

float overlap_weight(const struct overlap *overlap, size_t claim)
{
    if (overlap->whole[claim] > 0)
        return overlap->whole[claim];
    size_t count;
    const uint32_t *places = places_of(overlap, claim, &count);
    float whole = 0;
    for (size_t i = 0; i < count; i++)
        whole += weigh(overlap, places[i]);
    return overlap->whole[claim] = whole;
}

float overlap_fact_weight(const struct overlap *overlap, uint64_t fact, struct stem_list stems)
{
    struct fact_weight *kept = &overlap->facts[fact % FACTS_KEPT];
    if (kept->fact == fact && kept->weight > 0)
        return kept->weight;
    float whole = 0;
    for (size_t i = 0; i < stems.count; i++)
        whole += likeness_weight(overlap->weights, stems.terms[i]);
    *kept = (struct fact_weight){ fact, whole };
    return whole;
}

/* ---- what is shared */

bool overlap_asking_make(struct arena *arena, const struct overlap *overlap, struct overlap_asking *asking)
{
    uint64_t *words = arena_array(arena, OVERLAP_LEAST_MAX * overlap->words, sizeof *words);
    for (size_t i = 0; i < OVERLAP_LEAST_MAX; i++)
        asking->from[i] = words ? words + i * overlap->words : NULL;
    return words != NULL;
}

void overlap_ask(struct overlap_asking *asking, size_t claim, size_t least)
{
    assert(least > 0 && least <= OVERLAP_LEAST_MAX);
    asking->from[least - 1][claim / 64] |= UINT64_C(1) << claim % 64;
}

/* Those who ask, of one word of the sets of claims; `have`: who has each stem. */
static uint64_t who_asks(const struct overlap_asking *asking, size_t word, const uint64_t *have, size_t count)
{
    uint64_t one = 0, two = 0, three = 0; /* the claims that have so many, or more */
    for (size_t i = 0; i < count; i++) {
        three |= two & have[i];
        two |= one & have[i];
        one |= have[i];
    }
    return (one & asking->from[0][word]) | (two & asking->from[1][word]) | (three & asking->from[2][word]);
}

/* What the claim of that bit has of stems that weigh so much. */
static struct overlap_share share_of(const uint64_t *have, const float *weights, size_t count, unsigned bit)
{
    struct overlap_share shared = { 0 };
    for (size_t i = 0; i < count; i++) {
        const uint32_t has = have[i] >> bit & 1;
        shared.stems += has;
        shared.weight += weights[i] * (float)has;
    }
    return shared;
}

size_t overlap_meet(struct overlap *overlap, struct stem_list stems, const struct overlap_asking *asking,
                    const struct overlap_met **met)
{
    uint32_t places[LIKENESS_STEMS_MAX];
    uint64_t have[LIKENESS_STEMS_MAX];
    float weights[LIKENESS_STEMS_MAX];
    const size_t count = find(overlap, stems, places);
    size_t met_count = 0;
    for (size_t word = 0; word < overlap->words; word++) {
        for (size_t i = 0; i < count; i++)
            have[i] = holders_of(overlap, places[i])[word];
        uint64_t left = who_asks(asking, word, have, count);
        for (size_t i = 0; left && i < count; i++)
            weights[i] = weigh(overlap, places[i]);
        for (; left; left &= left - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(left);
            overlap->met[met_count].claim = (uint32_t)(64 * word + bit);
            overlap->met[met_count++].shared = share_of(have, weights, count, bit);
        }
    }
    *met = overlap->met;
    return met_count;
}

bool overlap_shares_make(struct arena *arena, const struct overlap *overlap, size_t facts,
                         struct overlap_shares *shares)
{
    shares->stems = arena_array(arena, overlap->claims * facts + 1, sizeof *shares->stems);
    shares->weights = arena_unset(arena, overlap->claims * facts + 1, sizeof *shares->weights);
    shares->facts = shares->stems && shares->weights ? facts : 0;
    return shares->stems && shares->weights;
}

/* Adds one stem to what the claims share with a fact. */
static void add_stem(struct overlap_shares *shares, size_t fact, uint64_t claims, size_t word, float weight)
{
    for (; claims; claims &= claims - 1) {
        const size_t at = (64 * word + (size_t)__builtin_ctzll(claims)) * shares->facts + fact;
        shares->weights[at] = (shares->stems[at] ? shares->weights[at] : 0) + weight;
        shares->stems[at]++;
    }
}

void overlap_count(const struct overlap *overlap, struct stem_list stems, struct overlap_shares *shares, size_t fact)
{
    uint32_t places[LIKENESS_STEMS_MAX];
    const size_t count = find(overlap, stems, places);
    for (size_t i = 0; i < count; i++) {
        const float weight = weigh(overlap, places[i]);
        for (size_t word = 0; word < overlap->words; word++)
            add_stem(shares, fact, holders_of(overlap, places[i])[word], word, weight);
    }
}

void overlap_count_claim(const struct overlap *overlap, size_t claim, struct overlap_shares *shares, size_t fact)
{
    size_t count;
    const uint32_t *places = places_of(overlap, claim, &count);
    const uint64_t from = UINT64_MAX << claim % 64; /* the claim on, in its word */
    for (size_t i = 0; i < count; i++) {
        const uint64_t *holders = holders_of(overlap, places[i]);
        const float weight = weigh(overlap, places[i]);
        add_stem(shares, fact, holders[claim / 64] & from, claim / 64, weight);
        for (size_t word = claim / 64 + 1; word < overlap->words; word++)
            add_stem(shares, fact, holders[word], word, weight);
    }
}
