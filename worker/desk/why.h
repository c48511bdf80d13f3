/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_WHY_H
#define DESK_WHY_H

#include "record/record.h"

/* Reasons, kept beside what they led to: by which rule, what it scored, and
 * what it had to. A few dozen bytes each. NULL, or false, when the arena is
 * full. */

enum { WHY_WORDS_MAX = 8 };

/* `threshold` 0: the rule has no score. */
stored_why_record *why_because(struct arena *arena, Claimwire__V1__Rule rule, float score, float threshold);

/* Says by which words, as terms of the features, the heaviest first; the first
 * WHY_WORDS_MAX of them that the reader gave a place. */
bool why_name_words(struct arena *arena, stored_why_record *why, const features_record *features, const uint32_t *terms,
                    size_t count);

#endif
