/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "store/places.h"
#include "store/table.h"
#include "unit/store/scratch.h"

/* The places of a reading's claims, through the store and as columns. */

enum { NUMBER = 3, REVISION = 1 };
static claim_place_record places[PLACES_MAX + 1], *list[PLACES_MAX + 1];
static char mode[] = "accident";
static stored_why_record whys[PLACES_MAX + 1], denies_whys[PLACES_MAX + 1];

static stored_why_record *make_why(stored_why_record *why, Claimwire__V1__Rule rule, float score, float threshold)
{
    claimwire__v1__stored_why__init(why);
    why->has_rule = true;
    why->rule = rule;
    why->has_score = why->has_threshold = threshold > 0;
    why->score = score;
    why->threshold = threshold;
    return why;
}

/* Claims of every kind: new ones, known by key and by words, denials, background, and such as have no fact. */
static stored_reading_record make_reading(reading_record *reading, size_t count)
{
    stored_reading_record row;
    claimwire__v1__stored_reading__init(&row);
    claimwire__v1__reading__init(reading);
    reading->mode = mode;
    row.reading = reading;
    row.places = list;
    row.n_places = count;
    row.has_event = true;
    row.event = 5;
    for (size_t i = 0; i < count; i++) {
        claim_place_record *place = list[i] = &places[i];
        claimwire__v1__claim_place__init(place);
        place->has_fact = i % 5 != 4;
        place->fact = place->has_fact ? 70 + i : 0;
        place->has_denies = i % 7 == 1;
        place->denies = place->has_denies ? 1000 + i : 0;
        place->has_event = i % 11 == 2;
        place->event = place->has_event ? UINT64_MAX - i : 0;
        if (i % 5 < 3)
            place->why = i % 3 ? make_why(&whys[i], CLAIMWIRE__V1__RULE__RULE_WORDS, (float)(i % 2) / 4, .5f)
                               : make_why(&whys[i], CLAIMWIRE__V1__RULE__RULE_NEW, 0, 0);
        if (place->has_denies)
            place->denies_why = make_why(&denies_whys[i], CLAIMWIRE__V1__RULE__RULE_ODDS, .25f, i % 2 ? .125f : 0);
    }
    return row;
}

static void assert_same(struct arena *arena, const stored_reading_record *got, const stored_reading_record *wanted)
{
    struct span a, b;
    assert_int_equal(got->n_places, wanted->n_places);
    for (size_t i = 0; i < got->n_places; i++) {
        MUST(claim_place_pack(arena, got->places[i], &a));
        MUST(claim_place_pack(arena, wanted->places[i], &b));
        assert_true(span_equal(a, b));
    }
    assert_true(got->event == wanted->event);
}

/* The row's own message. */
static stored_reading_record *value_of(struct scratch *s, struct txn *txn)
{
    stored_reading_record *row;
    const struct key key = key_part(NUMBER, REVISION);
    MUST(TABLE_GET(s->arena, txn, TABLE_READINGS, &key, stored_reading, &row));
    return row;
}

/* By every way that places are read. */
static void assert_read(struct scratch *s, struct txn *txn, const stored_reading_record *wanted)
{
    stored_reading_record *got;
    MUST(articles_get_reading(s->arena, txn, NUMBER, REVISION, &got));
    assert_same(s->arena, got, wanted);
    assert_non_null(got->reading);
    MUST(articles_get_places(s->arena, txn, NUMBER, REVISION, &got));
    assert_same(s->arena, got, wanted);
    MUST(articles_put_reading(txn, NUMBER, REVISION, got));
    MUST(articles_get_reading(s->arena, txn, NUMBER, REVISION, &got));
    assert_same(s->arena, got, wanted);
    assert_non_null(got->reading);
}

static void they_come_back_as_they_were(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    reading_record reading;
    const size_t counts[] = { 0, 1, 2, 60, PLACES_MAX, PLACES_MAX + 1 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const stored_reading_record row = make_reading(&reading, counts[i]);
        const bool columns = counts[i] > 0 && counts[i] <= PLACES_MAX;
        MUST(articles_put_reading(txn, NUMBER, REVISION, &row));
        assert_int_equal(value_of(s, txn)->columns != NULL, columns);
        assert_int_equal(value_of(s, txn)->n_places, columns ? 0 : counts[i]);
        assert_read(s, txn, &row);
    }
    txn_abort(txn);
}

static void a_row_of_a_release_before_is_read_and_gets_columns(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    reading_record reading;
    const stored_reading_record row = make_reading(&reading, 30);
    const struct key key = key_part(NUMBER, REVISION);
    MUST(table_put_record(txn, TABLE_READINGS, &key, &row.base));
    assert_int_equal(value_of(s, txn)->n_places, 30);
    assert_read(s, txn, &row);
    assert_int_equal(value_of(s, txn)->n_places, 0);
    txn_abort(txn);
}

static void what_no_column_can_say_is_written_as_before(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    static uint8_t one[] = { 1 };
    static char text[] = "police";
    uint32_t place = 4;
    ProtobufCMessageUnknownField field = { 60, PROTOBUF_C_WIRE_TYPE_VARINT, sizeof one, one };
    reading_record reading;
    for (int what = 0; what < 9; what++) {
        const stored_reading_record row = make_reading(&reading, 3);
        stored_why_record *why = places[what % 2].why;
        why->has_event = what == 0;
        why->has_article = what == 1;
        why->has_revision = what == 2;
        why->text = what == 3 ? text : NULL;
        why->places = &place;
        why->n_places = what == 4;
        why->has_rule = what != 5;
        why->has_score ^= what == 6;
        why->base.unknown_fields = &field;
        why->base.n_unknown_fields = what == 7;
        places[2].base.unknown_fields = &field;
        places[2].base.n_unknown_fields = what == 8;
        MUST(articles_put_reading(txn, NUMBER, REVISION, &row));
        assert_null(value_of(s, txn)->columns);
        assert_int_equal(value_of(s, txn)->n_places, 3);
    }
    txn_abort(txn);
}

static void columns_of_other_lengths_are_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    static struct place_columns columns;
    reading_record reading;
    for (int cut = 0; cut < 11; cut++) {
        const stored_reading_record row = make_reading(&reading, 30);
        stored_reading_record joined = row;
        assert_true(places_split(&row, &columns));
        claim_places_record *record = joined.columns = &columns.record;
        MUST(places_join(s->arena, &joined));
        joined.columns = record;
        record->n_facts -= cut == 0;
        record->n_denies -= cut == 1;
        record->n_events -= cut == 2;
        record->n_rules -= cut == 3;
        record->n_scores -= cut == 4;
        record->n_thresholds -= cut == 5;
        record->n_denies_rules -= cut == 6;
        record->n_denies_scores -= cut == 7;
        record->n_denies_thresholds -= cut == 8;
        if (cut == 9) /* a score for no rule */
            record->n_scores = ++record->n_thresholds;
        if (cut == 10) /* a rule without its score */
            record->n_denies_scores = --record->n_denies_thresholds;
        FAILS(CORRUPT, places_join(s->arena, &joined));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        TEST(they_come_back_as_they_were),
        TEST(a_row_of_a_release_before_is_read_and_gets_columns),
        TEST(what_no_column_can_say_is_written_as_before),
        TEST(columns_of_other_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
