/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INDEX_INNER_H
#define DESK_INDEX_INNER_H

#include "desk/index.h"

/* What an index is made of: index.c takes rows in and drops them, index_ask.c answers. Nobody else includes it. */

/* Weights asked for since the index last changed: the stems of an event's facts
 * are weighed again for each claim that is held against them. */
enum { WEIGHTS_KEPT = 4096 };
struct kept_weight {
    uint32_t term, age;
    float weight;
};

struct index {
    uint32_t articles_max;
    uint32_t capacity; /* of the ring of articles, a power of two */
    uint32_t oldest, used, live;
    uint32_t events;         /* with a row that counts */
    uint32_t facts_capacity; /* of the ring of fact ids, a power of two */
    uint32_t facts_oldest, facts_used;
    int64_t now_ms;
    struct index_article *articles;
    float *norms;     /* index_norm, by place of the ring */
    uint32_t *trails; /* TRAIL_MAX a place of the ring */
    struct index_fact *facts;
    struct postings *words;    /* what the articles are matched by */
    struct postings *postings; /* everything else */
    double *frequency_weights; /* of the frequencies, 1 + ln each */
    struct common *common;
    uint32_t age; /* counts changes, from 1 */
    struct kept_weight *weights;
};

static inline struct index_article *index_at(const struct index *index, uint32_t owner)
{
    return &index->articles[owner & (index->capacity - 1)];
}

/* The latest revision of an article, or NULL. */
struct index_article *index_find(const struct index *index, uint64_t article);

#endif
