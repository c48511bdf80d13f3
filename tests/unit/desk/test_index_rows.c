/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/indexed.h"

#include "desk/index_inner.h"

/* The rows of the window beside a plain list of them, while all counting goes beyond 2^32. */

enum { ARTICLES = 40, EVENTS = INDEX_EVENTS_ONCE, HELD_MAX = 64, ROWS = 4000 };

static struct plain {
    uint64_t article, event; /* 0: none */
    uint32_t terms;
    bool replaced;
} rows[1 + ROWS];
static uint32_t newest, gone; /* rows come from number 1 on; those above `gone` are held */

static int open_rows(void **state)
{
    newest = gone = 0;
    if (open_index(state) != 0)
        return -1;
    index_->oldest = index_->facts_oldest = index_->terms_oldest = UINT32_MAX - 500;
    index_->postings->oldest = UINT32_MAX - 5000;
    return 0;
}

static uint32_t chance(uint32_t below)
{
    static uint64_t seed = 79;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static bool has_rows(uint64_t event)
{
    for (uint32_t i = gone + 1; i <= newest; i++)
        if (rows[i].event == event && !rows[i].replaced)
            return true;
    return false;
}

/* The event is told when none of its rows that count is left, be there replaced ones or not. */
static void go(void)
{
    assert_int_equal(index_oldest(index_)->applied, ++gone);
    const uint64_t event = rows[gone].event;
    assert_int_equal(index_drop(index_), event && !has_rows(event) ? event : 0);
}

static void come(void)
{
    static const uint32_t terms[] = { 0, 20, TERMS_MAX };
    const struct plain row = { 1 + chance(ARTICLES), chance(1 + EVENTS), terms[chance(3)], false };
    window_row_record *made = make_row(row.article, row.event, make_features(chance(4000), row.terms, newest, 0, 0));
    while (!index_fits(index_, made))
        go();
    for (uint32_t i = gone + 1; i <= newest; i++)
        rows[i].replaced |= rows[i].article == row.article;
    rows[++newest] = row;
    index_add(index_, newest, made);
    arena_reset(arena);
}

/* All rows of an event, the newest first. */
static void assert_event(uint64_t event, const struct index_article *at)
{
    assert_ptr_equal(index_newest(index_, event), at);
    for (uint32_t i = newest; i > gone; i--) {
        if (rows[i].event != event)
            continue;
        assert_non_null(at);
        assert_int_equal(at->applied, i);
        assert_int_equal(at->replaced, rows[i].replaced);
        assert_int_equal(index_event_at(index_, index_owner(index_, at)), at->replaced ? 0 : event);
        at = index_older(index_, at);
    }
    assert_null(at);
}

static void assert_equal_to_plain(void)
{
    const uint64_t numbers[EVENTS] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    const struct index_article *at[EVENTS];
    uint32_t events = 0, found = 0;
    index_newest_all(index_, numbers, EVENTS, at);
    for (uint32_t i = 0; i < EVENTS; i++) {
        assert_event(numbers[i], at[i]);
        events += has_rows(numbers[i]);
    }
    for (uint32_t i = gone + 1; i <= newest; i++) {
        if (rows[i].replaced)
            continue;
        uint32_t terms[TERMS_MAX];
        const struct index_article *latest = index_latest(index_, rows[i].article);
        assert_int_equal(latest->applied, i);
        assert_int_equal(index_terms(index_, index_owner(index_, latest), terms), rows[i].terms);
        assert_true(rows[i].terms == 0 || terms[rows[i].terms - 1] == terms[0] + rows[i].terms - 1);
        found += rows[i].terms > 0;
    }
    assert_int_equal(index_size(index_).events, events);
    assert_int_equal(index_size(index_).articles, newest - gone);
    assert_int_equal(index_articles(index_), found);
}

static void rows_and_events_are_as_in_a_plain_list_whatever_comes_and_goes(void **state)
{
    (void)state;
    while (newest < ROWS) {
        const bool grows = newest - gone < HELD_MAX && chance(100) < (newest / 200 % 2 ? 75 : 35);
        if (grows)
            come();
        else if (newest > gone)
            go();
        if (chance(4) == 0)
            assert_equal_to_plain();
    }
    assert_true(index_->oldest < ROWS && index_->postings->oldest < 64 * ROWS); /* they wrapped */
    while (newest > gone)
        go();
    assert_equal_to_plain();
    assert_int_equal(index_size(index_).postings, 0);
    assert_int_equal(index_->terms_used + index_->facts_used, 0);
}

/* The lowest bit tells keys of what is numbered here from those of what readings bring. */
static void no_reading_is_taken_for_an_event_or_an_article(void **state)
{
    (void)state;
    features_record *features = make_features(0, 20, 1, 0, 0);
    features->sketch[0] = index_event_key(8);
    features->sketch[1] = index_article_key(2);
    index_add(index_, 1, make_row(2, 7, make_features(0, 20, 2, 0, 0)));
    index_add(index_, 2, make_row(1, 7, features));
    assert_null(index_newest(index_, 8));
    assert_non_null(index_latest(index_, 2));
    for (uint64_t i = 1; i < 100; i++) {
        const ProtobufCBinaryData key = { sizeof i, (uint8_t *)&i };
        assert_int_equal((index_article_key(i) | index_event_key(i)) & 1, 0);
        assert_int_equal(index_fact_key(i, key) & index_topic_key(i, key, true) & 1, 1);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_rows, close_index)
    const struct CMUnitTest tests[] = {
        TEST(rows_and_events_are_as_in_a_plain_list_whatever_comes_and_goes),
        TEST(no_reading_is_taken_for_an_event_or_an_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
