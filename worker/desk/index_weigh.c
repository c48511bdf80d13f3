/* SPDX-License-Identifier: Apache-2.0
 * What the terms of an article weigh when it comes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "desk/index_inner.h"

enum { SELECT_ROUNDS_MAX = 32 };

/* What a term weighs, which is more than nothing and so in the order of its bits, and below it the place from the end:
 * the greater of two is heavier, or as heavy and of the earlier term. */
static uint64_t packed_of(float weight, uint32_t place)
{
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    return (uint64_t)bits << 32 | (UINT32_MAX - place);
}

static uint32_t place_of(uint64_t weighed)
{
    return UINT32_MAX - (uint32_t)weighed;
}

static float weight_of(uint64_t weighed)
{
    const uint32_t bits = (uint32_t)(weighed >> 32);
    float weight;
    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

float *index_logarithms(uint32_t articles_max)
{
    size_t numbers = 2 * ((size_t)articles_max + COMMON_ARTICLES) + VECTOR_UNSEEN + 2;
    if (numbers <= INDEX_FREQUENCY_MAX)
        numbers = INDEX_FREQUENCY_MAX + 1;
    float *logarithms = calloc(numbers, sizeof *logarithms);
    for (size_t i = 1; logarithms && i < numbers; i++)
        logarithms[i] = logf((float)i);
    return logarithms;
}

static int heavier_first(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left > right ? -1 : left < right;
}

static void swap(uint64_t *a, uint64_t *b)
{
    const uint64_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Brings those before the last that are heavier than it to the front, and it behind them. Returns where. Which of them
 * are hangs on no branch, for it goes either way. */
static size_t part(uint64_t *terms, size_t count)
{
    const uint64_t last = terms[count - 1];
    size_t front = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        const bool heavier = terms[i] > last;
        const uint64_t apart = (terms[i] ^ terms[front]) & (0 - (uint64_t)heavier);
        terms[i] ^= apart;
        terms[front] ^= apart;
        front += heavier;
    }
    swap(&terms[front], &terms[count - 1]);
    return front;
}

/* Brings the `wanted` heaviest to the front, in whatever order (Hoare's selection). The middle one parts each range, so
 * terms that rise or fall are parted well. */
static void bring_heaviest(uint64_t *terms, size_t count, size_t wanted)
{
    size_t from = 0, to = count;
    for (int rounds = 0; to - from > 1 && wanted > from && wanted < to; rounds++) {
        if (rounds == SELECT_ROUNDS_MAX) {
            qsort(terms + from, to - from, sizeof *terms, heavier_first);
            return;
        }
        swap(&terms[from + (to - from) / 2], &terms[to - 1]);
        const size_t front = from + part(terms + from, to - from);
        if (front < wanted)
            from = front + 1;
        else
            to = front;
    }
}

/* At length 1, those that are nothing then left out. */
static void scale(const uint64_t *heaviest, uint32_t count, const uint32_t *terms, struct vector *vector)
{
    float square = 0;
    for (uint32_t i = 0; i < count; i++)
        square += weight_of(heaviest[i]) * weight_of(heaviest[i]);
    const float units = square > 0 ? VECTOR_UNIT / sqrtf(square) : 0;
    vector->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t weight = (uint32_t)(weight_of(heaviest[i]) * units + 0.5f), place = place_of(heaviest[i]);
        if (weight == 0)
            continue;
        vector->terms[vector->count] = terms[place];
        vector->places[vector->count] = (uint16_t)place;
        vector->weights[vector->count++] = (uint16_t)(weight < VECTOR_UNIT ? weight : VECTOR_UNIT);
    }
}

void index_weigh(const struct index *index, const features_record *features, struct vector *vector)
{
    uint64_t terms[TERMS_MAX];
    const uint32_t count = index_count_terms(features);
    const float *logarithms = index->logarithms, unit = logarithms[INDEX_FREQUENCY_UNIT];
    vector->count = 0;
    if (count == 0)
        return;
    vocabulary_expect(index->words, features->terms, count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t df = vocabulary_articles(index->words, features->terms[i]) + VECTOR_UNSEEN;
        float weight = 1 + logarithms[index_frequency(features->weights[i])] - unit;
        weight *= logarithms[index->live + COMMON_ARTICLES + 1 + df] - logarithms[df];
        terms[i] = packed_of(weight, i);
    }
    bring_heaviest(terms, count, VECTOR_TERMS_MAX);
    scale(terms, count < VECTOR_TERMS_MAX ? count : VECTOR_TERMS_MAX, features->terms, vector);
}
