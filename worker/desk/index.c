/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/index.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"

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
    uint32_t *trails; /* TRAIL_MAX a place of the ring */
    struct index_fact *facts;
    struct postings *postings;
    struct common *common;
    uint32_t age; /* counts changes, from 1 */
    struct kept_weight *weights;
};

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
    index->trails = calloc(index->capacity, TRAIL_MAX * sizeof *index->trails);
    index->weights = calloc(WEIGHTS_KEPT, sizeof *index->weights);
    index->age = 1;
    if (!index->trails || !index->weights || !index->postings || !index->common || !index->articles || !index->facts) {
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

static struct index_article *at(const struct index *index, uint32_t owner)
{
    return &index->articles[owner & (index->capacity - 1)];
}

static struct index_article *latest(const struct index *index, uint64_t article)
{
    uint32_t id = postings_find(index->postings, index_article_key(article));
    if (id == POSTINGS_NONE)
        return NULL;
    struct index_article *found =
        at(index, postings_at(index->postings, postings_key(index->postings, id)->newest)->owner);
    return found->replaced || found->article != article ? NULL : found;
}

static uint32_t rows_of_event(const struct index *index, uint64_t event)
{
    uint32_t id = postings_find(index->postings, index_event_key(event));
    return id == POSTINGS_NONE ? 0 : postings_key(index->postings, id)->count;
}

/* A later revision has come: the row stays in its place, and is found no more. */
static void replace(struct index *index, uint64_t article)
{
    struct index_article *former = latest(index, article);
    if (!former)
        return;
    for (uint32_t i = 0; i < former->postings; i++)
        postings_discount(index->postings, former->first + i);
    former->replaced = true;
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
        postings_key(index->postings, postings_at(index->postings, position)->key)->prior =
            common_count(index->common, row->features->terms[i]);
        square += weight * weight;
    }
    at(index, owner)->terms = terms;
    at(index, owner)->norm = (float)sqrt(square);
}

static void add_trail(struct index *index, uint32_t owner, const window_row_record *row)
{
    const uint32_t count = row->features ? least(row->features->n_trail, TRAIL_MAX) : 0;
    at(index, owner)->trail = count;
    if (count)
        memcpy(index->trails + (size_t)(owner & (index->capacity - 1)) * TRAIL_MAX, row->features->trail,
               count * sizeof *index->trails);
}

static void add_facts(struct index *index, uint32_t owner, const window_row_record *row)
{
    uint32_t facts = row_facts(row);
    at(index, owner)->facts = index->facts_oldest + index->facts_used;
    at(index, owner)->facts_count = facts;
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
    struct index_article *article = at(index, owner);
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
    return index->used ? at(index, index->oldest) : NULL;
}

uint64_t index_drop(struct index *index)
{
    struct index_article *article = at(index, index->oldest);
    grow_older(index);
    for (uint32_t i = 0; i < article->postings; i++)
        postings_drop(index->postings, !article->replaced);
    if (!article->replaced)
        index->live -= article->terms > 0;
    uint32_t facts_end =
        index->used > 1 ? at(index, index->oldest + 1)->facts : index->facts_oldest + index->facts_used;
    index->facts_used -= facts_end - index->facts_oldest;
    index->facts_oldest = facts_end;
    index->oldest++;
    index->used--;
    bool gone = article->event && rows_of_event(index, article->event) == 0;
    index->events -= gone && !article->replaced;
    return gone ? article->event : 0;
}

const struct index_article *index_latest(const struct index *index, uint64_t article)
{
    return latest(index, article);
}

uint32_t index_owner(const struct index *index, const struct index_article *article)
{
    return (uint32_t)(article - index->articles);
}

const struct index_article *index_article_at(const struct index *index, uint32_t owner)
{
    return at(index, owner);
}

const uint32_t *index_trail(const struct index *index, uint32_t owner)
{
    return index->trails + (size_t)(owner & (index->capacity - 1)) * TRAIL_MAX;
}

uint32_t index_articles(const struct index *index)
{
    return index->live;
}

const struct postings *index_postings(const struct index *index)
{
    return index->postings;
}

uint32_t index_background(const struct index *index, uint32_t term)
{
    return common_count(index->common, term);
}

int64_t index_now(const struct index *index)
{
    return index->now_ms;
}

size_t index_facts(const struct index *index, uint64_t key, uint32_t steps_max, uint64_t *facts, size_t facts_max)
{
    uint32_t id = postings_find(index->postings, key);
    if (id == POSTINGS_NONE)
        return 0;
    size_t count = 0;
    uint32_t position = postings_key(index->postings, id)->newest;
    for (uint32_t step = 0; step < steps_max && count < facts_max && postings_held(index->postings, position); step++) {
        const struct posting *posting = postings_at(index->postings, position);
        position = posting->older;
        const struct index_article *article = at(index, posting->owner);
        if (article->replaced)
            continue;
        uint64_t fact = index->facts[(article->facts + posting->value) & (index->facts_capacity - 1)].fact;
        size_t seen = 0;
        while (seen < count && facts[seen] != fact)
            seen++;
        if (seen == count)
            facts[count++] = fact;
    }
    return count;
}

size_t index_event_facts(const struct index *index, uint64_t event, struct index_fact *facts, size_t facts_max)
{
    uint32_t id = postings_find(index->postings, index_event_key(event));
    size_t count = 0;
    uint32_t position = id == POSTINGS_NONE ? 0 : postings_key(index->postings, id)->newest;
    for (size_t step = 0; id != POSTINGS_NONE && step < facts_max && postings_held(index->postings, position); step++) {
        const struct posting *posting = postings_at(index->postings, position);
        const struct index_article *article = at(index, posting->owner);
        position = posting->older;
        for (uint32_t i = 0; !article->replaced && i < article->facts_count && count < facts_max; i++)
            facts[count++] = index->facts[(article->facts + i) & (index->facts_capacity - 1)];
    }
    return count;
}

size_t index_article_facts(const struct index *index, uint32_t owner, uint64_t *facts, size_t facts_max)
{
    const struct index_article *article = at(index, owner);
    size_t count = 0;
    for (; count < article->facts_count && count < facts_max; count++)
        facts[count] = index->facts[(article->facts + count) & (index->facts_capacity - 1)].fact;
    return count;
}

float index_weight(const void *context, uint32_t term)
{
    const struct index *index = context;
    struct kept_weight *kept = &index->weights[term % WEIGHTS_KEPT];
    if (kept->age == index->age && kept->term == term)
        return kept->weight;
    uint32_t id = postings_find(index->postings, index_term_key(term));
    uint32_t df = id == POSTINGS_NONE ? 0 : postings_key(index->postings, id)->count;
    float weight = log1pf((float)(index->live + COMMON_ARTICLES) / (float)(df + common_count(index->common, term) + 1));
    *kept = (struct kept_weight){ term, index->age, weight };
    return weight;
}

void index_expect_facts(const struct index *index, const uint64_t *keys, size_t count)
{
    postings_expect_all(index->postings, keys, count);
}

void index_expect_weights(const struct index *index, const uint32_t *terms, size_t count)
{
    uint64_t keys[64];
    for (size_t done = 0, some; done < count; done += some) {
        some = count - done < 64 ? count - done : 64;
        for (size_t i = 0; i < some; i++)
            keys[i] = index_term_key(terms[done + i]);
        postings_expect_all(index->postings, keys, some);
    }
}

struct index_size index_size(const struct index *index)
{
    return (struct index_size){
        .articles = index->used,
        .events = index->events,
        .facts = index->facts_used,
        .postings = postings_count(index->postings),
        .bytes = postings_bytes(index->postings) +
                 (uint64_t)index->used * (sizeof *index->articles + TRAIL_MAX * sizeof *index->trails) +
                 (uint64_t)index->facts_used * sizeof *index->facts,
    };
}
