/* SPDX-License-Identifier: Apache-2.0
 * Every update once, in order and proven, whenever a subscriber comes and
 * whatever it misses. */
#include "support/test.h"

#include <string.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/stranger.h"
#include "support/teardown.h"

static void a_live_subscriber_is_told_what_happens_from_now_on(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 10, false);
    const uint64_t before = query_drained(hub);
    struct follower *follower = follow_live(hub);
    assert_int_equal(follower->at.sequence, before);
    feed_reports(hub, 10, 20, false);
    const uint64_t last = query_drained(hub);
    assert_true(last > before);
    follow_until(follower, last);
    assert_int_equal(follower->count, last - before);
    assert_int_equal(follower->seen[0].sequence, before + 1);
}

static void a_late_subscriber_is_told_everything_from_the_oldest(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    struct ledger ledger = { 0 };
    hub_start(hub);
    feed_reports(hub, 0, 40, false);
    const uint64_t last = query_drained(hub);
    struct follower *follower = follow_oldest(hub);
    follow_until(follower, last);
    assert_int_equal(follower->count, last);
    assert_int_equal(follower->seen[0].sequence, 1);
    query_events(hub, &ledger);
    assert_true(ledger_same(&follower->ledger, &ledger));
}

static void a_cursor_continues_where_it_was_taken(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 10, false);
    const uint64_t half = query_drained(hub);
    struct follower *first = follow_oldest(hub);
    follow_until(first, half);
    feed_reports(hub, 10, 10, false);
    const uint64_t last = query_drained(hub);
    struct follower *second = follow_cursor(hub, &first->at, false);
    follow_until(second, last);
    assert_int_equal(second->seen[0].sequence, half + 1);
    assert_int_equal(second->count, last - half);
}

static void live_and_replay_are_the_same_bytes(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct follower *live = follow_live(hub);
    feed_reports(hub, 0, 30, false);
    const uint64_t last = query_drained(hub);
    follow_until(live, last);
    struct follower *late = follow_oldest(hub);
    follow_until(late, last);
    assert_int_equal(live->count, late->count);
    for (size_t i = 0; i < live->count; i++) {
        assert_int_equal(live->seen[i].entry_bytes, late->seen[i].entry_bytes);
        assert_memory_equal(live->seen[i].entry, late->seen[i].entry, live->seen[i].entry_bytes);
    }
}

/* How many updates a plain SUB socket that nobody has read from still holds. */
static size_t held_by(struct stranger *sleeper)
{
    size_t updates = 0;
    for (;;) {
        zmq_msg_t message;
        zmq_msg_init(&message);
        const int size = zmq_msg_recv(&message, sleeper->socket, ZMQ_DONTWAIT);
        updates += size == WIRE_HEAD_BYTES && ((const uint8_t *)zmq_msg_data(&message))[3] == WIRE_UPDATE;
        zmq_msg_close(&message);
        if (size < 0)
            return updates;
    }
}

/* Two subscribers stop reading while more is published than hub, kernel and
 * receive queue will hold: the plain one has lost some, the library none. */
static void what_a_slow_subscriber_missed_is_filled_in(void **state)
{
    enum { ARTICLES = 100, QUOTATIONS = 60 };
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--subscriber-buffer", "16");
    hub_start(hub);
    struct follower *follower = follow_live(hub);
    struct stranger *sleeper = stranger_open(ZMQ_SUB, hub->wire);
    zmq_setsockopt(sleeper->socket, ZMQ_SUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES);
    struct feeding *feeding = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < ARTICLES; i++)
        feeding_submit(feeding, press_quotations(i, QUOTATIONS));
    feeding_finish(feeding);
    const uint64_t last = query_drained(hub);
    assert_true(last >= ARTICLES * QUOTATIONS / 2);
    const uint64_t asks = query_counter(hub, "asks");
    follow_until(follower, last);
    assert_int_equal(follower->count, last);
    assert_true(query_counter(hub, "asks") > asks + 1); /* it did ask for what it missed */
    assert_true(held_by(sleeper) < last);
}

static void a_restart_of_the_hub_costs_a_subscriber_nothing(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct follower *follower = follow_live(hub);
    feed_reports(hub, 0, 10, false);
    follow_until(follower, query_drained(hub));
    hub_kill(hub);
    assert_int_equal(follow_one(follower, 50), CLAIMWIRE_TIMEOUT);
    hub_start(hub);
    feed_reports(hub, 10, 10, false);
    const uint64_t last = query_drained(hub);
    follow_until(follower, last);
    assert_int_equal(follower->count, last);
}

static void a_heartbeat_names_the_last_update(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 5, false);
    const struct claimwire_cursor last = (query_drained(hub), query_cursor(hub));
    struct follower *follower = follow_live(hub);
    assert_int_equal(follower->at.epoch, last.epoch);
    assert_int_equal(follower->at.sequence, last.sequence);
    assert_memory_equal(follower->at.digest, last.digest, sizeof last.digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_live_subscriber_is_told_what_happens_from_now_on),
        FLOW_TEST(a_late_subscriber_is_told_everything_from_the_oldest),
        FLOW_TEST(a_cursor_continues_where_it_was_taken),
        FLOW_TEST(live_and_replay_are_the_same_bytes),
        FLOW_TEST(what_a_slow_subscriber_missed_is_filled_in),
        FLOW_TEST(a_restart_of_the_hub_costs_a_subscriber_nothing),
        FLOW_TEST(a_heartbeat_names_the_last_update),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
