/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/counters.h"

#include <string.h>

static const struct {
    const char *name, *meaning;
} table[COUNTER_COUNT] = {
#define COUNTER(name, meaning) [COUNTER_##name] = { #name, meaning },
#include "hub/counters.def"
#undef COUNTER
};

const char *counter_name(enum counter counter)
{
    return table[counter].name;
}

const char *counter_meaning(enum counter counter)
{
    return table[counter].meaning;
}

void counter_refusal(struct counters *counters, const char *reason)
{
    for (int i = 0; i < COUNTER_REASONS_MAX; i++) {
        const char *known = atomic_load_explicit(&counters->refusals[i].reason, memory_order_relaxed);
        if (known && strcmp(known, reason) != 0)
            continue;
        atomic_fetch_add_explicit(&counters->refusals[i].count, 1, memory_order_relaxed);
        if (!known)
            atomic_store_explicit(&counters->refusals[i].reason, reason, memory_order_release);
        return;
    }
}
