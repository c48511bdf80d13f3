/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lookup.h"

#include <pthread.h>
#include <string.h>

static const char *form_at(const struct lookup *lookup, size_t row)
{
    return *(const char *const *)(const void *)((const char *)lookup->rows + row * lookup->row_bytes);
}

/* FNV-1a, a byte a step; its upper half chooses the slot, its lower half is the tag. */
static uint32_t hash_of(const char *form)
{
    uint32_t hash = 2166136261U;
    for (; *form; form++)
        hash = (hash ^ (unsigned char)*form) * 16777619U;
    return hash;
}

static void fill(struct lookup *lookup)
{
    static pthread_mutex_t filling = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&filling);
    if (!atomic_load_explicit(&lookup->filled, memory_order_relaxed)) {
        for (size_t row = 0; row < lookup->rows_count; row++) {
            const uint32_t hash = hash_of(form_at(lookup, row));
            uint32_t slot = (hash >> 16) & (lookup->slots_count - 1);
            while (lookup->slots[slot].place)
                slot = (slot + 1) & (lookup->slots_count - 1);
            lookup->slots[slot] = (struct lookup_slot){ (uint16_t)hash, (uint16_t)(row + 1) };
        }
        atomic_store_explicit(&lookup->filled, true, memory_order_release);
    }
    pthread_mutex_unlock(&filling);
}

const void *lookup_find(struct lookup *lookup, const char *form)
{
    if (!atomic_load_explicit(&lookup->filled, memory_order_acquire))
        fill(lookup);
    const uint32_t hash = hash_of(form), mask = lookup->slots_count - 1;
    for (uint32_t slot = (hash >> 16) & mask; lookup->slots[slot].place; slot = (slot + 1) & mask) {
        const size_t row = lookup->slots[slot].place - 1U;
        if (lookup->slots[slot].tag == (uint16_t)hash && strcmp(form_at(lookup, row), form) == 0)
            return (const char *)lookup->rows + row * lookup->row_bytes;
    }
    return NULL;
}
