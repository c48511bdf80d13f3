/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_VECTOR_H
#define DESK_VECTOR_H

#include "record/record.h"

/* An article as it is matched: its heaviest terms by TF-IDF, at length 1, as they weighed when it came. What comes
 * later changes no vector, so two articles stay as alike as they were, and a restart changes nothing.
 *
 * A term weighs 1 + ln(frequency), times ln((N + df) / df) over the articles of the window, this one and those of
 * common.h; VECTOR_UNSEEN more have any term. */
enum {
    VECTOR_TERMS_MAX = 64,
    VECTOR_UNIT = 4095, /* a weight of 1; as much as a posting holds */
    VECTOR_UNSEEN = 4,  /* so that a name weighs little less when its second report comes */
};

struct vector {
    uint32_t count;
    uint32_t terms[VECTOR_TERMS_MAX];  /* in no order */
    uint16_t places[VECTOR_TERMS_MAX]; /* in features.terms */
    uint16_t weights[VECTOR_TERMS_MAX];
};

/* The cosine of two, from the sum over the products of their weights. */
static inline float vector_cosine(uint32_t sum)
{
    return (float)sum * (1.0f / ((float)VECTOR_UNIT * (float)VECTOR_UNIT));
}

/* Into the row of the window, whose features it is of, and out of it; false: it has none, as rows of releases that kept
 * none. Places that are none there are left out. */
enum err vector_put(struct arena *arena, const struct vector *vector, window_row_record *row);
bool vector_get(const window_row_record *row, struct vector *vector);

#endif
