/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/limits.h"
#include "desk/common.h"
#include "desk/postings_walk.h"
#include "desk/vocabulary.h"

/* A vocabulary beside a plain list of the articles that it holds. */

enum { TERMS = 60000, HELD_MAX = 300, ARTICLE_TERMS = 200, ROUNDS = 1500 };

static struct article {
    uint32_t terms[ARTICLE_TERMS];
    struct vector vector;
    bool forgotten;
} articles[ROUNDS];
static uint32_t came, gone;        /* those from `gone` to `came` are held */
static uint32_t plain[TERMS];      /* articles that have a term */
static uint32_t matched_by[TERMS]; /* postings that it has */

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

static uint32_t number_of(uint32_t term)
{
    return (term & ~(UINT32_C(1) << 31)) / 7919;
}

/* Some terms, each once, of which most are rare, some not and few in nearly all articles. */
static void make_terms(uint32_t *terms)
{
    static uint32_t used[TERMS], round;
    round++;
    for (uint32_t i = 0; i < ARTICLE_TERMS;) {
        const uint32_t number = chance(4) ? chance(TERMS) : chance(chance(2) ? 2000 : 20);
        if (used[number] == round)
            continue;
        used[number] = round;
        terms[i++] = term_of(number);
    }
}

/* Every third of them, from a chance one on. */
static void make_vector(const uint32_t *terms, struct vector *vector)
{
    vector->count = 0;
    for (uint32_t place = chance(3); place < ARTICLE_TERMS && vector->count < VECTOR_TERMS_MAX; place += 3) {
        vector->terms[vector->count] = terms[place];
        vector->places[vector->count] = (uint16_t)place;
        vector->weights[vector->count++] = (uint16_t)(1 + chance(VECTOR_UNIT));
    }
}

static void count_plain(const struct article *article, uint32_t by)
{
    for (uint32_t i = 0; i < ARTICLE_TERMS; i++)
        plain[number_of(article->terms[i])] += by;
}

static void forget(struct vocabulary *vocabulary, struct article *article)
{
    if (article->forgotten)
        return;
    article->forgotten = true;
    vocabulary_forget(vocabulary, article->terms, ARTICLE_TERMS);
    count_plain(article, UINT32_MAX);
}

static void come(struct vocabulary *vocabulary)
{
    struct article *article = &articles[came];
    make_terms(article->terms);
    make_vector(article->terms, &article->vector);
    assert_true(vocabulary_fit(vocabulary, ARTICLE_TERMS));
    vocabulary_add(vocabulary, article->terms, ARTICLE_TERMS, &article->vector, came++);
    count_plain(article, 1);
    for (uint32_t i = 0; i < article->vector.count; i++)
        matched_by[number_of(article->vector.terms[i])]++;
}

static void go(struct vocabulary *vocabulary)
{
    struct article *article = &articles[gone++];
    forget(vocabulary, article);
    vocabulary_drop(vocabulary, article->vector.terms, article->vector.count);
    for (uint32_t i = 0; i < article->vector.count; i++)
        matched_by[number_of(article->vector.terms[i])]--;
}

/* What the article at `owner` is matched by the term with, or 0. */
static uint32_t weight_in(uint32_t owner, uint32_t term)
{
    const struct vector *vector = &articles[owner].vector;
    uint32_t i = 0;
    while (i < vector->count && vector->terms[i] != term)
        i++;
    return i < vector->count ? vector->weights[i] : 0;
}

static void assert_walk(const struct posting_walk *walk, uint32_t term)
{
    uint32_t number = 0;
    for (uint32_t owner = came; owner-- > gone && number < VOCABULARY_RUN_MAX;) {
        const uint32_t weight = weight_in(owner, term);
        if (!weight)
            continue;
        assert_true(number < walk->count);
        assert_int_equal(postings_walked(walk, number).owner, owner);
        assert_int_equal(postings_walked(walk, number++).value, weight);
    }
    assert_int_equal(walk->count, number);
}

/* Of a vector of terms that are in many articles and in few. */
static void assert_walks(const struct vocabulary *vocabulary)
{
    struct vector vector = { .count = VECTOR_TERMS_MAX };
    struct posting_walk walks[VECTOR_TERMS_MAX];
    for (uint32_t i = 0; i < vector.count; i++) {
        vector.terms[i] = term_of(i % 2 ? i : 37 * i);
        vector.weights[i] = (uint16_t)i;
    }
    const size_t begun = vocabulary_walk(vocabulary, &vector, walks);
    size_t walked = 0;
    for (uint32_t i = 0; i < vector.count; i++) {
        if (matched_by[number_of(vector.terms[i])] == 0)
            continue;
        assert_int_equal(walks[walked].weight, i);
        assert_walk(&walks[walked++], vector.terms[i]);
    }
    assert_int_equal(begun, walked);
}

static void assert_equal_to_plain(const struct vocabulary *vocabulary)
{
    uint64_t postings = 0;
    for (uint32_t i = 0; i < TERMS; i++) {
        assert_int_equal(vocabulary_articles(vocabulary, term_of(i)), plain[i]);
        postings += matched_by[i];
    }
    assert_int_equal(vocabulary_postings(vocabulary), postings);
    assert_walks(vocabulary);
}

static void it_counts_and_walks_what_is_held_as_articles_come_and_go(void **state)
{
    (void)state;
    struct vocabulary *vocabulary = vocabulary_new(HELD_MAX * ARTICLE_TERMS, HELD_MAX * VECTOR_TERMS_MAX);
    assert_non_null(vocabulary);
    while (came < ROUNDS) {
        /* Fast at first, which makes it grow; then now more, now fewer. */
        if (came - gone < HELD_MAX && (came < HELD_MAX || chance(100) < (came / 200 % 2 ? 90 : 30)))
            come(vocabulary);
        else if (came > gone)
            go(vocabulary);
        if (came > gone && chance(10) == 0)
            forget(vocabulary, &articles[gone + chance(came - gone)]);
        if (chance(100) == 0)
            assert_equal_to_plain(vocabulary);
    }
    while (gone < came)
        go(vocabulary);
    assert_equal_to_plain(vocabulary);
    assert_true(vocabulary_fit(vocabulary, HELD_MAX * ARTICLE_TERMS)); /* none is left that takes room */
    vocabulary_free(vocabulary);
}

static void what_a_term_has_left_is_used_again(void **state)
{
    (void)state;
    enum { MOST = 40 };
    struct vocabulary *vocabulary = vocabulary_new(1000, 1000);
    assert_non_null(vocabulary);
    const uint32_t term = term_of(1);
    const struct vector vector = { .count = 1, .terms = { term }, .weights = { 1 } };
    uint64_t bytes = 0;
    for (uint32_t round = 0; round < 100; round++) {
        for (uint32_t i = 0; i < MOST; i++)
            vocabulary_add(vocabulary, &term, 1, &vector, i);
        assert_true(round == 0 || vocabulary_bytes(vocabulary) == bytes);
        bytes = vocabulary_bytes(vocabulary);
        for (uint32_t i = 0; i < MOST; i++)
            vocabulary_drop(vocabulary, &term, 1);
    }
    vocabulary_free(vocabulary);
}

struct common_terms {
    struct vocabulary *vocabulary;
    uint32_t count;
};

static void assert_common(void *context, uint32_t term, uint32_t articles_count)
{
    struct common_terms *common = context;
    common->count++;
    assert_true(articles_count > 0 && articles_count <= COMMON_ARTICLES);
    assert_int_equal(vocabulary_articles(common->vocabulary, term), articles_count);
}

static void common_terms_never_leave(void **state)
{
    (void)state;
    struct common_terms common = { vocabulary_new(1000, 1000), 0 };
    assert_non_null(common.vocabulary);
    common_all(assert_common, &common);
    assert_true(common.count > 1000 && common.count <= COMMON_TERMS_MAX);
    const uint32_t term = term_of(1);
    const struct vector vector = { .count = 1, .terms = { term }, .weights = { 1 } };
    vocabulary_add(common.vocabulary, &term, 1, &vector, 0);
    vocabulary_clear(common.vocabulary);
    assert_int_equal(vocabulary_articles(common.vocabulary, term), 0);
    assert_int_equal(vocabulary_postings(common.vocabulary), 0);
    common_all(assert_common, &common);
    vocabulary_forget(common.vocabulary, &term, 1); /* what is not there */
    vocabulary_drop(common.vocabulary, &term, 1);
    assert_int_equal(vocabulary_articles(common.vocabulary, term), 0);
    vocabulary_free(common.vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_and_walks_what_is_held_as_articles_come_and_go),
        cmocka_unit_test(what_a_term_has_left_is_used_again),
        cmocka_unit_test(common_terms_never_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
