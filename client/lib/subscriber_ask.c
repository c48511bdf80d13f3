/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/subscriber.h"

#include <string.h>

enum {
    REPLAY_COUNT = 512, /* entries asked for at once */
    AGAIN_MS = 2000,    /* without a reply, the same is asked again */
    CONNECT_MS = 50,
    PAUSE_MS = 200, /* after BUSY, FAILED, and a replay that brings nothing */
};

static void forget_reply(struct claimwire_subscriber *subscriber)
{
    if (subscriber->reply)
        claimwire__v1__reply__free_unpacked(subscriber->reply, NULL);
    subscriber->reply = NULL;
    subscriber->given = 0;
}

static int pause_asking(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    forget_reply(subscriber);
    subscriber->ask_ms = now_ms + PAUSE_MS;
    return STEP_WAIT;
}

static int go_on(struct claimwire_subscriber *subscriber, enum phase phase)
{
    forget_reply(subscriber);
    subscriber->phase = phase;
    return STEP_LOOK;
}

static int fail(struct claimwire_subscriber *subscriber, int error)
{
    forget_reply(subscriber);
    subscriber->failed = error;
    return error;
}

/* ---- the cursor is of no use: a snapshot, or the beginning */

static int give_boundary(struct claimwire_subscriber *subscriber, enum claimwire_item_kind kind)
{
    subscriber_release(subscriber);
    subscriber->item = (struct claimwire_item){ .kind = kind, .at = subscriber->at };
    subscriber->opened = kind == CLAIMWIRE_SNAPSHOT_BEGIN;
    return STEP_ITEM;
}

/* Some say from where on without the digest that proves it. Where the hub does
 * not take that on trust, the log is read from its oldest place instead and
 * what lies before is not given out. */
static bool unproven(const struct claimwire_subscriber *subscriber)
{
    const struct claimwire_cursor *at = &subscriber->at;
    return at->sequence > 0 && (!at->has_digest || !at->has_epoch);
}

/* `sequence` of the snapshot to take, as SnapshotRequest.sequence. */
static int start_snapshot(struct claimwire_subscriber *subscriber, int error, uint64_t sequence)
{
    forget_reply(subscriber);
    subscriber->snapshot = sequence;
    if (!subscriber->snapshots)
        return fail(subscriber, error);
    subscriber->skip_until = 0;
    subscriber->snapshot_sequence = sequence;
    subscriber->part = 0;
    return go_on(subscriber, PHASE_SNAPSHOT);
}

static int lose_place(struct claimwire_subscriber *subscriber, int error, int64_t now_ms)
{
    uint64_t snapshot = subscriber->reply->snapshot;
    subscriber->ask_ms = now_ms + PAUSE_MS; /* lest a hub that always says so is asked without end */
    if (error == CLAIMWIRE_DIVERGED && unproven(subscriber)) {
        subscriber->wanted = subscriber->at;
        subscriber->skip_until = subscriber->at.sequence;
        subscriber->at = (struct claimwire_cursor){ 0 };
        return go_on(subscriber, PHASE_CATCH_UP);
    }
    if (snapshot > 0 || !subscriber->snapshots)
        return start_snapshot(subscriber, error, snapshot);
    /* No snapshot: the whole log is there, and the state starts over, empty. */
    go_on(subscriber, PHASE_CATCH_UP);
    subscriber->skip_until = 0;
    subscriber->at = (struct claimwire_cursor){ 0 };
    return give_boundary(subscriber, CLAIMWIRE_SNAPSHOT_BEGIN);
}

/* ---- replay */

static int give_entry(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    const Claimwire__V1__ReplayReply *replay = subscriber->reply->replay;
    if (subscriber->given == replay->n_entries) {
        bool end = !replay->last || replay->last->sequence <= subscriber->at.sequence;
        if (!end && replay->n_entries == 0)
            return pause_asking(subscriber, now_ms);
        return go_on(subscriber, end ? PHASE_LIVE : PHASE_CATCH_UP);
    }
    const ProtobufCBinaryData *entry = &replay->entries[subscriber->given++];
    bool first = subscriber->at.sequence == 0;
    enum fit fit = subscriber_take(subscriber, entry->data, entry->len, true);
    if (fit == FIT_DOUBLE)
        return STEP_LOOK;
    if (fit != FIT_NEXT && fit != FIT_SKIPPED)
        return fail(subscriber, CLAIMWIRE_CORRUPT);
    uint64_t sequence = subscriber->at.sequence;
    if (subscriber->skip_until && first && sequence > subscriber->skip_until + 1)
        return start_snapshot(subscriber, CLAIMWIRE_TOO_OLD, 0);
    const struct claimwire_cursor *wanted = &subscriber->wanted;
    if (subscriber->skip_until == sequence && wanted->has_epoch && wanted->epoch != subscriber->at.epoch)
        return start_snapshot(subscriber, CLAIMWIRE_DIVERGED, 0);
    return fit == FIT_NEXT ? STEP_ITEM : STEP_LOOK;
}

/* ---- snapshot */

static int give_event(struct claimwire_subscriber *subscriber)
{
    const Claimwire__V1__SnapshotPart *part = subscriber->reply->snapshot_part;
    if (part->part == 0 && !subscriber->opened) {
        subscriber->at = ask_cursor(part->at);
        return give_boundary(subscriber, CLAIMWIRE_SNAPSHOT_BEGIN);
    }
    if (subscriber->given < part->n_events) {
        subscriber_release(subscriber);
        subscriber->item = (struct claimwire_item){
            .kind = CLAIMWIRE_SNAPSHOT_EVENT,
            .at = subscriber->at,
            .event = part->events[subscriber->given++],
        };
        return STEP_ITEM;
    }
    if (++subscriber->part < part->parts) {
        forget_reply(subscriber);
        return STEP_LOOK;
    }
    go_on(subscriber, PHASE_CATCH_UP);
    return give_boundary(subscriber, CLAIMWIRE_SNAPSHOT_END);
}

/* The part is the one asked for, and of the same snapshot as those before. */
static bool part_fits(struct claimwire_subscriber *subscriber)
{
    const Claimwire__V1__SnapshotPart *part = subscriber->reply->snapshot_part;
    const struct claimwire_cursor at = ask_cursor(part->at);
    if (!at.has_epoch || !at.has_digest || part->part != subscriber->part)
        return false;
    subscriber->snapshot_sequence = at.sequence;
    return part->part == 0 || (at.sequence == subscriber->at.sequence && at.epoch == subscriber->at.epoch);
}

/* ---- asking */

static int send_request(struct claimwire_subscriber *subscriber)
{
    const struct claimwire_cursor oldest = { 0 };
    struct ask_replay replay;
    struct ask_snapshot snapshot;
    Claimwire__V1__Ask *ask = &replay.ask;
    if (subscriber->phase == PHASE_SNAPSHOT) {
        ask_snapshot_init(&snapshot, subscriber->snapshot_sequence, subscriber->part);
        ask = &snapshot.ask;
    } else if (subscriber->phase == PHASE_LEARN) {
        ask_replay_init(&replay, &oldest, 0);
    } else {
        ask_replay_init(&replay, &subscriber->at, REPLAY_COUNT);
    }
    ask->has_request = true;
    ask->request = subscriber->request;
    return peer_send(&subscriber->ask, WIRE_ASK, &ask->base);
}

static int learn(struct claimwire_subscriber *subscriber)
{
    subscriber->at = ask_cursor(subscriber->reply->replay->last);
    subscriber->located = true;
    return go_on(subscriber, PHASE_LIVE);
}

/* A reply has come that was asked for. */
static int take_reply(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    const Claimwire__V1__Reply *reply = subscriber->reply;
    bool snapshot = subscriber->phase == PHASE_SNAPSHOT;
    int result = ask_result(reply);
    if (snapshot && (result == CLAIMWIRE_NOT_FOUND || result == CLAIMWIRE_TOO_OLD)) {
        subscriber->snapshot_sequence = 0; /* cut meanwhile: the newest, from its start */
        subscriber->part = 0;
        subscriber->opened = false;
        return pause_asking(subscriber, now_ms);
    }
    if (!snapshot && (result == CLAIMWIRE_TOO_OLD || result == CLAIMWIRE_DIVERGED))
        return lose_place(subscriber, result, now_ms);
    if (result == CLAIMWIRE_REFUSED)
        return fail(subscriber, result);
    if (result != CLAIMWIRE_OK)
        return pause_asking(subscriber, now_ms);
    if (reply->body_case != (snapshot ? CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART : CLAIMWIRE__V1__REPLY__BODY_REPLAY))
        return fail(subscriber, CLAIMWIRE_CORRUPT);
    if (snapshot && !part_fits(subscriber))
        return fail(subscriber, CLAIMWIRE_CORRUPT);
    return subscriber->phase == PHASE_LEARN ? learn(subscriber) : STEP_LOOK;
}

int subscriber_ask_step(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    /* The BEGIN of a log without a snapshot has its END right behind it. */
    if (subscriber->opened && subscriber->phase == PHASE_CATCH_UP)
        return give_boundary(subscriber, CLAIMWIRE_SNAPSHOT_END);
    if (subscriber->reply)
        return subscriber->phase == PHASE_SNAPSHOT ? give_event(subscriber) : give_entry(subscriber, now_ms);
    if (subscriber->asking) {
        int result = ask_take_reply(&subscriber->ask, subscriber->request, &subscriber->reply);
        if (result == CLAIMWIRE_OK) {
            subscriber->asking = false;
            subscriber->heard = true;
            subscriber->heard_ms = now_ms;
            subscriber->ask_ms = 0;
            return take_reply(subscriber, now_ms);
        }
        if (result != CLAIMWIRE_AGAIN)
            return result;
    }
    if (now_ms < subscriber->ask_ms)
        return STEP_WAIT;
    if (!subscriber->asking)
        subscriber->request++;
    subscriber->asking = true;
    int result = send_request(subscriber);
    subscriber->ask_ms = now_ms + (result == CLAIMWIRE_OK ? AGAIN_MS : CONNECT_MS);
    return result == CLAIMWIRE_OK || result == CLAIMWIRE_AGAIN ? STEP_WAIT : result;
}
