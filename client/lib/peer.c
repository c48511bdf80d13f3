/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/claimwire.h"
#include "proto/scan.h"

enum {
    PEERS_MAX = 2,
    PARTED_MS = 100,   /* from the end of a connection to another socket */
    REFUSED_MS = 2000, /* where the hub did not let the key in */
    ADDRESS_BYTES = 64,
};

/* Frames are bounded by the socket; these bound what a frame may unpack to. */
static const struct scan_limits limits = {
    .fields_max = 1024 * 1024,
    .unknown_fields_max = 4096,
    .heap_bytes_max = 64 * 1024 * 1024,
};

static bool endpoint_allowed(const char *endpoint)
{
    if (!endpoint || strlen(endpoint) > PEER_ENDPOINT_BYTES_MAX)
        return false;
    return strncmp(endpoint, "tcp://", 6) == 0 || strncmp(endpoint, "ipc://", 6) == 0;
}

static bool set(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

/* All before connect: 4.3.4 may crash when high water marks change later. */
static bool configure(void *socket, const struct peer_options *options)
{
    return set(socket, ZMQ_LINGER, 0) && set(socket, ZMQ_SNDHWM, options->high_water) &&
           set(socket, ZMQ_RCVHWM, options->high_water) && set(socket, ZMQ_HEARTBEAT_IVL, 2000) &&
           set(socket, ZMQ_HEARTBEAT_TIMEOUT, 6000) && set(socket, ZMQ_HEARTBEAT_TTL, 6000) &&
           set(socket, ZMQ_HANDSHAKE_IVL, 5000) && set(socket, ZMQ_RECONNECT_IVL, 100) &&
           set(socket, ZMQ_RECONNECT_IVL_MAX, 2000) &&
           zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &options->bytes_max, sizeof options->bytes_max) == 0 &&
           (options->type != ZMQ_SUB || zmq_setsockopt(socket, ZMQ_SUBSCRIBE, WIRE_TOPIC, WIRE_TOPIC_BYTES) == 0);
}

static bool set_keys(const struct peer *peer)
{
    return !peer->keyed || (zmq_setsockopt(peer->socket, ZMQ_CURVE_SERVERKEY, peer->hub, KEY_TEXT_BYTES) == 0 &&
                            zmq_setsockopt(peer->socket, ZMQ_CURVE_PUBLICKEY, peer->public, KEY_TEXT_BYTES) == 0 &&
                            zmq_setsockopt(peer->socket, ZMQ_CURVE_SECRETKEY, peer->secret, KEY_TEXT_BYTES) == 0);
}

/* Under a name that no earlier one of the context had: they end later than
 * their sockets. Without a high water mark, for ZeroMQ's own thread waits where
 * a monitor is full. */
static void *open_monitor(struct peer *peer)
{
    char name[ADDRESS_BYTES];
    snprintf(name, sizeof name, "inproc://connections-%p-%u", (void *)peer, ++peer->opened);
    if (zmq_socket_monitor(peer->socket, name,
                           ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) !=
        0)
        return NULL;
    void *monitor = zmq_socket(peer->context, ZMQ_PAIR);
    if (monitor && (!set(monitor, ZMQ_LINGER, 0) || !set(monitor, ZMQ_RCVHWM, 0) || zmq_connect(monitor, name) != 0)) {
        zmq_close(monitor);
        monitor = NULL;
    }
    return monitor;
}

static int connect_socket(struct peer *peer)
{
    peer->socket = zmq_socket(peer->context, peer->options.type);
    if (!peer->socket)
        return CLAIMWIRE_SOCKET;
    if (!configure(peer->socket, &peer->options) || !set_keys(peer))
        return CLAIMWIRE_SOCKET;
    if (!(peer->monitor = open_monitor(peer)))
        return CLAIMWIRE_SOCKET;
    if (zmq_connect(peer->socket, peer->endpoint) != 0)
        return errno == EINVAL || errno == ENAMETOOLONG ? CLAIMWIRE_USAGE : CLAIMWIRE_SOCKET;
    return CLAIMWIRE_OK;
}

static void close_socket(struct peer *peer)
{
    if (peer->monitor) {
        zmq_socket_monitor(peer->socket, NULL, 0);
        zmq_close(peer->monitor);
    }
    if (peer->socket)
        zmq_close(peer->socket);
    peer->socket = peer->monitor = NULL;
}

static int load_keys(struct peer *peer, const struct claimwire_keys *keys)
{
    peer->keyed = keys && strncmp(peer->endpoint, "tcp://", 6) == 0;
    if (!peer->keyed)
        return CLAIMWIRE_OK;
    const char *name = keys->name ? keys->name : CLAIMWIRE_KEY_DEFAULT;
    if (!keys->folder || keyfile_secret(keys->folder, name, peer->secret) ||
        keyfile_public(keys->folder, "hub", peer->hub) || zmq_curve_public(peer->public, peer->secret) != 0)
        return CLAIMWIRE_KEY;
    return CLAIMWIRE_OK;
}

int peer_open(struct peer *peer, void *context, const char *endpoint, const struct peer_options *options,
              const struct claimwire_keys *keys)
{
    *peer = (struct peer){ .context = context, .options = *options };
    if (!endpoint_allowed(endpoint))
        return CLAIMWIRE_USAGE;
    char text[ENDPOINT_BYTES];
    strcpy(peer->endpoint, endpoint_to_connect(endpoint, text));
    int result = load_keys(peer, keys);
    return result == CLAIMWIRE_OK ? connect_socket(peer) : result;
}

void peer_close(struct peer *peer)
{
    close_socket(peer);
    explicit_bzero(peer, sizeof *peer);
}

static int failure(void)
{
    return errno == EAGAIN ? CLAIMWIRE_AGAIN : errno == EINTR ? CLAIMWIRE_INTERRUPTED : CLAIMWIRE_SOCKET;
}

int peer_send_packed(struct peer *peer, enum wire_kind kind, const void *packed, size_t bytes)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, kind);
    if (!peer->connected)
        return CLAIMWIRE_AGAIN;
    if (zmq_send(peer->socket, head, sizeof head, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
        return failure();
    return zmq_send(peer->socket, packed, bytes, ZMQ_DONTWAIT) < 0 ? failure() : CLAIMWIRE_OK;
}

int peer_send(struct peer *peer, enum wire_kind kind, const ProtobufCMessage *message)
{
    size_t bytes = protobuf_c_message_get_packed_size(message);
    uint8_t *packed = malloc(bytes ? bytes : 1);
    if (!packed)
        return CLAIMWIRE_MEMORY;
    protobuf_c_message_pack(message, packed);
    int result = peer_send_packed(peer, kind, packed, bytes);
    free(packed);
    return result;
}

static int receive_frame(struct peer *peer, zmq_msg_t *frame)
{
    zmq_msg_init(frame);
    if (zmq_msg_recv(frame, peer->socket, ZMQ_DONTWAIT) >= 0)
        return CLAIMWIRE_OK;
    int result = failure();
    zmq_msg_close(frame);
    return result;
}

int peer_receive(struct peer *peer, int *kind, zmq_msg_t *body)
{
    zmq_msg_t head;
    int result = receive_frame(peer, &head);
    if (result != CLAIMWIRE_OK)
        return result;
    uint8_t want[WIRE_HEAD_BYTES];
    const uint8_t *got = zmq_msg_data(&head);
    bool framed = zmq_msg_size(&head) == WIRE_HEAD_BYTES && zmq_msg_more(&head);
    *kind = framed ? got[3] : 0;
    wire_head(want, (enum wire_kind) * kind);
    framed = framed && memcmp(got, want, sizeof want) == 0;
    bool more = zmq_msg_more(&head);
    zmq_msg_close(&head);

    zmq_msg_init(body);
    for (size_t frame = 1; more; frame++) {
        zmq_msg_close(body);
        if ((result = receive_frame(peer, body)) != CLAIMWIRE_OK)
            return result;
        more = zmq_msg_more(body);
        framed = framed && frame == 1;
    }
    if (framed)
        return CLAIMWIRE_OK;
    zmq_msg_close(body);
    return CLAIMWIRE_CORRUPT;
}

/* The next event's number, 0: there is none. Two frames, the number first. */
static uint16_t next_event(struct peer *peer)
{
    uint16_t event = 0;
    zmq_msg_t frame;
    bool first = true, more;
    do {
        zmq_msg_init(&frame);
        if (zmq_msg_recv(&frame, peer->monitor, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close(&frame);
            break;
        }
        if (first && zmq_msg_size(&frame) >= sizeof event)
            memcpy(&event, zmq_msg_data(&frame), sizeof event);
        first = false;
        more = zmq_msg_more(&frame);
        zmq_msg_close(&frame);
    } while (more);
    return event;
}

/* What comes after the parting is of a connection that ZeroMQ made anew by
 * itself, over the old queue. */
static void look(struct peer *peer)
{
    for (uint16_t event; (event = next_event(peer)) != 0;) {
        if (peer->parted)
            continue;
        const bool failed = event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
        peer->parted = event != ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
        peer->refused = failed || (peer->refused && peer->parted);
        peer->again_ms = peer_now_ms() + (failed ? REFUSED_MS : PARTED_MS);
        peer->changes += peer->connected || !peer->parted;
        peer->connected = !peer->parted;
    }
}

int peer_unpack(const ProtobufCMessageDescriptor *descriptor, const void *bytes, size_t size,
                ProtobufCMessage **message)
{
    if (scan_message(descriptor, bytes, size, &limits, NULL) != SCAN_OK)
        return CLAIMWIRE_CORRUPT;
    *message = protobuf_c_message_unpack(descriptor, NULL, size, bytes);
    return *message ? CLAIMWIRE_OK : CLAIMWIRE_MEMORY;
}

static bool readable(struct peer *peer)
{
    int events = 0;
    size_t size = sizeof events;
    return zmq_getsockopt(peer->socket, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN);
}

/* ZeroMQ connects again by itself, but with what was queued for another hub;
 * and where the handshake failed it may have given up for good. */
int peer_tend(struct peer *peer)
{
    look(peer);
    if (!peer->parted || peer_now_ms() < peer->again_ms || readable(peer))
        return CLAIMWIRE_OK;
    close_socket(peer);
    const int result = connect_socket(peer);
    peer->parted = result != CLAIMWIRE_OK;
    return result;
}

int peer_wait(struct peer *const *peers, size_t count, int64_t wait_ms)
{
    zmq_pollitem_t items[2 * PEERS_MAX];
    int used = 0;
    const int64_t now_ms = peer_now_ms();
    for (size_t i = 0; i < count && i < PEERS_MAX; i++) {
        const int result = peer_tend(peers[i]);
        if (result != CLAIMWIRE_OK)
            return result;
        if (peers[i]->parted && peers[i]->again_ms - now_ms < wait_ms)
            wait_ms = peers[i]->again_ms - now_ms;
        items[used++] = (zmq_pollitem_t){ .socket = peers[i]->socket, .events = ZMQ_POLLIN };
        items[used++] = (zmq_pollitem_t){ .socket = peers[i]->monitor, .events = ZMQ_POLLIN };
    }
    if (zmq_poll(items, used, wait_ms > 0 ? (long)wait_ms : 0) >= 0)
        return CLAIMWIRE_OK;
    return errno == EINTR ? CLAIMWIRE_INTERRUPTED : CLAIMWIRE_SOCKET;
}

int64_t peer_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
