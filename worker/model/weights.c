/* SPDX-License-Identifier: Apache-2.0 */
#include "model/weights.h"

#include <string.h>

/* Eight weights at a time, which is what plain SSE2 adds at once. */
typedef int8_t bytes8 __attribute__((vector_size(8)));
typedef int16_t sums8 __attribute__((vector_size(16)));

enum { LANES = 8 };

static inline sums8 load(const int8_t *from)
{
    bytes8 row;
    memcpy(&row, from, sizeof row);
    return __builtin_convertvector(row, sums8);
}

/* Rows are far apart, so the first ones are asked for while the rest are still
 * to come. */
static void prefetch(const struct weights *weights, const uint32_t *features, size_t count)
{
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(weights->rows + (size_t)weights_row(weights, features[i]) * weights->width);
}

static inline __attribute__((always_inline)) void add_wide(const struct weights *weights, const uint32_t *features,
                                                           size_t count, int16_t *scores, size_t width)
{
    sums8 sums[WEIGHTS_WIDTH_MAX / LANES] = { 0 };
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = weights->rows + (size_t)weights_row(weights, features[i]) * width;
        for (size_t k = 0; k < width / LANES; k++)
            sums[k] += load(row + k * LANES);
    }
    memcpy(scores, sums, width * sizeof *scores);
}

static inline __attribute__((always_inline)) void add_narrow(const struct weights *weights, const uint32_t *features,
                                                             size_t count, int16_t *scores, size_t width)
{
    int sums[8] = { 0 };
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = weights->rows + (size_t)weights_row(weights, features[i]) * width;
        for (size_t k = 0; k < width; k++)
            sums[k] += row[k];
    }
    for (size_t k = 0; k < width; k++)
        scores[k] = (int16_t)sums[k];
}

void weights_score(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores)
{
    prefetch(weights, features, count);
    switch (weights->width) {
    case 2:
        add_narrow(weights, features, count, scores, 2);
        break;
    case 4:
        add_narrow(weights, features, count, scores, 4);
        break;
    case 8:
        add_narrow(weights, features, count, scores, 8);
        break;
    case 16:
        add_wide(weights, features, count, scores, 16);
        break;
    case 32:
        add_wide(weights, features, count, scores, 32);
        break;
    case 48:
        add_wide(weights, features, count, scores, 48);
        break;
    default:
        add_wide(weights, features, count, scores, 64);
    }
}

uint32_t weights_best(const struct weights *weights, const int16_t *scores)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < weights->columns; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}
