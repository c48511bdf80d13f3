/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INDEX_INNER_H
#define DESK_INDEX_INNER_H

#include "desk/common.h"
#include "desk/index.h"

/* What an index is made of: index.c takes rows in and drops them, index_weigh.c weighs their terms, index_ask.c
 * answers. Nobody else includes it. */

/* What a term weighed when it was last asked for. One article asks for few terms, each many times. */
struct weighed {
    uint32_t term, age; /* of the index; another than its own: out of date */
    float weight;
};
enum { WEIGHED_PLACES = 512 };

struct index {
    uint32_t articles_max;
    uint32_t capacity; /* of the ring of articles, a power of two */
    uint32_t oldest, used, live;
    uint32_t events;         /* with a row that counts */
    uint32_t facts_capacity; /* of the ring of fact ids, a power of two */
    uint32_t facts_oldest, facts_used;
    uint32_t terms_capacity; /* of the ring of terms, likewise */
    uint32_t terms_oldest, terms_used;
    int64_t now_ms;
    struct index_article *articles;
    uint64_t *events_at;          /* index_event_at, by place of the ring */
    uint32_t *trails;             /* TRAIL_MAX a place of the ring */
    struct index_vector *vectors; /* one a place of the ring; by term they stand in `words`, too */
    struct index_fact *facts;
    uint32_t *terms;           /* of all articles, one after the other */
    struct vocabulary *words;  /* of these, and who is matched by them */
    struct postings *postings; /* everything else */
    float *logarithms;         /* of the small numbers; index_weigh.c */
    uint32_t age;              /* another one when articles come or go */
    struct weighed *weighed;   /* by term */
};

static inline struct index_article *index_at(const struct index *index, uint32_t owner)
{
    return &index->articles[owner & (index->capacity - 1)];
}

/* As many logarithms as an index of so many articles asks for. NULL without memory. */
float *index_logarithms(uint32_t articles_max);

/* The terms that count. */
static inline uint32_t index_count_terms(const features_record *features)
{
    const size_t weighed = features && features->n_weights < features->n_terms ? features->n_weights : SIZE_MAX;
    const size_t terms = features ? features->n_terms : 0;
    const size_t count = terms < weighed ? terms : weighed;
    return (uint32_t)(count < TERMS_MAX ? count : TERMS_MAX);
}

/* The latest revision of an article, or NULL. */
struct index_article *index_find(const struct index *index, uint64_t article);

#endif
