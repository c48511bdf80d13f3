/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/postings_walk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>

static uint32_t power_of_two(uint32_t least)
{
    uint32_t power = 64;
    while (power < least)
        power *= 2;
    return power;
}

static uint64_t random_seed(void)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        seed = (uint64_t)now.tv_nsec * 0x9E3779B97F4A7C15u ^ (uint64_t)(uintptr_t)&now;
    }
    return seed;
}

enum { HUGE_PAGE_BYTES = 2 * 1024 * 1024 };

/* Zeroed and not touched yet. Looked into at random, so where the kernel will,
 * in pages so large that their addresses stay known to the processor. */
static void *reserve(size_t count, size_t size)
{
    char *memory = calloc(count, size);
    const size_t skip = (HUGE_PAGE_BYTES - (uintptr_t)memory % HUGE_PAGE_BYTES) % HUGE_PAGE_BYTES;
    if (memory && count * size >= skip + HUGE_PAGE_BYTES)
        (void)madvise(memory + skip, (count * size - skip) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES, MADV_HUGEPAGE);
    return memory;
}

struct postings *postings_new(uint32_t postings_max, bool tallies)
{
    struct postings *postings = calloc(1, sizeof *postings);
    if (!postings)
        return NULL;
    postings->seed = random_seed();
    postings->capacity = power_of_two(postings_max);
    postings->keys_max = tallies ? postings->capacity / 2 : postings->capacity;
    postings->heads_max = postings->capacity / 4;
    postings->runs_max = tallies ? postings->capacity / POSTINGS_RUN_LEAST : 0;
    postings->ring = reserve(postings->capacity, sizeof *postings->ring);
    postings->keys = reserve(postings->keys_max, sizeof *postings->keys);
    postings->heads = reserve(postings->heads_max, sizeof *postings->heads);
    postings->tallies = tallies ? reserve(postings->keys_max, sizeof *postings->tallies) : NULL;
    postings->runs = tallies ? reserve(postings->runs_max, sizeof *postings->runs) : NULL;
    if (!postings->ring || !postings->keys || !postings->heads ||
        (tallies && (!postings->tallies || !postings->runs))) {
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
    free(postings->ring);
    free(postings->keys);
    free(postings->tallies);
    free(postings->heads);
    free(postings->runs);
    free(postings);
}

void postings_clear(struct postings *postings)
{
    memset(postings->heads, 0, postings->heads_max * sizeof *postings->heads);
    postings->oldest = postings->used = 0;
    postings->keys_made = postings->keys_used = 0;
    postings->runs_made = 0;
    postings->free_key = postings->free_run = POSTINGS_NONE;
}

/* Multiply and shift by a secret: the chain of a key cannot be foreseen. */
static uint32_t *head_of(const struct postings *postings, uint64_t key)
{
    uint64_t mixed = (key ^ postings->seed) * 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 32) ^ (postings->seed << 7)) * 0xD6E8FEB86659FD93u;
    return &postings->heads[(mixed >> 32) & (postings->heads_max - 1)];
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
        if (link) {
            __builtin_prefetch(&postings->keys[link - 1]);
            if (postings->tallies)
                __builtin_prefetch(&postings->tallies[link - 1], 1);
        }
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
    if (postings->tallies)
        postings->tallies[id] = (struct posting_tally){ .run = POSTINGS_NO_RUN };
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

static uint32_t *count_of(const struct postings *postings, uint32_t id)
{
    return postings->tallies ? &postings->tallies[id].count : &postings->keys[id].count;
}

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
    of->held++;
    ++*count_of(postings, id);
    if (postings->tallies)
        postings_run_grow(postings, id);
    return id;
}

uint32_t postings_add(struct postings *postings, uint64_t key, uint32_t owner, uint32_t value)
{
    return add(postings, postings_find(postings, key), key, owner, value);
}

void postings_add_all(struct postings *postings, const uint64_t *keys, size_t count, uint32_t owner,
                      const uint32_t *values, uint32_t *ids)
{
    enum { SOME = 64 };
    uint32_t found[SOME];
    for (size_t done = 0, some; done < count; done += some) {
        some = count - done < SOME ? count - done : SOME;
        postings_find_all(postings, keys + done, some, found);
        for (size_t i = 0; i < some && postings->tallies; i++) {
            const struct posting_tally *tally = found[i] == POSTINGS_NONE ? NULL : &postings->tallies[found[i]];
            if (tally && tally->run != POSTINGS_NO_RUN)
                __builtin_prefetch(&postings->runs[tally->run][tally->turn], 1);
        }
        for (size_t i = 0; i < some; i++) {
            const uint64_t key = keys[done + i];
            if (found[i] == POSTINGS_NONE) /* unless it came a moment ago */
                found[i] = postings_find(postings, key);
            const uint32_t id = add(postings, found[i], key, owner, values ? values[done + i] : 0);
            if (ids)
                ids[done + i] = id;
        }
    }
}

void postings_discount(struct postings *postings, uint32_t position)
{
    --*count_of(postings, postings_at(postings, position)->key);
}

void postings_drop(struct postings *postings, bool counted)
{
    uint32_t id = postings_at(postings, postings->oldest)->key;
    *count_of(postings, id) -= counted;
    postings->keys[id].held--;
    if (postings->tallies)
        postings_run_shrink(postings, id);
    if (postings->keys[id].held == 0)
        drop_key(postings, id);
    postings->oldest++;
    postings->used--;
}

uint64_t postings_count(const struct postings *postings)
{
    return postings->used;
}

uint64_t postings_bytes(const struct postings *postings)
{
    const uint64_t key = sizeof *postings->keys + (postings->tallies ? sizeof *postings->tallies : 0);
    return (uint64_t)postings->used * sizeof *postings->ring + (uint64_t)postings->keys_made * key +
           (uint64_t)postings->runs_made * sizeof *postings->runs +
           (uint64_t)postings->heads_max * sizeof *postings->heads;
}
