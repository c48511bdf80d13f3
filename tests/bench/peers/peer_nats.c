/* SPDX-License-Identifier: Apache-2.0
 * NATS JetStream: a stream on files with one replica. A message is published
 * with a subject for the answer; the PubAck that comes there is the acknowledgement. */
#include <string.h>

#include "bench/peers/lines.h"
#include "bench/peers/load.h"

struct connection {
    struct lines *lines;
};

struct message message_pack(size_t number, const char *json, size_t size)
{
    struct message message;
    (void)number;
    const int length = asprintf(&message.bytes, "PUB articles answer %zu\r\n%s\r\n", size, json);
    if (length < 0)
        die("out of memory");
    message.size = (size_t)length;
    return message;
}

/* The body of the next message; NULL when none is there and `here_only`. Two
 * lines make a message: "MSG subject id size", and its body. */
static const char *next_answer(struct lines *lines, bool here_only)
{
    for (const char *line; (line = lines_next(lines, here_only));) {
        if (strncmp(line, "MSG ", 4) == 0)
            return lines_next(lines, false);
        if (strncmp(line, "-ERR", 4) == 0)
            die("nats-server says %s", line);
        if (strcmp(line, "PING") == 0) {
            lines_put(lines, "PONG\r\n", 6);
            lines_flush(lines);
        }
    }
    return NULL;
}

static void check(const char *answer)
{
    if (strstr(answer, "\"error\""))
        die("nats-server says %s", answer);
}

struct connection *connection_open(int port)
{
    static const char stream[] =
        "{\"name\":\"articles\",\"subjects\":[\"articles\"],\"storage\":\"file\",\"num_replicas\":1,"
        "\"retention\":\"limits\",\"discard\":\"new\",\"max_consumers\":-1,\"max_msgs\":-1,"
        "\"max_bytes\":-1,\"max_age\":0}";
    struct connection *connection = malloc(sizeof *connection);
    char text[1024];
    if (!connection)
        die("out of memory");
    connection->lines = lines_open(port);
    const int size = snprintf(text, sizeof text,
                              "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB answer 1\r\n"
                              "PUB $JS.API.STREAM.CREATE.articles answer %zu\r\n%s\r\n",
                              sizeof stream - 1, stream);
    lines_put(connection->lines, text, (size_t)size);
    lines_flush(connection->lines);
    check(next_answer(connection->lines, false));
    return connection;
}

void connection_close(struct connection *connection)
{
    lines_close(connection->lines);
    free(connection);
}

void connection_send(struct connection *connection, const struct message *message)
{
    lines_put(connection->lines, message->bytes, message->size);
}

size_t connection_take(struct connection *connection)
{
    size_t taken = 0;
    lines_flush(connection->lines);
    for (const char *answer; (answer = next_answer(connection->lines, taken > 0)); taken++)
        check(answer);
    return taken;
}
