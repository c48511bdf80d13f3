/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_TIDY_H
#define EXTRACT_TIDY_H

#include "extract/learned.h"

/* Takes out of cue and content what belongs to the telling: its day, whom it was told, words of an aside. */
void tidy_spans(const struct learned *learned, struct draft_attribution *made);

/* "answered the fire chief", "has ordered a new one", "told of his terror", "blamed the miners": somebody
 * or something, but nothing that is said of it. */
bool tidy_is_thing(const struct learned *learned, const struct draft_attribution *made);

#endif
