/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "store/table.h"
#include "unit/store/scratch.h"

static void put_fact(struct txn *txn, uint64_t event, uint64_t id)
{
    fact_record fact;
    stored_fact_record row;
    claimwire__v1__fact__init(&fact);
    claimwire__v1__stored_fact__init(&row);
    fact.has_id = row.has_event = true;
    fact.id = id;
    row.event = event;
    row.fact = &fact;
    MUST(facts_put(txn, &row));
}

static void facts_of_an_event_are_read_in_one_sweep(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    struct fact_page *page;
    stored_fact_record *row;
    for (uint64_t fact = 1; fact <= 9; fact++)
        put_fact(txn, 1 + fact % 3, fact);
    MUST(facts_list(s->arena, txn, 2, 0, 10, &page));
    assert_int_equal(page->count, 3);
    assert_int_equal(page->rows[0]->fact->id, 1);
    assert_int_equal(page->rows[2]->fact->id, 7);
    MUST(facts_list(s->arena, txn, 2, 1, 1, &page));
    assert_int_equal(page->count, 1);
    assert_int_equal(page->rows[0]->fact->id, 4);
    MUST(facts_get(s->arena, txn, 2, 4, &row));
    FAILS(NOT_FOUND, facts_get(s->arena, txn, 1, 4, &row));
    txn_abort(txn);
}

static stored_fact_record *kept(struct scratch *s, struct txn *txn, fact_record *fact)
{
    stored_fact_record row, *got;
    static uint8_t key[DIGEST_BYTES];
    claimwire__v1__stored_fact__init(&row);
    row.has_event = row.has_fact_key = row.has_topic_key = true;
    row.event = 1;
    row.fact = fact;
    row.fact_key = row.topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, key };
    fact->has_origins = fact->has_status = true;
    MUST(facts_put(txn, &row));
    MUST(facts_get(s->arena, txn, 1, fact->id, &got));
    return got;
}

static void a_fact_keeps_its_text_and_its_row_has_it_once(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    char words[] = "the pier is shut", others[] = "the quay is open";
    fact_record fact;
    stated_by_record by;
    statement_record statement;
    stated_by_record *list[] = { &by };
    struct span value;
    claimwire__v1__fact__init(&fact);
    claimwire__v1__stated_by__init(&by);
    claimwire__v1__statement__init(&statement);
    fact.has_id = true;
    fact.id = 5;
    fact.text = words;
    assert_string_equal(kept(s, txn, &fact)->fact->text, words); /* nobody states it */
    statement.text = words;
    by.statement = &statement;
    fact.statements = list;
    fact.n_statements = 1;
    assert_string_equal(kept(s, txn, &fact)->fact->text, words);
    const struct key key = key_two(1, 5);
    MUST(table_get(txn, TABLE_FACTS, &key, &value));
    const char *once = memmem(value.data, value.size, words, strlen(words));
    assert_non_null(once);
    assert_null(memmem(once + 1, value.size - (size_t)(once + 1 - value.data), words, strlen(words)));
    fact.text = others;
    assert_string_equal(kept(s, txn, &fact)->fact->text, others);
    struct fact_page *page;
    fact.text = words;
    (void)kept(s, txn, &fact);
    MUST(facts_list(s->arena, txn, 1, 0, 1, &page));
    assert_string_equal(page->rows[0]->fact->text, words);
    txn_abort(txn);
}

static void members_come_and_go(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    struct member_page *page;
    for (uint64_t article = 1; article <= 5; article++)
        MUST(members_put(txn, 7, article, 1));
    MUST(members_put(txn, 7, 3, 2)); /* a revision takes the place of the one before */
    MUST(members_put(txn, 8, 9, 1));
    MUST(members_drop(txn, 7, 1));
    MUST(members_drop(txn, 7, 1));
    MUST(members_list(s->arena, txn, 7, 0, 100, &page));
    assert_int_equal(page->count, 4);
    assert_int_equal(page->rows[1].article, 3);
    assert_int_equal(page->rows[1].revision, 2);
    MUST(members_list(s->arena, txn, 7, 4, 100, &page));
    assert_int_equal(page->count, 1);
    FAILS(MEMORY, members_list(s->arena, txn, 7, 0, SIZE_MAX / 2, &page));
    txn_abort(txn);
}

static void the_window_is_cut_from_its_old_end(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    window_row_record row;
    struct window_page *page;
    size_t dropped;
    claimwire__v1__window_row__init(&row);
    for (uint64_t applied = 1; applied <= 20; applied++)
        MUST(window_put(txn, applied, &row));
    MUST(window_cut(txn, 10, 4, &dropped));
    assert_int_equal(dropped, 4);
    MUST(window_cut(txn, 10, 100, &dropped));
    assert_int_equal(dropped, 6);
    MUST(window_list(s->arena, txn, 0, 100, &page));
    assert_int_equal(page->count, 10);
    assert_int_equal(page->rows[0].applied, 11);
    txn_abort(txn);
}

static void events_are_listed_in_order_and_an_arena_too_small_is_told(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    struct span entry;
    struct event_page *page;
    stored_event_record *event;
    for (uint64_t id = 1; id <= 50; id++)
        MUST(scratch_event(s, txn, id, &entry));
    MUST(events_list(s->arena, txn, 10, 5, &page));
    assert_int_equal(page->count, 5);
    assert_int_equal(page->rows[0]->event->id, 11);
    FAILS(NOT_FOUND, events_get(s->arena, txn, 51, &event));
    struct arena *small = arena_new(1024);
    FAILS(MEMORY, events_list(small, txn, 0, 50, &page));
    arena_free(small);
    txn_abort(txn);
}

static void the_time_of_an_event_is_read_alone(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    stored_event_record *event;
    struct span entry;
    date_interval_record *time;
    MUST(scratch_event(s, txn, 1, &entry));
    MUST(events_time(s->arena, txn, 1, &time));
    MUST(events_get(s->arena, txn, 1, &event));
    assert_int_equal(time != NULL, event->event->time != NULL);
    event->event->time = NULL;
    MUST(events_put(txn, event));
    MUST(events_time(s->arena, txn, 1, &time));
    assert_null(time);
    event->event->time = date_interval_make(s->arena);
    event->event->time->start = arena_string(s->arena, span_of("2024-03-01"));
    event->event->time->end = arena_string(s->arena, span_of("2024-03-02"));
    MUST(events_put(txn, event));
    MUST(events_time(s->arena, txn, 1, &time));
    assert_string_equal(time->start, "2024-03-01");
    assert_string_equal(time->end, "2024-03-02");
    FAILS(NOT_FOUND, events_time(s->arena, txn, 2, &time));
    txn_abort(txn);
}

/* Marks the article applied to that event. */
static void apply(struct scratch *s, struct txn *txn, uint64_t accept, uint64_t number, uint64_t event)
{
    stored_article_record *article;
    MUST(inbox_ack(txn, accept));
    MUST(articles_get(s->arena, txn, number, 1, &article));
    article->status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ;
    article->has_event = true;
    article->event = event;
    MUST(articles_update(txn, number, article));
}

/* Event 1 is open, event 2 has ended. */
static void make_two(struct scratch *s, struct txn *txn)
{
    struct span entry;
    stored_event_record *event;
    MUST(scratch_event(s, txn, 1, &entry));
    MUST(scratch_event(s, txn, 2, &entry));
    MUST(events_get(s->arena, txn, 2, &event));
    event->event->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED;
    MUST(events_put(txn, event));
}

static void bodies_go_when_they_are_old_applied_and_their_event_has_ended(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "queued", "Waits to be read.");
    scratch_accept(s, "held", "In an open event.");
    scratch_accept(s, "ended", "In an event that has ended.");
    scratch_accept(s, "none", "In no event.");
    struct txn *txn = scratch_begin(s);
    stored_article_record *article;
    size_t dropped;
    make_two(s, txn);
    apply(s, txn, 2, 2, 1);
    apply(s, txn, 3, 3, 2);
    apply(s, txn, 4, 4, 0);
    MUST(articles_cut_bodies(s->arena, txn, 0, 0, 10, &dropped));
    assert_int_equal(dropped, 0);
    MUST(articles_cut_bodies(s->arena, txn, INT64_MAX, 0, 10, &dropped));
    assert_int_equal(dropped, 2);
    MUST(articles_get_whole(s->arena, txn, 1, 1, &article));
    MUST(articles_get_whole(s->arena, txn, 2, 1, &article));
    FAILS(NOT_FOUND, articles_get_whole(s->arena, txn, 3, 1, &article));
    MUST(articles_get(s->arena, txn, 3, 1, &article));
    assert_true(article->body_dropped);
    const uint64_t left = txn_state(txn)->bodies_bytes;
    MUST(articles_cut_bodies(s->arena, txn, INT64_MAX, 0, 10, &dropped));
    assert_int_equal(dropped, 0);
    assert_int_equal(txn_state(txn)->bodies_bytes, left);
    txn_abort(txn);
}

static void a_body_stays_while_an_open_event_has_background_from_it(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "late", "In an event that has ended, of one that has not.");
    struct txn *txn = scratch_begin(s);
    stored_article_record *article;
    size_t dropped;
    make_two(s, txn);
    apply(s, txn, 1, 1, 2);
    stored_reading_record *reading = stored_reading_make(s->arena);
    claim_place_record *places[] = { claim_place_make(s->arena), claim_place_make(s->arena) };
    places[1]->has_event = true;
    places[1]->event = 1;
    reading->places = places;
    reading->n_places = 2;
    MUST(articles_put_reading(txn, 1, 1, reading));
    MUST(articles_cut_bodies(s->arena, txn, INT64_MAX, 0, 10, &dropped));
    assert_int_equal(dropped, 0);
    MUST(articles_get_whole(s->arena, txn, 1, 1, &article));
    places[1]->event = 2;
    MUST(articles_put_reading(txn, 1, 1, reading));
    MUST(articles_cut_bodies(s->arena, txn, INT64_MAX, 0, 10, &dropped));
    assert_int_equal(dropped, 1);
    txn_abort(txn);
}

static void a_withdrawn_article_needs_no_body(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *txn = scratch_begin(s);
    struct inbox_answer answer;
    stored_article_record *row;
    article_record *article = article_make(s->arena);
    article->id = (char *)(uintptr_t) "gone";
    article->has_withdrawn = article->withdrawn = true;
    const struct submission submission = { "local", article, 1, 1 };
    MUST(inbox_put(s->arena, txn, &submission, &answer));
    MUST(articles_get_whole(s->arena, txn, answer.article, 1, &row));
    assert_null(row->article->body);
    assert_true(row->article->withdrawn);
    txn_abort(txn);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_of_an_event_are_read_in_one_sweep),
        TEST(a_fact_keeps_its_text_and_its_row_has_it_once),
        TEST(members_come_and_go),
        TEST(the_window_is_cut_from_its_old_end),
        TEST(events_are_listed_in_order_and_an_arena_too_small_is_told),
        TEST(the_time_of_an_event_is_read_alone),
        TEST(bodies_go_when_they_are_old_applied_and_their_event_has_ended),
        TEST(a_body_stays_while_an_open_event_has_background_from_it),
        TEST(a_withdrawn_article_needs_no_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
