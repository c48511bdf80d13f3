/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/power.h"
#include "base/reserve.h"
#include "desk/index_inner.h"

enum { OTHERS_MAX = SKETCH_BUCKETS + 2 * INDEX_FACTS_MAX + 2 }; /* postings of a row that are no words */

static bool is_whole(const struct index *index)
{
    return index->events_at && index->trails && index->vectors && index->words && index->postings && index->terms &&
           index->articles && index->facts && index->logarithms && index->weighed;
}

static uint32_t more(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

struct index *index_new(uint32_t articles_max)
{
    struct index *index = calloc(1, sizeof *index);
    if (!index)
        return NULL;
    index->articles_max = articles_max;
    index->capacity = power_of_two(articles_max);
    /* Room for the one article that carries the most, whatever the average. */
    index->facts_capacity = more(index->capacity * 16, 4 * INDEX_FACTS_MAX);
    index->terms_capacity = power_of_two(more(articles_max * INDEX_TERMS_EACH, 4 * TERMS_MAX));
    index->terms = calloc(index->terms_capacity, sizeof *index->terms);
    index->words =
        vocabulary_new(more(articles_max * INDEX_UNCOMMON_EACH, 4 * TERMS_MAX), articles_max * VECTOR_TERMS_MAX);
    index->postings = postings_new(more(articles_max * INDEX_POSTINGS_EACH, 4 * OTHERS_MAX));
    index->logarithms = index_logarithms(articles_max);
    index->weighed = calloc(WEIGHED_PLACES, sizeof *index->weighed);
    index->age = 1;
    index->articles = reserve_take(index->capacity * sizeof *index->articles);
    index->facts = calloc(index->facts_capacity, sizeof *index->facts);
    index->events_at = calloc(index->capacity, sizeof *index->events_at);
    index->trails = calloc(index->capacity, TRAIL_MAX * sizeof *index->trails);
    index->vectors = reserve_take(index->capacity * sizeof *index->vectors);
    if (!is_whole(index)) {
        index_free(index);
        return NULL;
    }
    return index;
}

void index_free(struct index *index)
{
    if (!index)
        return;
    vocabulary_free(index->words);
    postings_free(index->postings);
    free(index->terms);
    free(index->logarithms);
    free(index->weighed);
    reserve_free(index->articles, index->capacity * sizeof *index->articles);
    free(index->facts);
    free(index->events_at);
    free(index->trails);
    reserve_free(index->vectors, index->capacity * sizeof *index->vectors);
    free(index);
}

void index_clear(struct index *index)
{
    index->oldest = index->used = index->live = index->events = 0;
    index->facts_oldest = index->facts_used = 0;
    index->terms_oldest = index->terms_used = 0;
    index->now_ms = 0;
    index->age++;
    vocabulary_clear(index->words);
    postings_clear(index->postings);
}

/* ---- rows */
static uint32_t least(size_t a, size_t b)
{
    return (uint32_t)(a < b ? a : b);
}

static uint32_t row_terms(const window_row_record *row)
{
    return row->features ? least(row->features->n_terms, TERMS_MAX) : 0;
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
           index->terms_used + row_terms(row) <= index->terms_capacity &&
           vocabulary_fit(index->words, row_terms(row)) &&
           postings_fit(index->postings, SKETCH_BUCKETS + 2 * facts + 2);
}

bool index_room(const struct index *index, uint32_t rows)
{
    return index->used + rows <= index->articles_max &&
           index->facts_used + rows * INDEX_FACTS_MAX <= index->facts_capacity &&
           index->terms_used + rows * TERMS_MAX <= index->terms_capacity &&
           vocabulary_fit(index->words, rows * TERMS_MAX) && postings_fit(index->postings, rows * OTHERS_MAX);
}

/* So many rows of the event, which has some, count no longer. Returns how many are left that do. */
static uint32_t take_rows(struct index *index, uint64_t event, uint32_t rows)
{
    struct index_article *newest = index_at(index, index_owner(index, index_newest(index, event)));
    newest->rows -= rows;
    return newest->rows;
}

/* The terms of an article are in one article less. */
static void forget_terms(struct index *index, const struct index_article *article)
{
    uint32_t terms[TERMS_MAX];
    vocabulary_forget(index->words, terms, index_terms(index, index_owner(index, article), terms));
}

/* A later revision has come: the row stays in its place, and is found no more. */
static void replace(struct index *index, uint64_t article)
{
    struct index_article *former = index_find(index, article);
    if (!former)
        return;
    forget_terms(index, former);
    former->replaced = true;
    index->events_at[index_owner(index, former)] = 0;
    index->live -= former->terms > 0;
    index->events -= former->event && take_rows(index, former->event, 1) == 0;
}

static void add_terms(struct index *index, uint32_t owner, const window_row_record *row)
{
    struct vector vector;
    struct index_article *article = index_at(index, owner);
    struct index_vector *kept = &index->vectors[owner & (index->capacity - 1)];
    if (!vector_get(row, &vector))
        index_weigh(index, row->features, &vector);
    memcpy(kept->terms, vector.terms, vector.count * sizeof *kept->terms);
    memcpy(kept->weights, vector.weights, vector.count * sizeof *kept->weights);
    article->vector = (uint8_t)vector.count;
    article->first_term = index->terms_oldest + index->terms_used;
    article->terms = row_terms(row);
    for (uint32_t i = 0; i < article->terms; i++)
        index->terms[(index->terms_oldest + index->terms_used++) & (index->terms_capacity - 1)] =
            row->features->terms[i];
    if (article->terms)
        vocabulary_add(index->words, row->features->terms, article->terms, &vector, owner);
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
    uint32_t values[2 * INDEX_FACTS_MAX];
    for (uint32_t i = 0; i < facts; i++) {
        bool denied = row->polarities[i] == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
        keys[2 * i] = index_fact_key(row->event, row->fact_keys[i]);
        keys[2 * i + 1] = index_topic_key(row->event, row->topic_keys[i], denied);
    }
    for (uint32_t i = 0; i < facts; i++) {
        uint32_t position = index->facts_oldest + index->facts_used++;
        index->facts[position & (index->facts_capacity - 1)] =
            (struct index_fact){ row->facts[i], i < row->n_marks ? row->marks[i] : 0 };
        values[2 * i] = values[2 * i + 1] = i;
    }
    postings_add_all(index->postings, keys, 2 * facts, owner, values);
}

/* The row is its event's newest. */
static void join_event(struct index *index, struct index_article *article)
{
    const struct index_article *newest = index_newest(index, article->event);
    article->older = index->oldest - 1; /* not held */
    article->rows = 1;
    if (newest) {
        article->older = index->oldest + ((index_owner(index, newest) - index->oldest) & (index->capacity - 1));
        article->rows += newest->rows;
    }
    index->events += article->rows == 1;
}

void index_add(struct index *index, uint64_t applied, const window_row_record *row)
{
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
        .calendar = row->has_calendar ? row->calendar : index_calendar(row->features),
        .published_day = row->features ? row->features->published_day : 0,
        .told = row->features && row->features->has_told_day,
        .told_day = row->features ? row->features->told_day : 0,
    };
    if (row->now_ms > index->now_ms)
        index->now_ms = row->now_ms;
    const uint32_t first = postings_end(index->postings);
    postings_add(index->postings, index_article_key(row->article), owner, 0);
    index->events_at[owner] = row->event;
    add_terms(index, owner, row);
    add_trail(index, owner, row);
    uint64_t sketch[SKETCH_BUCKETS];
    article->sketch = index_sketch(row->features, sketch);
    postings_add_all(index->postings, sketch, article->sketch, owner, NULL);
    add_facts(index, owner, row);
    if (row->event) {
        join_event(index, article);
        postings_add(index->postings, index_event_key(row->event), owner, 0);
    }
    article->postings = postings_end(index->postings) - first;
    index->live += article->terms > 0;
    index->age++;
}

const struct index_article *index_oldest(const struct index *index)
{
    return index->used ? index_at(index, index->oldest) : NULL;
}

uint64_t index_drop(struct index *index)
{
    struct index_article *article = index_at(index, index->oldest);
    const bool gone = article->event && take_rows(index, article->event, !article->replaced) == 0;
    index->age++;
    postings_drop(index->postings, article->postings);
    vocabulary_drop(index->words, index->vectors[index->oldest & (index->capacity - 1)].terms, article->vector);
    if (!article->replaced) {
        forget_terms(index, article);
        index->live -= article->terms > 0;
    }
    index->terms_oldest += article->terms;
    index->terms_used -= article->terms;
    uint32_t facts_end =
        index->used > 1 ? index_at(index, index->oldest + 1)->facts : index->facts_oldest + index->facts_used;
    index->facts_used -= facts_end - index->facts_oldest;
    index->facts_oldest = facts_end;
    index->oldest++;
    index->used--;
    index->events -= gone && !article->replaced;
    return gone ? article->event : 0;
}
