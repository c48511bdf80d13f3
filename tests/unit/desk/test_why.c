/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/newsroom.h"

#define CLAIMS(...) ((const struct said[]){ __VA_ARGS__, { 0 } })

static const char ferry[] =
    "The evening ferry to Low Island struck the breakwater of the old harbour on Monday and took on water while "
    "passengers waited on deck for the pilot boats that came within the hour and brought everyone ashore to the "
    "customs hall where doctors and volunteers were waiting with blankets";
static const char ferry_told_anew[] =
    "Pilot boats brought the passengers of the Low Island ferry ashore to the customs hall after the ferry struck the "
    "harbour breakwater and doctors waited with blankets on Monday evening";
static const char budget[] =
    "Parliament passed the spending plan after a night of votes in which the finance minister promised lower rents and "
    "the opposition called for new taxes on empty flats and a pause in road building in the harbour";

static struct newsroom room;

static int open_room(void **state)
{
    (void)state;
    newsroom_open(&room, (struct desk_options){ .articles_max = 256 });
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    newsroom_close(&room);
    return 0;
}

static void tell(const char *id, const char *outlet, const char *body, const struct said *said)
{
    feed(&room, (struct piece){ .id = id, .outlet = outlet, .title = "Ferry", .body = body, .said = said });
}

static const stored_reading_record *reading_of(uint64_t article, uint32_t revision)
{
    struct txn *txn;
    stored_reading_record *reading;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(articles_get_reading(room.kept, txn, article, revision, &reading), ERR_OK);
    txn_abort(txn);
    return reading;
}

static void a_new_event_names_those_it_is_not(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, NULL);
    tell("b", "courier.example", budget, NULL);
    const stored_reading_record *reading = reading_of(2, 1);
    assert_int_equal(reading->assigned->rule, CLAIMWIRE__V1__RULE__RULE_NEW);
    assert_int_equal(reading->n_rivals, 1);
    assert_int_equal(reading->rivals[0]->event, 1);
    assert_true(reading->rivals[0]->score < reading->rivals[0]->threshold);
}

static void an_article_says_with_what_it_was_alike(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, NULL);
    tell("b", "courier.example", ferry_told_anew, NULL);
    const stored_reading_record *reading = reading_of(2, 1);
    assert_int_equal(reading->assigned->rule, CLAIMWIRE__V1__RULE__RULE_LIKE);
    assert_int_equal(reading->assigned->event, 1);
    assert_true(reading->assigned->score >= reading->assigned->threshold && reading->assigned->threshold > 0);
    assert_int_equal(reading->n_rivals, 0);
    assert_int_equal(reading->origin->rule, CLAIMWIRE__V1__RULE__RULE_OUTLET);
    assert_string_equal(reading->origin->text, "courier.example");
}

static void a_copy_says_of_what(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, NULL);
    tell("b", "courier.example", ferry, NULL);
    const stored_reading_record *reading = reading_of(2, 1);
    assert_int_equal(reading->assigned->rule, CLAIMWIRE__V1__RULE__RULE_COPY);
    assert_int_equal(reading->copied->article, 1);
    assert_true(reading->copied->score >= reading->copied->threshold && reading->copied->threshold > 0);
    assert_int_equal(reading->origin->rule, CLAIMWIRE__V1__RULE__RULE_COPY);
    assert_string_equal(reading->origin->text, "herald.example");
}

static void a_revision_says_so(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, NULL);
    tell("a", "herald.example", budget, NULL);
    assert_int_equal(reading_of(1, 2)->assigned->rule, CLAIMWIRE__V1__RULE__RULE_REVISION);
}

static void claims_say_why_they_are_that_fact(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, CLAIMS({ "the ferry struck the old breakwater", NULL, false, 0 }));
    tell("b", "courier.example", ferry_told_anew,
         CLAIMS({ "the ferry struck the old breakwater", NULL, false, 0 },
                { "the ferry struck the breakwater", NULL, false, 0 }));
    const stored_reading_record *first = reading_of(1, 1), *second = reading_of(2, 1);
    assert_int_equal(first->places[0]->why->rule, CLAIMWIRE__V1__RULE__RULE_NEW);
    assert_int_equal(second->places[0]->why->rule, CLAIMWIRE__V1__RULE__RULE_KEY);
    assert_int_equal(second->places[1]->why->rule, CLAIMWIRE__V1__RULE__RULE_WORDS);
    assert_int_equal(second->places[1]->fact, first->places[0]->fact);
    assert_true(second->places[1]->why->score >= second->places[1]->why->threshold);
}

static void a_denial_says_why_it_is_one_whichever_came_first(void **unused)
{
    (void)unused;
    tell("a", "herald.example", ferry, CLAIMS({ "the ferry struck the breakwater", "Ada Marsh", true, 0 }));
    tell("b", "courier.example", ferry_told_anew, CLAIMS({ "the ferry struck the breakwater", "police", false, 0 }));
    tell("c", "observer.example", ferry_told_anew, CLAIMS({ "the ferry struck the breakwater", "the owner", true, 0 }));
    const stored_reading_record *sooner = reading_of(1, 1), *later = reading_of(3, 1);
    assert_true(sooner->places[0]->denies != 0);
    assert_int_equal(sooner->places[0]->denies_why->rule, CLAIMWIRE__V1__RULE__RULE_KEY);
    assert_true(later->places[0]->denies == sooner->places[0]->denies);
    assert_int_equal(later->places[0]->denies_why->rule, CLAIMWIRE__V1__RULE__RULE_KEY);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(a_new_event_names_those_it_is_not),
        TEST(an_article_says_with_what_it_was_alike),
        TEST(a_copy_says_of_what),
        TEST(a_revision_says_so),
        TEST(claims_say_why_they_are_that_fact),
        TEST(a_denial_says_why_it_is_one_whichever_came_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
