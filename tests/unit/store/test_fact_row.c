/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "store/fact_row.h"
#include "unit/store/scratch.h"

/* A fact and its row, in each of the two shapes that a row has. */

enum { EVENT = 3, FACT = 8, STATEMENTS = 3, SUPPORTS = 2 };

/* A fact that has everything, and what it points at. */
struct parts {
    stored_fact_record row;
    fact_record fact;
    stated_by_record by[FACT_STATEMENTS_MAX + 1], *by_list[FACT_STATEMENTS_MAX + 1];
    statement_record statements[FACT_STATEMENTS_MAX + 1];
    support_record supports[SUPPORTS], *support_list[SUPPORTS];
    date_interval_record time;
};
static struct parts parts;
static char words[] = "the pier is shut", claim[] = "c1", speaker[] = "Ada Marsh";
static uint8_t keys[] = "0123456789abcdefABCDEFGHIJKLMNOP";
static uint32_t terms[] = { 3, 5, 70000 };

static void make_supports(stored_fact_record *row)
{
    row->support = parts.support_list;
    row->n_support = SUPPORTS;
    for (size_t i = 0; i < SUPPORTS; i++) {
        support_record *support = parts.support_list[i] = &parts.supports[i];
        claimwire__v1__support__init(support);
        support->has_article = support->has_revision = support->has_origin = support->has_statement = true;
        support->article = 900 + i;
        support->revision = 1;
        support->origin = UINT64_MAX - i;
        support->claim = claim;
    }
}

static void make_statements(fact_record *fact, size_t count)
{
    fact->statements = parts.by_list;
    fact->n_statements = count;
    claimwire__v1__date_interval__init(&parts.time);
    for (size_t i = 0; i < count; i++) {
        stated_by_record *by = parts.by_list[i] = &parts.by[i];
        claimwire__v1__stated_by__init(by);
        by->statement = &parts.statements[i];
        claimwire__v1__statement__init(by->statement);
        by->statement->text = words + (i ? 4 : 0);
        by->statement->speaker = i ? speaker : NULL;
        by->statement->time = i ? NULL : &parts.time;
        by->statement->has_figures_apart = by->statement->figures_apart = i == 1;
    }
}

static stored_fact_record *make_fact(void)
{
    stored_fact_record *row = &parts.row;
    claimwire__v1__stored_fact__init(row);
    claimwire__v1__fact__init(&parts.fact);
    row->fact = &parts.fact;
    row->has_event = row->has_fact_key = row->has_topic_key = row->has_support_more = true;
    row->has_denies = row->has_denies_event = row->has_stance = true;
    row->event = EVENT;
    row->fact_key = (ProtobufCBinaryData){ DIGEST_BYTES, keys };
    row->topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, keys + DIGEST_BYTES };
    row->support_more = 9;
    row->n_terms = sizeof terms / sizeof *terms;
    row->terms = terms;
    row->denies = 77;
    row->denies_event = 78;
    row->stance = 2;
    parts.fact.has_id = parts.fact.has_origins = parts.fact.has_status = true;
    parts.fact.id = FACT;
    parts.fact.text = words;
    parts.fact.origins = 4;
    parts.fact.status = CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED;
    make_statements(&parts.fact, STATEMENTS);
    make_supports(row);
    return row;
}

static void assert_same(struct arena *arena, const stored_fact_record *got, const stored_fact_record *wanted)
{
    struct span a, b;
    MUST(stored_fact_pack(arena, got, &a));
    MUST(stored_fact_pack(arena, wanted, &b));
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

/* The fact's value in the table, as a FactRow. */
static fact_row_record *value_of(struct scratch *s, struct txn *txn)
{
    fact_row_record *row;
    const struct key key = key_two(EVENT, FACT);
    MUST(TABLE_GET(s->arena, txn, TABLE_FACTS, &key, fact_row, &row));
    return row;
}

/* By every way that a fact is read. */
static void assert_read(struct scratch *s, struct txn *txn, const stored_fact_record *wanted)
{
    stored_fact_record *row;
    struct fact_page *page;
    uint32_t read[4];
    size_t count;
    MUST(facts_get(s->arena, txn, EVENT, FACT, &row));
    assert_same(s->arena, row, wanted);
    MUST(facts_list(s->arena, txn, EVENT, 0, 9, &page));
    assert_int_equal(page->count, 1);
    assert_same(s->arena, page->rows[0], wanted);
    MUST(facts_terms(txn, EVENT, FACT, read, 4, &count));
    assert_int_equal(count, wanted->n_terms);
    assert_memory_equal(read, wanted->terms, count * sizeof *read);
}

static void a_fact_comes_back_as_it_was_from_a_flat_row(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_fact_record *row = make_fact();
    MUST(facts_put(txn, row));
    assert_int_equal(value_of(s, txn)->base.n_unknown_fields, 0);
    assert_int_equal(value_of(s, txn)->n_statements, STATEMENTS);
    assert_read(s, txn, row);

    make_statements(&parts.fact, FACT_STATEMENTS_MAX);
    MUST(facts_put(txn, row));
    assert_int_equal(value_of(s, txn)->n_statements, FACT_STATEMENTS_MAX);
    assert_read(s, txn, row);

    claimwire__v1__stored_fact__init(row);
    claimwire__v1__fact__init(&parts.fact);
    row->has_event = parts.fact.has_id = true;
    row->event = EVENT;
    parts.fact.id = FACT;
    row->fact = &parts.fact;
    MUST(facts_put(txn, row));
    assert_int_equal(value_of(s, txn)->base.n_unknown_fields, 0);
    assert_read(s, txn, row);
    txn_abort(txn);
}

/* A field that no release has yet. */
static ProtobufCMessageUnknownField to_come(void)
{
    static uint8_t one[] = { 1 };
    return (ProtobufCMessageUnknownField){
        .tag = 60, .wire_type = PROTOBUF_C_WIRE_TYPE_VARINT, .len = sizeof one, .data = one
    };
}

static void what_fits_no_flat_row_is_stored_as_it_is(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    ProtobufCMessageUnknownField field = to_come();
    claim_ref_record ref, *refs[] = { &ref };
    claimwire__v1__claim_ref__init(&ref);
    for (int what = 0; what < 8; what++) {
        stored_fact_record *row = make_fact();
        row->has_topic_key = what != 0;
        row->has_fact_key = what != 1;
        row->fact_key.len -= what == 2;
        row->topic_key.len -= what == 3;
        parts.by[1].n_claims = what == 4;
        parts.by[1].claims = refs;
        parts.by[1].base.n_unknown_fields = what == 5;
        parts.by[1].base.unknown_fields = &field;
        parts.fact.base.n_unknown_fields = what == 6;
        parts.fact.base.unknown_fields = &field;
        if (what == 7)
            make_statements(&parts.fact, FACT_STATEMENTS_MAX + 1);
        MUST(facts_put(txn, row));
        assert_int_not_equal(value_of(s, txn)->base.n_unknown_fields, 0);
        assert_read(s, txn, row);
    }
    stored_fact_record *row = make_fact();
    parts.by[1].statement = NULL;
    MUST(facts_put(txn, row));
    assert_read(s, txn, row);
    txn_abort(txn);
}

static void a_row_of_a_release_before_is_read_and_becomes_flat(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const struct key key = key_two(EVENT, FACT);
    uint64_t articles[] = { 900, 901 }, origins[] = { UINT64_MAX, UINT64_MAX - 1 };
    uint32_t ones[] = { 1, 1 };
    char claims[] = "c1\0c1";
    supports_record columns;
    claimwire__v1__supports__init(&columns);
    columns.n_articles = columns.n_revisions = columns.n_origins = columns.n_statements = SUPPORTS;
    columns.articles = articles;
    columns.origins = origins;
    columns.revisions = columns.statements = ones;
    columns.has_claims = true;
    columns.claims = (ProtobufCBinaryData){ sizeof claims, (uint8_t *)claims };
    for (int with_columns = 0; with_columns < 2; with_columns++) {
        stored_fact_record *row = make_fact(), former = *row, *got;
        fact_record head = *row->fact;
        former.fact = &head;
        if (with_columns) {
            former.n_support = 0;
            former.supports = &columns;
            head.text = NULL; /* that of its first statement */
        }
        MUST(table_put_record(txn, TABLE_FACTS, &key, &former.base));
        assert_read(s, txn, row);
        MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
        MUST(facts_put(txn, got));
        assert_int_equal(value_of(s, txn)->base.n_unknown_fields, 0);
        assert_read(s, txn, row);
    }
    txn_abort(txn);
}

static void a_field_to_come_stays_in_the_row(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    ProtobufCMessageUnknownField field = to_come();
    stored_fact_record *row = make_fact(), *got;
    row->base.n_unknown_fields = 1;
    row->base.unknown_fields = &field;
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    MUST(facts_put(txn, got));
    const fact_row_record *value = value_of(s, txn);
    assert_int_equal(value->base.n_unknown_fields, 1);
    assert_int_equal(value->base.unknown_fields[0].tag, field.tag);
    assert_int_equal(value->n_statements, STATEMENTS);
    assert_read(s, txn, row);
    txn_abort(txn);
}

static void a_row_that_is_no_fact_is_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const struct key key = key_two(EVENT, FACT);
    static struct fact_row split;
    stored_fact_record *row = make_fact(), *got;
    row->fact = NULL;
    MUST(table_put_record(txn, TABLE_FACTS, &key, &row->base));
    FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    row = make_fact();
    assert_true(fact_row_split(row, &split));
    split.record.keys.len--;
    MUST(table_put_record(txn, TABLE_FACTS, &key, &split.record.base));
    FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    assert_true(fact_row_split(row, &split));
    split.record.n_support_origins--;
    MUST(table_put_record(txn, TABLE_FACTS, &key, &split.record.base));
    FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    struct arena *small = arena_new(64);
    FAILS(MEMORY, facts_get(small, txn, EVENT, FACT, &got));
    arena_free(small);
    txn_abort(txn);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_fact_comes_back_as_it_was_from_a_flat_row),
        TEST(what_fits_no_flat_row_is_stored_as_it_is),
        TEST(a_row_of_a_release_before_is_read_and_becomes_flat),
        TEST(a_field_to_come_stays_in_the_row),
        TEST(a_row_that_is_no_fact_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
