/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/frequencies.h"

#include <stdlib.h>
#include <string.h>

#include "base/even.h"
#include "base/reserve.h"
#include "base/seed.h"
#include "desk/common.h"

enum { BITS_LEAST = 14, AHEAD = 64 };

struct slot {
    uint32_t term, count; /* count 0: empty */
};
_Static_assert(sizeof(struct slot) << BITS_LEAST >= RESERVE_PAGE_BYTES, "a size is whole pages");

struct frequencies {
    uint64_t odd;  /* multiplier of the hash (Dietzfelbinger et al. 1997) */
    unsigned bits; /* there are 1 << bits slots now */
    unsigned bits_most;
    uint32_t used, terms_max;
    struct slot *slots;  /* of this size */
    struct slot *memory; /* room for each size, 1 << bits slots from its start; all but the present one zero */
};

static size_t memory_bytes(const struct frequencies *frequencies)
{
    return sizeof(struct slot) << (frequencies->bits_most + 1);
}

static struct slot *slots_at(const struct frequencies *frequencies, unsigned bits)
{
    return frequencies->memory + ((size_t)1 << bits);
}

static uint32_t slot_of(const struct frequencies *frequencies, uint32_t term)
{
    return (uint32_t)(term * frequencies->odd >> (64 - frequencies->bits));
}

static uint32_t next(const struct frequencies *frequencies, uint32_t at)
{
    return (at + 1) & ((1u << frequencies->bits) - 1);
}

/* The term's slot, or the empty one that it would get. */
static uint32_t find(const struct frequencies *frequencies, uint32_t term)
{
    uint32_t at = slot_of(frequencies, term);
    while (even_other(frequencies->slots[at].count) & even_other(frequencies->slots[at].term ^ term)) /* mostly not */
        at = next(frequencies, at);
    return at;
}

static void give_back(struct frequencies *frequencies, unsigned bits)
{
    reserve_clear(frequencies->memory, sizeof(struct slot) << bits, sizeof(struct slot) << bits);
}

static void grow(struct frequencies *frequencies)
{
    const struct slot *former = frequencies->slots;
    const uint32_t count = 1u << frequencies->bits++;
    frequencies->slots = slots_at(frequencies, frequencies->bits);
    for (uint32_t i = 0; i < count; i++)
        if (former[i].count)
            frequencies->slots[find(frequencies, former[i].term)] = former[i];
    give_back(frequencies, frequencies->bits - 1);
}

static void count_in(struct frequencies *frequencies, uint32_t term, uint32_t articles)
{
    struct slot *slot = &frequencies->slots[find(frequencies, term)];
    if (!slot->count) {
        slot->term = term;
        frequencies->used++;
    }
    slot->count += articles;
    if (frequencies->used > 1u << (frequencies->bits - 1) && frequencies->bits < frequencies->bits_most)
        grow(frequencies);
}

static void count_common(void *context, uint32_t term, uint32_t articles)
{
    count_in(context, term, articles);
}

struct frequencies *frequencies_new(uint32_t terms_max)
{
    struct frequencies *frequencies = calloc(1, sizeof *frequencies);
    if (!frequencies)
        return NULL;
    frequencies->odd = seed_make() | 1;
    frequencies->terms_max = terms_max + COMMON_TERMS_MAX;
    frequencies->bits_most = BITS_LEAST;
    while (1u << (frequencies->bits_most - 1) < terms_max)
        frequencies->bits_most++;
    frequencies->memory = reserve_take(memory_bytes(frequencies));
    if (!frequencies->memory) {
        frequencies_free(frequencies);
        return NULL;
    }
    frequencies->bits = BITS_LEAST;
    frequencies_clear(frequencies);
    return frequencies;
}

void frequencies_free(struct frequencies *frequencies)
{
    if (!frequencies)
        return;
    reserve_free(frequencies->memory, memory_bytes(frequencies));
    free(frequencies);
}

void frequencies_clear(struct frequencies *frequencies)
{
    give_back(frequencies, frequencies->bits);
    frequencies->bits = BITS_LEAST;
    frequencies->slots = slots_at(frequencies, BITS_LEAST);
    frequencies->used = 0;
    common_all(count_common, frequencies);
}

bool frequencies_fit(const struct frequencies *frequencies, uint32_t count)
{
    return count <= frequencies->terms_max - frequencies->used;
}

void frequencies_add(struct frequencies *frequencies, const uint32_t *terms, size_t count)
{
    frequencies_expect(frequencies, terms, count);
    for (size_t i = 0; i < count; i++)
        count_in(frequencies, terms[i], 1);
}

/* Empties a slot; what comes after it and could stand there, or before it, moves back. */
static void empty(struct frequencies *frequencies, uint32_t at)
{
    const uint32_t mask = (1u << frequencies->bits) - 1;
    struct slot *slots = frequencies->slots;
    for (uint32_t later = next(frequencies, at); slots[later].count; later = next(frequencies, later)) {
        const uint32_t own = slot_of(frequencies, slots[later].term);
        if (((later - own) & mask) < ((later - at) & mask))
            continue;
        slots[at] = slots[later];
        at = later;
    }
    slots[at] = (struct slot){ 0 };
    frequencies->used--;
}

void frequencies_drop(struct frequencies *frequencies, const uint32_t *terms, size_t count)
{
    frequencies_expect(frequencies, terms, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t at = find(frequencies, terms[i]);
        if (frequencies->slots[at].count && --frequencies->slots[at].count == 0)
            empty(frequencies, at);
    }
}

uint32_t frequencies_of(const struct frequencies *frequencies, uint32_t term)
{
    return frequencies->slots[find(frequencies, term)].count;
}

void frequencies_expect(const struct frequencies *frequencies, const uint32_t *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&frequencies->slots[slot_of(frequencies, terms[i])], 1);
}

uint64_t frequencies_bytes(const struct frequencies *frequencies)
{
    return sizeof(struct slot) << frequencies->bits;
}
