/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CROWD_H
#define DESK_MATCH_CROWD_H

#include "desk/match.h"

/* The article that asks and the newest ones of the events that it is near: each is taken in once, and held against the
 * one that asks; how alike two others are is found, term by term, for those that meet. */

enum {
    CROWD_MAX = 1 + MATCH_EVENTS_MAX * MATCH_MEMBERS_MAX + MATCH_REGROUP_MAX,
    CROWD_SELF = 0, /* the place of the article that asks */
    CROWD_TERMS_MAX = CROWD_MAX * VECTOR_TERMS_MAX,
    CROWD_SLOTS = 8192, /* a power of two */
    CROWD_OWN_SLOTS = 1024,
    CROWD_NONE = UINT16_MAX,
};
_Static_assert(CROWD_SLOTS >= 2 * CROWD_TERMS_MAX, "half of them stay empty");
_Static_assert((int)VECTOR_TERMS_MAX < UINT8_MAX, "places of its own terms fit a byte");

/* Who has a term. */
struct crowd_holder {
    uint16_t at, weight; /* his place, and what it weighs there */
    uint16_t older;      /* the next one, or CROWD_NONE */
};

struct crowd {
    const struct index *index;
    uint64_t article;             /* that asks */
    const struct vector *vector;  /* its own */
    uint8_t own[CROWD_OWN_SLOTS]; /* places of its terms, from 1, by hash of the term */
    uint32_t count;
    uint32_t owners[CROWD_MAX];
    struct mate mates[CROWD_MAX];
    uint16_t shared[CROWD_MAX][VECTOR_TERMS_MAX]; /* what the terms of the article that asks weigh in each */
    uint32_t met[CROWD_MAX];             /* the how manieth of those that met; 0: not yet, or the one that asks */
    uint32_t meetings;                   /* how many have */
    uint32_t sums[CROWD_MAX][CROWD_MAX]; /* of the products of weights, by the one that met later */
    uint32_t held;
    struct crowd_holder holders[CROWD_TERMS_MAX]; /* of those that met */
    uint64_t odd;                                 /* multiplier of the hash */
    uint16_t turn;
    /* By hash of the term: from the lowest bits up the term, the turn when it was met (32; another one than the
     * crowd's: the slot is empty), and the newest of those who have it (48). */
    uint64_t slots[CROWD_SLOTS];
};

/* All zero but for `odd`, a secret, at first. */
void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const struct mate *self);

/* Takes in the newest articles of the events, those that can be found and have a vector: of each in turn the next older
 * one, `each_max` of one event and `most` in all, of those that were taken in before, too. `taken` are their places. */
struct crowd_taken {
    uint32_t count;
    uint32_t places[CROWD_MAX];
    uint32_t events[CROWD_MAX]; /* which of the events each is of */
};
void crowd_take(struct crowd *crowd, const uint64_t *events, size_t events_count, uint32_t each_max, uint32_t most,
                struct crowd_taken *taken);

/* Holds those at the places against each other. */
void crowd_meet(struct crowd *crowd, const uint32_t *places, uint32_t count);

/* mates_likeness of two that met, or of one and the article that asks. */
float crowd_likeness(const struct crowd *crowd, uint32_t a, uint32_t b);

/* Puts the newest articles of the events, the likest first, together again with the article that asks, while they score
 * `enough`. False where there is nothing to put together. */
bool match_regroup(struct crowd *crowd, const uint64_t *events, size_t events_count, float enough,
                   struct match_regroup *regroup);

#endif
