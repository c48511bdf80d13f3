/* SPDX-License-Identifier: Apache-2.0
 * What the terms of an article weigh when it comes. */
#include <math.h>
#include <stdlib.h>

#include "desk/index_inner.h"

enum { SELECT_ROUNDS_MAX = 32 };

struct term {
    uint32_t term, place;
    float weight;
};

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

static bool is_heavier(const struct term *a, const struct term *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->term < b->term;
}

static int by_weight(const void *a, const void *b)
{
    return is_heavier(a, b) ? -1 : is_heavier(b, a);
}

static void swap(struct term *a, struct term *b)
{
    const struct term kept = *a;
    *a = *b;
    *b = kept;
}

/* Brings the `wanted` heaviest to the front, in whatever order (Hoare's selection). The middle one parts each range, so
 * terms that rise or fall are parted well. */
static void bring_heaviest(struct term *terms, size_t count, size_t wanted)
{
    size_t from = 0, to = count;
    for (int rounds = 0; to - from > 1 && wanted > from && wanted < to; rounds++) {
        if (rounds == SELECT_ROUNDS_MAX) {
            qsort(terms + from, to - from, sizeof *terms, by_weight);
            return;
        }
        size_t front = from;
        swap(&terms[from + (to - from) / 2], &terms[to - 1]);
        for (size_t i = from; i + 1 < to; i++)
            if (is_heavier(&terms[i], &terms[to - 1]))
                swap(&terms[i], &terms[front++]);
        swap(&terms[front], &terms[to - 1]);
        if (front < wanted)
            from = front + 1;
        else
            to = front;
    }
}

/* At length 1, those that are nothing then left out. */
static void scale(const struct term *terms, uint32_t count, struct vector *vector)
{
    float square = 0;
    for (uint32_t i = 0; i < count; i++)
        square += terms[i].weight * terms[i].weight;
    const float units = square > 0 ? VECTOR_UNIT / sqrtf(square) : 0;
    vector->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t weight = (uint32_t)(terms[i].weight * units + 0.5f);
        if (weight == 0)
            continue;
        vector->terms[vector->count] = terms[i].term;
        vector->places[vector->count] = (uint16_t)terms[i].place;
        vector->weights[vector->count++] = (uint16_t)(weight < VECTOR_UNIT ? weight : VECTOR_UNIT);
    }
}

void index_weigh(const struct index *index, const features_record *features, struct vector *vector)
{
    struct term terms[TERMS_MAX];
    const uint32_t count = index_count_terms(features);
    const float *logarithms = index->logarithms, unit = logarithms[INDEX_FREQUENCY_UNIT];
    if (count)
        vocabulary_expect(index->words, features->terms, count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t df = vocabulary_articles(index->words, features->terms[i]) + VECTOR_UNSEEN;
        terms[i].term = features->terms[i];
        terms[i].place = i;
        terms[i].weight = 1 + logarithms[index_frequency(features->weights[i])] - unit;
        terms[i].weight *= logarithms[index->live + COMMON_ARTICLES + 1 + df] - logarithms[df];
    }
    bring_heaviest(terms, count, VECTOR_TERMS_MAX);
    scale(terms, count < VECTOR_TERMS_MAX ? count : VECTOR_TERMS_MAX, vector);
}
