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
    while (crowd->slots[at].age == crowd->age && crowd->slots[at].id != id)
        at = (at + 1) & (CROWD_SLOTS - 1);
    if (crowd->slots[at].age != crowd->age) {
        crowd->slots[at].id = id;
        crowd->slots[at].age = crowd->age;
        crowd->slots[at].number = (uint16_t)crowd->numbered++;
    }
    return crowd->slots[at].number;
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
    if (++crowd->age > 0)
        return;
    memset(crowd->slots, 0, sizeof crowd->slots);
    crowd->age = 1;
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

struct descent crowd_descend(const struct index *index, uint64_t event, uint32_t steps_max)
{
    const struct postings *postings = index_postings(index);
    const uint32_t id = postings_find(postings, index_event_key(event));
    if (id == POSTINGS_NONE)
        return (struct descent){ 0 };
    return (struct descent){ postings_key(postings, id)->newest, steps_max };
}

static uint32_t take(struct crowd *crowd, uint32_t owner, const struct index_article *article)
{
    const struct postings *words = index_words(crowd->index);
    for (uint32_t i = 1; i < crowd->count; i++)
        if (crowd->owners[i] == owner)
            return i;
    const struct mate mate = mates_at(article);
    const uint32_t at = add(crowd, owner, &mate);
    for (uint32_t i = 0; i < article->vector; i++) {
        const struct posting *posting = postings_at(words, article->first_word + i);
        add_term(crowd, &crowd->vectors[at], posting->key, posting->value);
    }
    return at;
}

uint32_t crowd_take(struct crowd *crowd, struct descent *descent)
{
    const struct postings *postings = index_postings(crowd->index);
    while (descent->steps_left > 0 && postings_held(postings, descent->position)) {
        const struct posting *posting = postings_at(postings, descent->position);
        const struct index_article *article = index_article_at(crowd->index, posting->owner);
        descent->position = posting->older;
        descent->steps_left--;
        if (!article->replaced && article->article != crowd->article && article->vector)
            return take(crowd, posting->owner, article);
    }
    descent->steps_left = 0;
    return CROWD_SELF;
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
