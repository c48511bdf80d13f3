/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_NORMAL_H
#define RESOLVE_NORMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "text/document.h"

/* Words as they are compared across articles: NFKD, case folded, no
 * diacritics, number words as digits, Porter2 stems. */
enum { NORMAL_BYTES_MAX = 64 };

/* Folds `text` into `folded` and gives its size; 0 when it does not fit. The
 * curly apostrophe becomes a straight one. No NUL is added. */
size_t normal_fold(struct span text, char *folded, size_t folded_max);

/* The English stemmer, taken once a reading. What it remembers serves the next reading of its thread. */
struct stemmer;
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *stemmer);
/* Good until the next call. */
struct span stemmer_stem(struct stemmer *stemmer, struct span folded);

/* Articles, prepositions, conjunctions, auxiliaries, pronouns, negations:
 * words that say nothing of what a text is about. */
bool normal_is_stop(struct span folded);

/* Calls `take` with each folded word of the tokens: runs of letters and
 * digits, "20,000" as 20000, "twenty-one" as 21. Clitics are left out. A word over NORMAL_BYTES_MAX is left out too. */
typedef void normal_take(void *context, struct span folded);
void normal_words(const struct document *document, struct range tokens, normal_take *take, void *context);

#endif
