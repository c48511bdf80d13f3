/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_TIME_SCAN_H
#define RESOLVE_TIME_SCAN_H

#include "base/day.h"
#include "resolve/calendar.h"
#include "resolve/time_word.h"

/* What the finders of time expressions share; nobody outside calendar.c and
 * time_*.c includes it. */

struct time_scan {
    const struct lexed *lexed;
    struct time_word *words; /* one a token */
    struct today today;
    int64_t year, month, day; /* today's */
    struct range sentence;
    uint32_t unit;    /* the next unit at or after the token that is looked at */
    uint32_t lead;    /* where the expression begins that is tried */
    int64_t quarter;  /* last spoken of, in quarters since the year 0; 0: none */
    int64_t last_day; /* the day, or the first of the month or year, last spoken of */
    enum time_unit last_unit;
    bool last_known;
};

static inline enum time_kind time_kind(const struct time_scan *scan, uint32_t i)
{
    return i < scan->sentence.end ? (enum time_kind)scan->words[i].kind : TIME_NONE;
}

static inline bool time_is(const struct time_scan *scan, uint32_t i, const char *word)
{
    return i < scan->sentence.end && document_is(scan->lexed->document, i, word);
}

static inline bool time_follows(const struct time_scan *scan, uint32_t i, const char *word)
{
    return i > scan->sentence.first && document_is(scan->lexed->document, i - 1, word);
}

static inline bool time_is_step(const struct time_scan *scan, uint32_t i, enum time_step step)
{
    return time_kind(scan, i) == TIME_STEP && scan->words[i].value == step;
}

static inline bool time_is_unit(const struct time_scan *scan, uint32_t i, enum time_unit unit)
{
    return time_kind(scan, i) == TIME_UNIT && scan->words[i].value == unit;
}

/* A plain number from `least` to `most` ("14", and "14th" up to 31), a year of four digits, a comma passed over. */
int time_number(const struct time_scan *scan, uint32_t i, int least, int most);
int time_year(const struct time_scan *scan, uint32_t i);
uint32_t time_past_comma(const struct time_scan *scan, uint32_t i);

/* ---- whether the clause around a token tells of what was or of what will be */

enum time_tense { TENSE_UNKNOWN, TENSE_PAST, TENSE_AHEAD };
enum time_tense time_tense(const struct time_scan *scan, uint32_t i);

/* ---- what they come to: value, interval and basis; the last spoken of is noted */

void time_give_day(struct time_scan *scan, struct moment *moment, int64_t day, Claimwire__V1__Basis basis);
void time_give_month(struct time_scan *scan, struct moment *moment, int64_t months, Claimwire__V1__Basis basis);
void time_give_year(struct time_scan *scan, struct moment *moment, int64_t year, Claimwire__V1__Basis basis);
/* The week of the day; `weekend`: its Saturday and Sunday. */
void time_give_week(struct time_scan *scan, struct moment *moment, int64_t day, bool weekend);
void time_give_quarter(struct time_scan *scan, struct moment *moment, int64_t quarter, Claimwire__V1__Basis basis);
void time_give_half(struct moment *moment, int64_t year, int half, Claimwire__V1__Basis basis);
void time_give_season(struct moment *moment, int64_t year, enum time_season season, Claimwire__V1__Basis basis);
void time_give_decade(struct moment *moment, int64_t decade);
void time_give_part(struct moment *moment, enum time_part part);
void time_give_clock(struct moment *moment, int hour, int minute);
/* A length of `count` units, NAN for "several"; it has no interval. */
void time_give_length(struct moment *moment, enum time_unit unit, double count);
/* PRESENT_REF and its like, XXXX-07: no interval. */
void time_give_text(struct moment *moment, const char *value);

/* ---- the finders: the token past the expression that begins at `i`, or `i` */

typedef uint32_t time_finder(struct time_scan *scan, uint32_t i, struct moment *moment);
time_finder time_date_at;    /* "14 April 2024", "in May", "1994", "the 1980s" */
time_finder time_day_at;     /* "Friday night", "5 p.m. on Tuesday", "yesterday", "last Monday" */
time_finder time_period_at;  /* "last week", "this summer", "the following month" */
time_finder time_quarter_at; /* "the third quarter of 1990", "a year-earlier period" */
time_finder time_length_at;  /* "two years", "three weeks ago", "the past few days", "every month" */
time_finder time_ref_at;     /* "now", "the future" */

/* A date with day or month, and nothing less. */
time_finder time_month_at;
/* The year that "1990", "last year" or "the year" stands for. */
uint32_t time_year_at(const struct time_scan *scan, uint32_t i, int64_t *year, Claimwire__V1__Basis *basis);

#endif
