/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/room.h"

#include "base/log.h"

enum {
    REST_MS = 1000,
    MISFIT_TRIES_MAX = 10,
};

/* So much must become free of the map before articles are taken again. */
static const double step = 0.02;

void room_init(struct room *room)
{
    *room = (struct room){ .full_at = STORE_FULL_AT };
}

bool room_rests(const struct room *room, int64_t now_ms)
{
    return room->full && now_ms < room->rest_until_ms;
}

void room_missed(struct room *room, struct store *store, int64_t now_ms)
{
    const double full = store_fullness(store);
    if (!room->full)
        log_line(LOG_WARN, "hub",
                 "a transaction did not fit into the store: no article is accepted until there is room");
    if (!room->full || full - step < room->full_at)
        room->full_at = full - step < STORE_FULL_AT ? full - step : STORE_FULL_AT;
    if (room->alone != room->misfit)
        room->misfit_tries = 0;
    room->misfit = room->alone;
    if (room->misfit && store_held(store) < STORE_FULL_AT)
        room->misfit_tries++;
    room->full = true;
    room->rest_until_ms = now_ms + REST_MS;
}

double room_committed(struct room *room, struct store *store, int64_t now_ms)
{
    const double full = store_fullness(store);
    if (room->full && !room_rests(room, now_ms) && full < room->full_at) {
        log_line(LOG_INFO, "hub", "there is room in the store again");
        room_init(room);
    }
    return full;
}

bool room_never_fits(const struct room *room, uint64_t accept)
{
    return accept == room->misfit && room->misfit_tries >= MISFIT_TRIES_MAX;
}
