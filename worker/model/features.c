/* SPDX-License-Identifier: Apache-2.0 */
#include "model/features.h"

#include "base/hash.h"
#include "model/names.h"

#include <string.h>

#define SPELLED(name, first, second, meaning) #name " " #first " " #second "\n"

/* clang-format off */
static const char *const spelled[FEATURES_GROUPS] = {
    [FEATURES_TAG] =
#define TAG_FEATURE SPELLED
#include "model/features.def"
    , [FEATURES_ACTION] =
#define ACTION_FEATURE SPELLED
#include "model/features.def"
    , [FEATURES_LABEL] =
#define LABEL_FEATURE SPELLED
#include "model/features.def"
    , [FEATURES_GATE] =
#define GATE_FEATURE SPELLED
#include "model/attribution.def"
    , [FEATURES_CUE] =
#define CUE_FEATURE SPELLED
#include "model/attribution.def"
#define DEPENDENT_FEATURE SPELLED
#include "model/attribution.def"
    , [FEATURES_ROLE] =
#define ROLE_FEATURE SPELLED
#include "model/attribution.def"
    , [FEATURES_STEP] =
#define STEP_FEATURE SPELLED
#include "model/attribution.def"
};
/* clang-format on */

static const struct feature_table tables[FEATURES_GROUPS] = {
    [FEATURES_TAG] = { "tag", TAG_COUNT, true },
    [FEATURES_ACTION] = { "action", 3, true }, /* SHIFT, LEFT, RIGHT */
    [FEATURES_LABEL] = { "label", RELATION_COUNT, true },
    [FEATURES_GATE] = { "gate", 1, false }, /* told against no cue, as the next */
    [FEATURES_CUE] = { "cue", 1, false },
    [FEATURES_ROLE] = { "role", 3, false },  /* source, content, cue, told against none */
    [FEATURES_STEP] = { "step", 16, false }, /* each role after each */
};

const struct feature_table *features_table(enum feature_group group)
{
    return &tables[group];
}

uint64_t features_hash(enum feature_group group)
{
    return hash64(spelled[group], strlen(spelled[group]), 0);
}
