/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_POSTINGS_H
#define DESK_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An inverted index over a sliding window.
 *
 * Postings enter at the new end of one ring and leave at its old end, so
 * nothing is ever unlinked: each posting names the one before it of the same
 * key, and a walk from the newest ends where the ring does. What a walk sees
 * is a function of the postings that are still held, never of those that left,
 * which is why an index built again from the window equals the one that lived.
 *
 * Adding and dropping take constant time expected: whatever two keys are, the
 * secret that puts them on chains puts them on one with a chance of two in as
 * many as there are, so nobody outside can choose keys that collide. Memory is
 * reserved by postings_new and touched as it fills: 12 bytes a posting and 16
 * a key. */
enum {
    POSTINGS_OWNER_BITS = 20,
    POSTINGS_VALUE_BITS = 12,
};
struct posting {
    uint32_t key;                         /* id of its key */
    uint32_t older;                       /* position of the one before it; perhaps no longer held */
    uint32_t owner : POSTINGS_OWNER_BITS; /* the caller's */
    uint32_t value : POSTINGS_VALUE_BITS; /* likewise */
};

struct posting_key {
    uint64_t key;
    uint32_t next;   /* the table's */
    uint32_t newest; /* position */
};

enum { POSTINGS_NONE = UINT32_MAX };

/* Open, so that walks cost no calls; only postings.c writes it. */
struct postings {
    uint64_t odd;      /* multiplier of the hash (Dietzfelbinger et al. 1997) */
    unsigned shift;    /* to the highest bits of a product, which are a key's chain */
    uint32_t capacity; /* a power of two; so are the two below */
    uint32_t oldest;   /* positions count on and wrap at 2^32 */
    uint32_t used;
    uint32_t keys_max, keys_made, keys_used, free_key;
    uint32_t heads_max;
    struct posting *ring;
    struct posting_key *keys;
    uint32_t *heads; /* id + 1 of the first key of each chain; 0: none */
};

/* Room for `postings_max`, at most 2^28, of as many keys. NULL without memory. */
struct postings *postings_new(uint32_t postings_max);
void postings_free(struct postings *postings);
void postings_clear(struct postings *postings);

/* Whether `count` more postings fit, be their keys all new. */
bool postings_fit(const struct postings *postings, uint32_t count);

/* Adds one at postings_end; there must be room. Returns the id of its key. */
uint32_t postings_add(struct postings *postings, uint64_t key, uint32_t owner, uint32_t value);
/* Adds one of each key, whose memory is fetched side by side. `values` NULL: 0. */
void postings_add_all(struct postings *postings, const uint64_t *keys, size_t count, uint32_t owner,
                      const uint32_t *values);
/* The position of the next one. */
static inline uint32_t postings_end(const struct postings *postings)
{
    return postings->oldest + postings->used;
}

/* Drops the oldest ones. */
void postings_drop(struct postings *postings, uint32_t count);

/* Id of a key, or POSTINGS_NONE. Ids are reused; order nothing by them. */
uint32_t postings_find(const struct postings *postings, uint64_t key);
/* The ids of many keys at once, which lets the memory be fetched side by side. */
void postings_find_all(const struct postings *postings, const uint64_t *keys, size_t count, uint32_t *ids);
/* Hints that they are looked for soon. */
void postings_expect_all(const struct postings *postings, const uint64_t *keys, size_t count);
static inline struct posting_key *postings_key(const struct postings *postings, uint32_t id)
{
    return &postings->keys[id];
}

static inline bool postings_held(const struct postings *postings, uint32_t position)
{
    return position - postings->oldest < postings->used;
}

/* Borrowed until it is dropped. */
static inline const struct posting *postings_at(const struct postings *postings, uint32_t position)
{
    return &postings->ring[position & (postings->capacity - 1)];
}

/* Hints that the posting is looked at soon. Any position is fine. */
static inline void postings_expect(const struct postings *postings, uint32_t position)
{
    __builtin_prefetch(postings_at(postings, position));
}

uint64_t postings_count(const struct postings *postings);
uint64_t postings_bytes(const struct postings *postings); /* touched */

#endif
