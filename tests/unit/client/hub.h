/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_CLIENT_HUB_H
#define TESTS_UNIT_CLIENT_HUB_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include "client/claimwire.h"
#include "proto/digest.h"
#include "proto/wire.h"

/* A hub that does as a test tells it, on real sockets in a folder of its own.
 * The test is one thread: it lets the client and the hub take turns. */
struct hub {
    char folder[64], feed[96], wire[96], ask[96];
    void *context, *feed_socket, *wire_socket, *ask_socket;
    uint8_t peer[256];
    size_t peer_bytes; /* who sent what was received last */
};

static inline void *hub_bind(struct hub *hub, int type, const char *endpoint)
{
    int linger = 0;
    void *socket = zmq_socket(hub->context, type);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    return zmq_bind(socket, endpoint) == 0 ? socket : NULL;
}

static inline void hub_start(struct hub *hub)
{
    hub->context = zmq_ctx_new();
    hub->feed_socket = hub_bind(hub, ZMQ_ROUTER, hub->feed);
    hub->wire_socket = hub_bind(hub, ZMQ_XPUB, hub->wire);
    hub->ask_socket = hub_bind(hub, ZMQ_ROUTER, hub->ask);
}

static inline void hub_stop(struct hub *hub)
{
    zmq_close(hub->feed_socket);
    zmq_close(hub->wire_socket);
    zmq_close(hub->ask_socket);
    zmq_ctx_term(hub->context);
}

static inline bool hub_open(struct hub *hub)
{
    memset(hub, 0, sizeof *hub);
    strcpy(hub->folder, "/tmp/claimwire-client.XXXXXX");
    if (!mkdtemp(hub->folder))
        return false;
    snprintf(hub->feed, sizeof hub->feed, "ipc://%s/feed", hub->folder);
    snprintf(hub->wire, sizeof hub->wire, "ipc://%s/wire", hub->folder);
    snprintf(hub->ask, sizeof hub->ask, "ipc://%s/ask", hub->folder);
    hub_start(hub);
    return hub->feed_socket && hub->wire_socket && hub->ask_socket;
}

static inline void hub_close(struct hub *hub)
{
    const char *names[] = { hub->feed, hub->wire, hub->ask };
    hub_stop(hub);
    for (size_t i = 0; i < 3; i++)
        unlink(names[i] + strlen("ipc://"));
    rmdir(hub->folder);
}

/* The next message of a ROUTER, at most `wait_ms` away; its kind, 0 for none. */
static inline int hub_receive(struct hub *hub, void *socket, int wait_ms, const ProtobufCMessageDescriptor *descriptor,
                              ProtobufCMessage **message)
{
    zmq_pollitem_t item = { .socket = socket, .events = ZMQ_POLLIN };
    uint8_t head[WIRE_HEAD_BYTES];
    if (zmq_poll(&item, 1, wait_ms) <= 0)
        return 0;
    hub->peer_bytes = (size_t)zmq_recv(socket, hub->peer, sizeof hub->peer, 0);
    zmq_recv(socket, head, sizeof head, 0);
    zmq_msg_t body;
    zmq_msg_init(&body);
    zmq_msg_recv(&body, socket, 0);
    *message =
        descriptor ? protobuf_c_message_unpack(descriptor, NULL, zmq_msg_size(&body), zmq_msg_data(&body)) : NULL;
    zmq_msg_close(&body);
    return head[3];
}

/* To the peer heard last, or to all when the socket is an XPUB. */
static inline void hub_send_packed(struct hub *hub, void *socket, enum wire_kind kind, const void *bytes, size_t size)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, kind);
    if (socket != hub->wire_socket)
        zmq_send(socket, hub->peer, hub->peer_bytes, ZMQ_SNDMORE);
    zmq_send(socket, head, sizeof head, ZMQ_SNDMORE);
    zmq_send(socket, bytes, size, 0);
}

static inline void hub_send(struct hub *hub, void *socket, enum wire_kind kind, const ProtobufCMessage *message)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *packed = malloc(size + 1);
    protobuf_c_message_pack(message, packed);
    hub_send_packed(hub, socket, kind, packed, size);
    free(packed);
}

/* ---- a log */

enum { LOG_MAX = 64, ENTRY_BYTES = 256 };

struct log {
    uint64_t epoch, oldest, last; /* sequences kept */
    uint8_t entries[LOG_MAX][ENTRY_BYTES];
    size_t sizes[LOG_MAX];
    struct digest digests[LOG_MAX];
};

/* Appends an update of the event of that number. */
static inline void log_add(struct log *log, uint64_t event)
{
    uint8_t packed[ENTRY_BYTES];
    Claimwire__V1__EventUpdate update = CLAIMWIRE__V1__EVENT_UPDATE__INIT;
    Claimwire__V1__LogEntry entry = CLAIMWIRE__V1__LOG_ENTRY__INIT;
    update.has_event = update.has_revision = update.has_change = true;
    update.event = event;
    update.revision = 1;
    update.change = CLAIMWIRE__V1__CHANGE__EVENT_OPENED;
    size_t bytes = claimwire__v1__event_update__pack(&update, packed);
    uint64_t sequence = ++log->last;
    log->digests[sequence] = digest_chain(&log->digests[sequence - 1], log->epoch, sequence, packed, bytes);
    entry.has_epoch = entry.has_sequence = entry.has_digest = entry.has_update = true;
    entry.epoch = log->epoch;
    entry.sequence = sequence;
    entry.digest = (ProtobufCBinaryData){ DIGEST_BYTES, log->digests[sequence].bytes };
    entry.update = (ProtobufCBinaryData){ bytes, packed };
    log->sizes[sequence] = claimwire__v1__log_entry__pack(&entry, log->entries[sequence]);
}

static inline void log_cursor(struct log *log, uint64_t sequence, Claimwire__V1__Cursor *cursor)
{
    claimwire__v1__cursor__init(cursor);
    cursor->has_epoch = cursor->has_sequence = cursor->has_digest = true;
    cursor->epoch = log->epoch;
    cursor->sequence = sequence;
    cursor->digest = (ProtobufCBinaryData){ DIGEST_BYTES, log->digests[sequence].bytes };
}

static inline void hub_publish(struct hub *hub, struct log *log, uint64_t sequence)
{
    hub_send_packed(hub, hub->wire_socket, WIRE_UPDATE, log->entries[sequence], log->sizes[sequence]);
}

static inline void hub_heartbeat(struct hub *hub, struct log *log)
{
    Claimwire__V1__Heartbeat heartbeat = CLAIMWIRE__V1__HEARTBEAT__INIT;
    Claimwire__V1__Cursor last;
    log_cursor(log, log->last, &last);
    heartbeat.last = &last;
    hub_send(hub, hub->wire_socket, WIRE_HEARTBEAT, &heartbeat.base);
}

#endif
