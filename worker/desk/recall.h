/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_RECALL_H
#define DESK_RECALL_H

#include "desk/likeness.h"

/* The stems of the facts looked at last, in memory: a fact keeps those of its first claim for good, so what is
 * remembered never differs from the store, and what is forgotten is read there. Nothing hangs on what is in here but
 * time. */
struct recall;

/* Of `facts_max` facts, a power of two, with RECALL_STEMS stems on average. NULL without memory. */
enum { RECALL_STEMS = 8 };
struct recall *recall_new(uint32_t facts_max);
void recall_free(struct recall *recall);
void recall_clear(struct recall *recall);

/* Remembers them; of another fact, perhaps, no longer. More than LIKENESS_STEMS_MAX are nobody's. */
void recall_put(struct recall *recall, uint64_t fact, struct stem_list stems);

/* False: it is not remembered. `stems` are borrowed until the next recall_put. */
bool recall_find(const struct recall *recall, uint64_t fact, struct stem_list *stems);

/* Hints that the fact, or its stems, are asked for soon. */
void recall_expect(const struct recall *recall, uint64_t fact);
void recall_expect_stems(const struct recall *recall, uint64_t fact);

uint64_t recall_bytes(const struct recall *recall);

#endif
