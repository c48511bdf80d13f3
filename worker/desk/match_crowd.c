/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_crowd.h"

#include <math.h>
#include <string.h>

static uint32_t slot_of(const struct crowd *crowd, uint32_t id)
{
    return (uint32_t)(id * crowd->odd >> 32) & (CROWD_SLOTS - 1);
}

/* The term; a new one has no id yet. */
static struct crowd_term *term_of(struct crowd *crowd, uint32_t id)
{
    uint32_t at = slot_of(crowd, id);
    while (crowd->slots[at] && crowd->terms[crowd->slots[at] - 1].id != id)
        at = (at + 1) & (CROWD_SLOTS - 1);
    if (crowd->slots[at])
        return &crowd->terms[crowd->slots[at] - 1];
    crowd->terms[crowd->met++] = (struct crowd_term){ .id = POSTINGS_NONE };
    crowd->slots[at] = (uint16_t)crowd->met;
    return &crowd->terms[crowd->met - 1];
}

static uint32_t columns_open(const struct crowd *crowd)
{
    return (crowd->columns + CROWD_BLOCK - 1) / CROWD_BLOCK * CROWD_BLOCK;
}

static uint16_t add_column(struct crowd *crowd)
{
    const uint32_t column = crowd->columns++;
    for (uint32_t i = 0; column % CROWD_BLOCK == 0 && i < crowd->count; i++)
        memset(&crowd->weights[i][column], 0, CROWD_BLOCK * sizeof crowd->weights[i][column]);
    return (uint16_t)column;
}

static void add_term(struct crowd *crowd, uint32_t at, uint32_t id, uint32_t weight)
{
    struct crowd_term *term = term_of(crowd, id);
    if (term->id == POSTINGS_NONE) {
        *term = (struct crowd_term){ id, CROWD_ALONE, (uint16_t)at, (uint16_t)weight };
        return;
    }
    if (term->column == CROWD_ALONE) {
        term->column = add_column(crowd);
        crowd->weights[term->first][term->column] = (int16_t)term->weight;
    }
    crowd->weights[at][term->column] = (int16_t)weight;
}

/* The place of the next one. */
static uint32_t add(struct crowd *crowd, uint32_t owner, const struct mate *mate)
{
    const uint32_t at = crowd->count++;
    crowd->owners[at] = owner;
    crowd->mates[at] = *mate;
    memset(crowd->weights[at], 0, columns_open(crowd) * sizeof crowd->weights[at][0]);
    for (uint32_t i = 0; i <= at; i++)
        crowd->likeness[at][i] = NAN;
    return at;
}

void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const uint32_t *ids, const struct mate *self)
{
    crowd->count = crowd->met = crowd->columns = 0;
    memset(crowd->slots, 0, sizeof crowd->slots);
    crowd->index = index;
    crowd->article = article;
    const uint32_t own = add(crowd, INDEX_ARTICLES_MOST, self);
    for (uint32_t i = 0; i < vector->count; i++)
        if (ids[i] != POSTINGS_NONE) /* nobody else has the others */
            add_term(crowd, own, ids[i], vector->weights[i]);
}

/* An event's articles on the way down, the newest first. */
struct descent {
    uint32_t position, steps_left, taken;
};

static void descend(const struct index *index, const uint64_t *events, size_t count, uint32_t steps_max,
                    struct descent *descents)
{
    const struct postings *postings = index_postings(index);
    uint64_t keys[MATCH_EVENTS_MAX];
    uint32_t ids[MATCH_EVENTS_MAX];
    for (size_t i = 0; i < count; i++)
        keys[i] = index_event_key(events[i]);
    postings_find_all(postings, keys, count, ids);
    for (size_t i = 0; i < count; i++) {
        descents[i] = (struct descent){ 0 };
        if (ids[i] == POSTINGS_NONE)
            continue;
        descents[i] = (struct descent){ postings_key(postings, ids[i])->newest, steps_max, 0 };
        postings_expect(postings, descents[i].position);
    }
}

/* The owner of the next one that counts, or INDEX_ARTICLES_MOST. */
static uint32_t step_down(const struct crowd *crowd, struct descent *descent)
{
    const struct postings *postings = index_postings(crowd->index);
    while (descent->steps_left > 0 && postings_held(postings, descent->position)) {
        const struct posting *posting = postings_at(postings, descent->position);
        const struct index_article *article = index_article_at(crowd->index, posting->owner);
        descent->position = posting->older;
        descent->steps_left--;
        postings_expect(postings, descent->position);
        if (!article->replaced && article->article != crowd->article && article->vector)
            return posting->owner;
    }
    descent->steps_left = 0;
    return INDEX_ARTICLES_MOST;
}

static uint32_t place_of(struct crowd *crowd, uint32_t owner)
{
    const struct postings *words = index_words(crowd->index);
    for (uint32_t i = 1; i < crowd->count; i++)
        if (crowd->owners[i] == owner)
            return i;
    const struct index_article *article = index_article_at(crowd->index, owner);
    const struct mate mate = mates_at(article);
    const uint32_t at = add(crowd, owner, &mate);
    for (uint32_t i = 0; i < article->vector; i++) {
        const struct posting *posting = postings_at(words, article->first_word + i);
        add_term(crowd, at, posting->key, posting->value);
    }
    return at;
}

/* Hints that the vector is read soon. */
static void expect_vector(const struct index *index, uint32_t owner)
{
    enum { LINE_POSTINGS = 64 / sizeof(struct posting) };
    const struct index_article *article = index_article_at(index, owner);
    for (uint32_t i = 0; i < article->vector; i += LINE_POSTINGS)
        postings_expect(index_words(index), article->first_word + i);
}

void crowd_take(struct crowd *crowd, const uint64_t *events, size_t events_count, uint32_t each_max, uint32_t most,
                struct crowd_taken *taken)
{
    struct descent descents[MATCH_EVENTS_MAX];
    uint32_t owners[CROWD_MAX];
    descend(crowd->index, events, events_count, 2 * each_max, descents);
    taken->count = 0;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < events_count && taken->count < most; i++) {
            const uint32_t owner = descents[i].taken < each_max ? step_down(crowd, &descents[i]) : INDEX_ARTICLES_MOST;
            if (owner == INDEX_ARTICLES_MOST)
                continue;
            expect_vector(crowd->index, owner);
            descents[i].taken++;
            taken->events[taken->count] = i;
            owners[taken->count++] = owner;
            more = true;
        }
    }
    for (uint32_t i = 0; i < taken->count; i++)
        taken->places[i] = place_of(crowd, owners[i]);
}

static float cosine(const struct crowd *crowd, uint32_t a, uint32_t b)
{
    const int16_t *restrict one = crowd->weights[a], *restrict other = crowd->weights[b];
    const uint32_t blocks = columns_open(crowd) / CROWD_BLOCK;
    int32_t sum = 0;
    for (uint32_t i = 0; i < blocks * CROWD_BLOCK; i++) /* whole blocks: compilers take several at once */
        sum += one[i] * other[i];
    return vector_cosine((uint32_t)sum);
}

float crowd_likeness(struct crowd *crowd, uint32_t a, uint32_t b)
{
    float *likeness = a > b ? &crowd->likeness[a][b] : &crowd->likeness[b][a];
    if (isnan(*likeness))
        *likeness = mates_likeness(&crowd->mates[a], &crowd->mates[b], cosine(crowd, a, b));
    return *likeness;
}
