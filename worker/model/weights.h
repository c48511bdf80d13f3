/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/* A linear scorer over hashed features, of which the strongest are kept.
 *
 * A feature is 32 bits. Its upper bits choose a row of int8 weights, one a column, and the scores
 * are the sums over the features' rows. Only few rows weigh anything, so they are kept in lines of
 * 64 bytes: sixteen marks of a byte, which tell rows of the same line apart, then sixteen values of
 * three bytes: the row's weights where there are three columns or fewer, else the number of the
 * row. A feature whose mark is not in its line weighs nothing. So a feature costs one cache line,
 * and what was never learned no noise. */
enum {
    WEIGHTS_WIDTH_MAX = 64,
    WEIGHTS_FEATURES_MAX = 256, /* so that a score stays within 16 bits */
    WEIGHTS_LINE_BYTES = 64,
    WEIGHTS_LINE_ROWS = 16,
    WEIGHTS_VALUE_BYTES = 3,
    WEIGHTS_MARK_BITS_MAX = 8,
};

struct weights {
    const uint8_t *lines; /* 1 << lines_log2 of them, on a boundary of 64 */
    const int8_t *rows; /* straight behind them rows_count of `width` bytes, the first all zero; none when width is 3 */
    uint32_t lines_log2;
    uint32_t mark_bits;
    uint32_t rows_count;
    uint32_t columns; /* in use, up to width */
    uint32_t width;   /* 3, 16, 32, 48 or 64 */
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

/* The same of many templates at once: features[i] is feature_hash(i, first[i], second[i]). */
void feature_hashes(const uint32_t *first, const uint32_t *second, size_t count, uint32_t *features);

/* The number of the row that a value of a line holds. */
static inline uint32_t weights_row(const uint8_t value[WEIGHTS_VALUE_BYTES])
{
    return (uint32_t)value[0] | (uint32_t)value[1] << 8 | (uint32_t)value[2] << 16;
}

/* Adds up the rows of the features, WEIGHTS_FEATURES_MAX at most, into
 * scores[0..WEIGHTS_WIDTH_MAX), of which the first `columns` are set. */
void weights_score(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores);

/* The column with the largest score, the first of equals. */
uint32_t weights_best(const struct weights *weights, const int16_t *scores);

#endif
