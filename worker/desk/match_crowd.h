/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CROWD_H
#define DESK_MATCH_CROWD_H

#include "desk/match.h"

/* The article that asks and the newest ones of the events that it is near, and how alike any two of them are: each is
 * taken in once, and each two are held against each other once. */

enum {
    CROWD_MAX = 1 + MATCH_EVENTS_MAX * MATCH_MEMBERS_MAX + MATCH_REGROUP_MAX,
    CROWD_SELF = 0, /* the place of the article that asks */
    CROWD_TERMS_MAX = CROWD_MAX * VECTOR_TERMS_MAX,
    CROWD_BLOCK = 32, /* columns that are opened together */
    CROWD_COLUMNS_MAX = (CROWD_TERMS_MAX / 2 + CROWD_BLOCK - 1) / CROWD_BLOCK * CROWD_BLOCK,
    CROWD_ALONE = UINT16_MAX, /* instead of a column */
    CROWD_SLOTS = 8192,
};
_Static_assert(CROWD_SLOTS >= 2 * CROWD_TERMS_MAX, "half of them stay empty");

/* A term that was met. It gets a column when a second one has it: what one alone has is in no likeness. */
struct crowd_term {
    uint32_t id;                    /* key of index_words */
    uint16_t column, first, weight; /* CROWD_ALONE, then where it was met, and what it weighs there */
};

struct crowd {
    const struct index *index;
    uint64_t article; /* that asks */
    uint32_t count;
    uint32_t owners[CROWD_MAX];
    struct mate mates[CROWD_MAX];
    float likeness[CROWD_MAX][CROWD_MAX]; /* NAN: not asked yet */
    uint32_t columns;
    int16_t weights[CROWD_MAX][CROWD_COLUMNS_MAX]; /* of those taken in, up to the last block that is open */
    uint64_t odd;                                  /* multiplier of the hash */
    uint32_t met;
    struct crowd_term terms[CROWD_TERMS_MAX]; /* those of the article that asks come first */
    uint16_t slots[CROWD_SLOTS];              /* places of terms and 1, by hash of the key; 0: empty */
};

/* All zero but for `odd`, a secret, at first. `ids`: of the vector's terms, or POSTINGS_NONE. */
void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const uint32_t *ids, const struct mate *self);

/* Takes in the newest articles of the events, those that can be found and have a vector: of each in turn the next older
 * one, `each_max` of one event and `most` in all, of those that were taken in before, too. `taken` are their places. */
struct crowd_taken {
    uint32_t count;
    uint32_t places[CROWD_MAX];
    uint32_t events[CROWD_MAX]; /* which of the events each is of */
};
void crowd_take(struct crowd *crowd, const uint64_t *events, size_t events_count, uint32_t each_max, uint32_t most,
                struct crowd_taken *taken);

/* mates_likeness of two that were taken in. */
float crowd_likeness(struct crowd *crowd, uint32_t a, uint32_t b);

/* Puts the newest articles of the events, the likest first, together again with the article that asks, while they score `enough`. False where
 * there is nothing to put together. */
bool match_regroup(struct crowd *crowd, const uint64_t *events, size_t events_count, float enough,
                   struct match_regroup *regroup);

#endif
