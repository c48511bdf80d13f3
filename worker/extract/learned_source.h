/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_SOURCE_H
#define EXTRACT_LEARNED_SOURCE_H

#include "extract/learned_cue.h"

enum { LEARNED_RUNS_MAX = 24 };

struct learned_run {
    uint32_t first, last; /* offsets in the window, both within */
};

/* The runs of a role, holes of `hole` tokens and fewer left in. */
size_t learned_runs(const uint8_t *roles, uint32_t size, enum role role, uint32_t hole,
                    struct learned_run runs[LEARNED_RUNS_MAX]);

/* Who says it, by the roles of the window, of which there are `size`: what is labelled beside the cue; else
 * the subject above it, which is labelled by that; else whom the rules found. Empty: nobody. */
struct range learned_source(const struct learned *learned, const struct learned_window *window, uint8_t *roles,
                            uint32_t size);

#endif
