/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/time_scan.h"

/* Weeks, months, years and seasons by how far they are from today or from what
 * was spoken of last. */

/* `steps` units from the day: a day, the unit's week, month or year. */
static bool give_unit(struct time_scan *scan, struct moment *moment, int64_t day, enum time_unit unit, int64_t steps)
{
    int64_t year, month, number;
    day_date(day, &year, &month, &number);
    switch (unit) {
    case UNIT_DAY:
        time_give_day(scan, moment, day + steps, scan->today.basis);
        return true;
    case UNIT_WEEK:
    case UNIT_WEEKEND:
        time_give_week(scan, moment, day + steps * 7, unit == UNIT_WEEKEND);
        return true;
    case UNIT_MONTH:
        time_give_month(scan, moment, year * 12 + month - 1 + steps, scan->today.basis);
        return true;
    case UNIT_YEAR:
        time_give_year(scan, moment, year + steps, scan->today.basis);
        return true;
    default:
        return false;
    }
}

/* "last week", "the following month", "the same day". */
static uint32_t step_unit(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t at = i + time_is(scan, i, "the");
    if (time_kind(scan, at) != TIME_STEP)
        return i;
    const uint32_t unit_at = at + 1 + (time_is(scan, at + 1, "fiscal") || time_is(scan, at + 1, "calendar"));
    if (time_kind(scan, unit_at) != TIME_UNIT)
        return i;
    const enum time_unit unit = (enum time_unit)scan->words[unit_at].value;
    const bool spoken = scan->last_known && scan->last_unit <= unit;
    const int64_t last = spoken ? scan->last_day : scan->today.day;
    switch ((enum time_step)scan->words[at].value) {
    case STEP_LAST:
        if (unit == UNIT_DAY)
            return i;
        return give_unit(scan, moment, scan->today.day, unit, -1) ? unit_at + 1 : i;
    case STEP_NEXT:
        if (unit == UNIT_DAY && !spoken)
            return i;
        return give_unit(scan, moment, unit == UNIT_DAY ? last : scan->today.day, unit, 1) ? unit_at + 1 : i;
    case STEP_COMING:
        return unit != UNIT_DAY && give_unit(scan, moment, scan->today.day, unit, 1) ? unit_at + 1 : i;
    case STEP_THIS:
    case STEP_CURRENT:
        return unit != UNIT_DAY && give_unit(scan, moment, scan->today.day, unit, 0) ? unit_at + 1 : i;
    case STEP_PREVIOUS:
        return give_unit(scan, moment, last, unit, -1) ? unit_at + 1 : i;
    case STEP_FOLLOWING:
        return spoken && give_unit(scan, moment, last, unit, 1) ? unit_at + 1 : i;
    case STEP_SAME:
    case STEP_THAT:
        if (unit == UNIT_DAY)
            return i;
        return (at > i) == (scan->words[at].value == STEP_SAME) && spoken && give_unit(scan, moment, last, unit, 0)
                   ? unit_at + 1
                   : i;
    default:
        return i;
    }
}

/* "over the weekend", "by the end of the year", "earlier in the week". */
static uint32_t the_unit(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    if (!time_is(scan, i, "the") || time_kind(scan, i + 1) != TIME_UNIT)
        return i;
    const enum time_unit unit = (enum time_unit)scan->words[i + 1].value;
    if (unit == UNIT_WEEKEND) {
        const bool today = (scan->today.day + 3) % 7 >= 5;
        return give_unit(scan, moment, scan->today.day, unit, today || time_tense(scan, i) == TENSE_AHEAD ? 0 : -1)
                   ? i + 2
                   : i;
    }
    if (unit != UNIT_WEEK && unit != UNIT_MONTH && unit != UNIT_YEAR)
        return i;
    const bool of = i > scan->sentence.first + 1 && time_follows(scan, i, "of") &&
                    (time_is(scan, i - 2, "end") || time_is(scan, i - 2, "rest") || time_is(scan, i - 2, "start") ||
                     time_is(scan, i - 2, "beginning") || time_is(scan, i - 2, "half"));
    const bool in = i > scan->sentence.first + 1 && time_follows(scan, i, "in") && time_kind(scan, i - 2) == TIME_EDGE;
    return (of || in) && give_unit(scan, moment, scan->today.day, unit, 0) ? i + 2 : i;
}

/* "this summer", "last fall", "the summer of 1998", "in winter". */
static uint32_t season(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    static const int first_month[] = { 3, 6, 9, 12 };
    uint32_t at = i + time_is(scan, i, "the");
    const bool step = time_kind(scan, at) == TIME_STEP;
    const bool next = time_is_step(scan, at, STEP_NEXT) || time_is_step(scan, at, STEP_COMING);
    at += step;
    at += step && time_kind(scan, at) == TIME_STEP; /* "this past spring" */
    at += time_kind(scan, at) == TIME_EDGE;
    if (time_kind(scan, at) != TIME_SEASON)
        return i;
    const enum time_season found = (enum time_season)scan->words[at++].value;
    const uint32_t of = at + time_is(scan, at, "of");
    int64_t year = time_year(scan, of);
    if (year) {
        time_give_season(moment, year, found, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
        return of + 1;
    }
    /* "a fall", "the spring of his life", "they fall" */
    const bool bare = !step && i + 1 == at;
    if (of > at || (bare && !(i > scan->sentence.first && lexed_is(scan->lexed, i - 1, WORD_PREPOSITION) &&
                              found != SEASON_AUTUMN && found != SEASON_SPRING)))
        return i;
    const bool begun = first_month[found] <= scan->month;
    year = scan->year - !begun;
    const bool ahead = next || (!time_is_step(scan, i, STEP_LAST) && time_tense(scan, i) == TENSE_AHEAD);
    if ((ahead && (next || !begun)) || time_is_step(scan, i, STEP_THIS))
        year = scan->year + (ahead && begun && next);
    if (time_is_step(scan, i, STEP_LAST) && begun && scan->month < first_month[found] + 3)
        year--;
    time_give_season(moment, year, found, scan->today.basis);
    return at;
}

/* "last June" begins with "last"; "next May". */
static uint32_t step_month(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    if (time_kind(scan, i) != TIME_STEP || time_kind(scan, i + 1) != TIME_MONTH)
        return i;
    return time_month_at(scan, i + 1, moment) == i + 2 ? i + 2 : i;
}

/* "for the year", "the full year", and "the fiscal year ended May 31", which is a length. */
static uint32_t whole_year(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t at = i + 1 + (time_is(scan, i + 1, "full") || time_is(scan, i + 1, "fiscal"));
    if (!time_is(scan, i, "the") || !time_is_unit(scan, at, UNIT_YEAR))
        return i;
    if (time_is(scan, at + 1, "ended") || time_is(scan, at + 1, "ending"))
        time_give_length(moment, UNIT_YEAR, 1);
    else if (at > i + 1 || time_follows(scan, i, "for") || time_follows(scan, i, "of"))
        time_give_year(scan, moment, scan->year, scan->today.basis);
    else
        return i;
    return at + 1;
}

static uint32_t year_end(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const bool two = time_is_unit(scan, i, UNIT_YEAR) && time_is(scan, i + 1, "end");
    if (!two && time_kind(scan, i) != TIME_YEAR_END)
        return i;
    time_give_year(scan, moment, scan->year, scan->today.basis);
    return i + 1 + two;
}

uint32_t time_period_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    time_finder *const finders[] = { step_unit, the_unit, season, step_month, whole_year, year_end };
    if (!scan->today.known)
        return i;
    for (size_t k = 0; k < sizeof finders / sizeof *finders; k++) {
        const uint32_t past = finders[k](scan, i, moment);
        if (past > i)
            return past;
    }
    return i;
}
