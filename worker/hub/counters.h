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

struct counters {
    _Atomic uint64_t values[COUNTER_COUNT];
    _Atomic uint32_t workers; /* extractors heard of */
    _Atomic int draining;
    _Atomic double store_full; /* 0 to 1 */
    _Atomic uint64_t events_open; /* in the desk's index */
};

static inline void counter_add(struct counters *counters, enum counter counter, uint64_t value)
{
    atomic_fetch_add_explicit(&counters->values[counter], value, memory_order_relaxed);
}

static inline uint64_t counter_get(struct counters *counters, enum counter counter)
{
    return atomic_load_explicit(&counters->values[counter], memory_order_relaxed);
}

const char *counter_name(enum counter counter);
const char *counter_meaning(enum counter counter);

#endif
