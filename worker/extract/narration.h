/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_NARRATION_H
#define EXTRACT_NARRATION_H

#include "extract/draft.h"
#include "extract/happening.h"

/* What a clause tells of, by its first verb of event.def; false where
 * that is negated, not yet so, or there is none. */
bool narration_event(const struct lexed *lexed, struct range clause, struct happening *happening);

/* Adds the sentence to what is narrated where the outlet itself tells of such a
 * happening in simple words: a subject, the verb, a place or time. */
void narration_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number);

#endif
