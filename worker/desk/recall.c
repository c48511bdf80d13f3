/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/recall.h"

#include <stdlib.h>
#include <string.h>

#include "base/power.h"

/* Facts are numbered as they come, so those of one article stand side by side. */
struct slot {
    uint64_t fact;  /* 0: none */
    uint64_t place; /* of the ring, counting on, and the count of stems in the lowest byte */
};

enum { COUNT_BITS = 8 };
_Static_assert((int)LIKENESS_STEMS_MAX < 1 << COUNT_BITS, "a count has more bits");

struct recall {
    uint32_t slots_max, terms_max; /* powers of two */
    uint64_t end;                  /* of the ring */
    uint64_t facts;                /* put, ever */
    struct slot *slots;
    uint32_t *terms;
};

struct recall *recall_new(uint32_t facts_max)
{
    struct recall *recall = calloc(1, sizeof *recall);
    if (!recall)
        return NULL;
    const uint32_t stems = RECALL_STEMS * facts_max, least = 2 * LIKENESS_STEMS_MAX;
    recall->slots_max = facts_max;
    recall->terms_max = power_of_two(stems > least ? stems : least);
    recall->slots = calloc(recall->slots_max, sizeof *recall->slots);
    recall->terms = calloc(recall->terms_max, sizeof *recall->terms);
    if (recall->slots && recall->terms)
        return recall;
    recall_free(recall);
    return NULL;
}

void recall_free(struct recall *recall)
{
    if (!recall)
        return;
    free(recall->slots);
    free(recall->terms);
    free(recall);
}

void recall_clear(struct recall *recall)
{
    memset(recall->slots, 0, recall->slots_max * sizeof *recall->slots);
    recall->end = recall->facts = 0;
}

static struct slot *slot_of(const struct recall *recall, uint64_t fact)
{
    return &recall->slots[fact & (recall->slots_max - 1)];
}

static uint32_t *terms_at(const struct recall *recall, uint64_t at)
{
    return &recall->terms[at & (recall->terms_max - 1)];
}

bool recall_find(const struct recall *recall, uint64_t fact, struct stem_list *stems)
{
    const struct slot *slot = slot_of(recall, fact);
    if (!fact || slot->fact != fact || recall->end - (slot->place >> COUNT_BITS) > recall->terms_max)
        return false;
    *stems = (struct stem_list){ terms_at(recall, slot->place >> COUNT_BITS), (uint8_t)slot->place };
    return true;
}

void recall_put(struct recall *recall, uint64_t fact, struct stem_list stems)
{
    struct stem_list known;
    if (!fact || stems.count > LIKENESS_STEMS_MAX || recall_find(recall, fact, &known))
        return;
    const uint64_t left = recall->terms_max - (recall->end & (recall->terms_max - 1));
    if (left < stems.count) /* they stand in one piece */
        recall->end += left;
    if (stems.count)
        memcpy(terms_at(recall, recall->end), stems.terms, stems.count * sizeof *stems.terms);
    *slot_of(recall, fact) = (struct slot){ fact, recall->end << COUNT_BITS | stems.count };
    recall->facts++;
    recall->end += stems.count;
}

void recall_expect(const struct recall *recall, uint64_t fact)
{
    __builtin_prefetch(slot_of(recall, fact));
}

void recall_expect_stems(const struct recall *recall, uint64_t fact)
{
    __builtin_prefetch(terms_at(recall, slot_of(recall, fact)->place >> COUNT_BITS));
}

uint64_t recall_bytes(const struct recall *recall)
{
    const uint64_t terms = recall->end < recall->terms_max ? recall->end : recall->terms_max;
    const uint64_t slots = recall->facts < recall->slots_max ? recall->facts : recall->slots_max;
    return slots * sizeof *recall->slots + terms * sizeof *recall->terms;
}
