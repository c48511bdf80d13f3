/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/wire.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/log.h"

enum {
    SUBSCRIPTION_BYTES_MAX = 1024, /* a longer one ends the connection */
    SUBSCRIPTIONS_WAITING_MAX = 64,
};

struct wire {
    void *socket;
    const struct hub_options *options;
    struct counters *counters;
};

struct wire *wire_open(void *context, const struct hub_options *options, struct counters *counters)
{
    const struct frame_limits limits = { SUBSCRIPTION_BYTES_MAX, SUBSCRIPTIONS_WAITING_MAX, options->subscriber_max };
    const int manual = 1;
    struct wire *wire = malloc(sizeof *wire);
    if (!wire)
        return NULL;
    *wire = (struct wire){ frame_socket(context, ZMQ_XPUB, &limits), options, counters };
    if (wire->socket && zmq_setsockopt(wire->socket, ZMQ_XPUB_MANUAL, &manual, sizeof manual) == 0 &&
        zmq_bind(wire->socket, options->wire) == 0)
        return wire;
    log_line(LOG_ERROR, "wire", "cannot bind %s: %s", options->wire, zmq_strerror(zmq_errno()));
    wire_close(wire);
    return NULL;
}

void wire_close(struct wire *wire)
{
    if (!wire)
        return;
    frame_close(wire->socket, 500);
    free(wire);
}

void *wire_socket(struct wire *wire)
{
    return wire->socket;
}

void wire_gather(struct wire *wire)
{
    for (int taken = 0; taken < BATCH_MAX; taken++) {
        zmq_msg_t message;
        zmq_msg_init(&message);
        const int size = zmq_msg_recv(&message, wire->socket, ZMQ_DONTWAIT);
        const uint8_t verb = size > 0 ? *(const uint8_t *)zmq_msg_data(&message) : 0xff;
        zmq_msg_close(&message);
        if (size < 0)
            return;
        /* In manual mode these speak for the peer whose message came last. */
        if (verb == 1) {
            zmq_setsockopt(wire->socket, ZMQ_SUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES);
            counter_add(wire->counters, COUNTER_subscriptions, 1);
        } else if (verb == 0) {
            zmq_setsockopt(wire->socket, ZMQ_UNSUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES);
        } else {
            counter_add(wire->counters, COUNTER_messages_bad, 1);
        }
    }
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
