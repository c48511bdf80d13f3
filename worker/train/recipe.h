/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_RECIPE_H
#define TRAIN_RECIPE_H

#include "train/lexis.h"
#include "train/parser.h"
#include "train/speech.h"

/* Everything that decides what a model becomes, beside its inputs. */
struct recipe {
    struct schedule jackknife, tagger, parser;
    struct learner_shape labels;
    struct speech_recipe speech;
};

/* The recipe of the committed model. */
extern const struct recipe recipe_full;

/* Learns tagger and parser from the treebank, which is changed (forms, tags, heads that cross), and
 * packs a model file, for the caller to free. The lexis may know other words already. */
struct span recipe_make(const struct recipe *recipe, struct treebank *treebank, struct lexis *lexis,
                        struct span licence, struct span manifest);

/* Learns who says what from the articles, as this model parses them, and packs its file anew with
 * what was learned, for the caller to free. */
struct span recipe_add_speech(const struct recipe *recipe, const struct articles *articles, const struct model *model,
                              struct span licence, struct span manifest);

#endif
