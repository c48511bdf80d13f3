/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_PARSER_H
#define TRAIN_PARSER_H

#include "train/tagger.h"

struct parser_weights {
    struct weights actions, labels;
};

/* Learns to parse sentences whose tags are set and whose arcs do not cross, with the dynamic oracle
 * (Goldberg and Nivre 2013): the parser's own steps are followed, and at each the actions count as
 * right that lose no further gold arc. The rows are the caller's to free. */
struct parser_weights parser_train(const struct treebank *treebank, const struct schedule *schedule,
                                   uint32_t label_rows_log2);

#endif
