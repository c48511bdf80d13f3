/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "extract/quantity.h"
#include "resolve/time_scan.h"

/* Dates by their month or year: "14 April 2024", "in May", "1994", "the 1980s". */

enum { AHEAD_MONTHS = 2, LIMIT_MONTHS = 6, AHEAD_DAYS = 75 };

/* The year of a date without one: the nearest, unless that is far ahead and
 * the text tells of what was, or far back and it tells of what will be. */
static int64_t year_of_date(const struct time_scan *scan, uint32_t i, int month, int day)
{
    const enum time_tense tense = time_tense(scan, i);
    int64_t best = scan->year;
    for (int64_t year = scan->year - 1; year <= scan->year + 1; year++) {
        const int64_t ahead = day_of(year, month, day) - scan->today.day;
        const int64_t best_ahead = day_of(best, month, day) - scan->today.day;
        if ((tense != TENSE_AHEAD && ahead > AHEAD_DAYS) || (tense == TENSE_AHEAD && ahead < -AHEAD_DAYS))
            continue;
        if (llabs(ahead) <= llabs(best_ahead) || (tense != TENSE_AHEAD && best_ahead > AHEAD_DAYS))
            best = year;
    }
    return best;
}

/* The month, in months since the year 0, of one without a year. */
static int64_t months_of(const struct time_scan *scan, uint32_t i, int month)
{
    const int64_t now = scan->year * 12 + scan->month - 1;
    const int64_t back = (now - (month - 1)) % 12;
    const enum time_tense tense = time_tense(scan, i);
    if (time_follows(scan, i, "last"))
        return now - (back ? back : 12);
    if (time_follows(scan, i, "since") || back == 0)
        return now - back;
    if (time_follows(scan, i, "next") || time_follows(scan, i, "until") || tense == TENSE_AHEAD ||
        (12 - back <= LIMIT_MONTHS && (time_follows(scan, i, "by") || time_follows(scan, i, "through"))))
        return now - back + 12;
    return tense == TENSE_UNKNOWN && 12 - back <= AHEAD_MONTHS ? now - back + 12 : now - back;
}

/* "in May", "last November", "the April attack", and neither "may" nor "April Holt". */
static bool stands_alone(const struct time_scan *scan, uint32_t first, uint32_t after)
{
    const struct document *document = scan->lexed->document;
    static const char *const before[] = { "last", "next", "this", "since", "until", "early",
                                          "late", "mid",  "past", "each",  "every" };
    if (after < scan->sentence.end &&
        (document->tokens[after].kind == TOKEN_NUMBER ||
         (document->tokens[after].kind == TOKEN_WORD && document->tokens[after].flags & TOKEN_CAPITAL)))
        return false;
    if (first == scan->sentence.first)
        return false;
    if (lexed_is(scan->lexed, first - 1, WORD_PREPOSITION) || document->tokens[first - 1].flags & TOKEN_CLITIC)
        return !(after < scan->sentence.end && document->tokens[after].flags & TOKEN_CLITIC);
    if (DOCUMENT_IS_ONE_OF(document, first - 1, before))
        return true;
    /* "the April attack" */
    return lexed_is(scan->lexed, first - 1, WORD_DETERMINER) && after < scan->sentence.end &&
           document->tokens[after].kind == TOKEN_WORD;
}

/* Whose month "last year" in "June last year" says. */
static uint32_t month_year(const struct time_scan *scan, uint32_t i, int64_t *year, Claimwire__V1__Basis *basis)
{
    const uint32_t comma = time_past_comma(scan, i);
    *year = time_year(scan, comma);
    *basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT;
    if (*year)
        return comma + 1;
    const uint32_t of = i + time_is(scan, i, "of");
    if (time_kind(scan, of) == TIME_STEP || (of > i && time_year(scan, of)))
        return time_year_at(scan, of, year, basis);
    return i;
}

uint32_t time_month_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    int day = time_number(scan, i, 1, 31);
    uint32_t at = i;
    if (day)
        at += time_kind(scan, i + 2) == TIME_MONTH && time_is(scan, i + 1, "of") ? 2 : 1;
    const bool mid = time_kind(scan, at) == TIME_MID_MONTH;
    if (time_kind(scan, at) != TIME_MONTH && (day || !mid))
        return i;
    const int month = scan->words[at++].value;
    if (!day && !mid && (day = time_number(scan, at, 1, 31)) != 0)
        at++;
    int64_t year = 0;
    Claimwire__V1__Basis basis = scan->today.basis;
    const uint32_t past = month_year(scan, at, &year, &basis);
    if (past == at) {
        basis = scan->today.basis;
        if (!scan->today.known || (!day && !mid && !stands_alone(scan, i, at)))
            return i;
        if (!day) {
            time_give_month(scan, moment, months_of(scan, i, month), basis);
            return at;
        }
        year = year_of_date(scan, i, month, day);
    }
    if (day > day_month_days(year, month))
        return i;
    if (day)
        time_give_day(scan, moment, day_of(year, month, day), basis);
    else
        time_give_month(scan, moment, year * 12 + month - 1, basis);
    return past;
}

/* "2024-04-14". */
static bool iso_date(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    char text[DAY_TEXT_BYTES + 1] = "";
    int64_t day;
    const struct span token = document_token(scan->lexed->document, i);
    if (token.size != DAY_TEXT_BYTES)
        return false;
    memcpy(text, token.data, DAY_TEXT_BYTES);
    if (!day_read(text, &day))
        return false;
    time_give_day(scan, moment, day, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
    return true;
}

uint32_t time_year_at(const struct time_scan *scan, uint32_t i, int64_t *year, Claimwire__V1__Basis *basis)
{
    const int number = time_year(scan, i);
    *basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT;
    *year = number;
    if (number)
        return i + 1;
    const uint32_t unit = i + 1 + (time_is(scan, i + 1, "fiscal") || time_is(scan, i + 1, "calendar"));
    if (!scan->today.known || !time_is_unit(scan, unit, UNIT_YEAR))
        return i;
    *basis = scan->today.basis;
    *year = scan->year;
    if (time_is_step(scan, i, STEP_THIS) || time_is_step(scan, i, STEP_CURRENT) || time_is(scan, i, "the"))
        return unit + 1;
    if (time_is_step(scan, i, STEP_THAT) && scan->last_known) {
        int64_t month, day;
        day_date(scan->last_day, year, &month, &day);
        return unit + 1;
    }
    *year += time_is_step(scan, i, STEP_NEXT) ? 1 : time_is_step(scan, i, STEP_LAST) ? -1 : 0;
    return *year == scan->year ? i : unit + 1;
}

/* Is the number of four digits at `i` a year? By the words around it. */
static bool is_year(const struct time_scan *scan, uint32_t i)
{
    const struct lexed *lexed = scan->lexed;
    const struct document *document = lexed->document;
    const uint32_t end = scan->sentence.end;
    if (i == scan->sentence.first)
        return i + 1 < end && document->body.data[document->tokens[i + 1].start] == ',';
    const bool word_after = i + 1 < end && document->tokens[i + 1].kind == TOKEN_WORD;
    if (document_is(document, i - 1, "to") || document_is(document, i - 1, "and") || document_is(document, i - 1, "or"))
        return i > scan->sentence.first + 1 && (time_year(scan, i - 2) || document_is(document, i - 2, "dating") ||
                                                document_is(document, i - 2, "back"));
    if (document_is(document, i - 1, "at"))
        return false;
    if (lexed_is(lexed, i - 1, WORD_PREPOSITION) || document_is(document, i - 1, "fiscal") ||
        time_kind(scan, i - 1) == TIME_EDGE)
        return !word_after || !lexed_is(lexed, i + 1, WORD_PERSONS | WORD_SCALE);
    /* "the 1996 law", "its 1990 projection" */
    return word_after && !lexed_is(lexed, i + 1, WORD_PERSONS | WORD_SCALE | WORD_PREPOSITION) &&
           (lexed_is(lexed, i - 1, WORD_DETERMINER) || document->tokens[i - 1].flags & TOKEN_CLITIC);
}

/* "nineteen ninety-one", as it is spoken. */
static int spelt_year(const struct time_scan *scan, uint32_t i)
{
    struct quantity quantity;
    if (time_kind(scan, i) != TIME_NINETEEN || i + 1 >= scan->sentence.end ||
        !quantity_at(scan->lexed, i + 1, scan->sentence.end, &quantity) || quantity.words.end != i + 2 ||
        !(quantity.low >= 10 && quantity.low <= 99) || document_is(scan->lexed->document, i + 1, "hundred"))
        return 0;
    return 1900 + (int)quantity.low;
}

/* "the 1980s", "20th century". */
static uint32_t long_ago(const struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t at = i + time_is(scan, i, "the");
    const uint32_t edge = at + (time_kind(scan, at) == TIME_EDGE);
    if (edge >= scan->sentence.end)
        return i;
    const struct span text = document_token(scan->lexed->document, edge);
    const bool apostrophe = edge > scan->sentence.first && text.data[-1] != ' ';
    /* "the 80s" and "the '80s", not "in his 30s" */
    if (time_kind(scan, edge) == TIME_DECADE && (text.size > 3 || at > i || apostrophe)) {
        time_give_decade(moment, scan->words[edge].value);
        return edge + 1;
    }
    const int century = time_number(scan, edge, 11, 22);
    if (!century || !time_is_unit(scan, edge + 1, UNIT_CENTURY))
        return i;
    snprintf(moment->value, MOMENT_BYTES, "%02d", century - 1);
    snprintf(moment->start, MOMENT_BYTES, "%04d", (century - 1) * 100);
    snprintf(moment->end, MOMENT_BYTES, "%04d", (century - 1) * 100 + 99);
    return edge + 2;
}

uint32_t time_date_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t decade = long_ago(scan, i, moment);
    if (decade > i)
        return decade;
    if (scan->lexed->document->tokens[i].kind == TOKEN_NUMBER && iso_date(scan, i, moment))
        return i + 1;
    if (time_kind(scan, i) == TIME_MID_YEAR) {
        time_give_year(scan, moment, 1900 + scan->words[i].value, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
        return i + 1;
    }
    const int spelt = spelt_year(scan, i);
    if (spelt) {
        time_give_year(scan, moment, spelt, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
        return i + 2;
    }
    const uint32_t year = i + time_is(scan, i, "fiscal");
    const int number = time_year(scan, year);
    if (!number || !is_year(scan, year))
        return i;
    time_give_year(scan, moment, number, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
    return year + 1;
}
