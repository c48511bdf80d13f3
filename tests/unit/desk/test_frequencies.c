/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "desk/common.h"
#include "desk/frequencies.h"

/* Document frequencies beside a plain array of them. */

enum { TERMS = 60000, HELD_MAX = 300, ARTICLE_TERMS = 200, ROUNDS = 1500 };

static uint32_t plain[TERMS];
static uint32_t held[HELD_MAX][ARTICLE_TERMS];

static uint32_t chance(uint32_t below)
{
    static uint64_t seed = 78;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Terms that are not common: those have the highest bit clear. */
static uint32_t term_of(uint32_t number)
{
    return UINT32_C(1) << 31 | number * 7919;
}

/* Some terms, each once, most of them few articles have. */
static void make_article(uint32_t *terms)
{
    static uint32_t used[TERMS], round;
    round++;
    for (uint32_t i = 0; i < ARTICLE_TERMS;) {
        const uint32_t number = chance(4) ? chance(TERMS) : chance(400);
        if (used[number] == round)
            continue;
        used[number] = round;
        terms[i++] = term_of(number);
    }
}

static void count_plain(const uint32_t *terms, uint32_t by)
{
    for (uint32_t i = 0; i < ARTICLE_TERMS; i++)
        plain[(terms[i] & ~(UINT32_C(1) << 31)) / 7919] += by;
}

static void assert_equal_to_plain(const struct frequencies *frequencies)
{
    for (uint32_t i = 0; i < TERMS; i++)
        assert_int_equal(frequencies_of(frequencies, term_of(i)), plain[i]);
}

static void they_are_counted_in_and_out_as_articles_come_and_go(void **state)
{
    (void)state;
    struct frequencies *frequencies = frequencies_new(HELD_MAX * ARTICLE_TERMS);
    assert_non_null(frequencies);
    for (uint32_t i = 0; i < ROUNDS; i++) { /* the first HELD_MAX make it grow */
        uint32_t *terms = held[i % HELD_MAX];
        if (i >= HELD_MAX) {
            frequencies_drop(frequencies, terms, ARTICLE_TERMS);
            count_plain(terms, UINT32_MAX);
        }
        make_article(terms);
        assert_true(frequencies_fit(frequencies, ARTICLE_TERMS));
        frequencies_add(frequencies, terms, ARTICLE_TERMS);
        count_plain(terms, 1);
        if (i % 100 == 0)
            assert_equal_to_plain(frequencies);
    }
    for (uint32_t i = 0; i < HELD_MAX; i++) {
        frequencies_drop(frequencies, held[i], ARTICLE_TERMS);
        count_plain(held[i], UINT32_MAX);
    }
    assert_equal_to_plain(frequencies);
    assert_true(frequencies_fit(frequencies, HELD_MAX * ARTICLE_TERMS)); /* none is left that takes room */
    frequencies_free(frequencies);
}

struct common_terms {
    struct frequencies *frequencies;
    uint32_t count;
};

static void assert_common(void *context, uint32_t term, uint32_t articles)
{
    struct common_terms *common = context;
    common->count++;
    assert_true(articles > 0 && articles <= COMMON_ARTICLES);
    assert_int_equal(frequencies_of(common->frequencies, term), articles);
}

static void common_terms_never_leave(void **state)
{
    (void)state;
    struct common_terms common = { frequencies_new(1000), 0 };
    assert_non_null(common.frequencies);
    common_all(assert_common, &common);
    assert_true(common.count > 1000 && common.count <= COMMON_TERMS_MAX);
    const uint32_t term = term_of(1);
    frequencies_add(common.frequencies, &term, 1);
    frequencies_clear(common.frequencies);
    assert_int_equal(frequencies_of(common.frequencies, term), 0);
    common_all(assert_common, &common);
    frequencies_drop(common.frequencies, &term, 1); /* what is not there */
    assert_int_equal(frequencies_of(common.frequencies, term), 0);
    frequencies_free(common.frequencies);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_counted_in_and_out_as_articles_come_and_go),
        cmocka_unit_test(common_terms_never_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
