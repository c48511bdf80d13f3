/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/limits.h"
#include "desk/decide.h"
#include "desk/fact.h"
#include "desk/figure.h"

/* decide and what it is made of, without a store. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    return (arena = arena_new(16u << 20)) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static ProtobufCBinaryData key_of(char mark)
{
    uint8_t *bytes = arena_alloc(arena, 16);
    bytes[0] = (uint8_t)mark;
    return (ProtobufCBinaryData){ 16, bytes };
}

static claim_record *claim_of(const char *id, const char *speaker, char fact, char topic, bool denied)
{
    claim_record *claim = claim_make(arena);
    claim->id = (char *)(uintptr_t)id;
    claim->text = (char *)(uintptr_t) "words";
    claim->has_fact_key = claim->has_topic_key = true;
    claim->fact_key = key_of(fact);
    claim->topic_key = key_of(topic);
    claim->polarity = denied;
    if (speaker) {
        claim->source = source_make(arena);
        claim->source->name = (char *)(uintptr_t)speaker;
    }
    return claim;
}

static reading_record *reading_of(claim_record *one, claim_record *other)
{
    reading_record *reading = reading_make(arena);
    reading->claims = arena_array(arena, 2, sizeof *reading->claims);
    if (one)
        reading->claims[reading->n_claims++] = one;
    if (other)
        reading->claims[reading->n_claims++] = other;
    return reading;
}

static struct decide_input input_of(uint64_t number, const reading_record *reading, const struct decision *before)
{
    stored_article_record *article = stored_article_make(arena);
    article->feeder = (char *)(uintptr_t) "local";
    article->revision = 1;
    article->article = article_make(arena);
    article->article->id = (char *)(uintptr_t)(number == 1 ? "one" : "another");
    return (struct decide_input){
        .reading = reading,
        .wordings = fact_wordings(arena, reading),
        .article = article,
        .number = number,
        .stream_ms = (int64_t)number,
        .origin = { number, number == 1 ? "one.example" : "another.example" },
        .event = before ? before->event : NULL,
        .facts = before ? before->facts : NULL,
        .facts_count = before ? before->facts_count : 0,
        .next_event = 5,
        .next_fact = number * 10,
    };
}

static struct decision decide_on(uint64_t number, const reading_record *reading, const struct decision *before)
{
    struct decision decision;
    struct decide_input input = input_of(number, reading, before);
    assert_int_equal(decide(arena, &input, &decision), ERR_OK);
    return decision;
}

static void the_same_input_gives_the_same_decision(void **state)
{
    (void)state;
    reading_record *reading =
        reading_of(claim_of("c1", "Ada Marsh", 'a', 'a', false), claim_of("c2", NULL, 'b', 'b', false));
    struct decision one = decide_on(1, reading, NULL), other = decide_on(1, reading, NULL);
    assert_int_equal(one.updates_count, 3);
    assert_int_equal(one.new_facts, 2);
    assert_true(one.opened);
    assert_int_equal(one.event->event->id, 5);
    for (size_t i = 0; i < 3; i++) {
        struct span a, b;
        assert_int_equal(event_update_pack(arena, one.updates[i], &a), ERR_OK);
        assert_int_equal(event_update_pack(arena, other.updates[i], &b), ERR_OK);
        assert_true(span_equal(a, b));
    }
}

static void what_it_is_given_stays_as_it_was(void **state)
{
    (void)state;
    struct decision before = decide_on(1, reading_of(claim_of("c1", NULL, 'a', 'a', false), NULL), NULL);
    struct decision after = decide_on(2, reading_of(claim_of("c1", NULL, 'a', 'a', false), NULL), &before);
    assert_int_equal(after.updates[0]->change, CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED);
    assert_int_equal(before.facts[0]->fact->origins, 1);
    assert_int_equal(before.facts[0]->n_support, 1);
    assert_int_equal(before.event->event->revision, 2);
    assert_int_equal(after.event->event->revision, 3);
    assert_int_equal(after.facts[0]->n_support, 2);
}

static void a_claim_and_its_denial_in_one_article_dispute(void **state)
{
    (void)state;
    reading_record *reading =
        reading_of(claim_of("c1", "Ada Marsh", 'a', 't', false), claim_of("c2", "Otto Lind", 'b', 't', true));
    struct decision decision = decide_on(1, reading, NULL);
    assert_int_equal(decision.updates_count, 4);
    assert_int_equal(decision.updates[3]->change, CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED);
    assert_int_equal(decision.places[1]->denies, decision.places[0]->fact);
    assert_int_equal(decision.facts[0]->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED);
}

static void nobody_is_in_dispute_with_himself(void **state)
{
    (void)state;
    reading_record *reading =
        reading_of(claim_of("c1", "Ada Marsh", 'a', 't', false), claim_of("c2", "Marsh", 'b', 't', true));
    assert_int_equal(decide_on(1, reading, NULL).updates_count, 3);
}

static void a_claim_without_keys_has_no_place(void **state)
{
    (void)state;
    claim_record *claim = claim_of("c1", NULL, 'a', 'a', false);
    claim->fact_key.len = 3;
    struct decision decision = decide_on(1, reading_of(claim, NULL), NULL);
    assert_int_equal(decision.updates_count, 1);
    assert_int_equal(decision.places[0]->fact, 0);
}

/* Whatever a reader sends, the update fits on the wire: a hub that cannot log
 * an update cannot go on. */
static void what_no_reader_gives_is_no_claim_and_no_name(void **state)
{
    (void)state;
    static char text[CLAIM_TEXT_BYTES_MAX + 64];
    memset(text, 'x', sizeof text - 1);
    claim_record *claim = claim_of("c1", text, 'a', 'a', false);
    claim_record *other = claim_of("c2", NULL, 'b', 'b', false);
    other->text = text;
    struct decision decision = decide_on(1, reading_of(claim, other), NULL);
    assert_int_equal(decision.updates_count, 2);
    assert_null(decision.updates[1]->statement->speaker);
    place_record place;
    claimwire__v1__place__init(&place);
    place.name = (char *)(uintptr_t) "Low Island";
    claim->places = arena_array(arena, 1000, sizeof *claim->places);
    for (claim->n_places = 0; claim->n_places < 1000; claim->n_places++)
        claim->places[claim->n_places] = &place;
    decision = decide_on(1, reading_of(claim, NULL), NULL);
    assert_int_equal(decision.updates[1]->statement->n_places, FACT_LIST_MAX);
    assert_null(decision.event->event->place);
    place.name = text;
    assert_int_equal(decide_on(1, reading_of(claim, NULL), NULL).updates_count, 1);
}

static void an_event_is_where_its_first_reading_is_set(void **state)
{
    (void)state;
    reading_record *reading = reading_of(claim_of("c1", "The cable was cut", 'a', 'a', false), NULL);
    place_record place = CLAIMWIRE__V1__PLACE__INIT;
    static char text[1024];
    memset(text, 'x', sizeof text - 1);
    place.name = (char *)(uintptr_t) "Low Island";
    reading->place = &place;
    assert_string_equal(decide_on(1, reading, NULL).event->event->place->name, "Low Island");
    place.name = text;
    assert_null(decide_on(1, reading, NULL).event->event->place);
}

static void a_full_arena_is_said(void **state)
{
    (void)state;
    reading_record *reading = reading_of(claim_of("c1", "Ada Marsh", 'a', 'a', false), NULL);
    struct decide_input input = input_of(1, reading, NULL);
    struct arena *small = NULL;
    for (size_t bytes = 64; bytes < 4096; bytes += 64) {
        struct decision decision;
        assert_non_null(small = arena_new(bytes));
        enum err err = decide(small, &input, &decision);
        assert_true(err == ERR_MEMORY || (err == ERR_OK && decision.updates_count == 2));
        arena_free(small);
    }
}

static void retracting_a_denial_settles_what_it_denied(void **state)
{
    (void)state;
    struct decision before = decide_on(1, reading_of(claim_of("c1", "Ada Marsh", 'a', 't', false), NULL), NULL);
    struct decision denied = decide_on(2, reading_of(claim_of("c1", "Otto Lind", 'b', 't', true), NULL), &before);
    assert_int_equal(denied.facts_count, 2);
    stored_reading_record *former = stored_reading_make(arena);
    former->places = denied.places;
    former->n_places = denied.places_count;
    struct decide_input input = input_of(2, reading_of(NULL, NULL), &denied);
    input.article->article->title = NULL;
    stored_article_record revised = *input.article;
    revised.revision = 2;
    input.article = &revised;
    input.former = former;
    struct decision after;
    assert_int_equal(decide(arena, &input, &after), ERR_OK);
    assert_int_equal(after.updates_count, 1);
    assert_int_equal(after.updates[0]->change, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
    assert_int_equal(after.event->event->n_disputes, 0);
    assert_int_equal(after.facts[0]->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED);
    assert_int_equal(after.facts[1]->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
}

/* ---- parts */

static Claimwire__V1__FigureStatus compare(double low, double high, double new_low, double new_high)
{
    event_figure_record before;
    figure_record after;
    claimwire__v1__event_figure__init(&before);
    claimwire__v1__figure__init(&after);
    before.has_low = low >= 0;
    before.low = low;
    before.has_high = high >= 0;
    before.high = high;
    after.has_low = new_low >= 0;
    after.low = new_low;
    after.has_high = new_high >= 0;
    after.high = new_high;
    return figure_compare(&before, &after);
}

static void intervals_are_raised_lowered_widened_and_converge(void **state)
{
    (void)state;
    assert_int_equal(compare(3, 3, 3, 3), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST);
    assert_int_equal(compare(3, 3, 5, 5), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    assert_int_equal(compare(5, 5, 3, 3), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED);
    assert_int_equal(compare(5, 5, 5, -1), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_WIDENED);
    assert_int_equal(compare(5, -1, 7, 7), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_CONVERGED);
    assert_int_equal(compare(-1, 9, 20, 30), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    assert_int_equal(compare(10, 20, 5, 15), CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED);
}

static void a_speaker_is_known_by_the_end_of_the_name(void **state)
{
    (void)state;
    struct decision decision = decide_on(1, reading_of(claim_of("c1", "Ada Marsh", 'a', 'a', false), NULL), NULL);
    const fact_record *fact = decision.facts[0]->fact;
    assert_non_null(fact_stated_by(fact, "ada marsh"));
    assert_non_null(fact_stated_by(fact, "Marsh"));
    assert_non_null(fact_stated_by(fact, "Dr Ada Marsh"));
    assert_null(fact_stated_by(fact, "arsh"));
    assert_null(fact_stated_by(fact, "Ada"));
    assert_null(fact_stated_by(fact, ""));
    assert_null(fact_stated_by(fact, NULL));
}

static void supports_beyond_the_limit_are_counted_and_taken_back(void **state)
{
    (void)state;
    struct decision decision = decide_on(1, reading_of(claim_of("c1", NULL, 'a', 'a', false), NULL), NULL);
    stored_fact_record *row = decision.facts[0];
    const claim_record *claim = claim_of("c1", NULL, 'a', 'a', false);
    for (uint64_t article = 2; article <= FACT_SUPPORT_MAX + 5; article++)
        assert_int_equal(fact_support(arena, row, article, 1, claim, article), ERR_OK);
    assert_int_equal(row->n_support, FACT_SUPPORT_MAX);
    assert_int_equal(row->support_more, 5);
    assert_false(fact_take_back(row, FACT_SUPPORT_MAX + 9, 2, 0));
    assert_true(fact_take_back(row, FACT_SUPPORT_MAX + 5, 2, 1));
    assert_int_equal(row->support_more, 4);
    assert_true(fact_take_back(row, 3, 2, 1));
    assert_int_equal(row->n_support, FACT_SUPPORT_MAX - 1);
    assert_false(fact_take_back(row, 4, 1, 0)); /* its own revision stays */
}

static void a_later_article_may_say_what_an_event_is(void **state)
{
    (void)state;
    reading_record *first = reading_of(claim_of("c1", NULL, 'a', 'a', false), NULL);
    reading_record *later = reading_of(claim_of("c1", NULL, 'b', 'b', false), NULL);
    later->has_event_type = true;
    later->event_type = CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ACCUSE;
    later->mode = (char *)(uintptr_t) "accusation";
    struct decision before = decide_on(1, first, NULL);
    struct decision after = decide_on(2, later, &before);
    assert_false(before.event->event->has_type && before.event->event->type);
    assert_int_equal(after.updates[0]->change, CLAIMWIRE__V1__CHANGE__EVENT_CHANGED);
    assert_int_equal(after.event->event->type, CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_ACCUSE);
    assert_string_equal(after.event->event->mode, "accusation");
    struct decision again = decide_on(3, later, &after);
    for (size_t i = 0; i < again.updates_count; i++)
        assert_int_not_equal(again.updates[i]->change, CLAIMWIRE__V1__CHANGE__EVENT_CHANGED);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_same_input_gives_the_same_decision),
        TEST(what_it_is_given_stays_as_it_was),
        TEST(a_claim_and_its_denial_in_one_article_dispute),
        TEST(nobody_is_in_dispute_with_himself),
        TEST(a_claim_without_keys_has_no_place),
        TEST(what_no_reader_gives_is_no_claim_and_no_name),
        TEST(an_event_is_where_its_first_reading_is_set),
        TEST(a_later_article_may_say_what_an_event_is),
        TEST(a_full_arena_is_said),
        TEST(retracting_a_denial_settles_what_it_denied),
        TEST(intervals_are_raised_lowered_widened_and_converge),
        TEST(a_speaker_is_known_by_the_end_of_the_name),
        TEST(supports_beyond_the_limit_are_counted_and_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
