/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <math.h>

#include "proto/digest.h"
#include "resolve/calendar.h"
#include "resolve/entity.h"
#include "resolve/fingerprint.h"
#include "resolve/gazetteer.h"
#include "resolve/language.h"
#include "resolve/plover.h"
#include "resolve/resolve.h"
#include "resolve/scene.h"

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
    const size_t count = calendar_find(fixture->arena, &lexed, &today, moments, 4);
    if (count != (value ? 1 : 0) || (value && strcmp(moments[0].value, value) != 0))
        fail_msg("%s: %zu, %s, expected %s", text, count, count ? moments[0].value : "-", value ? value : "none");
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

static void the_tense_of_a_clause_tells_which_weekday_is_meant(void **state)
{
    const char *wednesday = "2024-04-17T09:00:00Z";
    expect_moment(*state, "The court met on Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "The court is to meet on Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "Talks would resume Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "They bought tickets for Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "On Monday, he would leave.", wednesday, "2024-04-22");
    expect_moment(*state, "The lists are to be read on Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "They got until 9 a.m. Monday.", wednesday, "2024-04-22T09:00");
    expect_moment(*state, "They had not been seen until Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "They met ahead of Monday's vote.", wednesday, "2024-04-22");
    expect_moment(*state, "The offer was made to avert Monday's strike.", wednesday, "2024-04-22");
    expect_moment(*state, "The vote had been scheduled for last Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "He would leave the United office next Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "It was the clerk who left on Wednesday.", wednesday, "2024-04-17");
}

static void dates_without_a_year_are_near(void **state)
{
    const char *october = "2024-10-26";
    expect_moment(*state, "in April it", october, "2024-04");
    expect_moment(*state, "It closed in November.", october, "2023-11");
    expect_moment(*state, "It will close in March.", october, "2025-03");
    expect_moment(*state, "payable Dec. 14 to all", october, "2024-12-14");
    expect_moment(*state, "The lease ended on March 31.", october, "2024-03-31");
    expect_moment(*state, "In June last year it", october, "2023-06");
    expect_moment(*state, "the April fire", october, "2024-04");
    expect_moment(*state, "said April Holt", october, NULL);
    expect_moment(*state, "in mid-May it", october, "2024-05");
    expect_moment(*state, "on Friday, 25 October it", october, "2024-10-25");
}

static void times_of_day_go_with_their_day(void **state)
{
    const char *wednesday = "2024-04-17T09:00:00Z";
    expect_moment(*state, "It rang on Tuesday night.", wednesday, "2024-04-16TNI");
    expect_moment(*state, "It rang this morning.", wednesday, "2024-04-17TMO");
    expect_moment(*state, "It rang last night.", wednesday, "2024-04-16TNI");
    expect_moment(*state, "It rang at 10:35 p.m. on Tuesday.", wednesday, "2024-04-16T22:35");
    expect_moment(*state, "It rang at noon Tuesday.", wednesday, "2024-04-16T12:00");
    expect_moment(*state, "It rang at 14:05 that day.", wednesday, "2024-04-17T14:05");
    expect_moment(*state, "a score of 14:5 that", wednesday, NULL);
    expect_moment(*state, "watched it 04:32 more", wednesday, NULL);
}

static void spans_of_time_have_lengths(void **state)
{
    const char *day = "2024-04-17T09:00:00Z";
    expect_moment(*state, "They dug for three days.", day, "P3D");
    expect_moment(*state, "They dug for a two-year grant.", day, "P2Y");
    expect_moment(*state, "in the past several months they", day, "PXM");
    expect_moment(*state, "The first nine months were dry.", day, "P9M");
    expect_moment(*state, "It took at least 30 hours.", day, "PT30H");
    expect_moment(*state, "They waited for weeks.", day, "PXW");
    expect_moment(*state, "In recent years they", day, "PXY");
    expect_moment(*state, "It was their first visit in more than a decade.", day, "P10Y");
    expect_moment(*state, "a six-year-old girl and a man ten years old", day, NULL);
    expect_moment(*state, "three-quarters of the men", day, NULL);
    expect_moment(*state, "the walkout is to last 48 hours", NULL, "PT48H");
    expect_moment(*state, "ten days ago they", day, "2024-04-07");
    expect_moment(*state, "a decade ago they", day, "2014");
    expect_moment(*state, "They meet every month.", day, "P1M");
    expect_moment(*state, "They meet every Tuesday.", day, "XXXX-WXX-2");
    expect_moment(*state, "They meet each July.", day, "XXXX-07");
    expect_moment(*state, "Reports come daily.", day, "P1D");
    expect_moment(*state, "said the Daily Post", day, NULL);
}

static void quarters_seasons_and_decades_have_values(void **state)
{
    const char *day = "2024-11-05T09:00:00Z";
    expect_moment(*state, "in the third quarter they", day, "2024-Q3");
    expect_moment(*state, "its second-quarter loss", day, "2024-Q2");
    expect_moment(*state, "in the 2022 first quarter they", day, "2022-Q1");
    expect_moment(*state, "last year's third quarter was", day, "2023-Q3");
    expect_moment(*state, "the last half of 2023", day, "2023-H2");
    expect_moment(*state, "earlier this summer they", day, "2024-SU");
    expect_moment(*state, "last fall they", "2024-03-05", "2023-FA");
    expect_moment(*state, "they fall and spring up", day, NULL);
    expect_moment(*state, "in the late 1980s they", day, "198");
    expect_moment(*state, "a man in his 30s left", day, NULL);
    expect_moment(*state, "in the 20th century they", day, "19");
    expect_moment(*state, "in fiscal 2023 they", day, "2023");
    expect_moment(*state, "the 2019 law", day, "2019");
    expect_moment(*state, "the 2019 men", day, NULL);
    expect_moment(*state, "in nineteen ninety-six they", day, "1996");
    expect_moment(*state, "by the end of the year they", day, "2024");
    expect_moment(*state, "over the weekend they", day, "2024-W44-WE");
    expect_moment(*state, "last Thanksgiving they", "2024-03-05", "2023-11-23");
    expect_moment(*state, "They are now three.", day, "PRESENT_REF");
    expect_moment(*state, "They came recently.", NULL, "PAST_REF");
    expect_moment(*state, "They fear for the future.", day, "FUTURE_REF");
    expect_moment(*state, "the past mayor", day, NULL);
}

static void what_was_spoken_of_is_counted_from(void **state)
{
    struct fixture *fixture = *state;
    struct moment moments[8];
    struct lexed lexed;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t) "2024-11-05";
    const struct today today = calendar_today(&article, 0);
    const char *text =
        "Profit fell in the third quarter from a year earlier. Sales for the quarter rose. "
        "The mine shut in March. The following month it was sold. It was dug in 1996 and lit in June of that year.";
    assert_int_equal(lexed_make(fixture->arena, analyse(fixture, text), &lexed), ERR_OK);
    assert_int_equal(calendar_find(fixture->arena, &lexed, &today, moments, 8), 7);
    const char *const expected[] = { "2024-Q3", "2023-Q3", "2024-Q3", "2024-03", "2024-04", "1996", "1996-06" };
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(moments[i].value, expected[i]);
    assert_string_equal(moments[1].start, "2023-07");
    assert_string_equal(moments[1].end, "2023-09");
}

static void the_words_of_time_are_in_order(void **state)
{
    static const char *const forms[] = {
#define WORD(form, kind, value) form,
#include "resolve/time.def"
#undef WORD
    };
    (void)state;
    for (size_t i = 1; i < sizeof forms / sizeof *forms; i++)
        assert_true(strcmp(forms[i - 1], forms[i]) < 0);
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
        TEST(words_become_days),
        TEST(the_tense_of_a_clause_tells_which_weekday_is_meant),
        TEST(dates_without_a_year_are_near),
        TEST(times_of_day_go_with_their_day),
        TEST(spans_of_time_have_lengths),
        TEST(quarters_seasons_and_decades_have_values),
        TEST(what_was_spoken_of_is_counted_from),
        TEST(the_words_of_time_are_in_order),
        TEST(money_words_are_in_order),
        TEST(states_and_provinces_are_in_order),
        TEST(today_is_the_first_date_that_can_be_believed),
        TEST(only_a_whole_name_is_a_place),
        TEST(a_story_is_set_where_most_of_it_says_so),
        TEST(a_sketch_knows_a_near_copy),
        TEST(a_title_counts_more),
        TEST(a_term_knows_where_its_first_word_stands),
        TEST(every_stem_of_the_types_is_one),
        TEST(a_story_has_a_type_where_its_first_words_tell),
        TEST(claims_tell_what_words_do_not),
        TEST(english_is_told_by_its_small_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
