/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "store/fact_row.h"
#include "unit/store/scratch.h"

/* A fact and its row, which is flat or a message. */

enum { EVENT = 3, FACT = 8, STATEMENTS = 3, SUPPORTS = 2, SUPPORT_CLAIM_BYTES = 32 };

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
    row->denies = (uint64_t)77 << 33 | 5;
    row->denies_event = (uint64_t)78 << 40 | 6;
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
    stored_fact_record bare = *got;
    bare.n_said = 0; /* in memory alone */
    MUST(stored_fact_pack(arena, &bare, &a));
    MUST(stored_fact_pack(arena, wanted, &b));
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

/* Its row's value. */
static struct span value_of(struct txn *txn)
{
    struct span value;
    const struct key key = key_two(EVENT, FACT);
    MUST(table_get(txn, TABLE_FACTS, &key, &value));
    return value;
}

/* No message begins with a zero byte. */
static bool is_flat(struct txn *txn)
{
    return value_of(txn).data[0] == 0;
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
    assert_true(is_flat(txn));
    assert_read(s, txn, row);

    make_statements(&parts.fact, FACT_STATEMENTS_MAX);
    MUST(facts_put(txn, row));
    assert_true(is_flat(txn));
    assert_read(s, txn, row);

    row->has_support_more = row->has_denies = row->has_denies_event = row->has_stance = false;
    row->support_more = row->stance = 0;
    row->n_support = row->n_terms = parts.fact.n_statements = 0;
    parts.fact.text = NULL;
    MUST(facts_put(txn, row));
    assert_true(is_flat(txn));
    assert_read(s, txn, row);
    txn_abort(txn);
}

/* Each differs from the others in everything. */
static void vary_supports(stored_fact_record *row, size_t count)
{
    static support_record supports[FACT_SUPPORT_MAX + 1], *list[FACT_SUPPORT_MAX + 1];
    static char claims[FACT_SUPPORT_MAX + 1][SUPPORT_CLAIM_BYTES + 1];
    for (size_t i = 0; i < count; i++) {
        list[i] = &supports[i];
        claimwire__v1__support__init(&supports[i]);
        memset(claims[i], 'c', SUPPORT_CLAIM_BYTES);
        claims[i][i % (SUPPORT_CLAIM_BYTES + 1)] = '\0';
        supports[i].has_article = supports[i].has_revision = supports[i].has_origin = true;
        supports[i].article = UINT32_MAX - i;
        supports[i].revision = (uint32_t)(1 + i % 3);
        supports[i].origin = UINT64_MAX - (i << 33) - i;
        supports[i].claim = claims[i];
        supports[i].has_statement = i % 4 > 0;
        supports[i].statement = i % 4 == 3 ? FACT_STATEMENTS_MAX - 1 : i % 4 == 2;
        supports[i].has_background = supports[i].background = i % 5 == 1;
    }
    row->support = list;
    row->n_support = count;
}

static void supports_come_back_as_they_were(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const size_t counts[] = { 0, 1, 2, FACT_SUPPORT_MAX, FACT_SUPPORT_MAX + 1 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        stored_fact_record *row = make_fact();
        vary_supports(row, counts[i]);
        MUST(facts_put(txn, row));
        assert_int_equal(is_flat(txn), counts[i] <= FACT_SUPPORT_MAX);
        assert_read(s, txn, row);
    }
    txn_abort(txn);
}

/* What a row has packed is written again as it is, and what came since behind it. */
static void statements_that_were_read_are_not_packed_again(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_fact_record *row = make_fact(), *got;
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    assert_int_equal(got->n_said, STATEMENTS);
    make_statements(&parts.fact, STATEMENTS + 1);
    got->fact->statements = parts.by_list;
    got->fact->n_statements = STATEMENTS + 1;
    parts.statements[1].text = NULL; /* it is taken from what was read */
    MUST(facts_put(txn, got));
    make_statements(&parts.fact, STATEMENTS + 1);
    assert_read(s, txn, row);

    got->n_said = STATEMENTS + 2;
    MUST(facts_put(txn, got));
    assert_false(is_flat(txn));
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

static void spoil(int what, stored_fact_record *row, char *long_id)
{
    static claim_ref_record ref, *refs[] = { &ref };
    static ProtobufCMessageUnknownField field;
    static char others[] = "the quay is shut";
    field = to_come();
    claimwire__v1__claim_ref__init(&ref);
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
    parts.fact.has_origins = what != 8;
    parts.fact.has_status = what != 9;
    parts.fact.text = what == 10 ? others : words;
    row->has_denies = what != 11;
    row->stance = what == 12 ? 128 : 2;
    parts.supports[1].article = what == 13 ? (uint64_t)UINT32_MAX + 1 : 901;
    parts.supports[1].revision = what == 14 ? 256 : 1;
    parts.supports[1].statement = what == 15 ? FACT_STATEMENTS_MAX : what == 16 ? UINT32_MAX : 0;
    parts.supports[1].claim = what == 17 ? long_id : what == 18 ? NULL : claim;
    row->base.n_unknown_fields = what == 19;
    row->base.unknown_fields = &field;
    parts.supports[1].base.n_unknown_fields = what == 20;
    parts.supports[1].base.unknown_fields = &field;
    parts.fact.status = what == 21 ? (Claimwire__V1__FactStatus)128 : CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED;
}

static void what_fits_no_flat_row_is_stored_as_it_is(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    char long_id[SUPPORT_CLAIM_BYTES + 2];
    memset(long_id, 'c', sizeof long_id - 1);
    long_id[sizeof long_id - 1] = '\0';
    for (int what = 0; what <= 22; what++) {
        stored_fact_record *row = make_fact();
        spoil(what, row, long_id);
        MUST(facts_put(txn, row));
        assert_int_equal(is_flat(txn), what == 22);
        assert_read(s, txn, row);
    }
    stored_fact_record *row = make_fact();
    parts.by[1].statement = NULL;
    MUST(facts_put(txn, row));
    assert_read(s, txn, row);
    txn_abort(txn);
}

/* The most that the widths of a flat row take, and one more. */
static void lengths_that_a_flat_row_cannot_say_are_not_in_one(void **state)
{
    enum { MOST = 65535, AROUND_TEXT = 4 /* its tag and length */ };
    static uint32_t many[MOST + 1];
    static char text[MOST + 2];
    struct scratch *s = scratch_of(state);
    const struct key key = key_two(EVENT, FACT);
    stored_fact_record *got;
    struct span flat;
    for (uint32_t i = 0; i <= MOST; i++)
        many[i] = i << 15;
    memset(text, 't', MOST);
    for (size_t more = 0; more < 2; more++) {
        stored_fact_record *row = make_fact();
        row->terms = many;
        row->n_terms = MOST + more;
        assert_int_equal(fact_row_write(s->arena, row, &flat), !more);

        row = make_fact();
        text[MOST - AROUND_TEXT + more] = '\0';
        claimwire__v1__statement__init(&parts.statements[2]);
        parts.statements[2].text = text;
        assert_int_equal(protobuf_c_message_get_packed_size(&parts.statements[2].base), MOST + more);
        assert_int_equal(fact_row_write(s->arena, row, &flat), !more);
        text[MOST - AROUND_TEXT + more] = 't';
        if (more)
            continue;
        text[MOST - AROUND_TEXT] = '\0';
        MUST(fact_row_read(s->arena, &key, flat, table_unpack, &got));
        assert_same(s->arena, got, row);
        row->terms = many;
        row->n_terms = MOST;
        assert_true(fact_row_write(s->arena, row, &flat));
        MUST(fact_row_read(s->arena, &key, flat, table_unpack_own, &got));
        assert_same(s->arena, got, row);
        text[MOST - AROUND_TEXT] = 't';
    }
}

/* One that was flat, and has become longer than the room there is to lay it out. */
static void a_fact_too_long_to_lay_out_is_stored_as_it_is(void **state)
{
    enum { LONG = 4000 };
    static char text[LONG + 1];
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_fact_record *row = make_fact(), *got;
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, EVENT, FACT, &got));
    make_statements(&parts.fact, FACT_STATEMENTS_MAX);
    memset(text, 't', LONG);
    for (size_t i = STATEMENTS; i < FACT_STATEMENTS_MAX; i++)
        parts.statements[i].text = text;
    got->fact->statements = parts.by_list;
    got->fact->n_statements = FACT_STATEMENTS_MAX;
    MUST(facts_put(txn, got));
    assert_false(is_flat(txn));
    assert_read(s, txn, row);
    struct span whole; /* nothing in it that is in memory alone */
    MUST(stored_fact_pack(s->arena, row, &whole));
    assert_true(span_equal(value_of(txn), whole));
    txn_abort(txn);
}

static void numbers_of_events_and_facts_are_in_the_key(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_fact_record *row = make_fact(), *got;
    row->event = (uint64_t)3 << 40;
    row->fact->id = (uint64_t)5 << 50;
    MUST(facts_put(txn, row));
    MUST(facts_get(s->arena, txn, row->event, row->fact->id, &got));
    assert_int_equal(got->n_said, STATEMENTS); /* flat */
    assert_same(s->arena, got, row);
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
    assert_int_equal(got->base.n_unknown_fields, 1);
    assert_int_equal(got->base.unknown_fields[0].tag, field.tag);
    MUST(facts_put(txn, got));
    assert_read(s, txn, row);
    txn_abort(txn);
}

/* Cut short anywhere, longer, or with a count that cannot be. */
static void a_flat_row_that_is_not_whole_is_refused(void **state)
{
    enum { HEAD_BYTES = 12 };
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    const struct key key = key_two(EVENT, FACT);
    stored_fact_record *got;
    uint32_t read[4];
    size_t count;
    MUST(facts_put(txn, make_fact()));
    struct span whole = value_of(txn);
    whole.data = arena_string(s->arena, whole);
    for (size_t size = 1; size < whole.size; size++) { /* nothing at all is a message */
        MUST(table_put(txn, TABLE_FACTS, &key, (struct span){ whole.data, size }));
        FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    }
    MUST(table_put(txn, TABLE_FACTS, &key, (struct span){ whole.data, whole.size + 1 }));
    FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    /* How many supports, terms and statements there are: LAYOUT.md. */
    static const struct {
        size_t at;
        uint8_t bits;
    } counts[] = { { 3, 1 }, { 3, 255 }, { 5, 255 }, { 6, 1 }, { 6, 255 } };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char *other = arena_string(s->arena, whole);
        other[counts[i].at] = (char)(other[counts[i].at] ^ counts[i].bits);
        MUST(table_put(txn, TABLE_FACTS, &key, (struct span){ other, whole.size }));
        FAILS(CORRUPT, facts_get(s->arena, txn, EVENT, FACT, &got));
    }
    MUST(table_put(txn, TABLE_FACTS, &key, (struct span){ whole.data, HEAD_BYTES + 16 }));
    FAILS(CORRUPT, facts_terms(txn, EVENT, FACT, read, 4, &count));
    txn_abort(txn);
}

/* Whole, but of what no fact has: nothing in it but counts. */
static void a_flat_row_of_more_than_a_fact_has_is_refused(void **state)
{
    enum { HEAD = 12, KEYS = 32, SUPPORT = 14, STATEMENT = 2 };
    static const struct {
        size_t supports, statements, spare;
        const char *wanted;
    } rows[] = { { 0, 0, 0, "OK" },
                 { FACT_SUPPORT_MAX, FACT_STATEMENTS_MAX, 0, "OK" },
                 { FACT_SUPPORT_MAX + 1, 0, 0, "CORRUPT" },
                 { 0, FACT_STATEMENTS_MAX + 1, 0, "CORRUPT" },
                 { 0, 0, 1, "CORRUPT" } };
    struct scratch *s = scratch_of(state);
    const struct key key = key_two(EVENT, FACT);
    stored_fact_record *got;
    uint32_t read[4];
    size_t count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char row[HEAD + KEYS + (FACT_SUPPORT_MAX + 1) * SUPPORT + (FACT_STATEMENTS_MAX + 1) * STATEMENT] = { 0 };
        row[3] = (char)rows[i].supports; /* LAYOUT.md */
        row[6] = (char)rows[i].statements;
        row[7] = (char)rows[i].spare;
        const struct span value = { row, HEAD + KEYS + rows[i].supports * SUPPORT + rows[i].statements * STATEMENT };
        assert_string_equal(err_name(fact_row_read(s->arena, &key, value, table_unpack, &got)), rows[i].wanted);
        assert_string_equal(err_name(fact_row_terms(value, read, 4, &count)), rows[i].wanted);
    }
}

static void a_small_arena_is_no_rotten_row(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_fact_record *row = make_fact(), *got;
    MUST(facts_put(txn, row));
    for (size_t room = 64; room < 2048; room += 64) {
        struct arena *small = arena_new(room);
        const enum err err = facts_get(small, txn, EVENT, FACT, &got);
        assert_true(err == ERR_MEMORY || err == ERR_OK);
        arena_free(small);
    }
    txn_abort(txn);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_fact_comes_back_as_it_was_from_a_flat_row),
        TEST(supports_come_back_as_they_were),
        TEST(statements_that_were_read_are_not_packed_again),
        TEST(what_fits_no_flat_row_is_stored_as_it_is),
        TEST(lengths_that_a_flat_row_cannot_say_are_not_in_one),
        TEST(a_fact_too_long_to_lay_out_is_stored_as_it_is),
        TEST(numbers_of_events_and_facts_are_in_the_key),
        TEST(a_field_to_come_stays_in_the_row),
        TEST(a_flat_row_that_is_not_whole_is_refused),
        TEST(a_flat_row_of_more_than_a_fact_has_is_refused),
        TEST(a_small_arena_is_no_rotten_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
