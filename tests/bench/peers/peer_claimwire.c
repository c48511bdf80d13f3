/* SPDX-License-Identifier: Apache-2.0
 * claimwire: a Submit an article; the Answer ACCEPTED is the acknowledgement. */
#include <string.h>
#include <zmq.h>

#include "bench/peers/load.h"
#include "claimwire/v1/wire.pb-c.h"
#include "proto/article.h"
#include "proto/wire.h"

struct connection {
    void *context, *socket;
};

struct message message_pack(size_t number, const char *json, size_t size)
{
    char why[160];
    struct message message;
    Claimwire__V1__Submit submit = CLAIMWIRE__V1__SUBMIT__INIT;
    submit.has_request = true;
    submit.request = number;
    submit.article = article_from_json(json, size, why);
    if (!submit.article)
        die("article %zu: %s", number + 1, why);
    message.size = claimwire__v1__submit__get_packed_size(&submit);
    message.bytes = malloc(message.size);
    if (!message.bytes)
        die("out of memory");
    claimwire__v1__submit__pack(&submit, (uint8_t *)message.bytes);
    claimwire__v1__article__free_unpacked(submit.article, NULL);
    return message;
}

static void send_frames(struct connection *connection, enum wire_kind kind, const void *body, size_t size)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, kind);
    if (zmq_send(connection->socket, head, sizeof head, ZMQ_SNDMORE) < 0 ||
        zmq_send(connection->socket, body, size, 0) < 0)
        die("cannot send: %s", zmq_strerror(zmq_errno()));
}

/* The body of the next message, of this kind; false when none is there and
 * `flags` say not to wait. */
static bool receive(struct connection *connection, int flags, enum wire_kind kind, zmq_msg_t *body)
{
    uint8_t head[WIRE_HEAD_BYTES];
    if (zmq_recv(connection->socket, head, sizeof head, flags) != (int)sizeof head) {
        if (flags != ZMQ_DONTWAIT)
            die("no answer for %d s", ANSWER_MS / 1000);
        return false;
    }
    zmq_msg_init(body);
    if (zmq_msg_recv(body, connection->socket, 0) < 0 || head[3] != kind)
        die("the hub sends what nobody expected");
    return true;
}

static void check(zmq_msg_t *body)
{
    Claimwire__V1__Answer *answer = claimwire__v1__answer__unpack(NULL, zmq_msg_size(body), zmq_msg_data(body));
    if (!answer || answer->code != CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED)
        die("the hub did not accept an article: %s", answer && answer->message ? answer->message : "");
    claimwire__v1__answer__free_unpacked(answer, NULL);
}

struct connection *connection_open(int port)
{
    struct connection *connection = malloc(sizeof *connection);
    const int linger = 0, wait_ms = ANSWER_MS;
    char endpoint[64];
    zmq_msg_t welcome;
    if (!connection)
        die("out of memory");
    snprintf(endpoint, sizeof endpoint, "tcp://127.0.0.1:%d", port);
    connection->context = zmq_ctx_new();
    connection->socket = zmq_socket(connection->context, ZMQ_DEALER);
    zmq_setsockopt(connection->socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(connection->socket, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
    if (zmq_connect(connection->socket, endpoint) != 0)
        die("cannot connect to %s", endpoint);
    send_frames(connection, WIRE_HELLO, "", 0);
    receive(connection, 0, WIRE_WELCOME, &welcome);
    zmq_msg_close(&welcome);
    return connection;
}

void connection_close(struct connection *connection)
{
    zmq_close(connection->socket);
    zmq_ctx_term(connection->context);
    free(connection);
}

void connection_send(struct connection *connection, const struct message *message)
{
    send_frames(connection, WIRE_SUBMIT, message->bytes, message->size);
}

size_t connection_take(struct connection *connection)
{
    size_t taken = 0;
    zmq_msg_t body;
    for (int flags = 0; receive(connection, flags, WIRE_ANSWER, &body); flags = ZMQ_DONTWAIT) {
        check(&body);
        zmq_msg_close(&body);
        taken++;
    }
    return taken;
}
