/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_crowd.h"

#include <string.h>

static inline uint32_t hash(const struct crowd *crowd, uint32_t term)
{
    return (uint32_t)(term * crowd->odd >> 32);
}

/* Where the term is among those of the article that asks: its slot, or an empty one. */
static inline uint8_t *own_slot(struct crowd *crowd, uint32_t term)
{
    uint32_t at = hash(crowd, term) % CROWD_OWN_SLOTS;
    while (crowd->own[at] && crowd->vector->terms[crowd->own[at] - 1] != term)
        at = (at + 1) % CROWD_OWN_SLOTS;
    return &crowd->own[at];
}

void crowd_begin(struct crowd *crowd, const struct index *index, uint64_t article, const struct vector *vector,
                 const struct mate *self)
{
    if (++crowd->turn == 0) { /* as it was 65,536 articles ago */
        memset(crowd->slots, 0, sizeof crowd->slots);
        crowd->turn = 1;
    }
    crowd->index = index;
    crowd->article = article;
    crowd->vector = vector;
    crowd->held = crowd->meetings = 0;
    crowd->count = 1;
    crowd->owners[CROWD_SELF] = INDEX_ARTICLES_MOST;
    crowd->mates[CROWD_SELF] = *self;
    crowd->met[CROWD_SELF] = 0;
    memset(crowd->own, 0, sizeof crowd->own);
    for (uint32_t i = 0; i < vector->count; i++)
        *own_slot(crowd, vector->terms[i]) = (uint8_t)(i + 1);
}

/* Places of those terms that the article that asks may have, too: most it has not, and no step depends on it. */
static uint32_t may_share(const struct crowd *crowd, const uint32_t *terms, uint32_t count, uint8_t *places)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        places[found] = (uint8_t)i;
        found += crowd->own[hash(crowd, terms[i]) % CROWD_OWN_SLOTS] != 0;
    }
    return found;
}

/* Takes in one more, and holds it against the article that asks. Returns its place. */
static uint32_t add(struct crowd *crowd, uint32_t owner)
{
    const uint32_t at = crowd->count++;
    const struct index_article *article = index_article_at(crowd->index, owner);
    const struct index_vector *vector = index_vector(crowd->index, owner);
    uint8_t places[VECTOR_TERMS_MAX];
    crowd->owners[at] = owner;
    crowd->mates[at] = mates_at(article);
    crowd->met[at] = 0;
    uint32_t sum = 0;
    memset(crowd->shared[at], 0, sizeof crowd->shared[at]);
    const uint32_t found = may_share(crowd, vector->terms, article->vector, places);
    for (uint32_t i = 0; i < found; i++) {
        const uint32_t weight = vector->weights[places[i]];
        const uint8_t own = *own_slot(crowd, vector->terms[places[i]]);
        if (!own)
            continue;
        crowd->shared[at][own - 1] = (uint16_t)weight;
        sum += weight * crowd->vector->weights[own - 1];
    }
    crowd->sums[at][CROWD_SELF] = sum;
    return at;
}

/* Where a slot differs from what it is when it has the term: nowhere, in the term alone, or, if it is empty, above. */
static inline uint64_t differs(uint64_t slot, uint64_t met)
{
    return (slot ^ met) & ((UINT64_C(1) << 48) - 1);
}

/* The one at the place holds the term, too. Returns its newest holder before, or CROWD_NONE. Whether there is one hangs
 * on no branch, for it goes either way; that another term has the slot is rare. */
static inline uint16_t hold(struct crowd *crowd, uint32_t at, uint32_t term, uint32_t weight)
{
    const uint64_t met = term | (uint64_t)crowd->turn << 32;
    uint32_t slot = hash(crowd, term) % CROWD_SLOTS;
    while (differs(crowd->slots[slot], met) - 1 < UINT32_MAX)
        slot = (slot + 1) % CROWD_SLOTS;
    const uint64_t found = crowd->slots[slot];
    const uint16_t former = differs(found, met) == 0 ? (uint16_t)(found >> 48) : (uint16_t)CROWD_NONE;
    crowd->slots[slot] = met | (uint64_t)crowd->held << 48;
    crowd->holders[crowd->held++] = (struct crowd_holder){ (uint16_t)at, (uint16_t)weight, former };
    return former;
}

/* Multiplies the weights of the one at the place with those of all who met before. First of all terms which somebody
 * holds, without a branch for each: most are of one article alone. */
static void meet(struct crowd *crowd, uint32_t at)
{
    const struct index_vector *vector = index_vector(crowd->index, crowd->owners[at]);
    const uint32_t terms = index_article_at(crowd->index, crowd->owners[at])->vector;
    uint32_t *sums = crowd->sums[at];
    uint16_t formers[VECTOR_TERMS_MAX], weights[VECTOR_TERMS_MAX];
    uint32_t shared = 0;
    memset(sums + 1, 0, (crowd->count - 1) * sizeof *sums);
    for (uint32_t i = 0; i < terms; i++) {
        weights[shared] = vector->weights[i];
        formers[shared] = hold(crowd, at, vector->terms[i], vector->weights[i]);
        shared += formers[shared] != CROWD_NONE;
    }
    for (uint32_t i = 0; i < shared; i++)
        for (uint32_t k = formers[i]; k != CROWD_NONE; k = crowd->holders[k].older)
            sums[crowd->holders[k].at] += (uint32_t)weights[i] * crowd->holders[k].weight;
    crowd->met[at] = ++crowd->meetings;
}

void crowd_meet(struct crowd *crowd, const uint32_t *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!crowd->met[places[i]])
            meet(crowd, places[i]);
}

/* An event's articles on the way down, the newest first. */
struct descent {
    const struct index_article *next; /* or NULL */
    uint32_t steps_left, taken;
};

static void descend(const struct index *index, const uint64_t *events, size_t count, uint32_t steps_max,
                    struct descent *descents)
{
    const struct index_article *newest[MATCH_EVENTS_MAX];
    index_newest_all(index, events, count, newest);
    for (size_t i = 0; i < count; i++)
        descents[i] = (struct descent){ newest[i], steps_max, 0 };
}

/* The owner of the next one that counts, or INDEX_ARTICLES_MOST. */
static uint32_t step_down(const struct crowd *crowd, struct descent *descent)
{
    while (descent->steps_left > 0 && descent->next) {
        const struct index_article *article = descent->next;
        descent->next = index_older(crowd->index, article);
        descent->steps_left--;
        __builtin_prefetch(descent->next);
        if (!article->replaced && article->article != crowd->article && article->vector)
            return index_owner(crowd->index, article);
    }
    descent->steps_left = 0;
    return INDEX_ARTICLES_MOST;
}

static uint32_t place_of(struct crowd *crowd, uint32_t owner)
{
    for (uint32_t i = 1; i < crowd->count; i++)
        if (crowd->owners[i] == owner)
            return i;
    return add(crowd, owner);
}

/* Hints that the vector is read soon. */
static void expect_vector(const struct index *index, uint32_t owner)
{
    enum { LINE = 64 };
    const char *vector = (const char *)index_vector(index, owner);
    for (size_t i = 0; i < sizeof(struct index_vector); i += LINE)
        __builtin_prefetch(vector + i);
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
    const uint32_t sum = crowd->met[a] > crowd->met[b] || b == CROWD_SELF ? crowd->sums[a][b] : crowd->sums[b][a];
    return mates_likeness(&crowd->mates[a], &crowd->mates[b], vector_cosine(sum));
}
