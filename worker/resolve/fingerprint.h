/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_FINGERPRINT_H
#define RESOLVE_FINGERPRINT_H

#include "record/record.h"
#include "resolve/normal.h"

/* What the desk finds copies and events by.
 *
 * sketch: MinHash with one permutation (Li, Owen, Zhang 2012): every shingle of four body words falls by the top bits
 * of its hash into one of SKETCH_BUCKETS, and each keeps its least hash; a bucket that nothing fell into is 0, which no
 * hash is. Empty below SKETCH_WORDS_MIN words. terms: stems of title and body; a word of the title counts TITLE_WEIGHT.
 */
enum { SKETCH_WORDS_MIN = 20, SHINGLE_WORDS = 4, TITLE_WEIGHT = 3 };

/* NULL when the arena is full. `title` may be NULL. */
features_record *fingerprint_make(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                                  const struct document *body);

#endif
