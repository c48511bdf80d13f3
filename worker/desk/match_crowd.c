/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_crowd.h"

#include <math.h>
#include <string.h>

static uint32_t slot_of(const struct crowd *crowd, uint32_t id)
{
    return (uint32_t)(id * crowd->odd >> 32) & (CROWD_SLOTS - 1);
}

static uint16_t number_of(struct crowd *crowd, uint32_t id)
{
    uint32_t at = slot_of(crowd, id);
    while (crowd->slots[at] && crowd->ids[crowd->slots[at] - 1] != id)
        at = (at + 1) & (CROWD_SLOTS - 1);
    if (!crowd->slots[at]) {
        crowd->ids[crowd->numbered++] = id;
        crowd->slots[at] = (uint16_t)crowd->numbered;
    }
    return (uint16_t)(crowd->slots[at] - 1);
}

static void lay(struct crowd *crowd, uint32_t at, bool open)
{
    const struct crowd_vector *vector = &crowd->vectors[at];
    for (uint32_t i = 0; i < vector->count; i++)
        crowd->open[vector->numbers[i]] = open ? vector->weights[i] : 0;
}

static void forget(struct crowd *crowd)
{
    if (crowd->laid < crowd->count)
        lay(crowd, crowd->laid, false);
    crowd->count = crowd->numbered = 0;
    crowd->laid = CROWD_MAX;
    memset(crowd->slots, 0, sizeof crowd->slots);
}

/* The place of the next one. */
static uint32_t add(struct crowd *crowd, uint32_t owner, const struct mate *mate)
{
    const uint32_t at = crowd->count++;
    crowd->owners[at] = owner;
    crowd->mates[at] = *mate;
    crowd->vectors[at].count = 0;
    for (uint32_t i = 0; i <= at; i++)
        crowd->likeness[at][i] = NAN;
    return at;
}

static void add_term(struct crowd *crowd, struct crowd_vector *vector, uint32_t id, uint32_t weight)
{
    vector->numbers[vector->count] = number_of(crowd, id);
    vector->weights[vector->count++] = (uint16_t)weight;
}

void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const uint32_t *ids, const struct mate *self)
{
    forget(crowd);
    crowd->index = index;
    crowd->article = article;
    struct crowd_vector *own = &crowd->vectors[add(crowd, INDEX_ARTICLES_MOST, self)];
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
        add_term(crowd, &crowd->vectors[at], posting->key, posting->value);
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

static float cosine(struct crowd *crowd, uint32_t a, uint32_t b)
{
    if (crowd->laid != a) {
        if (crowd->laid < crowd->count)
            lay(crowd, crowd->laid, false);
        lay(crowd, a, true);
        crowd->laid = a;
    }
    const struct crowd_vector *other = &crowd->vectors[b];
    uint32_t sum = 0;
    for (uint32_t i = 0; i < other->count; i++)
        sum += other->weights[i] * crowd->open[other->numbers[i]];
    return vector_cosine(sum);
}

float crowd_likeness(struct crowd *crowd, uint32_t a, uint32_t b)
{
    float *likeness = a > b ? &crowd->likeness[a][b] : &crowd->likeness[b][a];
    if (isnan(*likeness))
        *likeness = mates_likeness(&crowd->mates[a], &crowd->mates[b], cosine(crowd, a, b));
    return *likeness;
}
