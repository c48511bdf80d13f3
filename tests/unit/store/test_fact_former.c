/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "store/fact_row.h"
#include "unit/store/scratch.h"

/* Rows of facts as releases before wrote them. */

enum { EVENT = 3, FACT = 8, SUPPORTS = 2, TERMS = 2, DENIED = 77, MORE = 9 };
static uint8_t keys[] = "0123456789abcdefABCDEFGHIJKLMNOP";
static char words[] = "the pier is shut", speaker[] = "Ada Marsh", claims[] = "c1\0c23";
static uint32_t terms[] = { 3, 70000 }, revisions[] = { 1, 2 }, statements[] = { 0, 2 };
static uint64_t articles[] = { 900, (uint64_t)1 << 40 }, origins[] = { UINT64_MAX, 5 };
static protobuf_c_boolean background[] = { false, true };
static statement_record said[2], *said_list[] = { &said[0], &said[1] };

static void make_said(void)
{
    for (int i = 0; i < 2; i++)
        claimwire__v1__statement__init(&said[i]);
    said[0].text = words;
    said[1].text = words + 4;
    said[1].speaker = speaker;
}

/* Of store format 4. */
static fact_row_record make_row(void)
{
    fact_row_record row;
    make_said();
    claimwire__v1__fact_row__init(&row);
    row.has_support_more = row.has_denies = row.has_denies_event = row.has_keys = row.has_origins = row.has_status =
        row.has_stance = row.has_support_claims = true;
    row.support_more = MORE;
    row.denies = DENIED;
    row.denies_event = DENIED + 1;
    row.keys = (ProtobufCBinaryData){ 2 * DIGEST_BYTES, keys };
    row.origins = 4;
    row.status = CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED;
    row.stance = 2;
    row.n_terms = TERMS;
    row.terms = terms;
    row.n_statements = 2;
    row.statements = said_list;
    row.n_support_articles = row.n_support_revisions = row.n_support_origins = row.n_support_statements =
        row.n_support_background = SUPPORTS;
    row.support_articles = articles;
    row.support_revisions = revisions;
    row.support_origins = origins;
    row.support_statements = statements;
    row.support_background = background;
    row.support_claims = (ProtobufCBinaryData){ sizeof claims, (uint8_t *)claims };
    return row;
}

static void assert_supports(const stored_fact_record *got, bool usual)
{
    assert_int_equal(got->n_support, SUPPORTS);
    for (size_t i = 0; i < SUPPORTS; i++) {
        assert_true(got->support[i]->article == articles[i] && got->support[i]->origin == origins[i]);
        assert_int_equal(got->support[i]->revision, usual ? 1 : revisions[i]);
        assert_int_equal(got->support[i]->has_statement, usual || statements[i] > 0);
        assert_int_equal(got->support[i]->statement, usual || !statements[i] ? 0 : statements[i] - 1);
        assert_int_equal(got->support[i]->background, !usual && background[i]);
        assert_string_equal(got->support[i]->claim, i ? "c23" : "c1");
    }
}

static void assert_fact(const stored_fact_record *got)
{
    const fact_record *fact = got->fact;
    assert_true(got->event == EVENT && fact->id == FACT);
    assert_true(got->denies == DENIED && got->denies_event == DENIED + 1 && got->support_more == MORE);
    assert_true(got->stance == 2 && fact->origins == 4 && fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED);
    assert_memory_equal(got->fact_key.data, keys, DIGEST_BYTES);
    assert_memory_equal(got->topic_key.data, keys + DIGEST_BYTES, DIGEST_BYTES);
    assert_int_equal(got->n_terms, TERMS);
    assert_memory_equal(got->terms, terms, sizeof terms);
    assert_string_equal(fact->text, words);
    assert_int_equal(fact->n_statements, 2);
    assert_string_equal(fact->statements[0]->statement->text, words);
    assert_string_equal(fact->statements[1]->statement->speaker, speaker);
}

static stored_fact_record *read_as(struct scratch *s, struct txn *txn, const ProtobufCMessage *row)
{
    const struct key key = key_two(EVENT, FACT);
    stored_fact_record *got;
    uint32_t read[4];
    size_t count;
    MUST(table_put_record(txn, TABLE_FACTS, &key, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    MUST(facts_terms(txn, EVENT, FACT, read, 4, &count));
    assert_int_equal(count, TERMS);
    assert_memory_equal(read, terms, sizeof terms);
    return got;
}

static void a_row_of_format_4_is_read_and_becomes_flat(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const struct key key = key_two(EVENT, FACT);
    fact_row_record row = make_row();
    stored_fact_record *got = read_as(s, txn, &row.base);
    assert_fact(got);
    assert_supports(got, false);

    row.n_support_revisions = row.n_support_statements = row.n_support_background = 0;
    articles[1] = 901;
    got = read_as(s, txn, &row.base);
    assert_fact(got);
    assert_supports(got, true);
    MUST(facts_put(txn, got));
    struct span value;
    MUST(table_get(txn, TABLE_FACTS, &key, &value));
    assert_int_equal(value.data[0], 0);
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    assert_fact(got);
    assert_supports(got, true);
    articles[1] = (uint64_t)1 << 40;
    txn_abort(txn);
}

static void a_fact_of_its_own_text_keeps_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_row_record row = make_row();
    char own[] = "the quay is open";
    row.text = own;
    stored_fact_record *got = read_as(s, txn, &row.base);
    assert_string_equal(got->fact->text, own);
    MUST(facts_put(txn, got));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    assert_string_equal(got->fact->text, own);
    txn_abort(txn);
}

/* Of formats 1 to 3: with messages for its supports, or with columns. */
static void a_stored_fact_is_read(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_row_record flat = make_row();
    supports_record columns;
    stored_fact_record *row = read_as(s, txn, &flat.base), former = *row;
    fact_record head = *row->fact;
    assert_fact(read_as(s, txn, &row->base));
    claimwire__v1__supports__init(&columns);
    columns.n_articles = columns.n_revisions = columns.n_origins = columns.n_statements = columns.n_background =
        SUPPORTS;
    columns.articles = articles;
    columns.revisions = revisions;
    columns.origins = origins;
    columns.statements = statements;
    columns.background = background;
    columns.has_claims = true;
    columns.claims = flat.support_claims;
    former.fact = &head;
    former.n_support = 0;
    former.supports = &columns;
    head.text = NULL; /* that of its first statement */
    row = read_as(s, txn, &former.base);
    assert_fact(row);
    assert_supports(row, false);
    txn_abort(txn);
}

/* What a row read from a message says of packed statements was never written by the store. */
/* As a store that was taken over has them. */
/* What a row read from a message says of packed statements was never written by the store. */
/* As a store that was taken over has them. */
static void rows_of_every_form_are_listed_side_by_side(void **state)
{
    enum { FORMS = 3 };
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_row_record row = make_row();
    stored_fact_record *got = read_as(s, txn, &row.base);
    struct key key = key_two(EVENT, FACT + 1);
    struct fact_page *page;
    got->fact->id = FACT + 1;
    MUST(table_put_record(txn, TABLE_FACTS, &key, &got->base));
    articles[1] = 901;
    got = read_as(s, txn, &row.base);
    got->fact->id = FACT + 2;
    MUST(facts_put(txn, got));
    MUST(facts_list(s->arena, txn, EVENT, 0, FORMS + 1, &page));
    assert_int_equal(page->count, FORMS);
    assert_int_equal(page->rows[FORMS - 1]->n_said, 2);
    for (size_t i = 0; i < FORMS; i++) {
        assert_int_equal(page->rows[i]->fact->id, FACT + i);
        page->rows[i]->fact->id = FACT;
        assert_fact(page->rows[i]);
        articles[1] = page->rows[i]->support[1]->article;
        assert_supports(page->rows[i], false);
    }
    articles[1] = (uint64_t)1 << 40;
    txn_abort(txn);
}

static void a_message_has_no_packed_statements(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    fact_row_record flat = make_row();
    stored_fact_record *row = read_as(s, txn, &flat.base);
    static uint8_t other[] = "\x22\x05other";
    ProtobufCBinaryData packed[] = { { sizeof other - 1, other }, { sizeof other - 1, other } };
    row->said = packed;
    row->n_said = 2;
    row = read_as(s, txn, &row->base);
    assert_int_equal(row->n_said, 0);
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &row));
    assert_fact(row);
    txn_abort(txn);
}

static void columns_of_other_lengths_are_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const struct key key = key_two(EVENT, FACT);
    stored_fact_record *got, empty;
    for (int cut = 0; cut < 9; cut++) {
        fact_row_record row = make_row();
        row.n_support_articles -= cut == 0;
        row.n_support_revisions -= cut == 1;
        row.n_support_origins -= cut == 2;
        row.n_support_statements -= cut == 3;
        row.n_support_background -= cut == 4;
        row.support_claims.len -= cut == 5;
        row.support_claims.len -= cut == 6 ? 5 : 0;
        row.keys.len -= cut == 7;
        if (cut == 8)
            row.n_support_articles = row.n_support_origins = row.n_support_revisions = row.n_support_statements =
                row.n_support_background = 0;
        MUST(table_put_record(txn, TABLE_FACTS, &key, &row.base));
        FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    }
    claimwire__v1__stored_fact__init(&empty);
    empty.has_event = true;
    MUST(table_put_record(txn, TABLE_FACTS, &key, &empty.base));
    FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    txn_abort(txn);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_row_of_format_4_is_read_and_becomes_flat),
        TEST(a_fact_of_its_own_text_keeps_it),
        TEST(a_stored_fact_is_read),
        TEST(rows_of_every_form_are_listed_side_by_side),
        TEST(a_message_has_no_packed_statements),
        TEST(columns_of_other_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
