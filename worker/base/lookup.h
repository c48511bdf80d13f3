/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Finds a word in a table that the program was built with.
 *
 * Where the words are is filled in at the first look, by hash, so a look
 * costs its word's letters and no search: most words are in no table, and
 * end at a free slot. A row of the table begins with its form, a
 * const char *; no form is there twice. */
struct lookup_slot {
    uint16_t tag;   /* a part of the hash */
    uint16_t place; /* row + 1; 0: free */
};

struct lookup {
    const void *rows;
    size_t row_bytes, rows_count;
    struct lookup_slot *slots;
    uint32_t slots_count; /* a power of two */
    atomic_bool filled;
};

/* A lookup `name` of an array, with so many slots. */
#define LOOKUP(name, array, slots_max)                                                                                 \
    static struct lookup_slot name##_slots[slots_max];                                                                 \
    _Static_assert(((slots_max) & ((slots_max)-1)) == 0, "a power of two");                                            \
    _Static_assert(sizeof(array) / sizeof *(array) <= (slots_max) / 2, "half of the slots stay free");                 \
    static struct lookup name = { (array),      sizeof *(array), sizeof(array) / sizeof *(array),                      \
                                  name##_slots, (slots_max),     false }

/* The row of this form, to the byte; NULL when it has none. Any number of threads at once. */
const void *lookup_find(struct lookup *lookup, const char *form);

#endif
