/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/wire.h"

#include <stdlib.h>

#include "base/log.h"
#include "hub/gate.h"
#include "hub/zap.h"

enum {
    TOPIC_BYTES_MAX = 276, /* a longer subscription ends the connection; less breaks ZMTP's greeting */
    SUBSCRIPTIONS_WAITING_MAX = 64,
    SUBSCRIPTIONS_MAX = 8192,    /* of all peers together; a subscriber needs one */
    TOPIC_BYTES_MAX_KEYED = 512, /* room for the handshake of CURVE in any library */
    GATHER_MAX = 4096,
    LINGER_MS = 500,
};

/* libzmq keeps every topic of every peer, about 30 bytes a byte, until the
 * peer goes or the socket is closed, and cannot be told to drop one peer. So
 * the socket has a context of its own, and past SUBSCRIPTIONS_MAX both are
 * closed and made again: honest subscribers come back and replay the gap. The
 * same is done when somebody's role was taken away, for nothing else ends the
 * connection of a subscriber, who may never send anything again. */
struct wire {
    void *context, *socket;
    struct zap *zap; /* of that context */
    struct gate gate;
    uint64_t losses; /* of its allow-list, when the socket was opened */
    const struct hub_options *options;
    struct counters *counters;
    int64_t subscriptions; /* taken and not given back */
};

static void close_socket(struct wire *wire, int linger_ms)
{
    gate_close(&wire->gate);
    frame_close(wire->socket, linger_ms);
    wire->socket = NULL;
    zap_stop(wire->zap);
    wire->zap = NULL;
    if (wire->context)
        zmq_ctx_term(wire->context);
    wire->context = NULL;
}

/* The handler is there before the socket is bound, or it is not bound. */
static bool guard(struct wire *wire)
{
    if (!gate_open(&wire->gate, wire->context, wire->socket, wire->options, USHER_WIRE))
        return false;
    if (!wire->gate.allow)
        return true;
    wire->losses = allow_losses(wire->gate.allow);
    wire->zap = zap_start(wire->context, wire->gate.allow, &wire->options->fault);
    return wire->zap;
}

static bool open_socket(struct wire *wire)
{
    const struct frame_limits limits = { wire->options->keys ? TOPIC_BYTES_MAX_KEYED : TOPIC_BYTES_MAX,
                                         SUBSCRIPTIONS_WAITING_MAX, wire->options->subscriber_max };
    const int manual = 1;
    wire->subscriptions = 0;
    wire->context = zmq_ctx_new();
    wire->socket = wire->context ? frame_socket(wire->context, ZMQ_XPUB, &limits) : NULL;
    if (wire->socket && guard(wire) && zmq_setsockopt(wire->socket, ZMQ_XPUB_MANUAL, &manual, sizeof manual) == 0 &&
        zmq_bind(wire->socket, wire->options->wire) == 0)
        return true;
    log_line(LOG_ERROR, "wire", "cannot bind %s: %s", wire->options->wire, zmq_strerror(zmq_errno()));
    close_socket(wire, 0);
    return false;
}

struct wire *wire_open(const struct hub_options *options, struct counters *counters)
{
    struct wire *wire = malloc(sizeof *wire);
    if (!wire)
        return NULL;
    *wire = (struct wire){ .options = options, .counters = counters };
    if (open_socket(wire))
        return wire;
    free(wire);
    return NULL;
}

void wire_close(struct wire *wire)
{
    if (!wire)
        return;
    close_socket(wire, LINGER_MS);
    free(wire);
}

void *wire_socket(struct wire *wire)
{
    return wire->socket;
}

/* In manual mode the options speak for the peer whose message came last. */
static void take(struct wire *wire, uint8_t verb)
{
    if (verb == 1) {
        zmq_setsockopt(wire->socket, ZMQ_SUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES);
        wire->subscriptions++;
        counter_add(wire->counters, COUNTER_subscriptions, 1);
    } else if (verb == 0) {
        zmq_setsockopt(wire->socket, ZMQ_UNSUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES);
        wire->subscriptions--;
    } else {
        counter_add(wire->counters, COUNTER_messages_bad, 1);
    }
}

static bool reopen(struct wire *wire)
{
    close_socket(wire, 0);
    return open_socket(wire);
}

bool wire_gather(struct wire *wire)
{
    if (wire->gate.allow && allow_losses(wire->gate.allow) != wire->losses) {
        log_line(LOG_WARN, "wire", "a key may do less than before: parting from all subscribers, who may come back");
        return reopen(wire);
    }
    for (int taken = 0; taken < GATHER_MAX && wire->subscriptions <= SUBSCRIPTIONS_MAX; taken++) {
        zmq_msg_t message;
        zmq_msg_init(&message);
        const int size = zmq_msg_recv(&message, wire->socket, ZMQ_DONTWAIT);
        const uint8_t verb = size > 0 ? *(const uint8_t *)zmq_msg_data(&message) : 0xff;
        zmq_msg_close(&message);
        if (size < 0)
            return true;
        take(wire, verb);
    }
    if (wire->subscriptions <= SUBSCRIPTIONS_MAX)
        return true;
    log_line(LOG_WARN, "wire", "%d subscriptions: parting from all subscribers, who may come back", SUBSCRIPTIONS_MAX);
    counter_add(wire->counters, COUNTER_subscription_floods, 1);
    return reopen(wire);
}

void wire_publish(struct wire *wire, struct span entry)
{
    if (frame_send(wire->socket, NULL, WIRE_UPDATE, entry))
        counter_add(wire->counters, COUNTER_updates_published, 1);
}

void wire_heartbeat(struct wire *wire, struct arena *arena, const cursor_record *last)
{
    heartbeat_record message = CLAIMWIRE__V1__HEARTBEAT__INIT;
    message.last = (cursor_record *)(uintptr_t)last;
    message.has_at_ms = true;
    message.at_ms = clock_wall_ms(&wire->options->clock);
    frame_send_record(wire->socket, NULL, WIRE_HEARTBEAT, arena, &message.base);
}
