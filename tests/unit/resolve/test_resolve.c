/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/resolve/fixture.h"

#include <math.h>

#include "proto/digest.h"
#include "resolve/entity.h"
#include "resolve/fingerprint.h"
#include "resolve/gazetteer.h"
#include "resolve/language.h"
#include "resolve/plover.h"
#include "resolve/resolve.h"
#include "resolve/scene.h"

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

static struct keys keys_of_people(struct fixture *fixture, const char *people)
{
    struct keys keys;
    figure_record figure = CLAIMWIRE__V1__FIGURE__INIT;
    figure.measure = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
    figure.population = (char *)(uintptr_t)people;
    figure.has_low = figure.has_high = 1;
    figure.low = figure.high = 8;
    const struct document *document = analyse(fixture, "eight died");
    const struct range content = { 0, document->tokens_count };
    const struct key_input input = {
        .document = document, .content = &content, .content_count = 1, .figure = &figure, .article_salt = ""
    };
    assert_true(key_make(fixture->arena, fixture->stemmer, &input, &keys.fact, &keys.topic));
    return keys;
}

static void names_for_everybody_are_one_and_sides_are_not(void **state)
{
    const struct keys inmates = keys_of_people(*state, "inmates"), prisoners = keys_of_people(*state, "prisoners"),
                      people = keys_of_people(*state, "people"), guards = keys_of_people(*state, "guards");
    assert_true(same(&inmates.fact, &prisoners.fact));
    assert_true(same(&inmates.fact, &people.fact));
    assert_false(same(&inmates.fact, &guards.fact));
}

static void an_amount_is_one_however_it_is_written(void **state)
{
    const struct keys letters = keys_of(*state,
                                        "The port paid \xE2\x82\xAC"
                                        "1.2m in bribes",
                                        false, "a"),
                      words = keys_of(*state, "The port paid 1.2 million in bribes", false, "b"),
                      other = keys_of(*state, "The port paid 2.1 million in bribes", false, "b");
    assert_true(same(&letters.fact, &words.fact));
    assert_false(same(&words.fact, &other.fact));
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

static void money_words_are_in_order(void **state)
{
    static const char *const rows[][3] = {
#define CURRENCY(word, country, code) { word, country, code },
#include "resolve/currency.def"
#undef CURRENCY
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(strlen(rows[i][2]), 3);
        assert_true(strlen(rows[i][1]) == 0 || strlen(rows[i][1]) == 2);
        const int order = i > 0 ? strcmp(rows[i - 1][0], rows[i][0]) : -1;
        assert_true(order < 0 || (order == 0 && strcmp(rows[i - 1][1], rows[i][1]) < 0));
    }
}

static void states_and_provinces_are_in_order(void **state)
{
    static const char *const forms[] = {
#define REGION(form, name, country) form,
#include "resolve/regions.def"
#undef REGION
    };
    (void)state;
    for (size_t i = 1; i < sizeof forms / sizeof *forms; i++)
        assert_true(strcmp(forms[i - 1], forms[i]) < 0);
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

static void expect_scene(struct fixture *fixture, const char *text, const char *name, const char *country)
{
    struct lexed lexed;
    struct scene scene;
    assert_int_equal(lexed_make(fixture->arena, analyse(fixture, text), &lexed), ERR_OK);
    assert_true(scene_find(fixture->arena, &lexed, &scene));
    const place_record *place = scene_set(fixture->arena, &lexed, &scene);
    assert_string_equal(place ? place->name : "none", name ? name : "none");
    assert_string_equal(place && place->country ? place->country : "", country ? country : "");
}

static void a_story_is_set_where_most_of_it_says_so(void **state)
{
    expect_scene(*state, "NAIROBI, May 3 (Vale Agency) - A mill burned on Friday. It stood by the river.", "Nairobi",
                 "KE");
    expect_scene(*state, "A mill burned in Nakuru. The owner lives in Kenya.", "Nakuru", "KE");
    expect_scene(*state, "The cable came from a ropeworks near Lisbon, the capital of Portugal.", NULL, NULL);
    expect_scene(*state, "The minister opened a mill in Oslo.", "Oslo", "NO");
    expect_scene(*state, "A mill burned. The minister said in Oslo that it was old.", NULL, NULL);
    expect_scene(*state, "Mills burned in Lagos and in Oslo. Nobody knew why.", NULL, NULL);
    expect_scene(*state, "Mills burned in Nakuru and in Nairobi, both in Kenya.", "Kenya", "KE");
    expect_scene(*state, "A mill burned in Ohio. Nobody knew why.", "Ohio", "US");
    expect_scene(*state, "A mill burned in Tarrow Falls, Ontario. Nobody knew why.", "Tarrow Falls", "CA");
    expect_scene(*state, "Nobody knew why. Virginia Holt saw it.", NULL, NULL);
    expect_scene(*state, "The mill in the village of Old Sarrum, which Kenya owns, burned.", "Old Sarrum", "KE");
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
    const double weight =
        NAME_WEIGHT * LEAD_WEIGHT * (1 + log(TITLE_WEIGHT + 1.0)); /* no name: "ferry" is small in the body */
    assert_true(fabs(1 + log((double)most) - weight / NAME_WEIGHT) < 1e-3);
}

static float weight_of(const features_record *features, const char *stem)
{
    for (size_t i = 0; i < features->n_terms; i++)
        if (features->terms[i] == fingerprint_term(span_of(stem)))
            return features->weights[i];
    return -1;
}

static void a_name_counts_more_than_a_word_and_a_number_less(void **state)
{
    struct fixture *fixture = *state;
    const features_record *features =
        fingerprint_make(fixture->arena, fixture->stemmer, NULL, analyse(fixture, "The ferry left Weirmouth with 41"));
    assert_true(weight_of(features, "41") > 0);
    assert_true(weight_of(features, "41") < weight_of(features, "ferri"));
    assert_true(weight_of(features, "ferri") < weight_of(features, "weirmouth"));
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

static void every_stem_of_the_types_is_one(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *stem, *word;
    } stems[] = {
#define PLOVER(stem, word, type, weight, mode) { stem, word },
#include "resolve/plover.def"
#undef PLOVER
    };
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        const struct span stem = stemmer_stem(fixture->stemmer, span_of(stems[i].word));
        if (!span_equal(stem, span_of(stems[i].stem)))
            fail_msg("%s has the stem %.*s", stems[i].word, (int)stem.size, stem.data);
        if (i > 0)
            assert_true(strcmp(stems[i - 1].stem, stems[i].stem) < 0);
    }
}

static void expect_type(struct fixture *fixture, const char *title, const char *body, unsigned type, const char *mode)
{
    struct document *head = NULL, *text = NULL;
    reading_record reading;
    claimwire__v1__reading__init(&reading);
    assert_int_equal(document_analyse(fixture->arena, span_of(title), SPAN(""), &head), ERR_OK);
    assert_int_equal(document_analyse(fixture->arena, span_of(body), SPAN(""), &text), ERR_OK);
    plover_give(fixture->arena, fixture->stemmer, head, text, false, &reading);
    assert_int_equal(reading.event_type, type);
    assert_string_equal(reading.mode ? reading.mode : "", mode);
}

static void claims_tell_what_words_do_not(void **state)
{
    claim_record accusation = CLAIMWIRE__V1__CLAIM__INIT, denial = CLAIMWIRE__V1__CLAIM__INIT;
    claim_record *claims[] = { &denial, &accusation };
    reading_record reading = CLAIMWIRE__V1__READING__INIT;
    struct fixture *fixture = *state;
    accusation.kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION;
    denial.kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    reading.claims = claims;
    reading.n_claims = 1;
    plover_by_claims(fixture->arena, PLOVER_SPEECH, &reading); /* one denial alone */
    assert_false(reading.has_event_type);
    reading.n_claims = 2;
    plover_by_claims(fixture->arena, PLOVER_SPEECH, &reading);
    assert_int_equal(reading.event_type, CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ACCUSE);
    assert_string_equal(reading.mode, "accusation");
    denial.kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ATTACK;
    plover_by_claims(fixture->arena, PLOVER_SPEECH, &reading); /* what is known stays */
    assert_int_equal(reading.event_type, CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ACCUSE);
}

static void a_story_has_a_type_where_its_first_words_tell(void **state)
{
    expect_type(*state, "Gunmen attack a post", "Three guards were killed.",
                CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ASSAULT, "attack");
    expect_type(*state, "Bomb on the pier", "A bomb went off.", CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ASSAULT,
                "bombing");
    expect_type(*state, "Ferry capsizes", "The ferry sank.", CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER, "accident");
    expect_type(*state, "River floods the town", "The dyke broke.", CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER,
                "disaster");
    expect_type(*state, "Minister resigns", "She resigned.", CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_CONCEDE,
                "resignation");
    expect_type(*state, "A day at the yard", "The boats were painted.", CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_UNKNOWN,
                "");
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
        TEST(names_for_everybody_are_one_and_sides_are_not),
        TEST(an_amount_is_one_however_it_is_written),
        TEST(money_words_are_in_order),
        TEST(states_and_provinces_are_in_order),
        TEST(only_a_whole_name_is_a_place),
        TEST(a_story_is_set_where_most_of_it_says_so),
        TEST(a_sketch_knows_a_near_copy),
        TEST(a_title_counts_more),
        TEST(a_name_counts_more_than_a_word_and_a_number_less),
        TEST(a_term_knows_where_its_first_word_stands),
        TEST(every_stem_of_the_types_is_one),
        TEST(a_story_has_a_type_where_its_first_words_tell),
        TEST(claims_tell_what_words_do_not),
        TEST(english_is_told_by_its_small_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
