/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "store/supports.h"
#include "unit/store/scratch.h"

/* The supports of a fact, through the store and as columns. */

enum { EVENT = 2, FACT = 4 };
static support_record supports[FACT_SUPPORT_MAX + 1], *list[FACT_SUPPORT_MAX + 1];
static char claims[FACT_SUPPORT_MAX + 1][64];

/* Each differs from the others in everything. */
static stored_fact_record make_row(fact_record *fact, size_t count)
{
    stored_fact_record row;
    claimwire__v1__stored_fact__init(&row);
    claimwire__v1__fact__init(fact);
    fact->has_id = row.has_event = true;
    fact->id = FACT;
    row.event = EVENT;
    row.fact = fact;
    row.support = list;
    row.n_support = count;
    for (size_t i = 0; i < count; i++) {
        list[i] = &supports[i];
        claimwire__v1__support__init(&supports[i]);
        snprintf(claims[i], sizeof claims[i], "c%zu", 7 * i);
        supports[i].has_article = supports[i].has_revision = supports[i].has_origin = true;
        supports[i].article = 1000 - i;
        supports[i].revision = (uint32_t)(1 + i % 3);
        supports[i].origin = UINT64_MAX - i;
        supports[i].claim = claims[i];
        supports[i].has_statement = i % 4 > 0;
        supports[i].statement = i % 4 > 0 ? (uint32_t)(i % 4 - 1) : 0;
    }
    return row;
}

static void assert_came_back(struct scratch *s, struct txn *txn, size_t count, bool background)
{
    stored_fact_record *row;
    MUST(facts_get(s->arena, txn, EVENT, FACT, &row));
    assert_int_equal(row->n_support, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(row->support[i]->article, supports[i].article);
        assert_int_equal(row->support[i]->revision, supports[i].revision);
        assert_true(row->support[i]->origin == supports[i].origin);
        assert_int_equal(row->support[i]->has_statement, supports[i].has_statement);
        assert_int_equal(row->support[i]->statement, supports[i].statement);
        assert_string_equal(row->support[i]->claim, supports[i].claim);
        assert_int_equal(row->support[i]->background, background && supports[i].background);
    }
}

static void they_come_back_as_they_were(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_record fact;
    const size_t counts[] = { 0, 1, 2, FACT_SUPPORT_MAX, FACT_SUPPORT_MAX + 1 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const stored_fact_record row = make_row(&fact, counts[i]);
        MUST(facts_put(txn, &row));
        assert_came_back(s, txn, counts[i], false);
    }
    const stored_fact_record row = make_row(&fact, 3);
    supports[1].has_background = supports[1].background = true;
    MUST(facts_put(txn, &row));
    assert_came_back(s, txn, 3, true);
    txn_abort(txn);
}

static void what_fits_no_column_is_written_as_before(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_record fact;
    fact_row_record split;
    struct support_columns columns;
    stored_fact_record row = make_row(&fact, 2);
    claimwire__v1__fact_row__init(&split);
    assert_true(supports_split(&row, &columns, &split));
    memset(claims[1], 'x', SUPPORT_CLAIM_BYTES);
    claims[1][SUPPORT_CLAIM_BYTES] = '\0';
    assert_false(supports_split(&row, &columns, &split));
    MUST(facts_put(txn, &row));
    assert_came_back(s, txn, 2, false);
    supports[1].claim = NULL;
    assert_false(supports_split(&row, &columns, &split));
    txn_abort(txn);
}

static void what_every_support_has_takes_no_column(void **state)
{
    (void)state;
    fact_record fact;
    fact_row_record split;
    struct support_columns columns;
    const stored_fact_record row = make_row(&fact, 2);
    claimwire__v1__fact_row__init(&split);
    for (size_t i = 0; i < 2; i++) {
        supports[i].revision = 1;
        supports[i].has_statement = true;
        supports[i].statement = 0;
    }
    assert_true(supports_split(&row, &columns, &split));
    assert_int_equal(split.n_support_revisions + split.n_support_statements + split.n_support_background, 0);
    supports[1].revision = 2;
    assert_true(supports_split(&row, &columns, &split));
    assert_int_equal(split.n_support_revisions, 2);
    supports[1].has_statement = false;
    assert_true(supports_split(&row, &columns, &split));
    assert_int_equal(split.n_support_statements, 2);
}

static void columns_of_other_lengths_are_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    fact_record fact;
    fact_row_record split;
    struct support_columns columns;
    claimwire__v1__fact_row__init(&split);
    for (int cut = 0; cut < 8; cut++) {
        stored_fact_record row = make_row(&fact, 5), joined = row;
        assert_true(supports_split(&row, &columns, &split));
        MUST(supports_join(s->arena, &split, &joined));
        split.n_support_articles -= cut == 0;
        split.n_support_revisions -= cut == 1;
        split.n_support_origins -= cut == 2;
        split.n_support_statements -= cut == 3;
        split.n_support_background = cut == 4 ? 4 : 0;
        split.support_claims.len -= cut == 5;
        split.support_claims.len += cut == 6;
        if (cut == 7)
            split.n_support_articles = split.n_support_origins = 0;
        FAILS(CORRUPT, supports_join(s->arena, &split, &joined));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        TEST(they_come_back_as_they_were),
        TEST(what_fits_no_column_is_written_as_before),
        TEST(what_every_support_has_takes_no_column),
        TEST(columns_of_other_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
