/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/indexed.h"

#include "desk/match_sets.h"

/* Articles held against each other, and put together by it. */

static struct crowd *crowd;

static int open_crowd(void **state)
{
    crowd = calloc(1, sizeof *crowd);
    if (!crowd)
        return -1;
    crowd->odd = 0x9E3779B97F4A7C15u;
    return open_index(state);
}

static int close_crowd(void **state)
{
    free(crowd);
    return close_index(state);
}

static uint32_t multiply(const struct index_vector *a, uint32_t a_terms, const struct index_vector *b, uint32_t b_terms)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < a_terms; i++)
        for (uint32_t k = 0; k < b_terms; k++)
            sum += a->terms[i] == b->terms[k] ? (uint32_t)a->weights[i] * b->weights[k] : 0;
    return sum;
}

/* What two of a crowd share, term by term; `own`: of the one that asks. */
static uint32_t share(uint32_t a, uint32_t b, const struct vector *own)
{
    struct index_vector asks = { 0 };
    if (b != CROWD_SELF)
        return multiply(crowd->vectors[a], crowd->articles[a]->vector, crowd->vectors[b], crowd->articles[b]->vector);
    memcpy(asks.terms, own->terms, sizeof asks.terms);
    memcpy(asks.weights, own->weights, sizeof asks.weights);
    return multiply(crowd->vectors[a], crowd->articles[a]->vector, &asks, own->count);
}

static void any_two_of_a_crowd_are_as_alike_as_their_weights_multiplied(void **state)
{
    (void)state;
    enum { MEMBERS = 24, EVENTS = 3, CROWDS = 60 }; /* the numbers of their terms begin anew some times */
    const uint64_t events[EVENTS] = { 7, 8, 9 };
    for (uint64_t i = 0; i < MEMBERS; i++) /* 40 to 90 words, of which any two share some */
        index_add(index_, i + 1,
                  make_row(i + 1, events[i % EVENTS],
                           make_features((uint32_t)(i * i * 7 % 60), (uint32_t)(40 + i * 11 % 50), i, 0, 0)));
    for (uint64_t asks = 100; asks < 100 + CROWDS; asks++) {
        features_record *features = make_features((uint32_t)(asks % 2) * 30, 80, 1, 0, 0);
        const struct mate self = mates_of(features);
        struct vector vector;
        uint32_t places[MEMBERS], shared = 0;
        crowd->odd = asks % 5 == 0 ? 1 : 0x9E3779B97F4A7C15u; /* all terms have one hash, or hardly two */
        index_weigh(index_, features, &vector);
        crowd_begin(crowd, index_, asks, &vector, &self, events, EVENTS);
        for (uint32_t i = 0; i < MEMBERS; i++)
            places[i] = crowd_newest(crowd, crowd_event(crowd, events[i % EVENTS]), i / EVENTS, MEMBERS);
        crowd_hold(crowd);
        assert_int_equal(crowd->count, 1 + MEMBERS);
        crowd_meet(crowd, places + MEMBERS / 2, MEMBERS / 2); /* in whatever order */
        crowd_meet(crowd, places, MEMBERS);
        for (uint32_t a = 1; a <= MEMBERS; a++)
            for (uint32_t b = 0; b < a; b++) {
                const uint32_t sum = share(a, b, &vector);
                shared += sum > 0;
                assert_true((b == CROWD_SELF ? crowd->likeness[a] : crowd_likeness(crowd, a, b)) ==
                            mates_likeness(&crowd->mates[a], &crowd->mates[b], vector_cosine(sum)));
            }
        assert_true(shared > MEMBERS * MEMBERS / 4);
    }
}

static void an_event_is_gone_down_where_it_was_left(void **state)
{
    (void)state;
    enum { MEMBERS = 12, FIRST = 5 };
    const uint64_t event = 7;
    struct vector vector;
    for (uint64_t i = 1; i <= MEMBERS; i++)
        index_add(index_, i, make_row(i, event, make_features((uint32_t)i, 40, i, 0, 0)));
    index_add(index_, MEMBERS + 1, make_row(10, 8, make_features(10, 40, 10, 0, 0)));           /* elsewhere now */
    index_add(index_, MEMBERS + 2, make_row(MEMBERS + 2, event, make_features(0, 0, 1, 0, 0))); /* has no words */
    features_record *features = make_features(3, 40, 1, 0, 0);
    const struct mate self = mates_of(features);
    index_weigh(index_, features, &vector);
    crowd_begin(crowd, index_, 11, &vector, &self, &event, 1); /* which is no member of its own crowd */
    struct crowd_event *members = crowd_event(crowd, event);
    for (uint32_t i = 0; i < FIRST; i++)
        crowd_newest(crowd, members, i, FIRST);
    assert_int_equal(members->count, FIRST - 3); /* three of the steps led to nobody */
    const uint64_t expected[] = { 12, 9, 8, 7, 6, 5, 4, 3, 2, 1 };
    for (uint32_t i = 0; i < 10; i++)
        assert_int_equal(crowd->articles[crowd_newest(crowd, members, i, 2 * MEMBERS)]->article, expected[i]);
    assert_int_equal(crowd_newest(crowd, members, 10, 2 * MEMBERS), CROWD_SELF);
    assert_int_equal(crowd->count, 11);
}

/* ---- sets */

static uint32_t pick(uint64_t *chance, uint32_t below)
{
    *chance = *chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*chance >> 33) % below;
}

/* Puts all that are `left` together as match_sets.h says, each step by all pairs of articles. */
static uint32_t join_slowly(const struct sets *sets, uint64_t *left, uint32_t count, float enough)
{
    for (;;) {
        float most = -1;
        uint32_t one = 0, other = 0;
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t k = 0; k < i; k++) {
                const float score = sets_score(sets, left[i], left[k]);
                if (score <= most)
                    continue;
                most = score;
                one = k;
                other = i;
            }
        if (count < 2 || most < enough)
            return count;
        left[one] |= left[other];
        left[other] = left[--count];
    }
}

static void the_likest_sets_are_joined_first_as_long_as_two_are_alike(void **state)
{
    (void)state;
    enum { MEMBERS = 24, EVENTS = 2, ROUNDS = 40 };
    const uint64_t events[EVENTS] = { 7, 8 };
    uint32_t parted = 0, joined = 0;
    uint64_t chance = 11;
    for (uint64_t i = 0; i < MEMBERS; i++) {
        const uint32_t first = pick(&chance, 4) * 45 + pick(&chance, 30);
        features_record *features = make_features(first, 40 + pick(&chance, 50), i, 0, 0);
        features->has_published_day = i % 5 > 0;
        features->published_day = (int32_t)(i % 4 * 4);
        index_add(index_, i + 1, make_row(i + 1, events[i % EVENTS], features));
    }
    for (uint64_t round = 0; round < ROUNDS; round++) {
        features_record *features = make_features(pick(&chance, 150), 60, 1, 0, 0);
        const struct mate self = mates_of(features);
        const float enough = .05f + .01f * (float)round;
        struct vector vector;
        struct sets sets;
        uint64_t left[SETS_MAX];
        index_weigh(index_, features, &vector);
        crowd_begin(crowd, index_, 100, &vector, &self, events, EVENTS);
        sets_load(crowd, events, EVENTS, &sets);
        assert_int_equal(sets.members, MEMBERS);
        sets_join(crowd, &sets, enough);
        for (uint32_t i = 0; i < SETS_MAX; i++)
            left[i] = UINT64_C(1) << i;
        const uint32_t count = join_slowly(&sets, left, SETS_MAX, enough);
        for (uint32_t i = 0; i < count; i++) {
            const struct set *set = &sets.sets[sets.of[__builtin_ctzll(left[i])]];
            assert_int_equal(set->articles, left[i]);
            assert_int_equal(set->size, __builtin_popcountll(left[i]));
            assert_true((set->size > 1) == (set->least >= enough));
        }
        parted += count > 1;
        joined += count < SETS_MAX;
    }
    assert_true(parted > ROUNDS / 4 && joined > ROUNDS / 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_crowd, close_crowd)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_two_of_a_crowd_are_as_alike_as_their_weights_multiplied),
        TEST(an_event_is_gone_down_where_it_was_left),
        TEST(the_likest_sets_are_joined_first_as_long_as_two_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
