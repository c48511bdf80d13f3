/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_sets.h"

_Static_assert(SETS_MAX <= 64, "a bit each");

#define NOTHING (-9.0f) /* less than any score, or what has to be */

void sets_load(struct crowd *crowd, const uint64_t *events, size_t events_count, struct sets *sets)
{
    sets->members = 0;
    for (uint32_t number = 0; number < MATCH_REGROUP_MAX; number++)
        for (size_t i = 0; i < events_count && sets->members < MATCH_REGROUP_MAX; i++) {
            const uint32_t place =
                crowd_newest(crowd, crowd_event(crowd, events[i]), number, 2 * MATCH_REGROUP_MAX);
            if (place == CROWD_SELF)
                continue;
            sets->places[sets->members] = place;
            sets->mates[sets->members] = &crowd->mates[place];
            sets->events[sets->members++] = events[i];
        }
    crowd_hold(crowd);
    crowd_meet(crowd, sets->places, sets->members);
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

/* The sets that are left, what any two of them score, and with which of those before it each scores most: asked again
 * only of one that has grown. */
struct left {
    uint32_t count;
    uint32_t sets[SETS_MAX];
    float scored[SETS_MAX][SETS_MAX]; /* by set */
    float most[SETS_MAX];             /* by place in `sets`, as are these: places */
    uint32_t with[SETS_MAX];
};

/* Whether the set at the place scores most with that at `before`; of the same score, with the first. Whether it does
 * hangs on no branch: it goes either way. */
static inline void note_most(struct left *left, uint32_t place, uint32_t before)
{
    const float scored = left->scored[left->sets[place]][left->sets[before]], most = left->most[place];
    const uint32_t with = left->with[place];
    const bool more = (scored > most) | ((scored == most) & (before < with));
    left->most[place] = scored > most ? scored : most;
    left->with[place] = more ? before : with;
}

static void find_most(struct left *left, uint32_t place)
{
    left->most[place] = NOTHING;
    left->with[place] = SETS_MAX;
    for (uint32_t i = 0; i < place; i++)
        note_most(left, place, i);
}

/* Other sets stand at these two places now than did, or have grown. */
static void find_most_again(struct left *left, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < left->count; i++) {
        if (i == a || i == b || left->with[i] == a || left->with[i] == b) {
            find_most(left, i);
            continue;
        }
        if (a < i)
            note_most(left, i, a);
        if (b < i)
            note_most(left, i, b);
    }
}

/* Those at two places become one set, that of the later place. Returns it. */
static uint32_t join(struct sets *sets, struct left *left, uint32_t place, uint32_t gone)
{
    const uint32_t a = left->sets[place], b = left->sets[gone];
    left->sets[gone] = left->sets[--left->count];
    sets->sums[a][a] += sets->sums[b][b] + sets->sums[a][b];
    sets->size[a] += sets->size[b];
    sets->size[b] = 0;
    sets->articles[a] |= sets->articles[b];
    sets->within[a] = mates_within(sets->sums[a][a], sets->size[a]);
    for (uint32_t i = 0; i < left->count; i++) {
        const uint32_t other = left->sets[i];
        if (other == a)
            continue;
        set_sum(sets, a, other, sets->sums[a][other] + sets->sums[b][other]);
        left->scored[a][other] = left->scored[other][a] = sets_between(sets, a, other);
    }
    find_most_again(left, gone, place < left->count ? place : gone);
    for (uint32_t i = 0; i < SETS_MAX; i++)
        if (sets->of[i] == b)
            sets->of[i] = a;
    return a;
}

/* The best two that are left become one, if they score enough. */
static bool join_best(struct sets *sets, struct left *left, float enough)
{
    uint32_t best = 0; /* which has none before it */
    for (uint32_t i = 1; i < left->count; i++)
        if (left->most[i] > left->most[best])
            best = i;
    const float scored = left->most[best];
    if (scored < enough)
        return false;
    sets->least[join(sets, left, best, left->with[best])] = scored;
    return true;
}

/* Takes the article in as a set, and holds it against those before it. */
static void begin(const struct crowd *crowd, struct sets *sets, struct left *left, uint32_t set)
{
    const uint32_t place = left->count++;
    left->sets[place] = set;
    sets->size[set] = 1;
    sets->articles[set] = UINT64_C(1) << set;
    sets->sums[set][set] = sets->pairs[set][set] = 0;
    for (uint32_t i = 0; i < place; i++) {
        const uint32_t other = left->sets[i];
        const float likeness = set == SELF ? crowd->likeness[sets->places[other]]
                                           : crowd_likeness(crowd, sets->places[set], sets->places[other]);
        set_sum(sets, set, other, likeness);
        sets->pairs[set][other] = sets->pairs[other][set] = likeness;
        left->scored[set][other] = left->scored[other][set] = mates_score(likeness, sets->within[set], 1);
    }
    find_most(left, place);
}

void sets_join(const struct crowd *crowd, struct sets *sets, float enough)
{
    struct left left;
    left.count = 0;
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        sets->of[i] = i;
        sets->size[i] = 0;
        sets->articles[i] = 0;
        sets->within[i] = mates_within(0, 1);
        sets->least[i] = 0;
    }
    for (uint32_t i = 0; i < sets->members; i++)
        begin(crowd, sets, &left, i);
    begin(crowd, sets, &left, SELF);
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
