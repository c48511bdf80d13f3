/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/counters.h"

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
