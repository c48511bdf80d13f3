/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/gate.h"

#include <string.h>

#include "base/log.h"
#include "hub/curve.h"
#include "hub/zap.h"

bool gate_open(struct gate *gate, void *socket, const struct hub_options *options, const char *endpoint,
               const char *domain)
{
    const bool guarded = options->keys && curve_used(endpoint);
    *gate = (struct gate){ guarded ? options->keys->allow : NULL, zap_roles(domain) };
    return !guarded || curve_guard(socket, options->keys->secret, domain);
}

bool gate_admits(const struct gate *gate, struct frame *frame, struct user *user)
{
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
