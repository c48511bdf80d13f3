/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_USHER_H
#define HUB_USHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub/counters.h"

/* Keeps peers from taking more of the process than is theirs, where ZeroMQ has
 * no limit of its own: the frames of a message that never ends, and the number
 * of connections.
 *
 * A thread of its own hears of the connections of one bound socket and looks at
 * the memory of the process ten times a second. When that has grown by
 * GROWTH_MIB it parts from every peer of whom it holds more than HELD_BYTES
 * that was not taken as a message, or who does not read what it is sent. Past
 * its share of the process's file descriptors the connection goes that has
 * been still for longest. An honest peer that is hit comes back, sends again or
 * replays, and has lost nothing.
 *
 * What a peer holds is what the kernel has received for it (TCP_INFO) less the
 * messages taken, so an ipc endpoint, which is guarded by who may reach its
 * path, is only counted. */
struct usher;

enum usher_door { USHER_FEED, USHER_WORK, USHER_WIRE, USHER_ASK };

/* Before the socket is bound. `keyed`: its frames come in CURVE's boxes. NULL
 * when there is no thread, memory or socket to be had. */
struct usher *usher_start(void *context, void *socket, enum usher_door door, bool keyed, struct counters *counters);

/* Before the socket is closed. */
void usher_stop(struct usher *usher);

/* A message came from that connection (ZMQ_SRCFD), in frames of these sizes.
 * Of any thread. */
void usher_took(struct usher *usher, int descriptor, size_t head_bytes, size_t body_bytes);

/* As many file descriptors as the system allows the process, within reason. */
void usher_raise_limit(void);

#endif
