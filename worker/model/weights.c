/* SPDX-License-Identifier: Apache-2.0 */
#include "model/weights.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Eight weights at a time, which is what plain SSE2 adds at once, and eight features in two of its registers. */
typedef int16_t sums8 __attribute__((vector_size(16)));
typedef uint32_t words8 __attribute__((vector_size(32)));
typedef int32_t values8 __attribute__((vector_size(32)));

enum { LANES = 8 };

/* What is known of the features so far, an element each; in whole blocks of LANES. */
struct looked {
    uint32_t line[WEIGHTS_FEATURES_MAX];  /* where it begins */
    uint32_t mark[WEIGHTS_FEATURES_MAX];  /* four times */
    uint32_t value[WEIGHTS_FEATURES_MAX]; /* of the feature's row, in the upper three bytes; 0: it has none */
};

static inline __attribute__((always_inline)) void hash_blocks(const uint32_t *first, const uint32_t *second,
                                                              size_t count, uint32_t *features)
{
    const words8 steps = { 0, 1, 2, 3, 4, 5, 6, 7 };
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        words8 hash, other; /* as feature_hash */
        memcpy(&hash, first + at, sizeof hash);
        memcpy(&other, second + at, sizeof other);
        hash = (hash ^ (steps + (uint32_t)at) * 0x9E3779B1u) * 0x85EBCA6Bu;
        hash ^= hash >> 15;
        hash = (hash + other) * 0xC2B2AE35u;
        hash ^= hash >> 13;
        hash *= 0x27D4EB2Fu;
        memcpy(features + at, &hash, sizeof hash);
    }
    for (; at < count; at++)
        features[at] = feature_hash((uint32_t)at, first[at], second[at]);
}

#ifdef __x86_64__
/* SSE2 has no product of 32 bits. */
static __attribute__((target("avx2"))) void hash_blocks_avx2(const uint32_t *first, const uint32_t *second,
                                                             size_t count, uint32_t *features)
{
    hash_blocks(first, second, count, features);
}
#endif

void feature_hashes(const uint32_t *first, const uint32_t *second, size_t count, uint32_t *features)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        hash_blocks_avx2(first, second, count, features);
        return;
    }
#endif
    hash_blocks(first, second, count, features);
}

static inline void find_block(const struct weights *weights, const uint32_t features[LANES], struct looked *looked,
                              size_t at)
{
    words8 block;
    memcpy(&block, features, sizeof block);
    const words8 lines = (block >> (32 - weights->lines_log2)) * WEIGHTS_LINE_BYTES;
    words8 marks = block << weights->lines_log2 >> (32 - weights->mark_bits);
    marks |= marks << 8;
    marks |= marks << 16;
    memcpy(looked->line + at, &lines, sizeof lines);
    memcpy(looked->mark + at, &marks, sizeof marks);
#pragma GCC unroll 8
    for (size_t k = 0; k < LANES; k++) /* lines are far apart, so they are asked for before they are needed */
        __builtin_prefetch(weights->lines + looked->line[at + k]);
}

static inline void find_lines(const struct weights *weights, const uint32_t *features, size_t count,
                              struct looked *looked)
{
    size_t at = 0;
    for (; at + LANES <= count; at += LANES)
        find_block(weights, features + at, looked, at);
    if (at < count) {
        uint32_t rest[LANES] = { 0 };
        for (size_t k = 0; at + k < count; k++)
            rest[k] = features[at + k];
        find_block(weights, rest, looked, at);
    }
}

/* Which of the line's rows carry the mark, one bit each. */
static inline uint32_t marked(const uint8_t *line, uint32_t mark)
{
#ifdef __SSE2__
    const __m128i marks = _mm_load_si128((const __m128i *)(const void *)line);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(marks, _mm_set1_epi32((int)mark)));
#else
    uint32_t found = 0;
    for (uint32_t i = 0; i < WEIGHTS_LINE_ROWS; i++)
        found |= (uint32_t)(line[i] == (mark & 0xFF)) << i;
    return found;
#endif
}

/* Without a branch, which nobody could foretell: about half of the features have a row. */
static inline void find_values(const struct weights *weights, size_t count, struct looked *looked)
{
#pragma GCC unroll 4
    for (size_t i = 0; i < count; i++) {
        const uint8_t *line = weights->lines + looked->line[i];
        const uint32_t found = marked(line, looked->mark[i]);
        const uint32_t at = (uint32_t)__builtin_ctz(found | 1u << (WEIGHTS_LINE_ROWS - 1));
        uint32_t value; /* with the byte before, so that nothing behind the line is read */
        memcpy(&value, line + WEIGHTS_LINE_ROWS + at * WEIGHTS_VALUE_BYTES - 1, sizeof value);
        looked->value[i] = value & (found ? 0xFFFFFF00u : 0);
    }
}

/* Rows of three weights, which are the values themselves. */
static inline void add_narrow(struct looked *looked, size_t count, int16_t *scores)
{
    values8 first = { 0 }, second = { 0 }, third = { 0 }, values;
    for (size_t i = count; i % LANES != 0; i++)
        looked->value[i] = 0;
    for (size_t i = 0; i < count; i += LANES) {
        memcpy(&values, looked->value + i, sizeof values);
        first += values << 16 >> 24;
        second += values << 8 >> 24;
        third += values >> 24;
    }
    int32_t sums[WEIGHTS_VALUE_BYTES] = { 0 };
    for (size_t k = 0; k < LANES; k++) {
        sums[0] += first[k];
        sums[1] += second[k];
        sums[2] += third[k];
    }
    for (size_t k = 0; k < WEIGHTS_VALUE_BYTES; k++)
        scores[k] = (int16_t)sums[k];
}

/* Sixteen weights are eight words: every second weight is a word's lower byte, every other its upper one. The sums
 * stay in registers, whose number the width decides. */
static inline __attribute__((always_inline)) void add_wide(const int8_t *const *rows, size_t count, int16_t *scores,
                                                           size_t width)
{
    enum { PAIRS_MAX = WEIGHTS_WIDTH_MAX / LANES / 2 };
    sums8 lower[PAIRS_MAX], upper[PAIRS_MAX], both;
#pragma GCC unroll 4
    for (size_t k = 0; k < width / LANES / 2; k++)
        lower[k] = upper[k] = (sums8){ 0 };
    for (size_t i = 0; i < count; i++) {
#pragma GCC unroll 4
        for (size_t k = 0; k < width / LANES / 2; k++) {
            memcpy(&both, rows[i] + k * sizeof both, sizeof both);
            lower[k] += both << 8 >> 8;
            upper[k] += both >> 8;
        }
    }
#pragma GCC unroll 4
    for (size_t k = 0; k < width / LANES / 2; k++) {
        both = __builtin_shufflevector(lower[k], upper[k], 0, 8, 1, 9, 2, 10, 3, 11);
        memcpy(scores + k * LANES * 2, &both, sizeof both);
        both = __builtin_shufflevector(lower[k], upper[k], 4, 12, 5, 13, 6, 14, 7, 15);
        memcpy(scores + k * LANES * 2 + LANES, &both, sizeof both);
    }
}

/* Where the rows of the features are, those left out that have none. */
static inline size_t find_rows(const struct weights *weights, const struct looked *looked, size_t count,
                               const int8_t **rows)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = looked->value[i] >> 8;
        rows[found] = weights->rows + (size_t)number * weights->width;
        __builtin_prefetch(rows[found]);
        found += number != 0;
    }
    return found;
}

void weights_score(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores)
{
    struct looked looked;
    const int8_t *rows[WEIGHTS_FEATURES_MAX];

    find_lines(weights, features, count, &looked);
    find_values(weights, count, &looked);
    if (weights->width == WEIGHTS_VALUE_BYTES) {
        add_narrow(&looked, count, scores);
        return;
    }
    const size_t found = find_rows(weights, &looked, count, rows);
    switch (weights->width) {
    case 16:
        add_wide(rows, found, scores, 16);
        break;
    case 32:
        add_wide(rows, found, scores, 32);
        break;
    case 48:
        add_wide(rows, found, scores, 48);
        break;
    default:
        add_wide(rows, found, scores, 64);
    }
}

uint32_t weights_best(const struct weights *weights, const int16_t *scores)
{
    const uint32_t whole = weights->columns / LANES * LANES;
    int16_t most = scores[0];
    uint32_t best = 0;

    if (whole > 0) {
        sums8 largest, scored;
        memcpy(&largest, scores, sizeof largest);
        for (uint32_t i = LANES; i < whole; i += LANES) {
            memcpy(&scored, scores + i, sizeof scored);
            const sums8 above = scored > largest;
            largest = (scored & above) | (largest & ~above);
        }
        for (uint32_t k = 0; k < LANES; k++)
            most = largest[k] > most ? largest[k] : most;
    }
    for (uint32_t i = whole; i < weights->columns; i++)
        most = scores[i] > most ? scores[i] : most;
    while (scores[best] != most)
        best++;
    return best;
}
