/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/gate.h"

#include <string.h>

#include "base/log.h"
#include "hub/curve.h"
#include "hub/zap.h"

/* Whose endpoint the door is, and who ZAP lets in there. */
static const char *endpoint_of(const struct hub_options *options, enum usher_door door, const char **domain)
{
    switch (door) {
    case USHER_FEED:
        *domain = "feeder";
        return options->feed;
    case USHER_WORK:
        *domain = "worker";
        return options->work;
    case USHER_WIRE:
        *domain = "subscriber";
        return options->wire;
    case USHER_ASK:
        break;
    }
    *domain = "query";
    return options->ask;
}

bool gate_open(struct gate *gate, void *context, void *socket, const struct hub_options *options, enum usher_door door)
{
    const char *domain, *endpoint = endpoint_of(options, door, &domain);
    const bool guarded = options->keys && curve_used(endpoint);
    *gate = (struct gate){ guarded ? options->keys->allow : NULL, zap_roles(domain), NULL };
    if (guarded && !curve_guard(socket, options->keys->secret, domain))
        return false;
    gate->usher = usher_start(context, socket, door, guarded, options->counters);
    return gate->usher;
}

void gate_close(struct gate *gate)
{
    usher_stop(gate->usher);
    gate->usher = NULL;
}

bool gate_admits(const struct gate *gate, struct frame *frame, struct user *user)
{
    usher_took(gate->usher, zmq_msg_get(&frame->body, ZMQ_SRCFD), WIRE_HEAD_BYTES, zmq_msg_size(&frame->body));
    if (!gate->allow) {
        *user = (struct user){ .name = "local", .roles = ROLE_ALL };
        return true; /* what a peer says of itself in a plain handshake is not looked at */
    }
    const char *key = zmq_msg_gets(&frame->body, "User-Id");
    return key && strlen(key) == KEY_BYTES && allow_find(gate->allow, key, gate->roles, user);
}

void gate_look(const struct hub_options *options, struct counters *counters, bool now)
{
    const char *why;
    unsigned line;
    switch (options->keys ? allow_look(options->keys->allow, now, &why, &line) : ALLOW_SAME) {
    case ALLOW_SAME:
        break;
    case ALLOW_READ:
        log_line(LOG_INFO, "gate", "the allow-list was read again");
        counter_add(counters, COUNTER_allow_read, 1);
        break;
    case ALLOW_KEPT:
        log_line(LOG_ERROR, "gate", "keeping the last good allow-list: the file %s (line %u)", why, line);
        counter_add(counters, COUNTER_allow_kept, 1);
        break;
    }
}
