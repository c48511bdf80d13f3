/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_PEERS_LOAD_H
#define BENCH_PEERS_LOAD_H

#include "bench/bench.h"

/* The load on one server: load.c has main, the clock and the loop; a file
 * peer_*.c says how one protocol packs, sends and takes what is acknowledged.
 * Everything is packed before the clock starts.
 *
 *   peer_NAME PORT FILE IN_FLIGHT:COUNT...
 */

enum { ANSWER_MS = 10000 }; /* without an answer for so long, the client ends */

struct message {
    char *bytes; /* of malloc */
    size_t size;
};

/* The client's own. */
struct connection;

/* The bytes that carry article `number`, a line of JSON without its end. */
struct message message_pack(size_t number, const char *json, size_t size);

/* To 127.0.0.1, with whatever a queue needs before its first message. */
struct connection *connection_open(int port);
void connection_close(struct connection *connection);

/* May hold back what the next connection_take sends. */
void connection_send(struct connection *connection, const struct message *message);

/* Sends what was held back, waits for an acknowledgement, and takes those that
 * are there: how many. Ends the program when one says that a message was not taken. */
size_t connection_take(struct connection *connection);

#endif
