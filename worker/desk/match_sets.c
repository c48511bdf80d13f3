/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_sets.h"

#include <string.h>

_Static_assert(SETS_MAX <= 64, "a bit each");

/* ---- which articles */

/* The event's articles on the way down. */
struct descent {
    uint32_t position, steps;
    bool ended;
};

static struct descent begin(const struct index *index, uint64_t event)
{
    const struct postings *postings = index_postings(index);
    const uint32_t id = postings_find(postings, index_event_key(event));
    const bool none = id == POSTINGS_NONE;
    return (struct descent){ .position = none ? 0 : postings_key(postings, id)->newest, .ended = none };
}

/* Takes in the next one that counts, if there is one. */
static void take_next(const struct index *index, uint64_t event, uint64_t article, struct descent *at,
                      struct sets *sets)
{
    const struct postings *postings = index_postings(index);
    while (!at->ended) {
        if (at->steps++ == 2 * MATCH_REGROUP_MAX || !postings_held(postings, at->position)) {
            at->ended = true;
            return;
        }
        const struct posting *posting = postings_at(postings, at->position);
        const struct index_article *member = index_article_at(index, posting->owner);
        at->position = posting->older;
        if (member->replaced || member->article == article || !member->terms)
            continue;
        sets->mates[sets->members] = mates_at(member);
        sets->events[sets->members] = event;
        sets->owners[sets->members++] = posting->owner;
        return;
    }
}

void sets_load(const struct index *index, const uint64_t *events, size_t events_count, uint64_t article,
               struct sets *sets)
{
    struct descent descents[MATCH_EVENTS_MAX];
    sets->members = 0;
    for (size_t i = 0; i < events_count; i++)
        descents[i] = begin(index, events[i]);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < events_count && sets->members < MATCH_REGROUP_MAX; i++) {
            take_next(index, events[i], article, &descents[i], sets);
            more |= !descents[i].ended;
        }
        more &= sets->members < MATCH_REGROUP_MAX;
    }
}

/* ---- how alike */

static void set_sum(struct sets *sets, uint32_t a, uint32_t b, float likeness)
{
    sets->sums[a][b] = sets->sums[b][a] = likeness;
}

/* The terms of an article, numbered from 1 as they are met in all of them, so that what is held against each other lies
 * close together. */
struct unit {
    uint32_t terms;
    uint16_t numbers[TERMS_MAX];
    float weights[TERMS_MAX];
};

/* The keys' `sum` holds the number of each. */
static void number(const struct match_scratch *scratch, const struct index *index, const struct mate *self,
                   struct sets *sets, struct unit *units)
{
    const struct postings *postings = index_words(index);
    unsigned met = 0;
    for (uint32_t i = 0; i < sets->members; i++) {
        const struct index_article *member = index_article_at(index, sets->owners[i]);
        float dot = 0;
        units[i].terms = member->terms;
        match_unit(scratch, index, member, units[i].weights);
        for (uint32_t t = 0; t < member->terms; t++) {
            struct posting_tally *tally = postings_tally(postings, postings_at(postings, member->first_word + t)->key);
            dot += units[i].weights[t] * tally->query;
            if (tally->sum == 0)
                tally->sum = (float)++met;
            units[i].numbers[t] = (uint16_t)tally->sum;
        }
        set_sum(sets, i, SELF, mates_likeness(self, &sets->mates[i], dot));
    }
    for (uint32_t i = 0; i < sets->members; i++) {
        const struct index_article *member = index_article_at(index, sets->owners[i]);
        for (uint32_t t = 0; t < member->terms; t++)
            postings_tally(postings, postings_at(postings, member->first_word + t)->key)->sum = 0;
    }
}

static void weigh(const struct match_scratch *scratch, const struct index *index, const struct mate *self,
                  struct sets *sets)
{
    struct unit units[MATCH_REGROUP_MAX];
    float laid[MATCH_REGROUP_MAX * TERMS_MAX + 1] = { 0 }; /* one article's weights, by number */
    number(scratch, index, self, sets, units);
    for (uint32_t i = 0; i < sets->members; i++) {
        for (uint32_t t = 0; t < units[i].terms; t++)
            laid[units[i].numbers[t]] = units[i].weights[t];
        for (uint32_t k = 0; k < i; k++) {
            float dot = 0;
            for (uint32_t t = 0; t < units[k].terms; t++)
                dot += units[k].weights[t] * laid[units[k].numbers[t]];
            set_sum(sets, i, k, mates_likeness(&sets->mates[i], &sets->mates[k], dot));
        }
        for (uint32_t t = 0; t < units[i].terms; t++)
            laid[units[i].numbers[t]] = 0;
    }
}

/* ---- putting together */

float sets_between(const struct sets *sets, uint32_t a, uint32_t b)
{
    const float one = sets->within[a], other = sets->within[b];
    return mates_score(sets->sums[a][b] / (float)(sets->size[a] * sets->size[b]), one > other ? one : other);
}

/* The sets that are left. */
struct left {
    uint32_t count;
    uint32_t sets[SETS_MAX];
};

/* The one at `gone` becomes one with `a`. */
static void join(struct sets *sets, struct left *left, uint32_t a, uint32_t gone)
{
    const uint32_t b = left->sets[gone];
    left->sets[gone] = left->sets[--left->count];
    sets->sums[a][a] += sets->sums[b][b] + sets->sums[a][b];
    sets->size[a] += sets->size[b];
    sets->size[b] = 0;
    sets->within[a] = mates_within(sets->sums[a][a], sets->size[a]);
    for (uint32_t i = 0; i < left->count; i++)
        if (left->sets[i] != a)
            set_sum(sets, a, left->sets[i], sets->sums[a][left->sets[i]] + sets->sums[b][left->sets[i]]);
    for (uint32_t i = 0; i < SETS_MAX; i++)
        if (sets->of[i] == b)
            sets->of[i] = a;
}

/* The best two that are left become one, if they score enough. */
static bool join_best(struct sets *sets, struct left *left)
{
    float best = -2;
    uint32_t one = 0, gone = 0;
    for (uint32_t i = 0; i < left->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const float scored = sets_between(sets, left->sets[i], left->sets[k]);
            if (scored <= best)
                continue;
            best = scored;
            one = left->sets[i];
            gone = k;
        }
    if (best < MATES_SCORE_MIN)
        return false;
    join(sets, left, one, gone);
    sets->least[one] = best;
    return true;
}

void sets_join(const struct match_scratch *scratch, const struct index *index, const struct mate *self,
               struct sets *sets)
{
    struct left left = { 0 };
    memset(sets->sums, 0, sizeof sets->sums);
    weigh(scratch, index, self, sets);
    memcpy(sets->pairs, sets->sums, sizeof sets->pairs);
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        sets->of[i] = i;
        sets->size[i] = i < sets->members || i == SELF;
        sets->within[i] = mates_within(0, 1);
        sets->least[i] = 0;
        if (sets->size[i])
            left.sets[left.count++] = i;
    }
    while (join_best(sets, &left))
        continue;
}

float sets_score(const struct sets *sets, uint64_t a, uint64_t b)
{
    float between = 0, within[2] = { 0 };
    uint32_t size[2] = { 0 };
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        const bool of_a = a >> i & 1, of_b = b >> i & 1;
        if (!of_a && !of_b)
            continue;
        size[of_b]++;
        for (uint32_t k = 0; k < i; k++)
            if ((of_a ? a : b) >> k & 1)
                within[of_b] += sets->pairs[i][k];
            else if ((of_a ? b : a) >> k & 1)
                between += sets->pairs[i][k];
    }
    const float one = mates_within(within[0], size[0]), other = mates_within(within[1], size[1]);
    return mates_score(between / (float)(size[0] * size[1]), one > other ? one : other);
}
