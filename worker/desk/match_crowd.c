/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_crowd.h"

#include <string.h>

/* The term; a new one is held by nobody yet. */
static inline struct crowd_term *term_of(struct crowd *crowd, uint32_t id)
{
    const uint16_t turn = crowd->turn;
    uint32_t at = (uint32_t)(id * crowd->odd >> 32) & (CROWD_SLOTS - 1);
    while (crowd->slots[at].turn == turn && crowd->slots[at].id != id)
        at = (at + 1) & (CROWD_SLOTS - 1);
    if (crowd->slots[at].turn != turn)
        crowd->slots[at] = (struct crowd_term){ id, turn, CROWD_NONE };
    return &crowd->slots[at];
}

static inline void hold_term(struct crowd *crowd, struct crowd_term *term, uint32_t at, uint32_t weight)
{
    crowd->holders[crowd->held] = (struct crowd_holder){ (uint16_t)at, (uint16_t)weight, term->newest };
    term->newest = (uint16_t)crowd->held++;
}

/* Multiplies with all who have the term, the article that asks last. */
static void add_term(struct crowd *crowd, uint32_t at, uint32_t id, uint32_t weight)
{
    struct crowd_term *term = term_of(crowd, id);
    uint32_t *sums = crowd->sums[at], first = CROWD_NONE;
    for (uint32_t i = term->newest; i != CROWD_NONE; i = crowd->holders[i].older) {
        sums[crowd->holders[i].at] += weight * crowd->holders[i].weight;
        first = i;
    }
    if (first < crowd->own)
        crowd->shared[at][first] = (uint16_t)weight;
    hold_term(crowd, term, at, weight);
}

/* The place of the next one. */
static uint32_t add(struct crowd *crowd, uint32_t owner, const struct mate *mate)
{
    const uint32_t at = crowd->count++;
    crowd->owners[at] = owner;
    crowd->mates[at] = *mate;
    memset(crowd->sums[at], 0, at * sizeof crowd->sums[at][0]);
    memset(crowd->shared[at], 0, crowd->own * sizeof crowd->shared[at][0]);
    return at;
}

void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const uint32_t *ids, const struct mate *self)
{
    crowd->count = crowd->held = crowd->own = 0;
    if (++crowd->turn == 0) { /* as it was 65,536 articles ago */
        memset(crowd->slots, 0, sizeof crowd->slots);
        crowd->turn = 1;
    }
    crowd->index = index;
    crowd->article = article;
    const uint32_t own = add(crowd, INDEX_ARTICLES_MOST, self);
    for (uint32_t i = 0; i < vector->count; i++)
        if (ids[i] != POSTINGS_NONE) /* nobody else has the others */
            hold_term(crowd, term_of(crowd, ids[i]), own, vector->weights[i]);
    crowd->own = crowd->held;
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

float crowd_likeness(const struct crowd *crowd, uint32_t a, uint32_t b)
{
    const uint32_t sum = a > b ? crowd->sums[a][b] : crowd->sums[b][a];
    return mates_likeness(&crowd->mates[a], &crowd->mates[b], vector_cosine(sum));
}
