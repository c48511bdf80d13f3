/* SPDX-License-Identifier: Apache-2.0
 * How a hub ends. */
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "support/feeding.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

enum { DRAIN_MS_MAX = 11000, AT_ONCE_MS_MAX = 4000 };

static void a_sigterm_under_load_loses_nothing_that_was_acknowledged(void **state)
{
    enum { ARTICLES = 400 };
    (void)state;
    struct hub *hub = hub_new();
    struct query_article row;
    hub_start(hub);
    struct feeding *feeding = feeding_open(hub, 64, false);
    for (unsigned i = 0; i < ARTICLES / 2; i++)
        feeding_submit(feeding, press_report(i));
    kill(hub->pid, SIGTERM);
    for (unsigned i = ARTICLES / 2; i < ARTICLES && hub_alive(hub); i++) {
        if (feeding->submitted - feeding->answered < 64)
            feeding_submit(feeding, press_report(i));
        feeding_poll(feeding, 1);
    }
    assert_int_equal(hub_wait(hub, DRAIN_MS_MAX), 0);
    feeding_poll(feeding, 100);
    const size_t stored = feeding_stored(feeding);
    assert_in_range(stored, 1, ARTICLES);
    claimwire_feeder_close(feeding->feeder);
    feeding->feeder = NULL;

    hub_start(hub);
    query_drained(hub);
    assert_true(query_articles(hub, NULL, NULL) >= stored);
    for (size_t i = 0; i < feeding->submitted; i++) {
        if (feeding->fed[i].code != CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED)
            continue;
        if (query_articles(hub, feeding->articles[i]->id, &row) != 1)
            fail_msg("%s was acknowledged and is not stored once", feeding->articles[i]->id);
        if (i % 10 == 0) /* each question goes through all pages */
            assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
    }
}

static void a_feeder_goes_on_after_a_stop_and_a_start(void **state)
{
    enum { ARTICLES = 300 };
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct feeding *feeding = feeding_open(hub, 64, false);
    for (unsigned i = 0; i < ARTICLES; i++) {
        feeding_submit(feeding, press_report(i));
        if (i == ARTICLES / 2) {
            hub_stop(hub);
            hub_start(hub);
        }
    }
    feeding_finish(feeding);
    query_drained(hub);
    assert_int_equal(query_articles(hub, NULL, NULL), ARTICLES);
    assert_int_equal(query_status(hub)->incarnation, 2);
}

/* Its one extractor is stopped over an article, so it cannot drain. */
static struct hub *hub_that_cannot_drain(void)
{
    struct hub *hub = hub_new();
    pid_t extractor;
    hub_set(hub, "--workers", "1");
    hub_set(hub, "--lease-ms", "60000");
    hub_start(hub);
    const long long end = now_ms() + DRAIN_MS_MAX;
    while (query_status(hub)->workers < 1) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    assert_int_equal(hub_extractors(hub, &extractor, 1), 1);
    kill(extractor, SIGSTOP);
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
    while (query_counter(hub, "leases_sent") == 0) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    return hub;
}

static void a_draining_hub_says_so_and_a_second_sigterm_stops_it_at_once(void **state)
{
    (void)state;
    struct hub *hub = hub_that_cannot_drain();
    kill(hub->pid, SIGTERM);
    const long long end = now_ms() + AT_ONCE_MS_MAX;
    while (!query_status(hub)->draining) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    sleep_ms(300);
    assert_true(hub_alive(hub));
    hub_stop_within(hub, AT_ONCE_MS_MAX);
    hub_start(hub);
    query_drained(hub);
    assert_int_equal(query_articles(hub, NULL, NULL), 1);
}

static void an_idle_hub_stops_soon(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    assert_int_equal(hub_stop_within(hub, AT_ONCE_MS_MAX), 0);
}

/* Also when it is read again and again: a supervisor must see an error, not a crash. */
static void a_store_cut_under_a_hub_ends_it_with_a_word(void **state)
{
    (void)state;
    char path[128], output[2048];
    struct hub *hub = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 20, false);
    query_drained(hub);
    snprintf(path, sizeof path, "%s/data.mdb", hub->data);
    assert_int_equal(truncate(path, 8192), 0);
    struct feeding *feeding = feeding_open(hub, 1, false);
    feeding_submit(feeding, press_report(20));
    feeding_poll(feeding, 100);
    assert_int_equal(hub_wait(hub, AT_ONCE_MS_MAX), EX_IOERR);
    assert_true(hub_said(hub, "was cut short"));
    assert_int_equal(hub_command(hub, output, sizeof output, (const char *const[]){ "verify", NULL }), EX_DATAERR);
    assert_non_null(strstr(output, "data.mdb is damaged"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_sigterm_under_load_loses_nothing_that_was_acknowledged),
        FLOW_TEST(a_feeder_goes_on_after_a_stop_and_a_start),
        FLOW_TEST(a_draining_hub_says_so_and_a_second_sigterm_stops_it_at_once),
        FLOW_TEST(an_idle_hub_stops_soon),
        FLOW_TEST(a_store_cut_under_a_hub_ends_it_with_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
