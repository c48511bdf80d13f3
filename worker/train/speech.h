/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_SPEECH_H
#define TRAIN_SPEECH_H

#include "train/lesson.h"
#include "train/tagger.h"

/* Learns who says what from annotated articles (extract/learned_cue.h). */
struct speech_recipe {
    struct schedule gate, cues, roles;
    struct learner_shape steps;
    uint32_t dropped_percent; /* of a cue's features, at random, so that none is relied on alone */
};

struct speech_weights {
    struct weights gate, cues, roles, steps;
};

/* The tables are the caller's to free (`lines`). */
struct speech_weights speech_train(const struct lesson *lessons, uint32_t count, const struct speech_recipe *recipe);

#endif
