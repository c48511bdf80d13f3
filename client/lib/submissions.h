/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_SUBMISSIONS_H
#define CLIENT_LIB_SUBMISSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a feeder has been given and not answered yet, oldest first: a bounded
 * table of slots, linked in the order of submission. */
enum submission_state {
    SUBMISSION_FREE,
    SUBMISSION_WAITING, /* to be sent, again or for the first time, from not_before_ms on */
    SUBMISSION_SENT,
    SUBMISSION_REFUSED, /* no hub would take it: to be answered without one */
};

struct submission {
    enum submission_state state;
    uint32_t previous, next; /* slots; SUBMISSION_NONE at the ends */
    uint64_t request;        /* names the slot in its low 16 bits; never used twice */
    uint64_t tag;
    char *id;        /* NULL: the article has none */
    uint64_t id_key; /* of id: equal ids have equal keys */
    uint8_t *packed;
    size_t bytes;
    int64_t sent_ms, not_before_ms;
    const char *reason, *message; /* of REFUSED; static */
};

enum { SUBMISSION_NONE = UINT32_MAX, SUBMISSIONS_MAX = 4096, SUBMISSIONS_BYTES_MAX = 64 * 1024 * 1024 };

struct submissions {
    struct submission *slots;
    uint32_t capacity, count;
    uint32_t oldest, newest, free;
    uint32_t sent;    /* how many are SENT */
    uint32_t refused; /* how many are REFUSED */
    uint64_t next_request;
    size_t bytes;
};

bool submissions_open(struct submissions *all, uint32_t capacity);
void submissions_close(struct submissions *all);

/* Room for one more packed Submit of that size? The first always fits. */
bool submissions_room(const struct submissions *all, size_t bytes);

/* A new WAITING one at the end, numbered; owns nothing yet. There is room. */
struct submission *submissions_add(struct submissions *all, const char *id);
/* Frees what it owns, but for `id`, which goes to the caller. */
char *submissions_remove(struct submissions *all, struct submission *one);

void submission_set(struct submissions *all, struct submission *one, enum submission_state state);

/* The one of that request; NULL when there is none. */
struct submission *submissions_find(const struct submissions *all, uint64_t request);
/* The oldest; the next newer one. NULL at the end. */
struct submission *submissions_first(const struct submissions *all);
struct submission *submissions_after(const struct submissions *all, const struct submission *one);
/* An older one has (to all appearance) the same id: they go one after the other. */
bool submissions_blocked(const struct submissions *all, const struct submission *one);

#endif
