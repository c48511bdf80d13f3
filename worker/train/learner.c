/* SPDX-License-Identifier: Apache-2.0 */
#include "train/learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ONE = 256, /* a step in the mean */
    SEEN_LOG2 = 26,
    CLIP_DEVIATIONS = 30, /* what 127 stands for; 6 cost up to five points, 30 nothing */
};

struct learner {
    struct learner_shape shape;
    uint32_t rows_log2, stride, width;
    uint32_t settled;
    uint64_t steps;
    int32_t *now;
    int64_t *delayed; /* what `now` gained, times the step at which it did */
    int32_t *mean;    /* sum over what is settled, in 1/ONE */
    uint8_t *seen;    /* how often features were counted, told apart by SEEN_LOG2 bits */
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
    static const uint32_t widths[] = { WEIGHTS_VALUE_BYTES, 16, 32, 48 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (columns <= widths[i])
            return widths[i];
    return WEIGHTS_WIDTH_MAX;
}

static size_t cells(const struct learner *learner)
{
    return ((size_t)1 << learner->rows_log2) * learner->stride;
}

struct learner *learner_new(const struct learner_shape *shape)
{
    struct learner *learner = must_calloc(1, sizeof *learner);
    learner->shape = *shape;
    learner->rows_log2 = shape->lines_log2 + shape->mark_bits;
    learner->width = width_of(shape->columns - shape->first_is_zero);
    learner->stride = (shape->columns + 3) / 4 * 4;
    learner->now = must_calloc(cells(learner), sizeof *learner->now);
    learner->delayed = must_calloc(cells(learner), sizeof *learner->delayed);
    learner->mean = must_calloc(cells(learner), sizeof *learner->mean);
    learner->seen = must_calloc((size_t)1 << SEEN_LOG2, 1);
    return learner;
}

void learner_free(struct learner *learner)
{
    if (!learner)
        return;
    free(learner->now);
    free(learner->delayed);
    free(learner->mean);
    free(learner->seen);
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

void learner_count(struct learner *learner, const uint32_t *features, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t *seen = &learner->seen[features[i] >> (32 - SEEN_LOG2)];
        *seen = *seen < UINT8_MAX ? (uint8_t)(*seen + 1) : UINT8_MAX;
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

void learner_add(struct learner *learner, const uint32_t *features, size_t count, uint32_t column, int32_t by)
{
    for (size_t i = 0; i < count; i++)
        if (learner->seen[features[i] >> (32 - SEEN_LOG2)] >= learner->shape.seen_least)
            move(learner, row_of(learner, features[i]) + column, by);
}

void learner_update(struct learner *learner, const uint32_t *features, size_t count, uint32_t right, uint32_t wrong)
{
    learner_add(learner, features, count, right, 1);
    learner_add(learner, features, count, wrong, -1);
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

static uint32_t columns_of(const struct learner *learner)
{
    return learner->shape.columns - learner->shape.first_is_zero;
}

/* What 127 stands for. */
static int64_t largest_of(const struct learner *learner)
{
    int64_t squares = 0, used = 1;
    for (size_t i = 0; i < cells(learner); i++) {
        squares += (int64_t)learner->mean[i] * learner->mean[i];
        used += learner->mean[i] != 0;
    }
    return CLIP_DEVIATIONS * square_root(squares / used) + 1;
}

/* The stored weight of a column. */
static int8_t unit_of(const struct learner *learner, size_t row, size_t column, int64_t largest)
{
    const int32_t *mean = learner->mean + row * learner->stride;
    const int64_t told = learner->shape.first_is_zero ? (int64_t)mean[column + 1] - mean[0] : mean[column];
    const int64_t value = told * 127 * 2;
    const int64_t unit = (value + (value < 0 ? -largest : largest)) / (2 * largest); /* to the nearest */
    return (int8_t)(unit > 127 ? 127 : unit < -127 ? -127 : unit);
}

/* How much would be lost without the row, by its weights. */
static int64_t strength_of(const struct learner *learner, size_t row, int64_t largest)
{
    int64_t strength = 0;
    for (size_t k = 0; k < columns_of(learner); k++) {
        const int64_t unit = unit_of(learner, row, k, largest);
        strength += unit * unit;
    }
    return strength;
}

/* The marks of the strongest rows of a line, the strongest first; how many. */
static uint32_t choose_rows(const struct learner *learner, size_t line, int64_t largest,
                            uint32_t marks[WEIGHTS_LINE_ROWS])
{
    const uint32_t mark_bits = learner->shape.mark_bits;
    int64_t strengths[WEIGHTS_LINE_ROWS];
    uint32_t count = 0;
    for (uint32_t mark = 0; mark < 1u << mark_bits; mark++) {
        const int64_t strength = strength_of(learner, (line << mark_bits) + mark, largest);
        uint32_t at = count;
        if (strength == 0 || (at == WEIGHTS_LINE_ROWS && strength <= strengths[at - 1]))
            continue;
        if (at == WEIGHTS_LINE_ROWS)
            at--;
        else
            count++;
        for (; at > 0 && strengths[at - 1] < strength; at--) {
            strengths[at] = strengths[at - 1];
            marks[at] = marks[at - 1];
        }
        strengths[at] = strength;
        marks[at] = mark;
    }
    return count;
}

static void pack_row(const struct learner *learner, size_t row, int64_t largest, int8_t *weights)
{
    for (size_t k = 0; k < columns_of(learner); k++)
        weights[k] = unit_of(learner, row, k, largest);
}

struct weights learner_pack(const struct learner *learner)
{
    const bool narrow = learner->width == WEIGHTS_VALUE_BYTES;
    const size_t lines = (size_t)1 << learner->shape.lines_log2, lines_bytes = lines * WEIGHTS_LINE_BYTES;
    const size_t room = lines_bytes + (narrow ? 0 : (lines * WEIGHTS_LINE_ROWS + 1) * learner->width);
    const int64_t largest = largest_of(learner);
    uint8_t *bytes = must_calloc(1, room + WEIGHTS_LINE_BYTES);
    int8_t *rows = (int8_t *)bytes + lines_bytes;
    uint32_t marks[WEIGHTS_LINE_ROWS], rows_count = narrow ? 0 : 1;

    for (size_t line = 0; line < lines; line++) {
        const uint32_t count = choose_rows(learner, line, largest, marks);
        uint8_t *at = bytes + line * WEIGHTS_LINE_BYTES, *value = at + WEIGHTS_LINE_ROWS;
        for (uint32_t i = 0; i < count; i++, value += WEIGHTS_VALUE_BYTES) {
            const size_t row = (line << learner->shape.mark_bits) + marks[i];
            at[i] = (uint8_t)marks[i];
            pack_row(learner, row, largest, narrow ? (int8_t *)value : rows + rows_count * learner->width);
            for (int k = 0; !narrow && k < WEIGHTS_VALUE_BYTES; k++)
                value[k] = (uint8_t)(rows_count >> 8 * k);
            rows_count += !narrow;
        }
    }
    return (struct weights){
        .lines = bytes,
        .rows = rows,
        .lines_log2 = learner->shape.lines_log2,
        .mark_bits = learner->shape.mark_bits,
        .rows_count = rows_count,
        .columns = columns_of(learner),
        .width = learner->width,
        .scale = (uint32_t)(127 * (int64_t)ONE * ONE * learner->settled / largest),
    };
}
