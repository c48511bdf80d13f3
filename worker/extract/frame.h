/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_FRAME_H
#define EXTRACT_FRAME_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* How many were killed and injured, as verbs and numbers beside each other
 * tell it: "N people were killed", "killing N", "the death toll rose to N".
 * What might be, is feared or is denied gives nothing. Adds to the figures;
 * each names the attribution that holds it. TOO_LARGE when the arena is full. */
enum err frame_casualties(struct arena *arena, const struct lexed *lexed, struct drafts *drafts);

/* "96 people are killed each day", "on an average day": does the clause, or what stands before it, tell of a rate, and
 * so of no event? */
bool frame_is_rate(const struct lexed *lexed, struct range sentence, struct range clause);

#endif
