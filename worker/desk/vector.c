/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/vector.h"

#include <assert.h>

#include "base/limits.h"

/* Place and weight of a term in WindowRow.heavy. */
enum { HEAVY_BYTES = 3, HALF_BITS = 12, HALF_MASK = (1 << HALF_BITS) - 1 };
static_assert((int)TERMS_MAX <= HALF_MASK && (int)VECTOR_UNIT <= HALF_MASK,
              "a place or a weight has more than 12 bits");

enum err vector_put(struct arena *arena, const struct vector *vector, window_row_record *row)
{
    uint8_t *at = arena_unset(arena, vector->count + 1, HEAVY_BYTES);
    if (!at)
        return ERR_MEMORY;
    row->has_heavy = vector->count > 0;
    row->heavy = (ProtobufCBinaryData){ vector->count * HEAVY_BYTES, at };
    for (uint32_t i = 0; i < vector->count; i++, at += HEAVY_BYTES) {
        const uint32_t both = vector->places[i] | (uint32_t)vector->weights[i] << HALF_BITS;
        at[0] = (uint8_t)both;
        at[1] = (uint8_t)(both >> 8);
        at[2] = (uint8_t)(both >> 16);
    }
    return ERR_OK;
}

static void add_term(const window_row_record *row, uint32_t place, uint32_t weight, struct vector *vector)
{
    const size_t terms = row->features ? row->features->n_terms : 0;
    if (place >= terms || place >= TERMS_MAX || weight == 0 || weight > VECTOR_UNIT)
        return;
    vector->terms[vector->count] = row->features->terms[place];
    vector->places[vector->count] = (uint16_t)place;
    vector->weights[vector->count++] = (uint16_t)weight;
}

bool vector_get(const window_row_record *row, struct vector *vector)
{
    const size_t count = row->has_heavy ? row->heavy.len / HEAVY_BYTES : 0;
    vector->count = 0;
    for (size_t i = 0; i < count && vector->count < VECTOR_TERMS_MAX; i++) {
        const uint8_t *at = row->heavy.data + i * HEAVY_BYTES;
        const uint32_t both = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
        add_term(row, both & HALF_MASK, both >> HALF_BITS, vector);
    }
    for (size_t i = 0; i < row->n_heaviest && i < row->n_heaviest_weights && vector->count < VECTOR_TERMS_MAX; i++)
        add_term(row, row->heaviest[i], row->heaviest_weights[i], vector);
    return row->has_heavy || row->n_heaviest;
}
