/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/subscriber.h"

#include <stdlib.h>

enum { WIRE_QUEUE_MAX = 1000, FRAME_EXTRA_BYTES = 1024 };

static int start(struct claimwire_subscriber *subscriber, const char *wire_endpoint, const char *ask_endpoint,
                 const struct claimwire_keys *keys)
{
    subscriber->context = zmq_ctx_new();
    if (!subscriber->context)
        return CLAIMWIRE_SOCKET;
    const struct peer_options options = {
        .type = ZMQ_SUB,
        .high_water = WIRE_QUEUE_MAX,
        .bytes_max = WIRE_UPDATE_BYTES_MAX + FRAME_EXTRA_BYTES,
    };
    int result = peer_open(&subscriber->wire, subscriber->context, wire_endpoint, &options, keys);
    return result == CLAIMWIRE_OK ? ask_open(&subscriber->ask, subscriber->context, ask_endpoint, keys) : result;
}

int claimwire_subscriber_open(const char *wire_endpoint, const char *ask_endpoint,
                              const struct claimwire_subscriber_options *options,
                              struct claimwire_subscriber **subscriber)
{
    const struct claimwire_subscriber_options live = { .start = CLAIMWIRE_START_LIVE };
    *subscriber = calloc(1, sizeof **subscriber);
    if (!*subscriber)
        return CLAIMWIRE_MEMORY;
    struct claimwire_subscriber *new = *subscriber;
    if (!options)
        options = &live;
    new->snapshots = options->snapshots;
    new->phase = options->start == CLAIMWIRE_START_LIVE ? PHASE_LEARN : PHASE_CATCH_UP;
    new->located = options->start != CLAIMWIRE_START_LIVE;
    if (options->start == CLAIMWIRE_START_CURSOR)
        new->at = options->cursor;
    zmq_msg_init(&new->live);
    int result = start(new, wire_endpoint, ask_endpoint, options->keys);
    if (result != CLAIMWIRE_OK) {
        claimwire_subscriber_close(new);
        *subscriber = NULL;
    }
    return result;
}

void claimwire_subscriber_close(struct claimwire_subscriber *subscriber)
{
    if (!subscriber)
        return;
    subscriber_release(subscriber);
    if (subscriber->reply)
        claimwire__v1__reply__free_unpacked(subscriber->reply, NULL);
    zmq_msg_close(&subscriber->live);
    peer_close(&subscriber->wire);
    peer_close(&subscriber->ask);
    if (subscriber->context)
        zmq_ctx_term(subscriber->context);
    free(subscriber);
}

static int catch_up(struct claimwire_subscriber *subscriber)
{
    subscriber->phase = PHASE_CATCH_UP;
    return STEP_LOOK;
}

static int take_heartbeat(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    ProtobufCMessage *message = NULL;
    if (peer_unpack(&claimwire__v1__heartbeat__descriptor, zmq_msg_data(&subscriber->live),
                    zmq_msg_size(&subscriber->live), &message) != CLAIMWIRE_OK)
        return STEP_LOOK;
    const struct claimwire_cursor last = ask_cursor(((Claimwire__V1__Heartbeat *)message)->last);
    protobuf_c_message_free_unpacked(message, NULL);
    return subscriber_behind(subscriber, &last, now_ms) ? catch_up(subscriber) : STEP_LOOK;
}

/* An entry that the cursor is past already may be a rolled-back store's. */
static bool doubtful(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    struct claimwire_cursor there = subscriber->at;
    there.sequence = subscriber->entry->sequence - 1;
    return subscriber_behind(subscriber, &there, now_ms);
}

/* One message of the wire. It stays in `live` until the next, for the item
 * points into it. */
static int live_step(struct claimwire_subscriber *subscriber, int64_t now_ms)
{
    int kind;
    zmq_msg_t body;
    int result = peer_receive(&subscriber->wire, &kind, &body);
    if (result == CLAIMWIRE_AGAIN)
        return STEP_WAIT;
    if (result == CLAIMWIRE_CORRUPT)
        return STEP_LOOK;
    if (result != CLAIMWIRE_OK)
        return result;
    subscriber->heard = true;
    subscriber->heard_ms = now_ms;
    zmq_msg_move(&subscriber->live, &body);
    zmq_msg_close(&body);
    if (kind == WIRE_HEARTBEAT)
        return take_heartbeat(subscriber, now_ms);
    if (kind != WIRE_UPDATE)
        return STEP_LOOK;
    switch (subscriber_take(subscriber, zmq_msg_data(&subscriber->live), zmq_msg_size(&subscriber->live), false)) {
    case FIT_NEXT:
        return STEP_ITEM;
    case FIT_DOUBLE:
        return doubtful(subscriber, now_ms) ? catch_up(subscriber) : STEP_LOOK;
    case FIT_GAP:
    case FIT_FOREIGN:
    case FIT_MALFORMED:
        return catch_up(subscriber); /* the stored bytes decide */
    case FIT_SKIPPED:
        break;
    }
    return STEP_LOOK;
}

/* Sleeps until a socket that the phase reads has something, or it is time to ask. */
static int wait_for_hub(struct claimwire_subscriber *subscriber, int64_t now_ms, int64_t deadline_ms)
{
    bool live = subscriber->phase == PHASE_LIVE;
    struct peer *const peers[] = { live ? &subscriber->wire : &subscriber->ask };
    int64_t wake_ms = !live && subscriber->ask_ms < deadline_ms ? subscriber->ask_ms : deadline_ms;
    return peer_wait(peers, 1, wake_ms - now_ms);
}

int claimwire_subscriber_next(struct claimwire_subscriber *subscriber, int timeout_ms,
                              const struct claimwire_item **item)
{
    int64_t now_ms = peer_now_ms(), deadline_ms = now_ms + (timeout_ms > 0 ? timeout_ms : 0);
    *item = NULL;
    subscriber_release(subscriber);
    if (subscriber->failed)
        return subscriber->failed;
    for (;; now_ms = peer_now_ms()) {
        int step =
            subscriber->phase == PHASE_LIVE ? live_step(subscriber, now_ms) : subscriber_ask_step(subscriber, now_ms);
        if (step < 0)
            return step;
        if (step == STEP_ITEM) {
            *item = &subscriber->item;
            return CLAIMWIRE_OK;
        }
        const int result = step == STEP_WAIT ? wait_for_hub(subscriber, now_ms, deadline_ms) : CLAIMWIRE_OK;
        if (result != CLAIMWIRE_OK)
            return result;
        if (now_ms >= deadline_ms && (step == STEP_WAIT || timeout_ms > 0))
            return CLAIMWIRE_TIMEOUT;
    }
}

bool claimwire_subscriber_at(const struct claimwire_subscriber *subscriber, struct claimwire_cursor *cursor)
{
    *cursor = subscriber->at;
    return subscriber->located;
}

bool claimwire_subscriber_heard(const struct claimwire_subscriber *subscriber)
{
    return subscriber->heard;
}

int64_t claimwire_subscriber_silent_ms(const struct claimwire_subscriber *subscriber)
{
    return subscriber->heard ? peer_now_ms() - subscriber->heard_ms : -1;
}

bool claimwire_subscriber_refused(const struct claimwire_subscriber *subscriber)
{
    return subscriber->wire.refused || subscriber->ask.refused;
}

uint64_t claimwire_subscriber_snapshot(const struct claimwire_subscriber *subscriber)
{
    return subscriber->snapshot;
}
