/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_NARRATION_H
#define EXTRACT_NARRATION_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* What a clause tells of, by its first verb of event.def; EVENT_NONE where
 * that is negated, not yet so, or there is none. */
enum event_kind narration_event(const struct lexed *lexed, struct range clause);

/* Adds the sentence to what is narrated where the outlet itself tells of such a
 * happening in simple words: a subject, the verb, a place or time. */
void narration_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number);

#endif
