/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_COUNTERS_H
#define HUB_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

/* What the hub counts, out of one table: counters.def. Written by the loop,
 * read by any thread. */
enum counter {
#define COUNTER(name, meaning) COUNTER_##name,
#include "hub/counters.def"
#undef COUNTER
    COUNTER_COUNT
};

enum { COUNTER_REASONS_MAX = 32 };

struct counters {
    _Atomic uint64_t values[COUNTER_COUNT];
    struct {
        _Atomic(const char *) reason; /* NULL: free, and so are those behind it */
        _Atomic uint64_t count;
    } refusals[COUNTER_REASONS_MAX]; /* answers REJECTED and RETRY, by reason */
    _Atomic uint32_t workers;        /* extractors heard of */
    _Atomic int draining;
    _Atomic double store_full;    /* as store_fullness says; may pass 1 */
    _Atomic int store_refuses;    /* a transaction did not fit, and there is no room again yet */
    _Atomic uint64_t events_open; /* in the desk's index */
    /* Of the store, taken once a second. */
    _Atomic uint64_t sequence, oldest_sequence, articles, queued, dead;
    _Atomic int64_t oldest_queued_ms; /* wall clock, when it was accepted; 0: nothing is queued */
    _Atomic int64_t turned_ms;        /* monotonic, the loop's last turn; 0: the store is not open */
};

static inline void counter_add(struct counters *counters, enum counter counter, uint64_t value)
{
    atomic_fetch_add_explicit(&counters->values[counter], value, memory_order_relaxed);
}

static inline uint64_t counter_get(struct counters *counters, enum counter counter)
{
    return atomic_load_explicit(&counters->values[counter], memory_order_relaxed);
}

/* Counts an answer that says no. `reason` is static; the loop alone calls it. */
void counter_refusal(struct counters *counters, const char *reason);

const char *counter_name(enum counter counter);
const char *counter_meaning(enum counter counter);

#endif
