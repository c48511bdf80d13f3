/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/time_scan.h"

/* Quarters and halves of years. A text about results speaks of one quarter:
 * "the quarter", "the year-ago period" and "a year earlier" are seen from it. */

static int64_t quarter_now(const struct time_scan *scan)
{
    return scan->year * 4 + (scan->month - 1) / 3;
}

/* The year that a quarter is said to be of, or 0. */
struct of_year {
    int64_t year;
    Claimwire__V1__Basis basis;
    bool before; /* "year-ago": the year before that of the quarter */
};

/* "1990", "last year's", "year-earlier" before the quarter's name. */
static uint32_t year_before(const struct time_scan *scan, uint32_t i, struct of_year *of)
{
    of->before = time_kind(scan, i) == TIME_YEAR_AGO;
    if (of->before)
        return i + 1;
    const uint32_t past = time_year_at(scan, i, &of->year, &of->basis);
    const struct document *document = scan->lexed->document;
    if (past == i + 1 && past > i)
        return past;
    if (past > i && past < scan->sentence.end && document->tokens[past].flags & TOKEN_CLITIC)
        return past + 1;
    of->year = 0;
    return i;
}

/* "of 1990", "of last year", "last year" behind it. */
static uint32_t year_after(const struct time_scan *scan, uint32_t i, struct of_year *of)
{
    const uint32_t at = i + time_is(scan, i, "of");
    int64_t year = 0;
    Claimwire__V1__Basis basis;
    if (at == i && !(time_is_step(scan, i, STEP_LAST) || time_is_step(scan, i, STEP_NEXT)))
        return i;
    const uint32_t past = time_year_at(scan, at, &year, &basis);
    if (past == at)
        return i;
    of->year = year;
    of->basis = basis;
    return past;
}

/* The number of the quarter named at `i`, 1 to 4. */
static uint32_t name_at(const struct time_scan *scan, uint32_t i, int *number)
{
    *number = i < scan->sentence.end ? scan->words[i].value : 0;
    if (time_kind(scan, i) == TIME_QUARTER_NAME)
        return i + 1;
    return time_kind(scan, i) == TIME_ORDINAL && time_is_unit(scan, i + 1, UNIT_QUARTER) ? i + 2 : i;
}

static uint32_t named_quarter(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    struct of_year of = { 0, scan->today.basis, false };
    int number = 0;
    uint32_t at = i + time_is(scan, i, "the");
    at = year_before(scan, at, &of);
    at += time_is(scan, at, "fiscal");
    uint32_t past = name_at(scan, at, &number);
    if (past == at + 1 && at > i && !of.year && !of.before)
        return i; /* "the third-quarter results": the article is theirs */
    if (of.year && scan->quarter && (time_kind(scan, at) == TIME_PERIOD || time_is_unit(scan, at, UNIT_QUARTER))) {
        const int64_t spoken = scan->quarter; /* "the 1988 period" */
        time_give_quarter(scan, moment, of.year * 4 + spoken % 4, of.basis);
        scan->quarter = spoken;
        return at + 1;
    }
    if (past == at)
        return i;
    if (!of.year)
        past = year_after(scan, past, &of);
    if (of.year) {
        time_give_quarter(scan, moment, of.year * 4 + number - 1, of.basis);
        return past;
    }
    if (!scan->today.known)
        return i;
    const int64_t now = quarter_now(scan);
    int64_t quarter = scan->year * 4 + number - 1;
    if (quarter > now && !(quarter == now + 1 && time_tense(scan, i) == TENSE_AHEAD))
        quarter -= 4; /* the last one begun */
    time_give_quarter(scan, moment, quarter - of.before * 4, of.basis);
    if (of.before)
        scan->quarter = quarter;
    return past;
}

/* "the quarter", "this quarter", "the latest period", "the year-ago quarter". */
static uint32_t spoken_quarter(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const bool the = time_is(scan, i, "the");
    const uint32_t at = i + the;
    uint32_t end = at;
    const bool before = time_kind(scan, at) == TIME_YEAR_AGO;
    const bool step = time_kind(scan, at) == TIME_STEP;
    end += before || step;
    const bool period = time_kind(scan, end) == TIME_PERIOD;
    if (!period && !time_is_unit(scan, end, UNIT_QUARTER))
        return i;
    if ((period || (!step && !before)) && (!scan->quarter || (!before && !step && (!the || period))))
        return i;
    int64_t quarter = scan->quarter ? scan->quarter : quarter_now(scan) - 1;
    if (!scan->today.known && !scan->quarter)
        return i;
    if (before) {
        time_give_quarter(scan, moment, quarter - 4, scan->today.basis);
        scan->quarter = quarter;
        return end + 1;
    }
    if (step) {
        const enum time_step word = (enum time_step)scan->words[at].value;
        const bool now = word == STEP_THIS || word == STEP_CURRENT;
        const bool next = word == STEP_NEXT || word == STEP_COMING, last = word == STEP_LAST;
        if (period ? word != STEP_LATEST : !(now || next || last || word == STEP_LATEST || word == STEP_THAT))
            return i;
        quarter = now || next || last ? quarter_now(scan) + next - last : quarter;
    }
    time_give_quarter(scan, moment, quarter, scan->today.basis);
    return end + 1;
}

/* "the first half of 1990", "the second half of the year". */
static uint32_t half(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t at = i + time_is(scan, i, "the");
    const bool last = time_is_step(scan, at, STEP_LAST);
    const int number = last ? 2 : time_kind(scan, at) == TIME_ORDINAL ? scan->words[at].value : 0;
    struct of_year of = { 0, scan->today.basis, false };
    if (number < 1 || number > 2 || time_kind(scan, at + 1) != TIME_HALF)
        return i;
    const uint32_t past = year_after(scan, at + 2, &of);
    if (past == at + 2)
        return i;
    time_give_half(moment, of.year, number, of.basis);
    return past;
}

/* "from a year ago", "a year-earlier loss": the quarter before, where the text speaks of one. */
static uint32_t year_ago(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    if (time_kind(scan, i) != TIME_YEAR_AGO || !scan->today.known)
        return i;
    const int64_t quarter = scan->quarter;
    if (!quarter) {
        time_give_year(scan, moment, scan->year - 1, scan->today.basis);
        return i + 1;
    }
    time_give_quarter(scan, moment, quarter - 4, scan->today.basis);
    scan->quarter = quarter;
    return i + 1;
}

uint32_t time_quarter_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    time_finder *const finders[] = { named_quarter, spoken_quarter, half, year_ago };
    for (size_t k = 0; k < sizeof finders / sizeof *finders; k++) {
        const uint32_t past = finders[k](scan, i, moment);
        if (past > i)
            return past;
    }
    return i;
}
