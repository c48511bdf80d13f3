/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/vector.h"

#include "base/limits.h"

enum err vector_put(struct arena *arena, const struct vector *vector, window_row_record *row)
{
    row->heaviest = arena_array(arena, vector->count + 1, sizeof *row->heaviest);
    row->heaviest_weights = arena_array(arena, vector->count + 1, sizeof *row->heaviest_weights);
    if (!row->heaviest || !row->heaviest_weights)
        return ERR_MEMORY;
    row->n_heaviest = row->n_heaviest_weights = vector->count;
    for (uint32_t i = 0; i < vector->count; i++) {
        row->heaviest[i] = vector->places[i];
        row->heaviest_weights[i] = vector->weights[i];
    }
    return ERR_OK;
}

void vector_get(const window_row_record *row, struct vector *vector)
{
    const size_t terms = row->features ? row->features->n_terms : 0;
    vector->count = 0;
    for (size_t i = 0; i < row->n_heaviest && i < row->n_heaviest_weights && vector->count < VECTOR_TERMS_MAX; i++) {
        const uint32_t place = row->heaviest[i], weight = row->heaviest_weights[i];
        if (place >= terms || place >= TERMS_MAX || weight == 0 || weight > VECTOR_UNIT)
            continue;
        vector->terms[vector->count] = row->features->terms[place];
        vector->places[vector->count] = (uint16_t)place;
        vector->weights[vector->count++] = (uint16_t)weight;
    }
}
