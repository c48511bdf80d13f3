/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_TAGGER_H
#define TRAIN_TAGGER_H

#include "train/learner.h"
#include "train/treebank.h"

/* How long and from what to learn. */
struct schedule {
    uint32_t lines_log2, mark_bits, seen_least; /* learner.h */
    uint32_t rounds;                            /* over the sentences */
    uint32_t times;                             /* from nothing, each in another order */
    uint64_t seed;
};

/* Learns the tags of the sentences. The table is the caller's to free. */
struct weights tagger_train(const struct treebank *treebank, const struct schedule *schedule);

/* Gives every sentence the tags of a tagger that has not seen it, so that the
 * parser learns from tags as wrong as those it will meet. */
void tagger_jackknife(struct treebank *treebank, const struct schedule *schedule);

#endif
