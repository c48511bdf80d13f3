/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_FEATURES_H
#define MODEL_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

/* The groups of features.def and attribution.def, each of which fills one table of the model file. */
enum feature_group {
    FEATURES_TAG,
    FEATURES_ACTION,
    FEATURES_LABEL,
    FEATURES_GATE, /* attribution.def, as all behind */
    FEATURES_CUE,
    FEATURES_ROLE,
    FEATURES_STEP,
    FEATURES_GROUPS
};

/* What the table of a group must be like. */
struct feature_table {
    const char *section;
    uint32_t columns;
    bool needed; /* a file without it is refused */
};
const struct feature_table *features_table(enum feature_group group);

/* A hash of the group's names and expressions: what the file must have been trained with. */
uint64_t features_hash(enum feature_group group);

/* Values below 64 side by side, in the expressions of features.def. */
#define PAIR(a, b) ((uint32_t)(a)*64 + (uint32_t)(b))
#define TRIPLE(a, b, c) (PAIR(a, b) * 64 + (uint32_t)(c))

#endif
