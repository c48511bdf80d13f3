/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_NEST_H
#define EXTRACT_LEARNED_NEST_H

#include "extract/attribution.h"
#include "extract/learned.h"

/* Puts the attributions from `first` on, all of one sentence, in order, the outer before the inner, and finds
 * in which others' contents they stand. One that does is dropped unless it is surer than `least`, or than
 * `least_hinted` where the rules see its cue: a verb within what somebody says is most often a part of that. */
void learned_nest(const struct learned *learned, struct attribution_pass *pass, uint32_t first, float least,
                  float least_hinted);

/* Marks the quotations in its content as the attribution's. */
void learned_take(struct attribution_pass *pass, uint32_t number);

#endif
