/* SPDX-License-Identifier: Apache-2.0
 * Redis: an entry of one stream an article; the reply to XADD is the acknowledgement. */
#include <hiredis/hiredis.h>

#include "bench/peers/load.h"

struct connection {
    redisContext *redis;
};

struct message message_pack(size_t number, const char *json, size_t size)
{
    struct message message;
    (void)number;
    const int length = redisFormatCommand(&message.bytes, "XADD articles * article %b", json, size);
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
    connection->redis = redisConnect("127.0.0.1", port);
    if (!connection->redis || connection->redis->err)
        die("no server at port %d", port);
    redisSetTimeout(connection->redis, (struct timeval){ ANSWER_MS / 1000, 0 });
    return connection;
}

void connection_close(struct connection *connection)
{
    redisFree(connection->redis);
    free(connection);
}

void connection_send(struct connection *connection, const struct message *message)
{
    if (redisAppendFormattedCommand(connection->redis, message->bytes, message->size) != REDIS_OK)
        die("out of memory");
}

static void check(redisReply *reply)
{
    if (reply->type == REDIS_REPLY_ERROR)
        die("redis says %s", reply->str);
    freeReplyObject(reply);
}

size_t connection_take(struct connection *connection)
{
    size_t taken = 0;
    void *reply = NULL;
    if (redisGetReply(connection->redis, &reply) != REDIS_OK)
        die("redis: %s", connection->redis->errstr);
    for (; reply; taken++) {
        check(reply);
        reply = NULL;
        if (redisReaderGetReply(connection->redis->reader, &reply) != REDIS_OK)
            die("redis: %s", connection->redis->reader->errstr);
    }
    return taken;
}
