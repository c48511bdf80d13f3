/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/time_scan.h"

/* Days by name, with the part of the day or the hour that is said with them. */

enum { WEEK_DAYS = 7, HAD_TOKENS_MAX = 6 };

/* "they had until Friday" is to come, "had not called until Friday" has been. */
static bool has_had(const struct time_scan *scan, uint32_t i)
{
    const uint32_t floor = i > scan->sentence.first + HAD_TOKENS_MAX ? i - HAD_TOKENS_MAX : scan->sentence.first;
    for (uint32_t k = floor; k + 1 < i; k++)
        if (document_is(scan->lexed->document, k, "had") || document_is(scan->lexed->document, k, "have"))
            return true;
    return i == scan->sentence.first + 1;
}

/* "until", "by", "from", "as early as": before a day that is still to come. */
static bool is_limit(const struct time_scan *scan, uint32_t i)
{
    return time_follows(scan, i, "until") || time_follows(scan, i, "by") || time_follows(scan, i, "from") ||
           time_follows(scan, i, "as");
}

/* "next Tuesday", "the previous Friday", "as early as Monday": the weekday at
 * `i` counted from today. `step` is the token of "next" or "last", or `i`. */
static int64_t weekday_day(const struct time_scan *scan, uint32_t i, uint32_t step)
{
    const int64_t back = ((scan->today.day - scan->words[i].value) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
    const int64_t last = scan->today.day - back, next = back ? last + WEEK_DAYS : last;
    if (step < i) {
        const enum time_step word = (enum time_step)scan->words[step].value;
        if (word == STEP_LAST || word == STEP_PAST)
            return back ? last : last - WEEK_DAYS;
        if (word == STEP_PREVIOUS)
            return scan->last_known && scan->last_unit == UNIT_DAY && scan->last_day == last ? last - WEEK_DAYS : last;
        if (word == STEP_NEXT || word == STEP_COMING)
            return back ? next : next + WEEK_DAYS;
    }
    const bool possessive = i + 1 < scan->sentence.end && scan->lexed->document->tokens[i + 1].flags & TOKEN_CLITIC;
    if (time_follows(scan, scan->lead, "for") && !possessive)
        return next;
    switch (time_tense(scan, scan->lead)) {
    case TENSE_AHEAD:
        return next;
    case TENSE_PAST:
        return time_follows(scan, scan->lead, "until") && !has_had(scan, scan->lead) ? next : last;
    default:
        return is_limit(scan, scan->lead) ? next : last;
    }
}

static uint32_t named_day(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    static const int steps[] = { -1, 0, 0, 1, 0 };
    const enum time_named named = (enum time_named)scan->words[i].value;
    if (!scan->today.known || time_kind(scan, i) != TIME_NAMED)
        return i;
    time_give_day(scan, moment, scan->today.day + steps[named], scan->today.basis);
    if (named == NAMED_TONIGHT || named == NAMED_OVERNIGHT)
        time_give_part(moment, PART_NIGHT);
    return i + 1;
}

/* "Friday", "last Friday", "Friday, Oct. 13". */
static uint32_t weekday(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t the = i + time_is(scan, i, "the");
    uint32_t at = the;
    if (time_kind(scan, at) == TIME_STEP && (at > i || scan->words[at].value != STEP_THAT))
        at++;
    if (time_kind(scan, at) != TIME_WEEKDAY || (the > i && at == the))
        return i;
    const uint32_t comma = time_past_comma(scan, at + 1);
    if (time_kind(scan, comma) == TIME_MONTH || time_kind(scan, comma + 1) == TIME_MONTH) {
        const uint32_t past = time_month_at(scan, comma, moment);
        if (past > comma + 1)
            return past;
    }
    if (!scan->today.known)
        return i;
    time_give_day(scan, moment, weekday_day(scan, at, the), scan->today.basis);
    return at + 1;
}

/* "this morning", "last night". */
static uint32_t this_part(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    if (!scan->today.known || time_kind(scan, i + 1) != TIME_PART ||
        !(time_is_step(scan, i, STEP_THIS) || time_is_step(scan, i, STEP_LAST)))
        return i;
    time_give_day(scan, moment, scan->today.day - time_is_step(scan, i, STEP_LAST), scan->today.basis);
    time_give_part(moment, (enum time_part)scan->words[i + 1].value);
    return i + 2;
}

static uint32_t holiday(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    uint32_t at = i + (time_kind(scan, i) == TIME_STEP);
    if (!scan->today.known || time_kind(scan, at) != TIME_HOLIDAY ||
        !(scan->lexed->document->tokens[at].flags & TOKEN_CAPITAL))
        return i;
    const bool thanksgiving = scan->words[at++].value == HOLIDAY_THANKSGIVING;
    at += time_is_unit(scan, at, UNIT_DAY);
    int64_t year = time_year(scan, at), day = 0;
    const int64_t first = year ? year : scan->year + (time_tense(scan, i) == TENSE_AHEAD);
    for (int64_t candidate = first; candidate > first - 2; candidate--) {
        const int64_t november = day_of(candidate, 11, 1);
        /* The fourth Thursday of November, as the United States have it. */
        day = thanksgiving ? november + (WEEK_DAYS - november % WEEK_DAYS) % WEEK_DAYS + 3 * WEEK_DAYS
                           : day_of(candidate, 12, 25);
        if (year || day <= scan->today.day || first > scan->year)
            break;
    }
    time_give_day(scan, moment, day, year ? CLAIMWIRE__V1__BASIS__BASIS_TEXT : scan->today.basis);
    return at + (year != 0);
}

/* A day without the hour. */
static uint32_t day_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    time_finder *const finders[] = { time_month_at, named_day, weekday, this_part, holiday };
    for (size_t k = 0; k < sizeof finders / sizeof *finders; k++) {
        const uint32_t past = finders[k](scan, i, moment);
        if (past > i)
            return past;
    }
    return i;
}

/* "10 p.m.", "7:15 a.m. EST", "noon", "14:30"; the hour of 24. */
static uint32_t clock_at(const struct time_scan *scan, uint32_t i, int *hour, int *minute)
{
    static const char *const zones[] = { "est", "edt", "pst", "pdt", "cst", "cet", "gmt", "utc", "bst" };
    const struct span text = document_token(scan->lexed->document, i);
    const char *colon = memchr(text.data, ':', text.size);
    const size_t digits = colon ? (size_t)(colon - text.data) : text.size;
    uint32_t at = i + 1;
    *minute = 0;
    if (time_kind(scan, i) == TIME_CLOCK) {
        *hour = scan->words[i].value;
        return at;
    }
    *hour = digits <= 2 ? time_count(span_slice(text, 0, digits)) : 0;
    if (colon && text.size == digits + 3)
        *minute = (text.data[digits + 1] - '0') * 10 + (text.data[digits + 2] - '0');
    if (text.data[0] < '0' || text.data[0] > '9' || *hour > 23 || *minute > 59 || (colon && text.size != digits + 3))
        return i;
    const bool morning = time_is(scan, at, "a.m.") || time_is(scan, at, "am");
    if (morning || time_is(scan, at, "p.m.") || time_is(scan, at, "pm")) {
        if (*hour < 1 || *hour > 12)
            return i;
        *hour = *hour % 12 + (morning ? 0 : 12);
        at++;
    } else if (!colon || digits != 2 || i == scan->sentence.first ||
               !lexed_is(scan->lexed, i - 1, WORD_PREPOSITION | WORD_ROUGHLY)) {
        return i; /* the length of a film, a score */
    }
    for (size_t k = 0; k < sizeof zones / sizeof *zones; k++)
        if (time_is(scan, at, zones[k]))
            return at + 1;
    return at;
}

/* The hour, and the day it is of: the one said with it, else the one spoken of
 * last, else today. */
static uint32_t hour_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    int hour = 0, minute = 0;
    if (scan->lexed->document->tokens[i].kind != TOKEN_NUMBER && time_kind(scan, i) != TIME_CLOCK)
        return i;
    const uint32_t at = clock_at(scan, i, &hour, &minute);
    if (at == i)
        return i;
    uint32_t day = time_past_comma(scan, at);
    day += time_is(scan, day, "on") || time_is(scan, day, "late") || time_is(scan, day, "early");
    uint32_t past = day < scan->sentence.end ? day_at(scan, day, moment) : day;
    if (past == day) {
        past = at;
        if (!scan->today.known)
            return i;
        const bool spoken = scan->last_known && scan->last_unit == UNIT_DAY && scan->last_day <= scan->today.day;
        time_give_day(scan, moment, spoken ? scan->last_day : scan->today.day, scan->today.basis);
    }
    if (strlen(moment->value) == sizeof "2024-04-14" - 1)
        time_give_clock(moment, hour, minute);
    return past;
}

uint32_t time_day_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t hour = hour_at(scan, i, moment);
    if (hour > i)
        return hour;
    const uint32_t past = day_at(scan, i, moment);
    if (past == i)
        return i;
    if (time_kind(scan, past) != TIME_PART || strlen(moment->value) != sizeof "2024-04-14" - 1)
        return past;
    time_give_part(moment, (enum time_part)scan->words[past].value);
    return past + 1;
}
