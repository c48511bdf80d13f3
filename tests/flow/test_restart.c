/* SPDX-License-Identifier: Apache-2.0
 * Whatever the hub dies of and however many read for it, the log is the same. */
#include "support/test.h"

#include <stdio.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

static void assert_each_stored_once(struct hub *hub, const struct feeding *feeding)
{
    size_t stored = 0;
    for (size_t i = 0; i < feeding->submitted; i++) {
        if (feeding->fed[i].code == CLAIMWIRE__V1__ANSWER_CODE__ANSWER_UNKNOWN)
            continue;
        struct query_article row;
        const size_t rows = query_articles(hub, feeding->articles[i]->id, &row);
        if (rows != 1)
            fail_msg("%s is stored %zu times", feeding->articles[i]->id, rows);
        assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
        stored++;
    }
    assert_true(stored > 0);
}

static void a_kill_while_feeding_loses_and_doubles_nothing(void **state)
{
    enum { ARTICLES = 150, KILLS = 3 };
    (void)state;
    struct hub *hub = hub_new();
    struct ledger ledger = { 0 };
    hub_start(hub);
    struct follower *follower = follow_live(hub);
    struct feeding *feeding = feeding_open(hub, 32, false);
    for (unsigned i = 0; i < ARTICLES; i++) {
        feeding_submit(feeding, press_report(i));
        if (i % (ARTICLES / KILLS) == ARTICLES / KILLS - 20) {
            feeding_poll(feeding, 0);
            hub_kill(hub);
            hub_start(hub);
        }
    }
    feeding_finish(feeding);
    const uint64_t last = query_drained(hub);
    assert_each_stored_once(hub, feeding);
    assert_int_equal(query_articles(hub, NULL, NULL), ARTICLES);
    assert_int_equal(query_status(hub)->dead, 0);
    follow_until(follower, last);
    assert_int_equal(follower->count, last);
    query_events(hub, &ledger);
    assert_true(ledger_same(&follower->ledger, &ledger));
}

/* The whole log of a hub fed these reports one after the other; `restarted`:
 * after every fifth, stopped and killed by turns. */
static struct follower *log_of(const char *workers, bool restarted)
{
    enum { ARTICLES = 30, BETWEEN = 5 };
    struct hub *hub = hub_new();
    hub_set(hub, "--workers", workers);
    hub_start(hub);
    for (unsigned i = 0; i < ARTICLES; i += BETWEEN) {
        feed_reports(hub, i, BETWEEN, true);
        if (!restarted)
            continue;
        query_drained(hub);
        (i / BETWEEN % 2 == 0 ? hub_stop : hub_kill)(hub);
        hub_start(hub);
    }
    struct follower *follower = follow_oldest(hub);
    follow_until(follower, query_drained(hub));
    assert_true(follower->count > ARTICLES);
    hub_stop(hub);
    return follower;
}

static void restarts_do_not_show_in_the_log(void **state)
{
    (void)state;
    struct follower *never = log_of("2", false);
    assert_true(follow_same(never, log_of("2", true)));
}

static void the_number_of_extractors_does_not_show_in_the_log(void **state)
{
    (void)state;
    struct follower *one = log_of("1", false);
    assert_true(follow_same(one, log_of("2", false)));
    assert_true(follow_same(one, log_of("4", false)));
}

/* Of a LogEntry: the id of the article that brought the update, as a number. */
static unsigned article_of(const struct seen *seen)
{
    unsigned number = 0;
    Claimwire__V1__LogEntry *entry = claimwire__v1__log_entry__unpack(NULL, seen->entry_bytes, seen->entry);
    Claimwire__V1__EventUpdate *update =
        claimwire__v1__event_update__unpack(NULL, entry->update.len, entry->update.data);
    assert_non_null(update->article);
    assert_int_equal(sscanf(update->article->id, "quotations-%u", &number), 1);
    claimwire__v1__event_update__free_unpacked(update, NULL);
    claimwire__v1__log_entry__free_unpacked(entry, NULL);
    return number;
}

/* Every fourth article is long, so that short ones overtake it on the way. */
static void results_are_applied_in_the_order_of_accepting(void **state)
{
    enum { ARTICLES = 80 };
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--workers", "4");
    hub_start(hub);
    struct follower *follower = follow_live(hub);
    struct feeding *feeding = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < ARTICLES; i++)
        feeding_submit(feeding, press_quotations(i, i % 4 == 0 ? 200 : 2));
    feeding_finish(feeding);
    follow_until(follower, query_drained(hub));
    unsigned before = 0;
    for (size_t i = 0; i < follower->count; i++) {
        const unsigned number = article_of(&follower->seen[i]);
        if (number < before)
            fail_msg("article %u was applied after %u", number, before);
        before = number;
    }
    assert_int_equal(before, ARTICLES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_kill_while_feeding_loses_and_doubles_nothing),
        FLOW_TEST(restarts_do_not_show_in_the_log),
        FLOW_TEST(the_number_of_extractors_does_not_show_in_the_log),
        FLOW_TEST(results_are_applied_in_the_order_of_accepting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
