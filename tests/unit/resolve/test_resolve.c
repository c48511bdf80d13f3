/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "proto/digest.h"
#include "resolve/calendar.h"
#include "resolve/entity.h"
#include "resolve/fingerprint.h"
#include "resolve/gazetteer.h"
#include "resolve/language.h"
#include "resolve/resolve.h"

enum { ARENA_BYTES = 16 * 1024 * 1024 };

struct fixture {
    struct arena *arena;
    struct stemmer *stemmer;
};

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){ arena_new(ARENA_BYTES), stemmer_new() };
    *state = &fixture;
    return fixture.arena && fixture.stemmer ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    stemmer_free(fixture->stemmer);
    return 0;
}

static const struct document *analyse(struct fixture *fixture, const char *body)
{
    struct document *document;
    assert_int_equal(document_analyse(fixture->arena, span_of(body), SPAN(""), &document), ERR_OK);
    return document;
}

struct keys {
    ProtobufCBinaryData fact, topic;
};

static struct keys keys_of(struct fixture *fixture, const char *text, bool denied, const char *salt)
{
    struct keys keys;
    const struct document *document = analyse(fixture, text);
    const struct range content = { 0, document->tokens_count };
    const struct key_input input = {
        .document = document,
        .content = &content,
        .content_count = 1,
        .polarity = denied ? CLAIMWIRE__V1__POLARITY__POLARITY_DENIED : CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED,
        .negated = denied,
        .article_salt = salt,
    };
    assert_true(key_make(fixture->arena, fixture->stemmer, &input, &keys.fact, &keys.topic));
    return keys;
}

static bool same(const ProtobufCBinaryData *a, const ProtobufCBinaryData *b)
{
    return a->len == DIGEST_BYTES && b->len == DIGEST_BYTES && memcmp(a->data, b->data, DIGEST_BYTES) == 0;
}

static void a_denial_shares_the_topic_of_what_it_denies_and_not_the_fact(void **state)
{
    const struct keys said = keys_of(*state, "They cut the cable", false, "a");
    const struct keys denied = keys_of(*state, "We did not cut the cable", true, "b");
    assert_true(same(&said.topic, &denied.topic));
    assert_false(same(&said.fact, &denied.fact));
}

static void wording_that_says_nothing_does_not_part_facts(void **state)
{
    const struct keys one = keys_of(*state, "Three café owners have protested", false, "a");
    const struct keys two = keys_of(*state, "the 3 Cafe owners protest", false, "b");
    const struct keys other = keys_of(*state, "Four cafe owners protested", false, "a");
    assert_true(same(&one.fact, &two.fact));
    assert_false(same(&one.fact, &other.fact));
}

static void a_negation_further_in_makes_another_fact(void **state)
{
    const struct keys one = keys_of(*state, "The guard who locked the gate slept", false, "a");
    const struct keys two = keys_of(*state, "The guard who did not lock the gate slept", false, "a");
    assert_false(same(&one.fact, &two.fact));
}

static void too_few_words_meet_no_other_article(void **state)
{
    const struct keys one = keys_of(*state, "They did it", false, "a"),
                      two = keys_of(*state, "They did it", false, "b");
    assert_false(same(&one.fact, &two.fact));
    assert_false(same(&one.topic, &two.topic));
}

static void the_casualties_of_two_wordings_meet(void **state)
{
    struct fixture *fixture = *state;
    struct keys keys[3];
    figure_record figure = CLAIMWIRE__V1__FIGURE__INIT;
    figure.measure = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
    figure.population = (char *)(uintptr_t) "miners";
    figure.has_low = 1;
    for (int i = 0; i < 3; i++) {
        figure.low = i == 2 ? 4 : 3;
        const struct document *document = analyse(fixture, i ? "three miners died" : "the blast killed three miners");
        const struct range content = { 0, document->tokens_count };
        const struct key_input input = {
            .document = document, .content = &content, .content_count = 1, .figure = &figure, .article_salt = ""
        };
        assert_true(key_make(fixture->arena, fixture->stemmer, &input, &keys[i].fact, &keys[i].topic));
    }
    assert_true(same(&keys[0].fact, &keys[1].fact));
    assert_false(same(&keys[1].fact, &keys[2].fact));
    assert_true(same(&keys[1].topic, &keys[2].topic));
}

static void expect_moment(struct fixture *fixture, const char *text, const char *published, const char *value)
{
    struct moment moments[4];
    struct lexed lexed;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t)published;
    const struct today today = calendar_today(&article, 0);
    assert_int_equal(lexed_make(fixture->arena, analyse(fixture, text), &lexed), ERR_OK);
    const size_t count = calendar_find(&lexed, &today, moments, 4);
    assert_int_equal(count, value ? 1 : 0);
    if (value)
        assert_string_equal(moments[0].value, value);
}

static void words_become_days(void **state)
{
    const char *sunday = "2024-04-14T09:00:00Z";
    expect_moment(*state, "on Sunday it", sunday, "2024-04-14");
    expect_moment(*state, "last Sunday it", sunday, "2024-04-07");
    expect_moment(*state, "It will open on Friday.", sunday, "2024-04-19");
    expect_moment(*state, "on Friday it", sunday, "2024-04-12");
    expect_moment(*state, "Dec. 28 it", "2024-01-05", "2023-12-28");
    expect_moment(*state, "on Jan. 10 it", "2023-12-20", "2024-01-10");
    expect_moment(*state, "on the 29 February 2024 it", NULL, "2024-02-29");
    expect_moment(*state, "on February 30, 2024 it", NULL, NULL);
    expect_moment(*state, "on 2024-04-14 it", NULL, "2024-04-14");
    expect_moment(*state, "in May 2023 it", NULL, "2023-05");
    expect_moment(*state, "last week it", "2024-01-03", "2023-W52");
    expect_moment(*state, "last month it", "2024-01-03", "2023-12");
    expect_moment(*state, "on Friday it", NULL, NULL);
    expect_moment(*state, "they may go and march on", sunday, NULL);
}

static void today_is_the_first_date_that_can_be_believed(void **state)
{
    (void)state;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t) "2024-04-14";
    article.fetched_at = (char *)(uintptr_t) "2024-04-14T10:00:00Z";
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED);
    article.published_at = (char *)(uintptr_t) "2024-04-16T10:00:01Z";
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_FETCHED);
    article.fetched_at = (char *)(uintptr_t) "yesterday";
    article.published_at = NULL;
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_ACCEPTED);
    assert_false(calendar_today(&article, 0).known);
}

static void expect_place(struct fixture *fixture, const char *text, const char *country)
{
    struct lexed lexed;
    uint32_t after;
    const struct document *document = analyse(fixture, text);
    const struct place *found = NULL;
    assert_int_equal(lexed_make(fixture->arena, document, &lexed), ERR_OK);
    for (uint32_t i = 0; i < document->tokens_count && !found; i++)
        found = gazetteer_at(&lexed, i, document->tokens_count, &after);
    if (country)
        assert_string_equal(found ? found->country : "none", country);
    else
        assert_null(found);
}

static void only_a_whole_name_is_a_place(void **state)
{
    expect_place(*state, "they flew to Bosnia and Herzegovina today", "BA");
    expect_place(*state, "the U.S. sent ships", "US");
    expect_place(*state, "he left us in peace", NULL);
    expect_place(*state, "then Michael Jordan left", NULL);
    expect_place(*state, "they left Jordan in May", "JO");
    expect_place(*state, "they left Bogota in May", "CO");
}

static void a_sketch_knows_a_near_copy(void **state)
{
    struct fixture *fixture = *state;
    const char *const text =
        "The ferry that sank off the northern coast on Friday had been repaired twice this year and its owners were "
        "told in "
        "January that the pumps in the engine room would not keep up with a leak of the kind that inspectors had found";
    char changed[512];
    const features_record *one = fingerprint_make(fixture->arena, fixture->stemmer, NULL, analyse(fixture, text));
    strcpy(changed, text);
    memcpy(strstr(changed, "January"), "Octobre", 7);
    const features_record *two = fingerprint_make(fixture->arena, fixture->stemmer, NULL, analyse(fixture, changed));
    const features_record *few =
        fingerprint_make(fixture->arena, fixture->stemmer, NULL, analyse(fixture, "The ferry sank."));
    size_t equal = 0;
    assert_int_equal(one->n_sketch, SKETCH_BUCKETS);
    for (size_t i = 0; i < SKETCH_BUCKETS; i++)
        equal += one->sketch[i] == two->sketch[i];
    assert_true(equal >= SKETCH_BUCKETS * 3 / 4 && equal < SKETCH_BUCKETS);
    assert_int_equal(few->n_sketch, 0);
    for (size_t i = 1; i < one->n_terms; i++)
        assert_true(one->terms[i - 1] < one->terms[i]);
}

static void a_title_counts_more(void **state)
{
    struct fixture *fixture = *state;
    const features_record *features = fingerprint_make(fixture->arena, fixture->stemmer, analyse(fixture, "Ferries"),
                                                       analyse(fixture, "A ferry sank"));
    float most = 0;
    for (size_t i = 0; i < features->n_weights; i++)
        most = features->weights[i] > most ? features->weights[i] : most;
    assert_int_equal(features->n_terms, 2);
    assert_true(most == TITLE_WEIGHT + 1);
}

static void a_term_knows_where_its_first_word_stands(void **state)
{
    struct fixture *fixture = *state;
    const char *title = "Two ferries", *body = "The pilots said pilots saw ferries.";
    const features_record *features =
        fingerprint_make(fixture->arena, fixture->stemmer, analyse(fixture, title), analyse(fixture, body));
    assert_int_equal(features->n_term_places, features->n_terms);
    for (size_t i = 0; i < features->n_terms; i++) {
        const uint32_t place = features->term_places[i];
        if (features->terms[i] == fingerprint_term(SPAN("pilot")))
            assert_ptr_equal(body + (place >> 1), strstr(body, "pilots said"));
        if (features->terms[i] == fingerprint_term(SPAN("ferri")))
            assert_int_equal(place, 4 << 1 | 1); /* the title comes first here */
    }
}

static void english_is_told_by_its_small_words(void **state)
{
    assert_true(language_is_english("en-GB", analyse(*state, "x")));
    assert_false(language_is_english("enm", analyse(*state, "x")));
    assert_true(language_is_english(NULL, analyse(*state, "Kurz.")));
    assert_false(language_is_english(
        "", analyse(*state, "Le bateau a coulé vendredi au large de la côte nord et ses propriétaires "
                            "savaient depuis janvier que les pompes ne suffiraient pas à la tâche")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_denial_shares_the_topic_of_what_it_denies_and_not_the_fact),
        TEST(wording_that_says_nothing_does_not_part_facts),
        TEST(a_negation_further_in_makes_another_fact),
        TEST(too_few_words_meet_no_other_article),
        TEST(the_casualties_of_two_wordings_meet),
        TEST(words_become_days),
        TEST(today_is_the_first_date_that_can_be_believed),
        TEST(only_a_whole_name_is_a_place),
        TEST(a_sketch_knows_a_near_copy),
        TEST(a_title_counts_more),
        TEST(a_term_knows_where_its_first_word_stands),
        TEST(english_is_told_by_its_small_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
