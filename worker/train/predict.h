/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_PREDICT_H
#define TRAIN_PREDICT_H

#include "model/model.h"

#include <stdio.h>

/* Writes a CoNLL-U file's lines again with the model's tags, heads and relations; false when a
 * line is none of CoNLL-U's. */
bool predict_file(const struct model *model, FILE *in, FILE *out);

#endif
