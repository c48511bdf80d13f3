/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "desk/postings_walk.h"

/* Walks beside a plain list of all that was ever added. */

enum { ADDED_MAX = 20000, KEYS = 40 };

struct added {
    uint64_t key;
    uint32_t owner, value;
};

static struct added added[ADDED_MAX];
static uint32_t added_count, dropped;

static uint32_t chance(uint32_t below)
{
    static uint64_t seed = 77;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Few keys have most of them, as words have. */
static uint64_t some_key(void)
{
    return chance(3) ? chance(4) : chance(KEYS);
}

static void assert_walk(const struct posting_walk *walk, uint64_t key)
{
    uint32_t number = 0;
    for (uint32_t i = added_count; i-- > dropped && number < POSTINGS_WALK_MAX;)
        if (added[i].key == key) {
            assert_true(number < walk->count);
            assert_int_equal(postings_walked(walk, number).owner, added[i].owner);
            assert_int_equal(postings_walked(walk, number).value, added[i].value);
            number++;
        }
    assert_int_equal(walk->count, number);
}

static void assert_walks(const struct postings *postings)
{
    uint32_t ids[KEYS];
    uint64_t keys[KEYS];
    size_t count = 0;
    struct posting_walks walks;
    for (uint64_t key = 0; key < KEYS; key++) {
        ids[count] = postings_find(postings, key);
        keys[count] = key;
        count += ids[count] != POSTINGS_NONE;
    }
    postings_walk_all(postings, ids, count, &walks);
    for (size_t i = 0; i < count; i++)
        assert_walk(&walks.at[i], keys[i]);
}

static void a_walk_is_the_newest_that_are_held_whatever_came_and_went(void **state)
{
    (void)state;
    struct postings *postings = postings_new(1024);
    assert_non_null(postings);
    postings->oldest = UINT32_MAX - 300; /* positions go on from 2^32 to 0 */
    while (added_count < ADDED_MAX) {
        /* Now it grows, now it shrinks to nothing. */
        const bool grows = chance(100) < (added_count / 500 % 2 ? 80 : 20) && postings_fit(postings, 1);
        if (grows) {
            struct added *one = &added[added_count++];
            *one = (struct added){ some_key(), chance(1u << POSTINGS_OWNER_BITS), chance(1u << POSTINGS_VALUE_BITS) };
            postings_add(postings, one->key, one->owner, one->value);
        } else if (dropped < added_count) {
            postings_drop(postings, 1);
            dropped++;
        }
        if (added_count % 50 == 0)
            assert_walks(postings);
        if (dropped == added_count && chance(2)) { /* the phase goes on */
            added[added_count++] = (struct added){ 0 };
            dropped++;
        }
    }
    assert_int_equal(postings_count(postings), added_count - dropped);
    postings_drop(postings, added_count - dropped);
    assert_int_equal(postings->keys_used, 0);
    postings_free(postings);
}

static void many_at_once_are_as_one_after_the_other(void **state)
{
    (void)state;
    enum { MANY = 300 };
    struct postings *at_once = postings_new(1024), *in_turn = postings_new(1024);
    uint64_t keys[MANY];
    uint32_t values[MANY];
    for (uint32_t i = 0; i < MANY; i++) {
        keys[i] = chance(30); /* the same ones many times */
        values[i] = i;
        postings_add(in_turn, keys[i], 7, i);
    }
    postings_add_all(at_once, keys, MANY, 7, values);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(postings_at(at_once, i)->value, i);
        const uint32_t one = postings_find(at_once, keys[i]), other = postings_find(in_turn, keys[i]);
        assert_int_equal(postings_key(at_once, one)->newest, postings_key(in_turn, other)->newest);
    }
    postings_free(at_once);
    postings_free(in_turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_is_the_newest_that_are_held_whatever_came_and_went),
        cmocka_unit_test(many_at_once_are_as_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
