/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_LOOP_INNER_H
#define HUB_LOOP_INNER_H

#include "hub/ask.h"
#include "hub/dispatch.h"
#include "hub/door.h"
#include "hub/errand.h"
#include "hub/hub.h"
#include "hub/room.h"
#include "hub/wire.h"
#include "hub/zap.h"

#include <time.h>

/* What loop.c and transaction.c share. */

enum { OUTCOMES_MAX = BATCH_MAX + 2 /* and what is undone, and the chores */ };

struct hub {
    const struct hub_options *options;
    struct fault fault;
    struct counters *counters;
    struct arena *arena;      /* of a turn */
    struct arena *desk_arena; /* of one reading at the desk */
    struct store *store;
    struct desk *desk;
    void *context;
    struct zap *zap; /* of that context; NULL: no keys */
    struct door *door;
    struct dispatch *dispatch;
    struct wire *wire;
    struct ask *ask;
    struct errands *errands;
    struct door_batch batch;
    struct desk_outcome outcomes[OUTCOMES_MAX];
    size_t outcome_count;
    bool retention_rest;                                                           /* the last chore had more to drop */
    int64_t next_heartbeat_ms, next_chore_ms, next_reader_check_ms, next_allow_ms; /* monotonic */
    int64_t drain_until_ms;                                                        /* 0: not draining */
    bool stop;
    int failures; /* in a row */
    struct room room;
};

static inline int64_t hub_ms(const struct hub *hub)
{
    return clock_monotonic_ms(&hub->options->clock);
}

static inline uint64_t hub_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* Whether the store takes nothing but what makes room. */
static inline bool hub_rests(const struct hub *hub)
{
    return room_rests(&hub->room, hub_ms(hub));
}

/* ---- transaction.c */

/* Whether dispatch has something to write down at once. */
bool transaction_work_waits(struct hub *hub);

/* Whether a transaction is due. */
bool transaction_is_due(struct hub *hub);

/* Puts all that was gathered into one transaction and commits it. On an error
 * whether it is on disk is unknown: nobody may be told anything. */
enum err transaction_run(struct hub *hub);

#endif
