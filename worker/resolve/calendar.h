/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_CALENDAR_H
#define RESOLVE_CALENDAR_H

#include "extract/lexicon.h"
#include "record/record.h"

/* Words to days. */

/* The day that "today" is, and how it is known. */
struct today {
    bool known;
    int64_t day; /* since 1970-01-01 */
    Claimwire__V1__Basis basis;
};

/* published_at, unless it is missing, no date, or more than a day after
 * fetched_at; then fetched_at; then accepted_ms (0: not known either). The
 * day is the one the outlet's own offset gives. */
struct today calendar_today(const article_record *article, int64_t accepted_ms);

enum { MOMENT_BYTES = 24 };

/* A time expression: what it says, as a TIMEX3 value and as an interval of
 * days, months or years. Lengths, sets and "now" have no interval: start is "". */
struct moment {
    struct range words;
    char value[MOMENT_BYTES]; /* 2024-04-14, 2024-04-14T09:00, 2024-W15, 2024-Q2, 2024, P3D, PRESENT_REF */
    char start[MOMENT_BYTES], end[MOMENT_BYTES];
    Claimwire__V1__Basis basis;
};

/* All of a document, in text order, at most `moments_max`; returns how many.
 * What counts from today is left out when today is not known; nothing is
 * found when the arena is full. */
size_t calendar_find(struct arena *arena, const struct lexed *lexed, const struct today *today, struct moment *moments,
                     size_t moments_max);

#endif
