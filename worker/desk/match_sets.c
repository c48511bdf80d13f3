/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_sets.h"

#include <string.h>

_Static_assert(SETS_MAX <= 64, "a bit each");

void sets_load(struct crowd *crowd, const uint64_t *events, size_t events_count, struct sets *sets)
{
    struct crowd_taken taken;
    crowd_take(crowd, events, events_count, MATCH_REGROUP_MAX, MATCH_REGROUP_MAX, &taken);
    sets->members = taken.count;
    for (uint32_t i = 0; i < taken.count; i++) {
        sets->places[i] = taken.places[i];
        sets->mates[i] = &crowd->mates[taken.places[i]];
        sets->events[i] = events[taken.events[i]];
    }
    crowd_meet(crowd, sets->places, taken.count);
    sets->places[SELF] = CROWD_SELF;
    sets->mates[SELF] = &crowd->mates[CROWD_SELF];
}

static void set_sum(struct sets *sets, uint32_t a, uint32_t b, float likeness)
{
    sets->sums[a][b] = sets->sums[b][a] = likeness;
}

/* The day of publication of the first of them; false: none has one. */
static bool first_day(const struct sets *sets, uint64_t articles, int32_t *day)
{
    bool found = false;
    for (; articles; articles &= articles - 1) {
        const struct mate *mate = sets->mates[__builtin_ctzll(articles)];
        if (!mate->dated || (found && mate->day >= *day))
            continue;
        *day = mate->day;
        found = true;
    }
    return found;
}

/* Whether two of three of them tell of that day. */
static bool tell_of(const struct sets *sets, uint64_t articles, int32_t day)
{
    const int count = __builtin_popcountll(articles);
    int telling = 0;
    for (; articles; articles &= articles - 1)
        telling += mates_tells_of(sets->mates[__builtin_ctzll(articles)], day);
    return 3 * telling >= 2 * count;
}

/* Late reports that are more like each other than like the first ones begin late, too: they say of when. */
static float begun_off(const struct sets *sets, uint64_t a, uint64_t b)
{
    int32_t first = 0, second = 0;
    if (__builtin_popcountll(a) < 2 || __builtin_popcountll(b) < 2 || !first_day(sets, a, &first) ||
        !first_day(sets, b, &second))
        return 0;
    const int64_t days = (int64_t)second - first;
    const float off = mates_begun_off(days < 0 ? -days : days);
    return off > 0 && tell_of(sets, days < 0 ? a : b, days < 0 ? second : first) ? 0 : off;
}

float sets_between(const struct sets *sets, uint32_t a, uint32_t b)
{
    const float one = sets->within[a], other = sets->within[b];
    return mates_score(sets->sums[a][b] / (float)(sets->size[a] * sets->size[b]), one > other ? one : other,
                       sets->size[a] < sets->size[b] ? sets->size[a] : sets->size[b]) -
           begun_off(sets, sets->articles[a], sets->articles[b]);
}

/* The sets that are left, and what any two of them score: asked again only of one that has grown. */
struct left {
    uint32_t count;
    uint32_t sets[SETS_MAX];
    float scored[SETS_MAX][SETS_MAX]; /* by set */
};

static void score_all(const struct sets *sets, struct left *left, uint32_t set, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t other = left->sets[i];
        if (other != set)
            left->scored[set][other] = left->scored[other][set] = sets_between(sets, set, other);
    }
}

/* The one at `gone` becomes one with `a`. */
static void join(struct sets *sets, struct left *left, uint32_t a, uint32_t gone)
{
    const uint32_t b = left->sets[gone];
    left->sets[gone] = left->sets[--left->count];
    sets->sums[a][a] += sets->sums[b][b] + sets->sums[a][b];
    sets->size[a] += sets->size[b];
    sets->size[b] = 0;
    sets->articles[a] |= sets->articles[b];
    sets->within[a] = mates_within(sets->sums[a][a], sets->size[a]);
    for (uint32_t i = 0; i < left->count; i++)
        if (left->sets[i] != a)
            set_sum(sets, a, left->sets[i], sets->sums[a][left->sets[i]] + sets->sums[b][left->sets[i]]);
    for (uint32_t i = 0; i < SETS_MAX; i++)
        if (sets->of[i] == b)
            sets->of[i] = a;
}

/* The best two that are left become one, if they score enough. */
static bool join_best(struct sets *sets, struct left *left, float enough)
{
    float best = -2;
    uint32_t one = 0, gone = 0;
    for (uint32_t i = 0; i < left->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const float scored = left->scored[left->sets[i]][left->sets[k]];
            if (scored <= best)
                continue;
            best = scored;
            one = left->sets[i];
            gone = k;
        }
    if (best < enough)
        return false;
    join(sets, left, one, gone);
    sets->least[one] = best;
    score_all(sets, left, one, left->count);
    return true;
}

static void hold(const struct crowd *crowd, struct sets *sets)
{
    memset(sets->sums, 0, sizeof sets->sums);
    for (uint32_t i = 0; i < sets->members; i++) {
        set_sum(sets, i, SELF, crowd_likeness(crowd, CROWD_SELF, sets->places[i]));
        for (uint32_t k = 0; k < i; k++)
            set_sum(sets, i, k, crowd_likeness(crowd, sets->places[i], sets->places[k]));
    }
}

void sets_join(const struct crowd *crowd, struct sets *sets, float enough)
{
    struct left left;
    left.count = 0;
    hold(crowd, sets);
    memcpy(sets->pairs, sets->sums, sizeof sets->pairs);
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        sets->of[i] = i;
        sets->size[i] = i < sets->members || i == SELF;
        sets->articles[i] = (uint64_t)sets->size[i] << i;
        sets->within[i] = mates_within(0, 1);
        sets->least[i] = 0;
        if (sets->size[i])
            left.sets[left.count++] = i;
    }
    for (uint32_t i = 1; i < left.count; i++)
        score_all(sets, &left, left.sets[i], i);
    while (join_best(sets, &left, enough))
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
    return mates_score(between / (float)(size[0] * size[1]), one > other ? one : other,
                       size[0] < size[1] ? size[0] : size[1]) -
           begun_off(sets, a, b);
}
