/* SPDX-License-Identifier: Apache-2.0 */
#include "train/learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ONE = 256,            /* a step in the mean */
    CLIP_DEVIATIONS = 30, /* what 127 stands for; 6 cost up to five points, 30 nothing */
};

struct learner {
    uint32_t rows_log2, columns, stride, width;
    bool first_is_zero;
    uint32_t settled;
    uint64_t steps;
    int32_t *now;
    int64_t *delayed; /* what `now` gained, times the step at which it did */
    int32_t *mean;    /* sum over what is settled, in 1/ONE */
};

void *must_calloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        fputs("trainer: out of memory\n", stderr);
        exit(75);
    }
    return memory;
}

uint32_t chance_next(uint64_t *chance)
{
    *chance ^= *chance >> 12;
    *chance ^= *chance << 25;
    *chance ^= *chance >> 27;
    return (uint32_t)(*chance * UINT64_C(2685821657736338717) >> 32);
}

void chance_shuffle(uint64_t *chance, uint32_t *order, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        const uint32_t other = chance_next(chance) % i, last = order[i - 1];
        order[i - 1] = order[other];
        order[other] = last;
    }
}

static uint32_t width_of(uint32_t columns)
{
    static const uint32_t widths[] = { 2, 4, 8, 16, 32, 48 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (columns <= widths[i])
            return widths[i];
    return WEIGHTS_WIDTH_MAX;
}

static size_t cells(const struct learner *learner)
{
    return ((size_t)1 << learner->rows_log2) * learner->stride;
}

struct learner *learner_new(uint32_t rows_log2, uint32_t columns, bool first_is_zero)
{
    struct learner *learner = must_calloc(1, sizeof *learner);
    learner->rows_log2 = rows_log2;
    learner->columns = columns;
    learner->first_is_zero = first_is_zero;
    learner->width = width_of(columns - first_is_zero);
    learner->stride = width_of(columns);
    learner->now = must_calloc(cells(learner), sizeof *learner->now);
    learner->delayed = must_calloc(cells(learner), sizeof *learner->delayed);
    learner->mean = must_calloc(cells(learner), sizeof *learner->mean);
    return learner;
}

void learner_free(struct learner *learner)
{
    if (!learner)
        return;
    free(learner->now);
    free(learner->delayed);
    free(learner->mean);
    free(learner);
}

static size_t row_of(const struct learner *learner, uint32_t feature)
{
    return (size_t)(feature >> (32 - learner->rows_log2)) * learner->stride;
}

void learner_score(const struct learner *learner, const uint32_t *features, size_t count, int32_t *scores)
{
    memset(scores, 0, learner->stride * sizeof *scores);
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(learner->now + row_of(learner, features[i]));
    for (size_t i = 0; i < count; i++) {
        const int32_t *row = learner->now + row_of(learner, features[i]);
        for (size_t k = 0; k < learner->stride; k++)
            scores[k] += row[k];
    }
}

void learner_step(struct learner *learner)
{
    learner->steps++;
}

static void move(struct learner *learner, size_t cell, int32_t by)
{
    learner->now[cell] += by;
    learner->delayed[cell] += by * (int64_t)learner->steps;
}

void learner_update(struct learner *learner, const uint32_t *features, size_t count, uint32_t right, uint32_t wrong)
{
    for (size_t i = 0; i < count; i++) {
        const size_t row = row_of(learner, features[i]);
        move(learner, row + right, 1);
        move(learner, row + wrong, -1);
    }
}

void learner_settle(struct learner *learner)
{
    const int64_t steps = (int64_t)learner->steps + 1;
    for (size_t i = 0; i < cells(learner); i++) {
        /* now x steps - delayed = the sum over steps; its mean fits easily. */
        learner->mean[i] += (int32_t)((learner->now[i] * steps - learner->delayed[i]) * ONE / steps);
        learner->now[i] = 0;
        learner->delayed[i] = 0;
    }
    learner->steps = 0;
    learner->settled++;
}

static int64_t square_root(int64_t of)
{
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << 30; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= of)
            root += bit;
    return root;
}

static int64_t stored(const struct learner *learner, size_t row, size_t column)
{
    const int32_t *mean = learner->mean + row * learner->stride;
    return learner->first_is_zero ? (int64_t)mean[column + 1] - mean[0] : mean[column];
}

struct weights learner_pack(const struct learner *learner)
{
    const size_t rows = (size_t)1 << learner->rows_log2;
    const uint32_t columns = learner->columns - learner->first_is_zero;
    int64_t squares = 0, used = 1;
    int8_t *packed = aligned_alloc(64, (rows * learner->width + 63) & ~(size_t)63);

    if (!packed) {
        fputs("trainer: out of memory\n", stderr);
        exit(75);
    }
    memset(packed, 0, rows * learner->width);
    for (size_t row = 0; row < rows; row++) {
        for (size_t k = 0; k < columns; k++) {
            const int64_t value = stored(learner, row, k);
            squares += value * value;
            used += value != 0;
        }
    }
    const int64_t largest = CLIP_DEVIATIONS * square_root(squares / used) + 1;
    for (size_t row = 0; row < rows; row++) {
        for (size_t k = 0; k < columns; k++) {
            const int64_t value = stored(learner, row, k) * 127 * 2;
            int64_t unit = (value + (value < 0 ? -largest : largest)) / (2 * largest); /* to the nearest */
            unit = unit > 127 ? 127 : unit < -127 ? -127 : unit;
            packed[row * learner->width + k] = (int8_t)unit;
        }
    }
    return (struct weights){ packed, learner->rows_log2, columns, learner->width,
                             (uint32_t)(127 * (int64_t)ONE * ONE * learner->settled / largest) };
}
