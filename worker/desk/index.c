/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "desk/index_inner.h"

struct index *index_new(uint32_t articles_max)
{
    struct index *index = calloc(1, sizeof *index);
    if (!index)
        return NULL;
    index->articles_max = articles_max;
    index->capacity = 1;
    while (index->capacity < articles_max)
        index->capacity *= 2;
    /* Room for the one article that carries the most, whatever the average. */
    index->facts_capacity = index->capacity * 16 > 4 * INDEX_FACTS_MAX ? index->capacity * 16 : 4 * INDEX_FACTS_MAX;
    uint32_t postings_max = articles_max * INDEX_POSTINGS_EACH;
    uint32_t postings_least = 4 * (TERMS_MAX + SKETCH_BUCKETS + 2 * INDEX_FACTS_MAX + 2);
    index->postings = postings_new(postings_max > postings_least ? postings_max : postings_least);
    index->common = common_new();
    index->articles = calloc(index->capacity, sizeof *index->articles);
    index->facts = calloc(index->facts_capacity, sizeof *index->facts);
    index->norms = calloc(index->capacity, sizeof *index->norms);
    index->trails = calloc(index->capacity, TRAIL_MAX * sizeof *index->trails);
    index->weights = calloc(WEIGHTS_KEPT, sizeof *index->weights);
    index->age = 1;
    if (!index->norms || !index->trails || !index->weights || !index->postings || !index->common || !index->articles ||
        !index->facts) {
        index_free(index);
        return NULL;
    }
    return index;
}

void index_free(struct index *index)
{
    if (!index)
        return;
    postings_free(index->postings);
    common_free(index->common);
    free(index->articles);
    free(index->facts);
    free(index->norms);
    free(index->trails);
    free(index->weights);
    free(index);
}

/* No weight kept is true any more. */
static void grow_older(struct index *index)
{
    if (++index->age > 0)
        return;
    memset(index->weights, 0, WEIGHTS_KEPT * sizeof *index->weights);
    index->age = 1;
}

void index_clear(struct index *index)
{
    index->oldest = index->used = index->live = index->events = 0;
    index->facts_oldest = index->facts_used = 0;
    index->now_ms = 0;
    grow_older(index);
    postings_clear(index->postings);
}

/* ---- rows */

static uint32_t least(size_t a, size_t b)
{
    return (uint32_t)(a < b ? a : b);
}

static uint32_t row_terms(const window_row_record *row)
{
    return row->features ? least(least(row->features->n_terms, row->features->n_weights), TERMS_MAX) : 0;
}

static uint32_t row_facts(const window_row_record *row)
{
    uint32_t facts = least(least(row->n_facts, row->n_fact_keys), least(row->n_topic_keys, row->n_polarities));
    return least(facts, INDEX_FACTS_MAX);
}

bool index_fits(const struct index *index, const window_row_record *row)
{
    uint32_t facts = row_facts(row);
    return index->used < index->articles_max && index->facts_used + facts <= index->facts_capacity &&
           postings_fit(index->postings, row_terms(row) + SKETCH_BUCKETS + 2 * facts + 2);
}

bool index_room(const struct index *index, uint32_t rows)
{
    return index->used + rows <= index->articles_max &&
           index->facts_used + rows * INDEX_FACTS_MAX <= index->facts_capacity &&
           postings_fit(index->postings, rows * (TERMS_MAX + SKETCH_BUCKETS + 2 * INDEX_FACTS_MAX + 2));
}

static uint32_t rows_of_event(const struct index *index, uint64_t event)
{
    uint32_t id = postings_find(index->postings, index_event_key(event));
    return id == POSTINGS_NONE ? 0 : postings_tally(index->postings, id)->count;
}

/* A later revision has come: the row stays in its place, and is found no more. */
static void replace(struct index *index, uint64_t article)
{
    struct index_article *former = index_find(index, article);
    if (!former)
        return;
    for (uint32_t i = 0; i < former->postings; i++)
        postings_discount(index->postings, former->first + i);
    former->replaced = true;
    index->norms[index_owner(index, former)] = 0;
    index->live -= former->terms > 0;
    index->events -= former->event && rows_of_event(index, former->event) == 0;
}

static void add_terms(struct index *index, uint32_t owner, const window_row_record *row)
{
    double square = 0;
    uint32_t terms = row_terms(row);
    uint64_t keys[TERMS_MAX];
    for (uint32_t i = 0; i < terms; i++)
        keys[i] = index_term_key(row->features->terms[i]);
    postings_expect_all(index->postings, keys, terms);
    for (uint32_t i = 0; i < terms; i++) {
        uint32_t frequency = index_frequency(row->features->weights[i]);
        double weight = 1 + log((double)frequency / INDEX_FREQUENCY_UNIT);
        uint32_t position = postings_add(index->postings, keys[i], owner, frequency);
        postings_tally(index->postings, postings_at(index->postings, position)->key)->prior =
            common_count(index->common, row->features->terms[i]);
        square += weight * weight;
    }
    index_at(index, owner)->terms = terms;
    index_at(index, owner)->norm = (float)sqrt(square);
    index->norms[owner] = row->event ? index_at(index, owner)->norm : 0;
}

static void add_trail(struct index *index, uint32_t owner, const window_row_record *row)
{
    const uint32_t count = row->features ? least(row->features->n_trail, TRAIL_MAX) : 0;
    index_at(index, owner)->trail = count;
    if (count)
        memcpy(index->trails + (size_t)(owner & (index->capacity - 1)) * TRAIL_MAX, row->features->trail,
               count * sizeof *index->trails);
}

static void add_facts(struct index *index, uint32_t owner, const window_row_record *row)
{
    uint32_t facts = row_facts(row);
    index_at(index, owner)->facts = index->facts_oldest + index->facts_used;
    index_at(index, owner)->facts_count = facts;
    uint64_t keys[2 * INDEX_FACTS_MAX];
    for (uint32_t i = 0; i < facts; i++) {
        bool denied = row->polarities[i] == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
        keys[2 * i] = index_fact_key(row->event, row->fact_keys[i]);
        keys[2 * i + 1] = index_topic_key(row->event, row->topic_keys[i], denied);
    }
    postings_expect_all(index->postings, keys, 2 * facts);
    for (uint32_t i = 0; i < facts; i++) {
        uint32_t position = index->facts_oldest + index->facts_used++;
        index->facts[position & (index->facts_capacity - 1)] =
            (struct index_fact){ row->facts[i], i < row->n_marks ? row->marks[i] : 0 };
        postings_add(index->postings, keys[2 * i], owner, i);
        postings_add(index->postings, keys[2 * i + 1], owner, i);
    }
}

void index_add(struct index *index, uint64_t applied, const window_row_record *row)
{
    grow_older(index);
    replace(index, row->article);
    uint32_t owner = (index->oldest + index->used++) & (index->capacity - 1);
    struct index_article *article = index_at(index, owner);
    *article = (struct index_article){
        .applied = applied,
        .article = row->article,
        .event = row->event,
        .origin = row->origin,
        .copy_of = row->copy_of,
        .stream_ms = row->stream_ms,
        .revision = row->revision,
        .words = row->features ? row->features->tokens : 0,
        .harm = index_harm(row->features),
        .published = row->features && row->features->has_published_day,
        .published_day = row->features ? row->features->published_day : 0,
    };
    if (row->now_ms > index->now_ms)
        index->now_ms = row->now_ms;
    uint64_t before = postings_count(index->postings);
    article->first = postings_add(index->postings, index_article_key(row->article), owner, 0);
    add_terms(index, owner, row);
    add_trail(index, owner, row);
    uint64_t sketch[SKETCH_BUCKETS];
    article->sketch = index_sketch(row->features, sketch);
    for (uint32_t i = 0; i < article->sketch; i++)
        sketch[i] = index_sketch_key(sketch[i]);
    postings_expect_all(index->postings, sketch, article->sketch);
    for (uint32_t i = 0; i < article->sketch; i++)
        postings_add(index->postings, sketch[i], owner, 0);
    add_facts(index, owner, row);
    if (row->event) {
        postings_add(index->postings, index_event_key(row->event), owner, 0);
        index->events += rows_of_event(index, row->event) == 1;
    }
    article->postings = (uint32_t)(postings_count(index->postings) - before);
    index->live += article->terms > 0;
}

const struct index_article *index_oldest(const struct index *index)
{
    return index->used ? index_at(index, index->oldest) : NULL;
}

uint64_t index_drop(struct index *index)
{
    struct index_article *article = index_at(index, index->oldest);
    grow_older(index);
    for (uint32_t i = 0; i < article->postings; i++)
        postings_drop(index->postings, !article->replaced);
    if (!article->replaced)
        index->live -= article->terms > 0;
    uint32_t facts_end =
        index->used > 1 ? index_at(index, index->oldest + 1)->facts : index->facts_oldest + index->facts_used;
    index->facts_used -= facts_end - index->facts_oldest;
    index->facts_oldest = facts_end;
    index->oldest++;
    index->used--;
    bool gone = article->event && rows_of_event(index, article->event) == 0;
    index->events -= gone && !article->replaced;
    return gone ? article->event : 0;
}
