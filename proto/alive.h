/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_ALIVE_H
#define PROTO_ALIVE_H

#include <stdbool.h>
#include <stdint.h>

/* The sign of life of a program that nobody can ask: a file that it touches
 * once a second as long as its loop turns and it hears its hub. Whoever looks
 * at the file's age knows both, needs no key, and asks nobody. */
enum { ALIVE_EVERY_MS = 1000, ALIVE_SILENT_MS = 3000, ALIVE_AGE_MS_MAX = 5000 };

struct alive {
    const char *path; /* NULL or "": none */
    int64_t next_ms;
    bool failed;
};

/* Touches the file, which need not be there, when it is time to and the hub
 * was heard no longer than ALIVE_SILENT_MS ago (below 0: never). `now_ms` is
 * monotonic. False, with errno, the first time that it cannot. */
bool alive_touch(struct alive *alive, int64_t now_ms, int64_t silent_ms);

/* Milliseconds since the last touch; below 0 when there was none, or when it
 * lies ahead of the clock. */
int64_t alive_age_ms(const char *path);

#endif
