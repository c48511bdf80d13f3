/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_PHRASE_H
#define EXTRACT_PHRASE_H

#include <stdbool.h>

#include "extract/lexicon.h"

/* Noun phrases that can name who speaks. Each looks at a bounded number of
 * tokens and gives an empty range rather than a guess. */

/* The phrase that ends before `end` and begins at `first` or later: the subject of a verb at `end`. */
struct range phrase_before(const struct lexed *lexed, uint32_t first, uint32_t end);

/* The phrase that begins at `first` and ends at `end` or before: the subject after its verb. */
struct range phrase_after(const struct lexed *lexed, uint32_t first, uint32_t end);

/* The owner that ends before `end`, where its "'s" stands. */
struct range phrase_owner(const struct lexed *lexed, uint32_t first, uint32_t end);

/* True when the token can be part of a name: capitalised, no day or month, and
 * no mere first word of its sentence. */
bool phrase_is_name(const struct lexed *lexed, uint32_t token);

/* "in Paris, Texas, on Friday", at the first comma: past what only tells which Paris, and past the second comma where
 * the clause goes on with when or where; `comma` where no such place stands there. */
uint32_t phrase_past_place(const struct lexed *lexed, uint32_t comma, uint32_t end);

static inline bool range_empty(struct range range)
{
    return range.first >= range.end;
}

#endif
