/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "unit/client/hub.h"

enum { TURNS = 300, TURN_MS = 10, ITEMS_MAX = 64 };

/* The hub runs in the turns between two looks of the subscriber. */
struct fixture {
    struct hub hub;
    struct log log;
    struct claimwire_subscriber *subscriber;
    const struct claimwire_item *item; /* the last one */
    size_t replays;                    /* answered so far */
    uint64_t snapshot;                 /* the one that there is; 0: none */
    size_t subscribed;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    if (!fixture || !hub_open(&fixture->hub))
        return -1;
    fixture->log.epoch = 0xe0;
    fixture->log.oldest = 1;
    for (uint64_t event = 1; event <= 5; event++)
        log_add(&fixture->log, event);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    claimwire_subscriber_close(fixture->subscriber);
    hub_close(&fixture->hub);
    free(fixture);
    return 0;
}

static void follow(struct fixture *fixture, enum claimwire_start start, uint64_t sequence, bool snapshots)
{
    struct claimwire_subscriber_options options = { .start = start, .snapshots = snapshots };
    options.cursor = (struct claimwire_cursor){ .epoch = fixture->log.epoch, .sequence = sequence };
    options.cursor.has_epoch = options.cursor.has_digest = true;
    memcpy(options.cursor.digest, fixture->log.digests[sequence].bytes, DIGEST_BYTES);
    assert_int_equal(claimwire_subscriber_open(fixture->hub.wire, fixture->hub.ask, &options, &fixture->subscriber), 0);
}

/* ---- the hub's side */

static Claimwire__V1__ReplyCode judge(const struct log *log, const Claimwire__V1__Cursor *after)
{
    if (after->sequence == 0)
        return CLAIMWIRE__V1__REPLY_CODE__REPLY_OK;
    bool fits = after->sequence <= log->last && after->epoch == log->epoch && after->has_digest &&
                memcmp(after->digest.data, log->digests[after->sequence].bytes, DIGEST_BYTES) == 0;
    if (!fits)
        return CLAIMWIRE__V1__REPLY_CODE__REPLY_DIVERGED;
    return after->sequence + 1 < log->oldest ? CLAIMWIRE__V1__REPLY_CODE__REPLY_TOO_OLD
                                             : CLAIMWIRE__V1__REPLY_CODE__REPLY_OK;
}

static void answer_replay(struct fixture *fixture, const Claimwire__V1__Ask *ask, Claimwire__V1__Reply *reply)
{
    struct log *log = &fixture->log;
    Claimwire__V1__ReplayReply replay = CLAIMWIRE__V1__REPLAY_REPLY__INIT;
    Claimwire__V1__Cursor last;
    ProtobufCBinaryData entries[LOG_MAX];
    uint64_t from = ask->replay->after->sequence + 1;
    reply->code = judge(log, ask->replay->after);
    reply->has_snapshot = reply->code != CLAIMWIRE__V1__REPLY_CODE__REPLY_OK;
    reply->snapshot = fixture->snapshot;
    if (reply->code == CLAIMWIRE__V1__REPLY_CODE__REPLY_OK) {
        from = from < log->oldest ? log->oldest : from;
        for (uint64_t i = from; i <= log->last && replay.n_entries < ask->replay->count_max; i++)
            entries[replay.n_entries++] = (ProtobufCBinaryData){ log->sizes[i], log->entries[i] };
        log_cursor(log, log->last, &last);
        replay.entries = entries;
        replay.last = &last;
        reply->body_case = CLAIMWIRE__V1__REPLY__BODY_REPLAY;
        reply->replay = &replay;
    }
    fixture->replays++;
    hub_send(&fixture->hub, fixture->hub.ask_socket, WIRE_REPLY, &reply->base);
}

/* Two parts of one event each. */
static void answer_snapshot(struct fixture *fixture, const Claimwire__V1__Ask *ask, Claimwire__V1__Reply *reply)
{
    Claimwire__V1__SnapshotPart part = CLAIMWIRE__V1__SNAPSHOT_PART__INIT;
    Claimwire__V1__Event event = CLAIMWIRE__V1__EVENT__INIT;
    Claimwire__V1__Event *events[] = { &event };
    Claimwire__V1__Cursor at;
    log_cursor(&fixture->log, fixture->snapshot, &at);
    event.has_id = part.has_part = part.has_parts = true;
    event.id = 100 + ask->snapshot->part;
    part.at = &at;
    part.part = ask->snapshot->part;
    part.parts = 2;
    part.n_events = 1;
    part.events = events;
    reply->code = CLAIMWIRE__V1__REPLY_CODE__REPLY_OK;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART;
    reply->snapshot_part = &part;
    hub_send(&fixture->hub, fixture->hub.ask_socket, WIRE_REPLY, &reply->base);
}

static void hub_turn(struct fixture *fixture)
{
    struct hub *hub = &fixture->hub;
    uint8_t subscription[64];
    ProtobufCMessage *message = NULL;
    while (zmq_recv(hub->wire_socket, subscription, sizeof subscription, ZMQ_DONTWAIT) > 0)
        fixture->subscribed++;
    while (hub_receive(hub, hub->ask_socket, 0, &claimwire__v1__ask__descriptor, &message) == WIRE_ASK) {
        const Claimwire__V1__Ask *ask = (const Claimwire__V1__Ask *)message;
        Claimwire__V1__Reply reply = CLAIMWIRE__V1__REPLY__INIT;
        reply.has_request = reply.has_code = true;
        reply.request = ask->request;
        if (ask->body_case == CLAIMWIRE__V1__ASK__BODY_REPLAY)
            answer_replay(fixture, ask, &reply);
        else
            answer_snapshot(fixture, ask, &reply);
        protobuf_c_message_free_unpacked(message, NULL);
    }
}

/* ---- the test's side */

/* The next item within the turns; the error when there is one. */
static int next(struct fixture *fixture)
{
    int result = CLAIMWIRE_TIMEOUT;
    for (int turn = 0; turn < TURNS && result == CLAIMWIRE_TIMEOUT; turn++) {
        hub_turn(fixture);
        result = claimwire_subscriber_next(fixture->subscriber, TURN_MS, &fixture->item);
    }
    return result;
}

static void expect_update(struct fixture *fixture, uint64_t sequence)
{
    assert_int_equal(next(fixture), CLAIMWIRE_OK);
    assert_int_equal(fixture->item->kind, CLAIMWIRE_UPDATE);
    assert_int_equal(fixture->item->at.sequence, sequence);
    assert_int_equal(fixture->item->entry_bytes, fixture->log.sizes[sequence]);
    assert_memory_equal(fixture->item->entry, fixture->log.entries[sequence], fixture->item->entry_bytes);
}

static void expect_nothing(struct fixture *fixture)
{
    for (int turn = 0; turn < 15; turn++) {
        hub_turn(fixture);
        assert_int_equal(claimwire_subscriber_next(fixture->subscriber, TURN_MS, &fixture->item), CLAIMWIRE_TIMEOUT);
    }
}

/* Until the hub publishes to it and it has caught up. */
static void settle(struct fixture *fixture)
{
    for (int turn = 0; turn < TURNS && !fixture->subscribed; turn++) {
        hub_turn(fixture);
        usleep(1000 * TURN_MS);
    }
    expect_nothing(fixture);
}

static void the_log_is_heard_from_the_oldest_and_goes_on_live(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_OLDEST, 0, false);
    for (uint64_t i = 1; i <= 5; i++)
        expect_update(fixture, i);
    settle(fixture);
    log_add(&fixture->log, 6);
    hub_publish(&fixture->hub, &fixture->log, 6);
    expect_update(fixture, 6);
}

static void live_starts_behind_the_last(void **state)
{
    struct fixture *fixture = *state;
    struct claimwire_cursor at;
    follow(fixture, CLAIMWIRE_START_LIVE, 0, false);
    assert_false(claimwire_subscriber_at(fixture->subscriber, &at));
    settle(fixture);
    assert_true(claimwire_subscriber_at(fixture->subscriber, &at));
    assert_int_equal(at.sequence, 5);
    log_add(&fixture->log, 6);
    hub_publish(&fixture->hub, &fixture->log, 6);
    expect_update(fixture, 6);
}

static void a_gap_is_filled_and_doubles_are_dropped(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_CURSOR, 5, false);
    settle(fixture);
    for (uint64_t event = 6; event <= 9; event++)
        log_add(&fixture->log, event);
    hub_publish(&fixture->hub, &fixture->log, 6);
    hub_publish(&fixture->hub, &fixture->log, 6);
    hub_publish(&fixture->hub, &fixture->log, 9);
    hub_publish(&fixture->hub, &fixture->log, 8);
    for (uint64_t i = 6; i <= 9; i++)
        expect_update(fixture, i);
    expect_nothing(fixture);
}

static void a_heartbeat_ahead_brings_what_was_missed(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_CURSOR, 3, false);
    expect_update(fixture, 4);
    expect_update(fixture, 5);
    settle(fixture);
    log_add(&fixture->log, 6);
    hub_heartbeat(&fixture->hub, &fixture->log);
    expect_update(fixture, 6);
    size_t before = fixture->replays;
    hub_heartbeat(&fixture->hub, &fixture->log);
    expect_nothing(fixture);
    assert_int_equal(fixture->replays, before);
}

static void a_restarted_hub_is_followed_on(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_CURSOR, 5, false);
    settle(fixture);
    hub_stop(&fixture->hub);
    hub_start(&fixture->hub);
    fixture->subscribed = 0;
    log_add(&fixture->log, 6);
    log_add(&fixture->log, 7);
    settle(fixture);
    hub_publish(&fixture->hub, &fixture->log, 7);
    expect_update(fixture, 6);
    expect_update(fixture, 7);
}

static void another_epoch_is_followed_where_the_chain_fits(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_OLDEST, 0, false);
    fixture->log.epoch = 0xe1;
    log_add(&fixture->log, 6);
    for (uint64_t i = 1; i <= 6; i++)
        expect_update(fixture, i);
    assert_int_equal(fixture->item->at.epoch, 0xe1);
}

static void a_digest_that_does_not_fit_is_reported(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_CURSOR, 3, false);
    fixture->log.entries[4][fixture->log.sizes[4] - 1] ^= 1; /* the update's last byte */
    assert_int_equal(next(fixture), CLAIMWIRE_CORRUPT);
    assert_int_equal(next(fixture), CLAIMWIRE_CORRUPT);
}

static void too_old_is_an_error_or_a_snapshot(void **state)
{
    struct fixture *fixture = *state;
    fixture->log.oldest = 4;
    fixture->snapshot = 4;
    follow(fixture, CLAIMWIRE_START_CURSOR, 1, false);
    assert_int_equal(next(fixture), CLAIMWIRE_TOO_OLD);
    assert_int_equal(claimwire_subscriber_snapshot(fixture->subscriber), 4);
    claimwire_subscriber_close(fixture->subscriber);

    follow(fixture, CLAIMWIRE_START_CURSOR, 1, true);
    assert_int_equal(next(fixture), CLAIMWIRE_OK);
    assert_int_equal(fixture->item->kind, CLAIMWIRE_SNAPSHOT_BEGIN);
    assert_int_equal(fixture->item->at.sequence, 4);
    for (uint64_t id = 100; id <= 101; id++) {
        assert_int_equal(next(fixture), CLAIMWIRE_OK);
        assert_int_equal(fixture->item->kind, CLAIMWIRE_SNAPSHOT_EVENT);
        assert_int_equal(fixture->item->event->id, id);
    }
    assert_int_equal(next(fixture), CLAIMWIRE_OK);
    assert_int_equal(fixture->item->kind, CLAIMWIRE_SNAPSHOT_END);
    expect_update(fixture, 5);
}

static void a_log_that_is_another_without_a_snapshot_starts_over(void **state)
{
    struct fixture *fixture = *state;
    follow(fixture, CLAIMWIRE_START_CURSOR, 5, true);
    settle(fixture);
    fixture->log.last = 0; /* another store in its place */
    fixture->log.epoch = 0xff;
    log_add(&fixture->log, 11);
    hub_heartbeat(&fixture->hub, &fixture->log);
    assert_int_equal(next(fixture), CLAIMWIRE_OK);
    assert_int_equal(fixture->item->kind, CLAIMWIRE_SNAPSHOT_BEGIN);
    assert_int_equal(fixture->item->at.sequence, 0);
    assert_int_equal(next(fixture), CLAIMWIRE_OK);
    assert_int_equal(fixture->item->kind, CLAIMWIRE_SNAPSHOT_END);
    expect_update(fixture, 1);
}

static void a_place_without_its_proof_is_reached_from_the_oldest(void **state)
{
    struct fixture *fixture = *state;
    const struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_CURSOR,
                                                          .cursor = { .sequence = 3 } };
    assert_int_equal(claimwire_subscriber_open(fixture->hub.wire, fixture->hub.ask, &options, &fixture->subscriber), 0);
    expect_update(fixture, 4);
    expect_update(fixture, 5);
}

static void noise_on_the_wire_is_passed_over(void **state)
{
    struct fixture *fixture = *state;
    struct hub *hub = &fixture->hub;
    follow(fixture, CLAIMWIRE_START_CURSOR, 5, false);
    settle(fixture);
    hub_send_packed(hub, hub->wire_socket, WIRE_UPDATE, "\xff\xff\xff", 3);
    hub_send_packed(hub, hub->wire_socket, WIRE_HEARTBEAT, "\x0a\x7f", 2);
    zmq_send(hub->wire_socket, WIRE_TOPIC "U", 4, 0);
    log_add(&fixture->log, 6);
    hub_publish(hub, &fixture->log, 6);
    expect_update(fixture, 6);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_log_is_heard_from_the_oldest_and_goes_on_live),
        TEST(live_starts_behind_the_last),
        TEST(a_gap_is_filled_and_doubles_are_dropped),
        TEST(a_heartbeat_ahead_brings_what_was_missed),
        TEST(a_restarted_hub_is_followed_on),
        TEST(another_epoch_is_followed_where_the_chain_fits),
        TEST(a_digest_that_does_not_fit_is_reported),
        TEST(too_old_is_an_error_or_a_snapshot),
        TEST(a_log_that_is_another_without_a_snapshot_starts_over),
        TEST(a_place_without_its_proof_is_reached_from_the_oldest),
        TEST(noise_on_the_wire_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
