/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/frame.h"

#include <string.h>

enum {
    HANDSHAKE_MS = 5000,
    HEARTBEAT_INTERVAL_MS = 2000,
    HEARTBEAT_TIMEOUT_MS = 6000,
    RECONNECT_MS = 100,
    RECONNECT_MAX_MS = 2000,
};

static bool set(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

void *frame_socket(void *context, int type, const struct frame_limits *limits)
{
    void *socket = zmq_socket(context, type);
    if (!socket)
        return NULL;
    const int64_t bytes_max = limits->message_bytes_max;
    const bool fine = zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes_max, sizeof bytes_max) == 0 &&
                      set(socket, ZMQ_RCVHWM, limits->receive_max) && set(socket, ZMQ_SNDHWM, limits->send_max) &&
                      set(socket, ZMQ_LINGER, 0) && set(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS) &&
                      set(socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT_INTERVAL_MS) &&
                      set(socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS) &&
                      set(socket, ZMQ_HEARTBEAT_TTL, HEARTBEAT_TIMEOUT_MS) &&
                      set(socket, ZMQ_RECONNECT_IVL, RECONNECT_MS) &&
                      set(socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS) &&
                      (type != ZMQ_ROUTER || set(socket, ZMQ_ROUTER_MANDATORY, 1));
    if (fine)
        return socket;
    zmq_close(socket);
    return NULL;
}

void frame_close(void *socket, int linger_ms)
{
    if (!socket)
        return;
    set(socket, ZMQ_LINGER, linger_ms);
    zmq_close(socket);
}

static bool more(void *socket)
{
    int value = 0;
    size_t size = sizeof value;
    return zmq_getsockopt(socket, ZMQ_RCVMORE, &value, &size) == 0 && value;
}

/* Takes the rest of a message. It is in memory whole already, so this is
 * bounded by what the sender paid for. */
static void drop_rest(void *socket)
{
    zmq_msg_t part;
    while (more(socket)) {
        zmq_msg_init(&part);
        const int taken = zmq_msg_recv(&part, socket, ZMQ_DONTWAIT);
        zmq_msg_close(&part);
        if (taken < 0)
            return;
    }
}

/* Next part into `bytes` when it has exactly or at most that size. */
static int receive_part(void *socket, uint8_t *bytes, size_t size_max)
{
    zmq_msg_t part;
    zmq_msg_init(&part);
    int size = zmq_msg_recv(&part, socket, ZMQ_DONTWAIT);
    if (size >= 0 && (size_t)size <= size_max)
        memcpy(bytes, zmq_msg_data(&part), (size_t)size);
    else if (size >= 0)
        size = (int)size_max + 1;
    zmq_msg_close(&part);
    return size;
}

static enum frame_result bad(void *socket)
{
    drop_rest(socket);
    return FRAME_BAD;
}

enum frame_result frame_receive(void *socket, bool router, struct frame *frame)
{
    frame->kind = 0;
    frame->peer.size = 0;
    if (router) {
        const int size = receive_part(socket, frame->peer.id, FRAME_PEER_BYTES_MAX);
        if (size < 0)
            return FRAME_NONE;
        if (size > FRAME_PEER_BYTES_MAX || !more(socket))
            return bad(socket);
        frame->peer.size = (uint8_t)size;
    }
    uint8_t head[WIRE_HEAD_BYTES];
    const int size = receive_part(socket, head, sizeof head);
    if (size < 0)
        return router ? FRAME_BAD : FRAME_NONE;
    if (size != WIRE_HEAD_BYTES || !more(socket))
        return bad(socket);
    zmq_msg_init(&frame->body);
    if (zmq_msg_recv(&frame->body, socket, ZMQ_DONTWAIT) < 0 || more(socket)) {
        zmq_msg_close(&frame->body);
        return bad(socket);
    }
    if (head[0] == 'C' && head[1] == 'W' && head[2] == WIRE_VERSION)
        frame->kind = head[3];
    return FRAME_ONE;
}

void frame_release(struct frame *frame)
{
    zmq_msg_close(&frame->body);
}

struct span frame_body(struct frame *frame)
{
    return (struct span){ zmq_msg_data(&frame->body), zmq_msg_size(&frame->body) };
}

static bool send_head(void *socket, const struct peer *peer, enum wire_kind kind)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, kind);
    /* Once the first part is taken the rest of the message is never refused. */
    if (peer && zmq_send(socket, peer->id, peer->size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
        return false;
    return zmq_send(socket, head, sizeof head, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0;
}

bool frame_send(void *socket, const struct peer *peer, enum wire_kind kind, struct span body)
{
    return send_head(socket, peer, kind) && zmq_send(socket, body.data, body.size, ZMQ_DONTWAIT) >= 0;
}

bool frame_send_message(void *socket, const struct peer *peer, enum wire_kind kind, zmq_msg_t *body)
{
    if (send_head(socket, peer, kind) && zmq_msg_send(body, socket, ZMQ_DONTWAIT) >= 0)
        return true;
    zmq_msg_close(body);
    return false;
}

bool frame_send_record(void *socket, const struct peer *peer, enum wire_kind kind, struct arena *arena,
                       const ProtobufCMessage *message)
{
    struct span body;
    return record_pack(arena, message, &body) == ERR_OK && frame_send(socket, peer, kind, body);
}
