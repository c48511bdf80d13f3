/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/postings.h"

#include <assert.h>
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

struct postings *postings_new(uint32_t postings_max)
{
    struct postings *postings = calloc(1, sizeof *postings);
    if (!postings)
        return NULL;
    postings->seed = random_seed();
    postings->capacity = power_of_two(postings_max);
    postings->keys_max = postings->capacity / 2;
    postings->heads_max = postings->capacity / 4;
    postings->ring = reserve(postings->capacity, sizeof *postings->ring);
    postings->keys = reserve(postings->keys_max, sizeof *postings->keys);
    postings->runs_max = postings->capacity / POSTINGS_RUN_LEAST;
    postings->tallies = reserve(postings->keys_max, sizeof *postings->tallies);
    postings->heads = reserve(postings->heads_max, sizeof *postings->heads);
    postings->runs = reserve(postings->runs_max, sizeof *postings->runs);
    if (!postings->ring || !postings->keys || !postings->tallies || !postings->heads || !postings->runs) {
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
            __builtin_prefetch(&postings->tallies[link - 1]);
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
    postings->keys[id] =
        (struct posting_key){ .key = key, .newest = postings->oldest - 1, .next = *head, .run = POSTINGS_NONE };
    postings->tallies[id] = (struct posting_tally){ 0 };
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

/* ---- runs */

/* There is one: each goes with POSTINGS_RUN_LEAST postings. */
static uint32_t take_run(struct postings *postings)
{
    const uint32_t run = postings->free_run;
    if (run == POSTINGS_NONE) {
        assert(postings->runs_made < postings->runs_max);
        return postings->runs_made++;
    }
    memcpy(&postings->free_run, postings->runs[run], sizeof postings->free_run);
    return run;
}

static void give_run(struct postings *postings, struct posting_key *key)
{
    memcpy(postings->runs[key->run], &postings->free_run, sizeof postings->free_run);
    postings->free_run = key->run;
    key->run = POSTINGS_NONE;
}

static struct posting_entry entry_of(const struct posting *posting)
{
    return (struct posting_entry){ posting->owner, posting->value };
}

/* Its newest postings, for a key that has none. */
static void begin_run(struct postings *postings, struct posting_key *key)
{
    key->run = take_run(postings);
    key->turn = key->held;
    uint32_t position = key->newest;
    for (uint32_t i = key->turn; i-- > 0;) {
        const struct posting *posting = postings_at(postings, position);
        postings->runs[key->run][i] = entry_of(posting);
        position = posting->older;
    }
}

/* After the newest posting of the key has been put. */
static void note_newest(struct postings *postings, struct posting_key *key)
{
    if (key->run != POSTINGS_NONE)
        postings->runs[key->run][key->turn++ & (POSTINGS_RUN - 1)] = entry_of(postings_at(postings, key->newest));
    else if (key->held == POSTINGS_RUN_LEAST)
        begin_run(postings, key);
}

/* Of those without a run, a step each in turn: the next ones are fetched while the others are looked at. */
static void walk_alone(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks)
{
    uint32_t positions[POSTINGS_WALKS_MAX], left[POSTINGS_WALKS_MAX], some = 0;
    for (uint32_t i = 0; i < count; i++)
        if (walks->at[i].entries == walks->room[i]) {
            positions[i] = postings_key(postings, ids[i])->newest;
            postings_expect(postings, positions[i]);
            left[some++] = i;
        }
    for (uint32_t step = 0; some > 0; step++) {
        uint32_t kept = 0;
        for (uint32_t k = 0; k < some; k++) {
            const uint32_t i = left[k];
            if (step == walks->at[i].count)
                continue;
            const struct posting *posting = postings_at(postings, positions[i]);
            walks->room[i][POSTINGS_RUN_LEAST - 1 - step] = entry_of(posting);
            positions[i] = posting->older;
            postings_expect(postings, positions[i]);
            left[kept++] = i;
        }
        some = kept;
    }
}

void postings_walk_all(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks)
{
    enum { LINE_ENTRIES = 16 };
    assert(count <= POSTINGS_WALKS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct posting_key *key = postings_key(postings, ids[i]);
        struct posting_walk *walk = &walks->at[i];
        const bool alone = key->run == POSTINGS_NONE;
        walk->entries = alone ? walks->room[i] : postings->runs[key->run];
        walk->turn = alone ? POSTINGS_RUN_LEAST : key->turn;
        walk->count = key->held < POSTINGS_RUN ? key->held : POSTINGS_RUN;
        for (uint32_t step = 0; !alone && step < walk->count; step += LINE_ENTRIES)
            __builtin_prefetch(&walk->entries[(walk->turn - 1 - step) & (POSTINGS_RUN - 1)]);
    }
    walk_alone(postings, ids, count, walks);
}

/* ---- postings */

uint32_t postings_add(struct postings *postings, uint64_t key, uint32_t owner, uint32_t value)
{
    uint32_t id = postings_find(postings, key);
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
    postings->tallies[id].count++;
    note_newest(postings, of);
    return position;
}

void postings_discount(struct postings *postings, uint32_t position)
{
    postings->tallies[postings_at(postings, position)->key].count--;
}

void postings_drop(struct postings *postings, bool counted)
{
    uint32_t id = postings_at(postings, postings->oldest)->key;
    struct posting_key *key = &postings->keys[id];
    if (counted)
        postings->tallies[id].count--;
    if (--key->held < POSTINGS_RUN_LEAST && key->run != POSTINGS_NONE)
        give_run(postings, key);
    if (key->held == 0)
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
    return (uint64_t)postings->used * sizeof *postings->ring +
           (uint64_t)postings->keys_made * (sizeof *postings->keys + sizeof *postings->tallies) +
           (uint64_t)postings->runs_made * sizeof *postings->runs +
           (uint64_t)postings->heads_max * sizeof *postings->heads;
}
