/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_LEARNER_H
#define TRAIN_LEARNER_H

#include "model/weights.h"

#include <stdbool.h>

/* An averaged perceptron over hashed features (Collins 2002; Freund and Schapire
 * 1999), in whole numbers only, so that every machine learns the same.
 *
 * It may learn several times over, each time from nothing in another order of
 * the examples (learner_settle between them): what is packed is the mean. */
struct learner;

/* It learns with 1 << (lines_log2 + mark_bits) rows; of them every line keeps the sixteen strongest (weights.h). */
struct learner_shape {
    uint32_t lines_log2, mark_bits; /* mark_bits up to WEIGHTS_MARK_BITS_MAX */
    uint32_t columns;               /* up to WEIGHTS_WIDTH_MAX */
    uint32_t seen_least;            /* features that were counted less often are not learned; 0: all are */
    bool first_is_zero;             /* the first column is not stored but subtracted from the others */
};

struct learner *learner_new(const struct learner_shape *shape);
void learner_free(struct learner *learner);

/* Counts features that examples have, before anything is learned. */
void learner_count(struct learner *learner, const uint32_t *features, size_t count);

void learner_score(const struct learner *learner, const uint32_t *features, size_t count, int32_t *scores);

/* Counts an example; before its update, if it needs one. */
void learner_step(struct learner *learner);
void learner_update(struct learner *learner, const uint32_t *features, size_t count, uint32_t right, uint32_t wrong);
void learner_add(struct learner *learner, const uint32_t *features, size_t count, uint32_t column, int32_t by);

/* Takes the average of all steps into the mean, and forgets. */
void learner_settle(struct learner *learner);

/* The table of the mean, its rows straight behind its lines; on a boundary of 16, and for the caller
 * to free (`lines`). */
struct weights learner_pack(const struct learner *learner);

/* Numbers that look random: xorshift64*, never seeded with 0. */
uint32_t chance_next(uint64_t *chance);
void chance_shuffle(uint64_t *chance, uint32_t *order, uint32_t count);

/* Memory for the trainer, or its end. */
void *must_calloc(size_t count, size_t size);

#endif
