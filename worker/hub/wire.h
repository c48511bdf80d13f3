/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_WIRE_H
#define HUB_WIRE_H

#include "hub/counters.h"
#include "hub/frame.h"
#include "hub/hub.h"

/* Where updates go out: one XPUB, one topic. What a slow subscriber's buffer
 * cannot hold is dropped for it alone; its library sees the gap and replays. */
struct wire;

struct wire *wire_open(const struct hub_options *options, struct counters *counters);
void wire_close(struct wire *wire);
void *wire_socket(struct wire *wire);

/* Takes subscriptions. Whatever a peer asks for, it gets the one topic; when
 * there are far too many, or a key may do less than when the socket was
 * opened, everybody is parted from and may come back. False
 * when the endpoint could then not be bound again. */
bool wire_gather(struct wire *wire);

/* Publishes a stored LogEntry; called once its transaction is on disk. */
void wire_publish(struct wire *wire, struct span entry);

/* Publishes the log's last cursor. */
void wire_heartbeat(struct wire *wire, struct arena *arena, const cursor_record *last);

#endif
