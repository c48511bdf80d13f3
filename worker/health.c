/* SPDX-License-Identifier: Apache-2.0 */
#include "health.h"

#include "base/clock.h"
#include "store/store.h"

enum { STILL_MS = 10000, DEAD_MS = 60000 };

struct health health_of_counters(const struct counters *counters)
{
    const int64_t turned_ms = atomic_load(&counters->turned_ms);
    const int64_t oldest_ms = atomic_load(&counters->oldest_queued_ms);
    return (struct health){
        .open = turned_ms > 0,
        .draining = atomic_load(&counters->draining),
        .still_ms = turned_ms > 0 ? clock_monotonic_ms(&clock_system) - turned_ms : 0,
        .store_full = atomic_load(&counters->store_full),
        .store_refuses = atomic_load(&counters->store_refuses),
        .queued = atomic_load(&counters->queued),
        .oldest_queued_ms = oldest_ms > 0 ? clock_wall_ms(&clock_system) - oldest_ms : 0,
        .workers = atomic_load(&counters->workers),
    };
}

struct health health_of_status(const status_reply_record *status)
{
    return (struct health){
        .open = true, /* or it would not answer */
        .draining = status->draining,
        .store_full = status->store_full,
        .queued = status->queued,
        .oldest_queued_ms = status->oldest_queued_ms,
        .workers = status->workers,
    };
}

bool health_alive(const struct health *health)
{
    return health->still_ms < DEAD_MS;
}

size_t health_checks(const struct health *health, const struct health_limits *limits,
                     struct http_check checks[HTTP_CHECKS_MAX])
{
    size_t count = 0;
    checks[count++] = (struct http_check){ "open", health->open ? NULL : "the store is being opened" };
    checks[count++] = (struct http_check){ "loop", health->still_ms < STILL_MS ? NULL : "the loop stands still" };
    checks[count++] = (struct http_check){ "running", health->draining ? "draining: the hub is stopping" : NULL };
    const bool full = health->store_full >= STORE_FULL_AT || health->store_refuses;
    checks[count++] = (struct http_check){ "store", full ? "the store is nearly full" : NULL };
    checks[count++] =
        (struct http_check){ "backlog",
                             health->queued < limits->backlog_max ? NULL : "too many articles are waiting to be read" };
    checks[count++] = (struct http_check){ "queue", health->oldest_queued_ms < limits->queue_age_ms
                                                        ? NULL
                                                        : "the oldest queued article waits for too long" };
    checks[count++] = (struct http_check){ "work", health->workers > 0 ? NULL : "no extractor was heard of" };
    return count;
}
