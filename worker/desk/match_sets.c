/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_sets.h"

#include <string.h>

_Static_assert(SETS_MAX <= 64, "a bit each");

void sets_load(struct crowd *crowd, const uint64_t *events, size_t events_count, struct sets *sets)
{
    sets->members = 0;
    for (uint32_t number = 0; number < MATCH_REGROUP_MAX; number++)
        for (size_t i = 0; i < events_count && sets->members < MATCH_REGROUP_MAX; i++) {
            const uint32_t place = crowd_newest(crowd, crowd_event(crowd, events[i]), number, 2 * MATCH_REGROUP_MAX);
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

static int64_t begins(const struct mate *mate)
{
    return mate->dated ? mate->day : SETS_UNDATED;
}

/* Whether two of three of the set's articles tell of that day. */
static bool tell_of(const struct sets *sets, const struct set *set, int64_t day)
{
    uint32_t telling = 0;
    for (uint64_t left = set->articles; left; left &= left - 1)
        telling += mates_tells_of(sets->mates[__builtin_ctzll(left)], (int32_t)day);
    return 3 * telling >= 2 * set->size;
}

/* Late reports that are more like each other than like the first ones begin late, too: they say of when. */
static float begun_off(const struct sets *sets, const struct set *a, const struct set *b)
{
    const struct set *first = a->begins < b->begins ? a : b, *second = first == a ? b : a;
    const int64_t days = second->begins - first->begins;
    if (days <= MATES_BEGUN_FREE || second->begins == SETS_UNDATED || a->size < 2 || b->size < 2 ||
        tell_of(sets, second, first->begins))
        return 0;
    return mates_begun_off(days);
}

static inline float score(const struct sets *sets, const struct set *a, const struct set *b, float sum)
{
    return mates_score(sum / (float)(a->size * b->size), a->within > b->within ? a->within : b->within,
                       a->several < b->several ? a->several : b->several) -
           begun_off(sets, a, b);
}

float sets_between(const struct sets *sets, uint32_t a, uint32_t b)
{
    return score(sets, &sets->sets[a], &sets->sets[b], sets->sums[a][b]);
}

/* The sets that are left, and what any two of them score: as the bits of the number, which as a whole number is the
 * greater, the more it is. That does not go for those below 0, which are never enough. */
struct left {
    uint32_t count;
    uint32_t sets[SETS_MAX];
    int32_t scores[SETS_MAX * (SETS_MAX - 1) / 2]; /* of each set with those before it, by place in `sets` */
};

static inline int32_t bits_of(float score)
{
    int32_t bits;
    memcpy(&bits, &score, sizeof bits);
    return bits;
}

static inline float score_of(int32_t bits)
{
    float score;
    memcpy(&score, &bits, sizeof score);
    return score;
}

/* What the set at the place scores with those before it. */
static inline int32_t *row_of(struct left *left, uint32_t place)
{
    return &left->scores[place * (place - 1) / 2];
}

static inline int32_t *score_at(struct left *left, uint32_t place, uint32_t other)
{
    return other < place ? row_of(left, place) + other : row_of(left, other) + place;
}

/* The last set goes where one is gone. */
static void move_last(struct left *left, uint32_t gone)
{
    const uint32_t last = --left->count;
    const int32_t *row = row_of(left, last);
    left->sets[gone] = left->sets[last];
    for (uint32_t i = 0; i < last; i++)
        if (i != gone)
            *score_at(left, gone, i) = row[i];
}

/* Those at two places become one set, that of the first. */
static struct set *join(struct sets *sets, struct left *left, uint32_t place, uint32_t gone)
{
    const uint32_t a = left->sets[place], b = left->sets[gone];
    struct set *set = &sets->sets[a], *other = &sets->sets[b];
    sets->sums[a][a] += sets->sums[b][b] + sets->sums[a][b];
    set->size += other->size;
    other->size = 0;
    set->articles |= other->articles;
    set->begins = set->begins < other->begins ? set->begins : other->begins;
    set->within = mates_within(sets->sums[a][a], set->size);
    set->several = mates_several(set->size);
    move_last(left, gone);
    const uint32_t now = place < left->count ? place : gone;
    for (uint32_t i = 0; i < left->count; i++) {
        const uint32_t third = left->sets[i];
        if (i == now)
            continue;
        set_sum(sets, a, third, sets->sums[a][third] + sets->sums[b][third]);
        *score_at(left, now, i) = bits_of(score(sets, set, &sets->sets[third], sets->sums[a][third]));
    }
    return set;
}

/* The best two that are left become one, if they score enough: of equal ones those of the first places. */
static bool join_best(struct sets *sets, struct left *left, float enough)
{
    const uint32_t count = left->count * (left->count - 1) / 2;
    int32_t best = INT32_MIN;
    uint32_t before = 0, place = 1;
    for (uint32_t i = 0; i < count; i++)
        best = left->scores[i] > best ? left->scores[i] : best;
    if (count == 0 || !(score_of(best) >= enough))
        return false;
    while (left->scores[before] != best)
        before++;
    for (; before >= place; place++)
        before -= place;
    join(sets, left, place, before)->least = score_of(best);
    return true;
}

/* Takes the article in as a set, and holds it against those before it. */
static void begin(const struct crowd *crowd, struct sets *sets, struct left *left, uint32_t set)
{
    const uint32_t place = left->count++;
    const float alone = mates_within(0, 1);
    left->sets[place] = set;
    sets->sets[set] = (struct set){ UINT64_C(1) << set, 1, begins(sets->mates[set]), alone, mates_several(1), 0 };
    sets->sums[set][set] = 0;
    int32_t *row = row_of(left, place);
    for (uint32_t i = 0; i < place; i++) {
        const float likeness =
            set == SELF ? crowd->likeness[sets->places[i]] : crowd_likeness(crowd, sets->places[set], sets->places[i]);
        set_sum(sets, set, i, likeness);
        sets->pairs[set][i] = likeness;
        row[i] = bits_of(mates_score(likeness, alone, mates_several(1)));
    }
}

/* Which set each article is in. */
static void note_sets(struct sets *sets, const struct left *left)
{
    for (uint32_t i = 0; i < left->count; i++)
        for (uint64_t articles = sets->sets[left->sets[i]].articles; articles; articles &= articles - 1)
            sets->of[__builtin_ctzll(articles)] = left->sets[i];
}

void sets_join(const struct crowd *crowd, struct sets *sets, float enough)
{
    struct left left;
    left.count = 0;
    for (uint32_t i = 0; i < sets->members; i++)
        begin(crowd, sets, &left, i);
    begin(crowd, sets, &left, SELF);
    while (join_best(sets, &left, enough))
        continue;
    note_sets(sets, &left);
}

float sets_score(const struct sets *sets, uint64_t a, uint64_t b)
{
    struct set of_a = { .articles = a, .begins = SETS_UNDATED }, of_b = { .articles = b, .begins = SETS_UNDATED };
    float between = 0, within_a = 0, within_b = 0;
    for (uint64_t left = a | b; left; left &= left - 1) {
        const uint32_t i = (uint32_t)__builtin_ctzll(left);
        struct set *set = a >> i & 1 ? &of_a : &of_b;
        float *within = a >> i & 1 ? &within_a : &within_b;
        const int64_t day = begins(sets->mates[i]);
        set->size++;
        set->begins = day < set->begins ? day : set->begins;
        for (uint64_t before = (a | b) & ((UINT64_C(1) << i) - 1); before; before &= before - 1) {
            const uint32_t k = (uint32_t)__builtin_ctzll(before);
            *(set->articles >> k & 1 ? within : &between) += sets->pairs[i][k];
        }
    }
    of_a.within = mates_within(within_a, of_a.size);
    of_b.within = mates_within(within_b, of_b.size);
    of_a.several = mates_several(of_a.size);
    of_b.several = mates_several(of_b.size);
    return score(sets, &of_a, &of_b, between);
}
