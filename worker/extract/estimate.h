/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_ESTIMATE_H
#define EXTRACT_ESTIMATE_H

#include "extract/attribution.h"

/* Figures that somebody gives without a verb of saying: "puts the dead at four", "spoke of some 700 families", "counts
 * nine". Adds those of the sentence's whose verb is no cue yet. Linear in its tokens. */
void estimate_read(struct attribution_pass *pass, struct range sentence);

#endif
