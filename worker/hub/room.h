/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ROOM_H
#define HUB_ROOM_H

#include <stdbool.h>

#include "store/store.h"

/* What the hub does when a transaction did not fit into the store's map. That
 * is rare, because articles are refused while there is room for what was
 * accepted; but the room is an estimate.
 *
 * From then on it is full: no article is accepted, and one is applied at a
 * time, after a rest in which retention may make room. It is full until the
 * fullness falls below what did not fit. All this outlives closing the store
 * and opening it again. */
struct room {
    bool full;
    double full_at;        /* fullness at which articles are refused */
    int64_t rest_until_ms; /* monotonic */
    uint64_t alone;        /* place of the article that the transaction applies, and no other; 0: none */
    uint64_t misfit;       /* place of the last that did not fit alone; 0: none */
    int misfit_tries;      /* that failed though there was room */
};

void room_init(struct room *room);

/* The map was full a moment ago: nothing but retention may write. */
bool room_rests(const struct room *room, int64_t now_ms);

/* A transaction did not fit; `store` is open and as it was before it. */
void room_missed(struct room *room, struct store *store, int64_t now_ms);

/* A transaction is on disk. Returns the fullness now. */
double room_committed(struct room *room, struct store *store, int64_t now_ms);

/* There is room and the article at that place does not fit in it, tried again
 * and again: it belongs among the dead letters, so that those behind it go on. */
bool room_never_fits(const struct room *room, uint64_t accept);

#endif
