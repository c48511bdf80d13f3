/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "store/articles.h"
#include "unit/store/scratch.h"

/* Readings, and parts of them. */

enum { NUMBER = 3, REVISION = 1 };

static struct {
    attribution_record attribution, *attributions[1];
    span_record span, *spans[1];
    claim_record claim, *claims[1];
    reading_record reading;
    claim_place_record place, *places[1];
    stored_reading_record stored;
} made;

static void make(void)
{
    claimwire__v1__attribution__init(&made.attribution);
    claimwire__v1__span__init(&made.span);
    claimwire__v1__claim__init(&made.claim);
    claimwire__v1__reading__init(&made.reading);
    claimwire__v1__claim_place__init(&made.place);
    claimwire__v1__stored_reading__init(&made.stored);
    made.attribution.id = "a1";
    made.attributions[0] = &made.attribution;
    made.span.has_end = true;
    made.span.end = 4;
    made.spans[0] = &made.span;
    made.claim.id = "c1";
    made.claim.content = made.claim.cue = made.spans;
    made.claim.n_content = made.claim.n_cue = 1;
    made.claims[0] = &made.claim;
    made.reading.attributions = made.attributions;
    made.reading.claims = made.claims;
    made.reading.n_attributions = made.reading.n_claims = 1;
    made.reading.mode = "accident";
    made.place.has_fact = true;
    made.place.fact = 7;
    made.places[0] = &made.place;
    made.stored.reading = &made.reading;
    made.stored.places = made.places;
    made.stored.n_places = 1;
}

/* A transaction in which it is stored. */
static struct txn *begin_with_reading(struct scratch *s)
{
    struct txn *txn = scratch_begin(s);
    make();
    MUST(articles_put_reading(txn, NUMBER, REVISION, &made.stored));
    return txn;
}

static void what_judging_takes_is_read_alone(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = begin_with_reading(s);
    reading_record *judged;
    MUST(articles_get_judged(s->arena, txn, NUMBER, REVISION, &judged));
    assert_string_equal(judged->mode, "accident");
    assert_int_equal(judged->n_claims, 1);
    assert_int_equal(judged->claims[0]->content[0]->end, 4);
    assert_int_equal(judged->claims[0]->n_cue, 0);
    assert_int_equal(judged->n_attributions, 0);
    assert_int_equal(articles_get_judged(s->arena, txn, NUMBER, REVISION + 1, &judged), ERR_NOT_FOUND);
    txn_abort(txn);
}

static void places_change_and_what_was_read_stays(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = begin_with_reading(s);
    stored_reading_record *stored;
    MUST(articles_get_places(s->arena, txn, NUMBER, REVISION, &stored));
    assert_null(stored->reading);
    stored->places[0]->fact = 9;
    MUST(articles_put_reading(txn, NUMBER, REVISION, stored));
    MUST(articles_get_reading(s->arena, txn, NUMBER, REVISION, &stored));
    assert_int_equal(stored->places[0]->fact, 9);
    assert_int_equal(stored->reading->n_attributions, 1);
    assert_int_equal(stored->reading->claims[0]->n_cue, 1);
    txn_abort(txn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_judging_takes_is_read_alone, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(places_change_and_what_was_read_stays, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
