/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_CLAIM_TIME_H
#define RESOLVE_CLAIM_TIME_H

#include "resolve/calendar.h"

/* The day of what a claim tells. */

/* The time expressions of a text, and the day that it is about. */
struct claim_times {
    const struct document *document;
    struct moment *moments;
    size_t count;
    size_t *first; /* one a sentence: the first moment at or after its start */
    struct moment lead;
};

/* False when the arena is full. */
bool claim_times_make(struct arena *arena, const struct lexed *lexed, const struct today *today,
                      struct claim_times *times);

/* Gives the claim the one day, month or year that its own words name, else the
 * one that its sentence names, else, unless it tells of what is to come, the
 * first day that the text tells of (without one the day of the dateline, else of publication). None
 * where the words name two. What is counted from another day than the
 * outlet's lowers the claim's confidence. */
void claim_time_give(struct arena *arena, const struct claim_times *times, claim_record *claim,
                     const struct range *content, size_t count);

#endif
