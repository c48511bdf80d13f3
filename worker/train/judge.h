/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_JUDGE_H
#define TRAIN_JUDGE_H

#include "model/model.h"
#include "train/articles.h"

#include <stdio.h>

/* Reads annotated articles with the model and prints, for each twentieth of confidence, how many
 * attributions were given and how many of them share half of their content's words (F1) with an
 * annotated one that no other took. False when an article is too large. */
bool judge_print(const struct model *model, const struct articles *articles, FILE *out);

#endif
