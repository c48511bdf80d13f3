/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CROWD_H
#define DESK_MATCH_CROWD_H

#include "desk/match.h"

/* The article that asks and the newest ones of the events that it is near: each is taken in once, and held against the
 * one that asks; how alike two others are is found, term by term, for those that meet. */

enum {
    CROWD_MAX = 1 + MATCH_EVENTS_MAX * MATCH_MEMBERS_MAX + MATCH_REGROUP_MAX,
    CROWD_SELF = 0, /* the place of the article that asks */
    CROWD_OWN_BITS = 12,
    CROWD_SLOT_BITS = 13,
    CROWD_TERMS_MAX = CROWD_MAX * VECTOR_TERMS_MAX, /* the number of a term is the how manieth was met and its own */
};
_Static_assert(1 << CROWD_SLOT_BITS >= 2 * CROWD_TERMS_MAX, "half of them stay empty");
_Static_assert(2 * CROWD_TERMS_MAX <= UINT16_MAX, "a slot holds the number of a term, and more");
_Static_assert((int)VECTOR_TERMS_MAX < UINT8_MAX, "places of its own terms fit a byte");

/* An event whose newest articles are taken in. */
struct crowd_event {
    uint64_t event;
    const struct index_article *next; /* to be looked at, or NULL */
    uint32_t steps;                   /* done */
    uint32_t count;
    uint32_t places[MATCH_REGROUP_MAX]; /* the newest first */
};

/* A term that an article shares with the one that asks. */
struct crowd_share {
    uint16_t own;    /* its place there, from 1 */
    uint16_t weight; /* in the article */
};

struct crowd {
    const struct index *index;
    uint64_t article; /* that asks */
    size_t events_count;
    struct crowd_event events[MATCH_EVENTS_MAX];
    uint64_t odd; /* multiplier of the hash */
    /* Of the one that asks, from 1. What is looked for is put at 0, and weighs nothing: it is found in any case. */
    uint32_t own_terms[1 + VECTOR_TERMS_MAX];
    uint32_t own_weights[1 + VECTOR_TERMS_MAX];
    uint16_t own_slots[1 + VECTOR_TERMS_MAX];
    uint32_t own_count;
    uint8_t own[1 << CROWD_OWN_BITS]; /* places of these, by hash of the term; 0: none */

    uint32_t count, held; /* that have a place; that were held against the one that asks */
    const struct index_article *articles[CROWD_MAX];
    const struct index_vector *vectors[CROWD_MAX];
    struct mate mates[CROWD_MAX];
    float likeness[CROWD_MAX]; /* to the one that asks */
    uint32_t shares_count[CROWD_MAX];
    struct crowd_share shares[CROWD_MAX][VECTOR_TERMS_MAX];

    /* Of those that met, by the how manieth each was, from 1. */
    uint32_t meetings;
    uint32_t met[CROWD_MAX];             /* of a place; 0: not yet, or the one that asks */
    uint32_t sums[CROWD_MAX][CROWD_MAX]; /* of the products of weights, by the later one */
    uint32_t terms[CROWD_TERMS_MAX];
    uint16_t weights[CROWD_TERMS_MAX];
    uint16_t older[CROWD_TERMS_MAX]; /* what its slot held before */
    /* By hash, the number of the newest term and what was added to it: more than to any of the crowds before, so theirs
     * are too low to be a term's. */
    uint16_t slots[1 << CROWD_SLOT_BITS];
    uint32_t added; /* VECTOR_TERMS_MAX for each that met before, and for each crowd */
};

/* All zero but for `odd`, a secret, at first. The events are those that the article is near. */
void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const struct mate *self, const uint64_t *events, size_t events_count);

/* Of one that it was begun with. */
struct crowd_event *crowd_event(struct crowd *crowd, uint64_t event);

/* The place of the event's newest article, for `number` 0, and so on down, one after the other: of those that can be
 * found and have a vector, on the first `steps_max` steps. CROWD_SELF: there is none. */
uint32_t crowd_newest(struct crowd *crowd, struct crowd_event *event, uint32_t number, uint32_t steps_max);

/* Holds all that have got a place since against the article that asks. */
void crowd_hold(struct crowd *crowd);

/* Holds those at the places, which were held, against each other. */
void crowd_meet(struct crowd *crowd, const uint32_t *places, uint32_t count);

/* mates_likeness of two that met. */
static inline float crowd_likeness(const struct crowd *crowd, uint32_t a, uint32_t b)
{
    const uint32_t one = crowd->met[a], other = crowd->met[b];
    const uint32_t sum = one > other ? crowd->sums[one][other] : crowd->sums[other][one];
    return mates_likeness(&crowd->mates[a], &crowd->mates[b], vector_cosine(sum));
}

/* Puts the newest articles of the events, the likest first, together again with the article that asks, while they score
 * `enough`. False where there is nothing to put together. */
bool match_regroup(struct crowd *crowd, const uint64_t *events, size_t events_count, float enough,
                   struct match_regroup *regroup);

#endif
