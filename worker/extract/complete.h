/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_COMPLETE_H
#define EXTRACT_COMPLETE_H

#include "extract/learned_cue.h"

/* Contents that were cut within a clause, made whole by the tree: a word beside
 * a content that hangs on a word of it, with no mark between, is content, too. */
void complete_contents(const struct learned *learned, const struct learned_window *window, uint8_t *roles);

/* "X, the company said in a statement, and Y": what follows a cue that stands behind its content goes on with it, where
 * it is a clause with a subject of its own and nobody else speaks in it. */
void complete_second(const struct learned *learned, struct draft_attribution *made);

/* "The pillar, it said, had passed an inspection": what is said of a subject before the cue has it, too. */
void complete_subject(const struct learned *learned, struct draft_attribution *made);

#endif
