/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_TAG_H
#define MODEL_TAG_H

#include "model/form.h"
#include "model/weights.h"

#include <stdbool.h>

/* Parts of speech, from left to right by an averaged perceptron (Collins 2002):
 * each token's tag is the best one given the words around it and the two tags
 * before it. Shared by reading and training. */
enum {
    TAG_FEATURES = 0
#define TAG_FEATURE(name, first, second, meaning) +1
#include "model/features.def"
};

/* The features of forms[at], when tags[0..at) are given; at < count. `inside`: an odd number of
 * quotation marks stand before it. */
void tag_features(const struct form *forms, const uint8_t *tags, uint32_t count, uint32_t at, bool inside,
                  uint32_t features[TAG_FEATURES]);

/* Tags a sentence. */
void tag_sentence(const struct weights *weights, const struct form *forms, uint32_t count, uint8_t *tags);

#endif
