/* SPDX-License-Identifier: Apache-2.0
 * A store that is full, and articles that nobody reads yet. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/stranger.h"
#include "support/teardown.h"

/* Offers articles from number `first` on, one after the other, until the hub
 * says RETRY though nothing waits to be read; returns how many were accepted.
 * Each second one is large until it is refused. */
static unsigned fill(struct hub *hub, unsigned first, char reason[32])
{
    enum { TRIES_MAX = 20000, BYTES = 256 * 1024 };
    struct stranger *stranger = stranger_open(ZMQ_DEALER, hub->feed);
    unsigned accepted = 0;
    size_t bytes = BYTES;
    for (unsigned number = first; number < first + TRIES_MAX; number++) {
        Claimwire__V1__Article *article = number % 2 ? press_noise(number, bytes) : press_report(number);
        Claimwire__V1__AnswerCode code = stranger_offer(stranger, article, reason);
        if (code == CLAIMWIRE__V1__ANSWER_CODE__RETRY) {
            query_drained(hub);
            code = stranger_offer(stranger, article, reason);
        }
        if (code == CLAIMWIRE__V1__ANSWER_CODE__RETRY && bytes == 1)
            return accepted;
        if (code == CLAIMWIRE__V1__ANSWER_CODE__RETRY)
            bytes = bytes > 64 ? bytes / 4 : 1;
        else
            accepted++;
    }
    fail_msg("%u articles did not fill the store", (unsigned)TRIES_MAX);
    return 0;
}

static void assert_full_and_alive(struct hub *hub, uint64_t accepted)
{
    const uint64_t last = query_drained(hub);
    const Claimwire__V1__StatusReply *status = query_status(hub);
    assert_true(status->store_full >= 0.89);
    assert_int_equal(status->articles, accepted);
    assert_int_equal(status->dead, 0);
    assert_true(hub_alive(hub));
    assert_int_equal(query_articles(hub, NULL, NULL), accepted);
    struct follower *follower = follow_oldest(hub);
    follow_until(follower, last);
    assert_int_equal(follower->count, last);
}

static void a_full_store_refuses_new_articles_and_finishes_the_accepted(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    char reason[32];
    hub_set(hub, "--map-mib", "64");
    hub_start(hub);
    const unsigned accepted = fill(hub, 0, reason);
    assert_string_equal(reason, "FULL");
    assert_full_and_alive(hub, accepted);
    assert_true(query_counter(hub, "answers_retry") >= 1);
    hub_stop(hub);
    hub_start(hub); /* and is full still, but for what the last turn left over */
    const unsigned more = fill(hub, 100000, reason);
    assert_string_equal(reason, "FULL");
    assert_true(more <= accepted / 4);
    assert_full_and_alive(hub, accepted + more);
}

/* What one batch holds is more than the room that is left. The feeder is
 * refused and goes on asking; the hub goes on serving. */
static void a_flood_larger_than_the_store_is_refused_in_part(void **state)
{
    enum { ARTICLES = 120, BYTES = 256 * 1024, FILL_MS_MAX = 10000 };
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--map-mib", "16");
    hub_start(hub);
    struct feeding *feeding = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < ARTICLES; i++)
        feeding_submit(feeding, press_noise(i, BYTES));
    const long long end = now_ms() + FILL_MS_MAX;
    while (query_counter(hub, "answers_retry") == 0) {
        feeding_poll(feeding, 100);
        if (now_ms() > end)
            fail_msg("%zu answered, and nothing refused", feeding->answered);
    }
    feeding_poll(feeding, 1000);
    const size_t stored = feeding_stored(feeding);
    assert_in_range(stored, 1, ARTICLES - 1);
    assert_false(hub_said(hub, "the store failed"));
    claimwire_feeder_close(feeding->feeder);
    feeding->feeder = NULL;
    query_drained(hub);
    assert_in_range(query_articles(hub, NULL, NULL), stored, ARTICLES - 1);
}

static void a_full_backlog_is_refused_until_somebody_reads(void **state)
{
    enum { BACKLOG = 50 };
    (void)state;
    struct hub *hub = hub_new();
    char reason[32];
    hub_set(hub, "--workers", "0");
    hub_set(hub, "--backlog", "50");
    hub_start(hub);
    struct stranger *stranger = stranger_open(ZMQ_DEALER, hub->feed);
    for (unsigned i = 0; i < BACKLOG; i++)
        assert_int_equal(stranger_offer(stranger, press_report(i), reason), CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED);
    assert_int_equal(stranger_offer(stranger, press_report(BACKLOG), reason), CLAIMWIRE__V1__ANSWER_CODE__RETRY);
    assert_string_equal(reason, "BACKLOG");
    assert_int_equal(query_status(hub)->queued, BACKLOG);
    assert_int_equal(query_sequence(hub), 0);

    hub_start_extractor(hub);
    assert_true(query_drained(hub) > 0);
    assert_int_equal(stranger_offer(stranger, press_report(BACKLOG), reason), CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED);
    query_drained(hub);
    assert_int_equal(query_articles(hub, NULL, NULL), BACKLOG + 1);
    assert_int_equal(query_status(hub)->workers, 1);
}

/* The library's feeder takes RETRY for what it is. */
static void a_feeder_waits_for_a_full_backlog(void **state)
{
    enum { ARTICLES = 60 };
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--workers", "0");
    hub_set(hub, "--backlog", "20");
    hub_set(hub, "--feed-window", "5");
    hub_start(hub);
    struct feeding *feeding = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < ARTICLES; i++)
        feeding_submit(feeding, press_report(i));
    const size_t early = feeding_poll(feeding, 500);
    assert_in_range(early, 20, 25); /* the backlog, and at most one batch */
    hub_start_extractor(hub);
    feeding_finish(feeding);
    assert_int_equal(feeding_stored(feeding), ARTICLES);
    query_drained(hub);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_full_store_refuses_new_articles_and_finishes_the_accepted),
        FLOW_TEST(a_flood_larger_than_the_store_is_refused_in_part),
        FLOW_TEST(a_full_backlog_is_refused_until_somebody_reads),
        FLOW_TEST(a_feeder_waits_for_a_full_backlog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
