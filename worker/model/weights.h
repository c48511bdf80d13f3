/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/* A linear scorer over hashed features.
 *
 * A feature is 32 bits; its upper bits choose a row of int8 weights, one a
 * column, and the scores are the sums over the features' rows. Two features
 * may share a row: training has met that too. */
enum {
    WEIGHTS_WIDTH_MAX = 64,
    WEIGHTS_FEATURES_MAX = 256, /* so that a score stays within 16 bits */
};

struct weights {
    const int8_t *rows; /* rows of `width` bytes, on a boundary of 64 */
    uint32_t rows_log2;
    uint32_t columns; /* in use, up to width */
    uint32_t width;   /* 2, 4, 8, 16, 32, 48 or 64 */
    uint32_t scale;   /* a weight of one training step, in 1/256 of the stored unit */
};

/* The feature that template `number` makes of two values. Cheap: every token
 * needs some two hundred. */
static inline uint32_t feature_hash(uint32_t number, uint32_t first, uint32_t second)
{
    uint32_t hash = (first ^ number * 0x9E3779B1u) * 0x85EBCA6Bu;
    hash ^= hash >> 15;
    hash = (hash + second) * 0xC2B2AE35u;
    hash ^= hash >> 13;
    return hash * 0x27D4EB2Fu;
}

static inline uint32_t weights_row(const struct weights *weights, uint32_t feature)
{
    return feature >> (32 - weights->rows_log2);
}

/* Adds up the rows of the features, WEIGHTS_FEATURES_MAX at most, into
 * scores[0..width), which is set first. */
void weights_score(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores);

/* The column with the largest score, the first of equals. */
uint32_t weights_best(const struct weights *weights, const int16_t *scores);

#endif
