/* SPDX-License-Identifier: Apache-2.0 */
#include "model/weights.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Eight weights at a time, which is what plain SSE2 adds at once. */
typedef int8_t bytes8 __attribute__((vector_size(8)));
typedef int16_t sums8 __attribute__((vector_size(16)));

enum { LANES = 8 };

static inline const uint8_t *line_of(const struct weights *weights, uint32_t feature)
{
    return weights->lines + (size_t)(feature >> (32 - weights->lines_log2)) * WEIGHTS_LINE_BYTES;
}

/* Which of the line's rows carry the mark, one bit each. */
static inline uint32_t marked(const uint8_t *line, uint32_t mark)
{
#ifdef __SSE2__
    const __m128i marks = _mm_loadu_si128((const __m128i *)(const void *)line);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(marks, _mm_set1_epi32((int)(mark * 0x01010101u))));
#else
    uint32_t found = 0;
    for (uint32_t i = 0; i < WEIGHTS_LINE_ROWS; i++)
        found |= (uint32_t)(line[i] == mark) << i;
    return found;
#endif
}

/* The three bytes of the feature's row, the first the lowest; 0 when it has none. Without a branch, which
 * nobody could foretell: about half of the features have a row. */
static inline uint32_t value_of(const struct weights *weights, uint32_t feature)
{
    const uint8_t *line = line_of(weights, feature);
    const uint32_t found = marked(line, feature << weights->lines_log2 >> (32 - weights->mark_bits));
    const uint32_t at = (uint32_t)__builtin_ctz(found | 1u << (WEIGHTS_LINE_ROWS - 1));
    uint32_t value; /* with the byte before, so that nothing behind the line is read */
    memcpy(&value, line + WEIGHTS_LINE_ROWS + at * WEIGHTS_VALUE_BYTES - 1, sizeof value);
    return value >> 8 & (found ? UINT32_MAX : 0);
}

static inline sums8 load(const int8_t *from)
{
    bytes8 row;
    memcpy(&row, from, sizeof row);
    return __builtin_convertvector(row, sums8);
}

static void add_narrow(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores)
{
    int first = 0, second = 0, third = 0; /* in registers, which an array is not */
    for (size_t i = 0; i < count; i++) {
        const uint32_t value = value_of(weights, features[i]);
        first += (int8_t)value;
        second += (int8_t)(value >> 8);
        third += (int8_t)(value >> 16);
    }
    scores[0] = (int16_t)first;
    scores[1] = (int16_t)second;
    scores[2] = (int16_t)third;
}

static inline __attribute__((always_inline)) void add_wide(const int8_t *const *rows, size_t count, int16_t *scores,
                                                           size_t width)
{
    sums8 sums[WEIGHTS_WIDTH_MAX / LANES] = { 0 };
    for (size_t i = 0; i < count; i++) {
#pragma GCC unroll 8
        for (size_t k = 0; k < width / LANES; k++)
            sums[k] += load(rows[i] + k * LANES);
    }
    memcpy(scores, sums, width * sizeof *scores);
}

/* Where the rows of the features are, those left out that have none. */
static size_t find_rows(const struct weights *weights, const uint32_t *features, size_t count, const int8_t **rows)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = value_of(weights, features[i]);
        rows[found] = weights->rows + (size_t)number * weights->width;
        __builtin_prefetch(rows[found]);
        found += number != 0;
    }
    return found;
}

void weights_score(const struct weights *weights, const uint32_t *features, size_t count, int16_t *scores)
{
    const int8_t *rows[WEIGHTS_FEATURES_MAX];

    /* Lines are far apart, so they are asked for before they are needed. */
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(line_of(weights, features[i]));
    if (weights->width == WEIGHTS_VALUE_BYTES) {
        add_narrow(weights, features, count, scores);
        return;
    }
    const size_t found = find_rows(weights, features, count, rows);
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
