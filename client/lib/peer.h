/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_PEER_H
#define CLIENT_LIB_PEER_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "client/claimwire.h"
#include "proto/endpoint.h"
#include "proto/keyfile.h"
#include "proto/wire.h"

enum { PEER_ENDPOINT_BYTES_MAX = 256 };

struct peer_options {
    int type;          /* ZMQ_DEALER or ZMQ_SUB */
    int high_water;    /* messages, each way */
    int64_t bytes_max; /* of one frame from the hub */
};

/* One socket towards the hub, framed as proto/wire.h says. Its connection is
 * one of a hub's life: when it parts, what lay unsent goes with the socket, and
 * another is opened once the old one is read empty.
 *
 * ZMQ_IMMEDIATE would have kept a DEALER's queue as short, but ZeroMQ then ends
 * the pipe under the reader's hands (socket_base_t::hiccuped), and between two
 * frames of a message that is an assertion (fq_t::recvpipe): the program dies
 * with the hub. */
struct peer {
    void *socket;
    void *monitor; /* of the socket; peer_tend reads it */
    void *context;
    struct peer_options options;
    char endpoint[ENDPOINT_BYTES]; /* as it is connected to */
    bool keyed;                    /* CURVE with these, as Z85 */
    char secret[KEY_TEXT_BYTES], public[KEY_TEXT_BYTES], hub[KEY_TEXT_BYTES];
    bool connected;   /* the handshake is done */
    bool parted;      /* the socket is of no more use but for what it holds */
    bool refused;     /* by the hub, at the last handshake */
    int64_t again_ms; /* when parted: the soonest for another socket */
    unsigned changes; /* connections made and lost */
    unsigned opened;  /* sockets */
};

/* Connects, which never waits. `keys` may be NULL and means nothing on ipc; a
 * hub that refuses the key is asked again from within peer_wait. USAGE,
 * SOCKET, KEY. */
int peer_open(struct peer *peer, void *context, const char *endpoint, const struct peer_options *options,
              const struct claimwire_keys *keys);
void peer_close(struct peer *peer);

/* OK, AGAIN, MEMORY, SOCKET. Never waits, and queues nothing while no hub is
 * there: that is AGAIN. */
int peer_send(struct peer *peer, enum wire_kind kind, const ProtobufCMessage *message);
int peer_send_packed(struct peer *peer, enum wire_kind kind, const void *packed, size_t bytes);

/* The body of the next message, whose kind is its `kind`. The caller closes
 * `body` after OK. AGAIN: nothing there. CORRUPT: not framed as ours, thrown away. */
int peer_receive(struct peer *peer, int *kind, zmq_msg_t *body);

/* Takes note of what has happened to the connection, and opens another socket
 * where one is due: OK, SOCKET. Whoever does not come through peer_wait calls it. */
int peer_tend(struct peer *peer);

/* Looks at the bytes, then unpacks them: OK, CORRUPT, MEMORY. Freed with
 * protobuf_c_message_free_unpacked. */
int peer_unpack(const ProtobufCMessageDescriptor *descriptor, const void *bytes, size_t size,
                ProtobufCMessage **message);

/* Tends, and waits until one of the sockets has something or a connection
 * changes, at most `wait_ms`: OK, INTERRUPTED, SOCKET. */
int peer_wait(struct peer *const *peers, size_t count, int64_t wait_ms);

/* Milliseconds that only go forward. */
int64_t peer_now_ms(void);

#endif
