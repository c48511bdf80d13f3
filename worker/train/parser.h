/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_PARSER_H
#define TRAIN_PARSER_H

#include "train/tagger.h"

struct parser_weights {
    struct weights actions, labels;
};

/* Learns to parse sentences whose tags are set and whose arcs do not cross.
 *
 * Actions: the structured perceptron with the beam that reading uses; where the gold steps lose, both
 * ways are moved up to where they lose most (Zhang and Clark 2008; Huang, Fayong and Guo 2012).
 * Relations: of each word once a round, on the steps that the parser took, or should have taken.
 * The tables are the caller's to free. */
struct parser_weights parser_train(const struct treebank *treebank, const struct schedule *schedule,
                                   const struct learner_shape *labels);

#endif
