/* SPDX-License-Identifier: Apache-2.0
 * beanstalkd: a job an article; INSERTED is the acknowledgement. */
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
    const int length = asprintf(&message.bytes, "put 0 0 60 %zu\r\n%s\r\n", size, json);
    if (length < 0)
        die("out of memory");
    message.size = (size_t)length;
    return message;
}

struct connection *connection_open(int port)
{
    struct connection *connection = malloc(sizeof *connection);
    if (!connection)
        die("out of memory");
    connection->lines = lines_open(port);
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
    for (const char *line; (line = lines_next(connection->lines, taken > 0)); taken++)
        if (strncmp(line, "INSERTED ", 9) != 0)
            die("beanstalkd says %s", line);
    return taken;
}
