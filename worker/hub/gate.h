/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_GATE_H
#define HUB_GATE_H

#include "hub/counters.h"
#include "hub/frame.h"
#include "hub/hub.h"
#include "hub/usher.h"

/* Who stands behind a message. With keys, every tcp socket of the hub is
 * guarded: the handshake lets in whom the allow-list has for the socket's
 * domain (zap.h), and each message is held against the list once more, for
 * ZeroMQ cannot end the connection of a key that the list has lost since. */
struct gate {
    struct allow *allow; /* NULL: a plain socket; whoever reaches it is "local" and may do everything */
    unsigned roles;      /* any one of which opens it */
    struct usher *usher; /* keeps the peers within bounds */
};

/* Before the socket is bound; false when ZeroMQ will not. */
bool gate_open(struct gate *gate, void *context, void *socket, const struct hub_options *options, enum usher_door door);
/* Before it is closed. */
void gate_close(struct gate *gate);

/* Who sent the frame, as the list has it at this moment; false: nobody that
 * may. `user` is filled when true. */
bool gate_admits(const struct gate *gate, struct frame *frame, struct user *user);

/* Looks at the allow-list's file: at once, or whether it has settled as
 * another one. Nothing without keys. */
void gate_look(const struct hub_options *options, struct counters *counters, bool now);

#endif
