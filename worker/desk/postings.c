/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/postings.h"

#include <stdlib.h>
#include <string.h>

#include "base/power.h"
#include "base/reserve.h"
#include "base/seed.h"

enum { POSTINGS_LEAST = 64 };

struct postings *postings_new(uint32_t postings_max)
{
    struct postings *postings = calloc(1, sizeof *postings);
    if (!postings)
        return NULL;
    postings->odd = seed_make() | 1;
    postings->capacity = postings->keys_max =
        power_of_two(postings_max > POSTINGS_LEAST ? postings_max : POSTINGS_LEAST);
    postings->heads_max = postings->capacity / 4;
    postings->shift = 64 - (unsigned)__builtin_ctz(postings->heads_max);
    postings->ring = reserve_take(postings->capacity * sizeof *postings->ring);
    postings->keys = reserve_take(postings->keys_max * sizeof *postings->keys);
    postings->heads = reserve_take(postings->heads_max * sizeof *postings->heads);
    if (!postings->ring || !postings->keys || !postings->heads) {
        postings_free(postings);
        return NULL;
    }
    postings_clear(postings);
    return postings;
}

void postings_free(struct postings *postings)
{
    if (!postings)
        return;
    reserve_free(postings->ring, postings->capacity * sizeof *postings->ring);
    reserve_free(postings->keys, postings->keys_max * sizeof *postings->keys);
    reserve_free(postings->heads, postings->heads_max * sizeof *postings->heads);
    free(postings);
}

void postings_clear(struct postings *postings)
{
    memset(postings->heads, 0, postings->heads_max * sizeof *postings->heads);
    postings->oldest = postings->used = 0;
    postings->keys_made = postings->keys_used = 0;
    postings->free_key = POSTINGS_NONE;
}

/* Folded first, for keys that differ in their highest bits alone, as a sketch's may, would get heads so far apart that
 * they have one place in a cache. */
static uint32_t *head_of(const struct postings *postings, uint64_t key)
{
    return &postings->heads[(key ^ key >> 32) * postings->odd >> postings->shift];
}

uint32_t postings_find(const struct postings *postings, uint64_t key)
{
    uint32_t link = *head_of(postings, key);
    while (link && postings->keys[link - 1].key != key)
        link = postings->keys[link - 1].next;
    return link ? link - 1 : POSTINGS_NONE;
}

void postings_expect_all(const struct postings *postings, const uint64_t *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(head_of(postings, keys[i]));
    for (size_t i = 0; i < count; i++) {
        uint32_t link = *head_of(postings, keys[i]);
        if (link)
            __builtin_prefetch(&postings->keys[link - 1]);
    }
}

void postings_find_all(const struct postings *postings, const uint64_t *keys, size_t count, uint32_t *ids)
{
    postings_expect_all(postings, keys, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = postings_find(postings, keys[i]);
}

static uint32_t add_key(struct postings *postings, uint64_t key)
{
    uint32_t id = postings->free_key;
    if (id != POSTINGS_NONE)
        postings->free_key = postings->keys[id].next;
    else
        id = postings->keys_made++;
    uint32_t *head = head_of(postings, key);
    postings->keys[id] = (struct posting_key){ .key = key, .newest = postings->oldest - 1, .next = *head };
    *head = id + 1;
    postings->keys_used++;
    return id;
}

static void drop_key(struct postings *postings, uint32_t id)
{
    uint32_t *link = head_of(postings, postings->keys[id].key);
    while (*link != id + 1)
        link = &postings->keys[*link - 1].next;
    *link = postings->keys[id].next;
    postings->keys[id].next = postings->free_key;
    postings->free_key = id;
    postings->keys_used--;
}

bool postings_fit(const struct postings *postings, uint32_t count)
{
    return count <= postings->capacity - postings->used && count <= postings->keys_max - postings->keys_used;
}

/* ---- postings */

static uint32_t add(struct postings *postings, uint32_t id, uint64_t key, uint32_t owner, uint32_t value)
{
    if (id == POSTINGS_NONE)
        id = add_key(postings, key);
    struct posting_key *of = &postings->keys[id];
    uint32_t position = postings->oldest + postings->used++;
    postings->ring[position & (postings->capacity - 1)] =
        (struct posting){ .key = id,
                          .older = of->newest,
                          .owner = owner & ((1u << POSTINGS_OWNER_BITS) - 1),
                          .value = value & ((1u << POSTINGS_VALUE_BITS) - 1) };
    of->newest = position;
    return id;
}

uint32_t postings_add(struct postings *postings, uint64_t key, uint32_t owner, uint32_t value)
{
    return add(postings, postings_find(postings, key), key, owner, value);
}

void postings_add_all(struct postings *postings, const uint64_t *keys, size_t count, uint32_t owner,
                      const uint32_t *values)
{
    enum { SOME = 64 };
    uint32_t found[SOME];
    for (size_t done = 0, some; done < count; done += some) {
        some = count - done < SOME ? count - done : SOME;
        postings_find_all(postings, keys + done, some, found);
        for (size_t i = 0; i < some; i++) {
            const uint64_t key = keys[done + i];
            if (found[i] == POSTINGS_NONE) /* unless it came a moment ago */
                found[i] = postings_find(postings, key);
            (void)add(postings, found[i], key, owner, values ? values[done + i] : 0);
        }
    }
}

/* A key leaves with its newest posting. */
void postings_drop(struct postings *postings, uint32_t count)
{
    for (; count > 0; count--) {
        const uint32_t id = postings_at(postings, postings->oldest)->key;
        if (postings->keys[id].newest == postings->oldest)
            drop_key(postings, id);
        postings->oldest++;
        postings->used--;
    }
}

uint64_t postings_count(const struct postings *postings)
{
    return postings->used;
}

uint64_t postings_bytes(const struct postings *postings)
{
    return (uint64_t)postings->used * sizeof *postings->ring + (uint64_t)postings->keys_made * sizeof *postings->keys +
           (uint64_t)postings->heads_max * sizeof *postings->heads;
}
