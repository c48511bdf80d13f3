/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_GAP_H
#define EXTRACT_GAP_H

#include "extract/lexicon.h"

/* What stands between a cue and what it reports. */
enum gap { GAP_NOTHING, GAP_CLAUSE, GAP_THAT, GAP_QUESTION, GAP_QUOTATION, GAP_END };

/* Looks over "on Friday", "in a statement", "reporters" and the like from
 * `from` on, behind the verb; `at` receives where the content begins. */
enum gap gap_after(const struct lexed *lexed, uint32_t from, uint32_t end, uint32_t verb, uint32_t *at);

#endif
