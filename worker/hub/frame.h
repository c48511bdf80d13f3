/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_FRAME_H
#define HUB_FRAME_H

#include <stdbool.h>
#include <zmq.h>

#include "proto/wire.h"
#include "record/record.h"

/* Messages of WIRE.md on ZeroMQ sockets: a head and a body, and before them,
 * on a ROUTER, the peer's routing id. */

enum { FRAME_PEER_BYTES_MAX = 255 };
struct peer {
    uint8_t size;
    uint8_t id[FRAME_PEER_BYTES_MAX];
};

/* How much a socket may hold and how it finds dead peers; set before bind or
 * connect, as all of ZeroMQ's limits must be. */
struct frame_limits {
    int64_t message_bytes_max; /* a larger frame ends the connection */
    int receive_max;           /* messages a peer waiting to be taken */
    int send_max;              /* messages a peer waiting to be sent */
};

/* A socket with those limits and this project's heartbeats and time-outs; it
 * never lingers. NULL with errno set when ZeroMQ will not. */
void *frame_socket(void *context, int type, const struct frame_limits *limits);

/* Closed now, with up to `linger_ms` for what is still to be sent. */
void frame_close(void *socket, int linger_ms);

/* One message in. The body stays in ZeroMQ's memory until frame_release. */
struct frame {
    struct peer peer; /* of a ROUTER; else empty */
    uint8_t kind;     /* enum wire_kind, or 0 when the head is not ours */
    zmq_msg_t body;
};

enum frame_result { FRAME_NONE, FRAME_ONE, FRAME_BAD };

/* Takes one waiting message without blocking. FRAME_BAD: it had not exactly
 * the frames of a message; it was taken whole and `peer` says whose it was.
 * Only FRAME_ONE is to be released. */
enum frame_result frame_receive(void *socket, bool router, struct frame *frame);
void frame_release(struct frame *frame);
struct span frame_body(struct frame *frame);

/* Sends without blocking; `peer` NULL unless the socket is a ROUTER. False
 * when the peer is gone or its buffer is full: the message is dropped. */
bool frame_send(void *socket, const struct peer *peer, enum wire_kind kind, struct span body);

/* As frame_send; the body is taken over, also when it fails. */
bool frame_send_message(void *socket, const struct peer *peer, enum wire_kind kind, zmq_msg_t *body);

/* Packs in the arena and sends. */
bool frame_send_record(void *socket, const struct peer *peer, enum wire_kind kind, struct arena *arena,
                       const ProtobufCMessage *message);

#endif
