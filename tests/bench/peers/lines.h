/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_PEERS_LINES_H
#define BENCH_PEERS_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* A socket to a server that answers in lines. Every failure ends the program. */
struct lines {
    int socket;
    size_t out_size;         /* not sent yet */
    size_t in_begin, in_end; /* received and not read yet */
    char out[1 << 20], in[1 << 16];
};

struct lines *lines_open(int port);
void lines_close(struct lines *lines);

/* Held back until lines_flush, or until there is no room. */
void lines_put(struct lines *lines, const char *bytes, size_t size);
void lines_flush(struct lines *lines);

/* The next line without its "\r\n", valid until the next call. When none is
 * there, waits for one; with `here_only`, NULL. */
const char *lines_next(struct lines *lines, bool here_only);

#endif
