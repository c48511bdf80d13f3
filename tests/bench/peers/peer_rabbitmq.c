/* SPDX-License-Identifier: Apache-2.0
 * RabbitMQ: a quorum queue of one member, persistent messages; the publisher
 * confirm is the acknowledgement. */
#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <stdbool.h>
#include <string.h>

#include "bench/peers/load.h"

enum { CHANNEL = 1, TAGS_MAX = 1 << 20 };

struct connection {
    amqp_connection_state_t amqp;
    uint64_t sent, below; /* tags; every one before `below` is confirmed */
    bool confirmed[TAGS_MAX];
};

struct message message_pack(size_t number, const char *json, size_t size)
{
    struct message message = { malloc(size), size };
    (void)number;
    if (!message.bytes)
        die("out of memory");
    memcpy(message.bytes, json, size);
    return message;
}

static void check(amqp_rpc_reply_t reply, const char *what)
{
    if (reply.reply_type != AMQP_RESPONSE_NORMAL)
        die("rabbitmq: cannot %s", what);
}

struct connection *connection_open(int port)
{
    struct connection *connection = calloc(1, sizeof *connection);
    amqp_table_entry_t kind = { .key = amqp_cstring_bytes("x-queue-type"),
                                .value = { .kind = AMQP_FIELD_KIND_UTF8,
                                           .value.bytes = amqp_cstring_bytes("quorum") } };
    if (!connection)
        die("out of memory");
    connection->below = 1;
    connection->amqp = amqp_new_connection();
    amqp_socket_t *tcp = amqp_tcp_socket_new(connection->amqp);
    if (!tcp || amqp_socket_open(tcp, "127.0.0.1", port) != AMQP_STATUS_OK)
        die("no server at port %d", port);
    check(amqp_login(connection->amqp, "/", 0, AMQP_DEFAULT_FRAME_SIZE, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest"),
          "log in");
    amqp_channel_open(connection->amqp, CHANNEL);
    check(amqp_get_rpc_reply(connection->amqp), "open a channel");
    amqp_queue_declare(connection->amqp, CHANNEL, amqp_cstring_bytes("articles"), false, true, false, false,
                       (amqp_table_t){ 1, &kind });
    check(amqp_get_rpc_reply(connection->amqp), "declare a quorum queue");
    amqp_confirm_select(connection->amqp, CHANNEL);
    check(amqp_get_rpc_reply(connection->amqp), "ask for confirms");
    return connection;
}

void connection_close(struct connection *connection)
{
    check(amqp_connection_close(connection->amqp, AMQP_REPLY_SUCCESS), "hang up");
    amqp_destroy_connection(connection->amqp);
    free(connection);
}

void connection_send(struct connection *connection, const struct message *message)
{
    const amqp_basic_properties_t properties = { ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG,
                                                 .delivery_mode = AMQP_DELIVERY_PERSISTENT };
    if (++connection->sent >= TAGS_MAX)
        die("too many messages");
    if (amqp_basic_publish(connection->amqp, CHANNEL, amqp_empty_bytes, amqp_cstring_bytes("articles"), false, false,
                           &properties, (amqp_bytes_t){ message->size, message->bytes }) != AMQP_STATUS_OK)
        die("rabbitmq hung up");
}

/* How many messages this confirms that were not: one, or all up to its tag. */
static size_t confirm(struct connection *connection, const amqp_basic_ack_t *ack)
{
    size_t fresh = 0;
    if (ack->delivery_tag > connection->sent)
        die("rabbitmq confirms what was not sent");
    for (uint64_t tag = ack->multiple ? connection->below : ack->delivery_tag; tag <= ack->delivery_tag; tag++) {
        fresh += !connection->confirmed[tag];
        connection->confirmed[tag] = true;
    }
    while (connection->below <= connection->sent && connection->confirmed[connection->below])
        connection->below++;
    return fresh;
}

static bool here(struct connection *connection)
{
    return amqp_frames_enqueued(connection->amqp) || amqp_data_in_buffer(connection->amqp);
}

size_t connection_take(struct connection *connection)
{
    size_t taken = 0;
    const struct timeval wait = { ANSWER_MS / 1000, 0 };
    amqp_maybe_release_buffers(connection->amqp);
    while (taken == 0 || here(connection)) {
        amqp_frame_t frame;
        if (amqp_simple_wait_frame_noblock(connection->amqp, &frame, &wait) != AMQP_STATUS_OK)
            die("no answer for %d s", ANSWER_MS / 1000);
        if (frame.frame_type != AMQP_FRAME_METHOD)
            continue;
        if (frame.payload.method.id != AMQP_BASIC_ACK_METHOD)
            die("rabbitmq took a message not, or hung up");
        taken += confirm(connection, frame.payload.method.decoded);
    }
    return taken;
}
