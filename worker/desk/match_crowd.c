/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_crowd.h"

#include <assert.h>
#include <string.h>

static inline uint32_t hash(const struct crowd *crowd, uint32_t term, unsigned bits)
{
    return (uint32_t)(term * crowd->odd >> (64 - bits));
}

/* Where the term is among those of the article that asks: its slot, or an empty one. */
static inline uint16_t own_slot(struct crowd *crowd, uint32_t term)
{
    uint32_t at = hash(crowd, term, CROWD_OWN_BITS);
    crowd->own_terms[0] = term;
    while (crowd->own_terms[crowd->own[at]] != term)
        at = (at + 1) % sizeof crowd->own;
    return (uint16_t)at;
}

/* In the place of those of the article that asked before. */
static void begin_own(struct crowd *crowd, const struct vector *vector)
{
    for (uint32_t i = 1; i <= crowd->own_count; i++)
        crowd->own[crowd->own_slots[i]] = 0;
    crowd->own_count = vector->count;
    for (uint32_t i = 1; i <= vector->count; i++) {
        const uint32_t term = vector->terms[i - 1];
        crowd->own_slots[i] = own_slot(crowd, term);
        crowd->own[crowd->own_slots[i]] = (uint8_t)i;
        crowd->own_terms[i] = term;
        crowd->own_weights[i] = vector->weights[i - 1];
    }
}

/* Hints that so much memory is read soon. */
static inline void expect(const void *memory, size_t bytes)
{
    enum { LINE = 64 };
    for (size_t i = 0; i < bytes; i += LINE)
        __builtin_prefetch((const char *)memory + i);
}

/* Where the events' articles begin. */
static void begin_events(struct crowd *crowd, const uint64_t *events, size_t count)
{
    const struct index_article *newest[MATCH_EVENTS_MAX];
    index_newest_all(crowd->index, events, count, newest);
    crowd->events_count = count;
    for (size_t i = 0; i < count; i++)
        crowd->events[i] = (struct crowd_event){ .event = events[i], .next = newest[i] };
}

void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const struct mate *self, const uint64_t *events, size_t events_count)
{
    crowd->index = index;
    crowd->article = article;
    crowd->count = crowd->held = 1;
    crowd->mates[CROWD_SELF] = *self;
    crowd->added += (1 + crowd->meetings) * VECTOR_TERMS_MAX;
    crowd->meetings = 0;
    if (crowd->added > UINT16_MAX - CROWD_TERMS_MAX) {
        memset(crowd->slots, 0, sizeof crowd->slots);
        crowd->added = 0;
    }
    begin_own(crowd, vector);
    begin_events(crowd, events, events_count);
}

struct crowd_event *crowd_event(struct crowd *crowd, uint64_t event)
{
    size_t at = 0;
    while (at < crowd->events_count && crowd->events[at].event != event)
        at++;
    assert(at < crowd->events_count);
    return &crowd->events[at];
}

static uint32_t give_place(struct crowd *crowd, const struct index_article *article)
{
    const uint32_t at = crowd->count++;
    crowd->articles[at] = article;
    crowd->vectors[at] = index_vector(crowd->index, index_owner(crowd->index, article));
    crowd->met[at] = 0;
    expect(crowd->vectors[at], sizeof *crowd->vectors[at]);
    return at;
}

uint32_t crowd_newest(struct crowd *crowd, struct crowd_event *event, uint32_t number, uint32_t steps_max)
{
    if (number < event->count)
        return event->places[number];
    while (event->steps < steps_max && event->next) {
        const struct index_article *article = event->next;
        event->next = index_older(crowd->index, article);
        expect(event->next, sizeof *event->next);
        event->steps++;
        if (!article->replaced && article->article != crowd->article && article->vector)
            return event->places[event->count++] = give_place(crowd, article);
    }
    return CROWD_SELF;
}

/* Numbers of those terms that the article that asks may have, too: most it has not, and no step depends on it. */
static size_t may_share(const struct crowd *crowd, const uint32_t *terms, uint32_t count, uint8_t *numbers)
{
    size_t found = 0;
#pragma GCC unroll 4
    for (uint32_t i = 0; i < count; i++) {
        numbers[found] = (uint8_t)i;
        found += crowd->own[hash(crowd, terms[i], CROWD_OWN_BITS)] != 0;
    }
    return found;
}

static void hold(struct crowd *crowd, uint32_t at)
{
    const struct index_vector *vector = crowd->vectors[at];
    struct crowd_share *shares = crowd->shares[at];
    uint8_t numbers[VECTOR_TERMS_MAX];
    const size_t found = may_share(crowd, vector->terms, crowd->articles[at]->vector, numbers);
    uint32_t count = 0, sum = 0;
    for (size_t i = 0; i < found; i++) {
        const uint8_t own = crowd->own[own_slot(crowd, vector->terms[numbers[i]])];
        const uint32_t product = vector->weights[numbers[i]] * crowd->own_weights[own];
        shares[count] = (struct crowd_share){ own, vector->weights[numbers[i]] };
        count += product != 0;
        sum += product;
    }
    crowd->shares_count[at] = count;
    crowd->mates[at] = mates_at(crowd->articles[at]);
    crowd->likeness[at] = mates_likeness(&crowd->mates[CROWD_SELF], &crowd->mates[at], vector_cosine(sum));
}

void crowd_hold(struct crowd *crowd)
{
    for (; crowd->held < crowd->count; crowd->held++)
        hold(crowd, crowd->held);
}

/* Chains the terms of the one at the place to those of all who met before. Returns how many have one before them, whose
 * numbers are `chained`: most have none, and no step depends on it. */
static size_t chain(struct crowd *crowd, const struct index_vector *vector, uint32_t count, uint32_t first,
                    uint16_t *chained)
{
    const uint32_t added = crowd->added;
    size_t found = 0;
    memcpy(&crowd->terms[first], vector->terms, count * sizeof *vector->terms);
    memcpy(&crowd->weights[first], vector->weights, count * sizeof *vector->weights);
#pragma GCC unroll 4
    for (uint32_t i = first; i < first + count; i++) {
        uint16_t *slot = &crowd->slots[hash(crowd, crowd->terms[i], CROWD_SLOT_BITS)];
        const uint16_t older = *slot;
        *slot = (uint16_t)(added + i);
        crowd->older[i] = older;
        chained[found] = (uint16_t)i;
        found += older > added;
    }
    return found;
}

/* Adds the product with the term of that number, if it is the same; 0 is nobody's and weighs nothing. Returns what that
 * one's slot held before. */
static inline uint32_t add_product(const struct crowd *crowd, uint32_t *sums, uint32_t number, uint32_t term,
                                   uint32_t weight)
{
    const uint32_t same = 0u - (crowd->terms[number] == term);
    sums[number / VECTOR_TERMS_MAX] += same & weight * crowd->weights[number];
    return crowd->older[number];
}

/* Multiplies the weights of the one at the place with those of all who met before. */
static void meet(struct crowd *crowd, uint32_t at)
{
    const uint32_t met = crowd->met[at] = ++crowd->meetings, added = crowd->added;
    uint16_t chained[VECTOR_TERMS_MAX];
    const size_t found = chain(crowd, crowd->vectors[at], crowd->articles[at]->vector, met * VECTOR_TERMS_MAX, chained);
    uint32_t *sums = crowd->sums[met];
    memset(sums, 0, (met + 1) * sizeof *sums);
    for (size_t i = 0; i < found; i++) {
        const uint32_t term = crowd->terms[chained[i]], weight = crowd->weights[chained[i]];
        /* Two at a time, the second in vain where there is none: where a chain ends cannot be foreseen. */
        for (uint32_t older = crowd->older[chained[i]]; older > added;) {
            older = add_product(crowd, sums, older - added, term, weight);
            older = add_product(crowd, sums, (older - added) & (0u - (older > added)), term, weight);
        }
    }
}

void crowd_meet(struct crowd *crowd, const uint32_t *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!crowd->met[places[i]])
            meet(crowd, places[i]);
}
