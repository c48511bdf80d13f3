/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/calendar.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "extract/quantity.h"
#include "resolve/day.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, FUTURE_TOKENS_MAX = 12 };

static void write_day(char text[MOMENT_BYTES], int64_t number)
{
    int64_t year, month, day;
    day_date(number, &year, &month, &day);
    snprintf(text, MOMENT_BYTES, "%04d-%02d-%02d", (int)(year % 10000), (int)(month % 100), (int)(day % 100));
}

/* The date as its outlet writes it, offset and all: "today" is a local day. */
static bool local_day(const char *text, int64_t *unix_ms, int64_t *day)
{
    int year = 0, month = 0, number = 0;
    if (!text || !clock_parse(text, unix_ms) || sscanf(text, "%4d-%2d-%2d", &year, &month, &number) != 3)
        return false;
    *day = day_of(year, month, number);
    return true;
}

struct today calendar_today(const article_record *article, int64_t accepted_ms)
{
    int64_t published_ms = 0, fetched_ms = 0, published = 0, fetched = 0;
    const bool has_fetched = local_day(article->fetched_at, &fetched_ms, &fetched);
    if (local_day(article->published_at, &published_ms, &published) &&
        !(has_fetched && published_ms > fetched_ms + DAY_MS))
        return (struct today){ true, published, CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED };
    if (has_fetched)
        return (struct today){ true, fetched, CLAIMWIRE__V1__BASIS__BASIS_FETCHED };
    return (struct today){ accepted_ms > 0, accepted_ms / DAY_MS, CLAIMWIRE__V1__BASIS__BASIS_ACCEPTED };
}

/* ---- what the words are */

static int month_at(const struct lexed *lexed, uint32_t i)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    const struct span text = document_token(lexed->document, i);
    if (!lexed_is(lexed, i, WORD_TIME) || lexed_is(lexed, i, WORD_WEEKDAY) || text.size < 3 ||
        !(lexed->document->tokens[i].flags & TOKEN_CAPITAL))
        return 0;
    char start[4] = { (char)(text.data[0] | 0x20), (char)(text.data[1] | 0x20), (char)(text.data[2] | 0x20), '\0' };
    for (int month = 0; month < 12; month++)
        if (memcmp(names + month * 3, start, 3) == 0)
            return month + 1;
    return 0;
}

/* 0 is Thursday, as 1970-01-01 was; -1: no day of the week. */
static int weekday_at(const struct lexed *lexed, uint32_t i)
{
    static const char *const names[] = { "thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday" };
    if (lexed_is(lexed, i, WORD_WEEKDAY) && lexed->document->tokens[i].flags & TOKEN_CAPITAL)
        for (int day = 0; day < 7; day++)
            if (document_is(lexed->document, i, names[day]))
                return day;
    return -1;
}

/* A plain number of `least` to `most`, "14" and "14th"; 0 when it is none. */
static int number_at(const struct lexed *lexed, uint32_t i, uint32_t end, int least, int most)
{
    if (i >= end)
        return 0;
    const struct span text = document_token(lexed->document, i);
    int value = 0;
    size_t digits = 0;
    while (digits < text.size && digits < 4 && text.data[digits] >= '0' && text.data[digits] <= '9')
        value = value * 10 + (text.data[digits++] - '0');
    const struct span rest = span_slice(text, digits, text.size);
    const bool ordinal = most <= 31 && (span_equal(rest, SPAN("th")) || span_equal(rest, SPAN("st")) ||
                                        span_equal(rest, SPAN("nd")) || span_equal(rest, SPAN("rd")));
    return digits > 0 && (rest.size == 0 || ordinal) && value >= least && value <= most ? value : 0;
}

static int year_at(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return number_at(lexed, i, end, 1900, 2100);
}

/* ---- what they come to */

static void give_day(struct moment *moment, int64_t day, Claimwire__V1__Basis basis)
{
    write_day(moment->value, day);
    memcpy(moment->start, moment->value, sizeof moment->start);
    memcpy(moment->end, moment->value, sizeof moment->end);
    moment->basis = basis;
}

static void give_text(struct moment *moment, const char *value, Claimwire__V1__Basis basis)
{
    snprintf(moment->value, sizeof moment->value, "%s", value);
    memcpy(moment->start, moment->value, sizeof moment->start);
    memcpy(moment->end, moment->value, sizeof moment->end);
    moment->basis = basis;
}

static void give_month(struct moment *moment, int64_t year, int64_t month, Claimwire__V1__Basis basis)
{
    char text[MOMENT_BYTES];
    snprintf(text, sizeof text, "%04d-%02d", (int)(year % 10000), (int)(month % 100));
    give_text(moment, text, basis);
}

/* Without a year the one that brings the date nearest to today. */
static int64_t nearest_year(const struct today *today, int month, int day)
{
    int64_t year, ignored_month, ignored_day;
    day_date(today->day, &year, &ignored_month, &ignored_day);
    int64_t best = year;
    for (int64_t candidate = year - 1; candidate <= year + 1; candidate++)
        if (llabs(day_of(candidate, month, day) - today->day) < llabs(day_of(best, month, day) - today->day))
            best = candidate;
    return best;
}

/* "in May", "last November", and neither "may" nor "April Holt". */
static bool month_stands_alone(const struct lexed *lexed, uint32_t first, uint32_t after, uint32_t end)
{
    const struct document *document = lexed->document;
    if (after < end && (document->tokens[after].flags & TOKEN_CLITIC || document->tokens[after].kind == TOKEN_NUMBER ||
                        (document->tokens[after].kind == TOKEN_WORD && document->tokens[after].flags & TOKEN_CAPITAL)))
        return false;
    return first > 0 && document->tokens[first].sentence == document->tokens[first - 1].sentence &&
           (lexed_is(lexed, first - 1, WORD_PREPOSITION) || document_is(document, first - 1, "last") ||
            document_is(document, first - 1, "next") || document_is(document, first - 1, "this") ||
            document_is(document, first - 1, "since") || document_is(document, first - 1, "until") ||
            document_is(document, first - 1, "early") || document_is(document, first - 1, "late"));
}

/* The year of a month without one: the last or next such month where the text
 * says so, else the nearest. */
static int64_t month_year(const struct lexed *lexed, const struct today *today, uint32_t first, int month)
{
    int64_t year, this_month, day;
    day_date(today->day, &year, &this_month, &day);
    if (document_is(lexed->document, first - 1, "last") || document_is(lexed->document, first - 1, "since"))
        return month < this_month ? year : year - 1;
    if (document_is(lexed->document, first - 1, "next") || document_is(lexed->document, first - 1, "until"))
        return month > this_month ? year : year + 1;
    return nearest_year(today, month, 15);
}

static uint32_t past_comma(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return i < end && lexed->document->body.data[lexed->document->tokens[i].start] == ',' ? i + 1 : i;
}

/* "14 April 2024", "April 14, 2024", "April 14", "April 2024"; the token past it, or `first`. */
static uint32_t month_date(const struct lexed *lexed, const struct today *today, uint32_t first, uint32_t end,
                           struct moment *moment)
{
    uint32_t i = first;
    int day = number_at(lexed, i, end, 1, 31);
    const bool of = day && i + 2 < end && document_is(lexed->document, i + 1, "of");
    const uint32_t month_token = day ? i + 1 + of : i;
    const int month = month_token < end ? month_at(lexed, month_token) : 0;
    if (!month)
        return first;
    i = month_token + 1;
    if (!day && (day = number_at(lexed, i, end, 1, 31)) != 0)
        i++;
    int64_t year = year_at(lexed, past_comma(lexed, i, end), end);
    Claimwire__V1__Basis basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT;
    if (year)
        i = past_comma(lexed, i, end) + 1;
    else if (!today->known || (!day && !month_stands_alone(lexed, first, i, end)))
        return first;
    else if (!day) {
        give_month(moment, month_year(lexed, today, first, month), month, today->basis);
        return i;
    } else {
        year = nearest_year(today, month, day);
        basis = today->basis;
    }
    if (day > day_month_days(year, month))
        return first;
    if (day)
        give_day(moment, day_of(year, month, day), basis);
    else
        give_month(moment, year, month, basis);
    return i;
}

/* "2024-04-14". */
static bool iso_date(const struct lexed *lexed, uint32_t i, struct moment *moment)
{
    char text[MOMENT_BYTES] = "";
    int year, month, day, read = 0;
    const struct span token = document_token(lexed->document, i);
    if (token.size != 10 || token.data[4] != '-' || token.data[7] != '-')
        return false;
    memcpy(text, token.data, 10);
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &read) != 3 || read != 10 || month < 1 || month > 12 ||
        day < 1 || year < 1 || day > day_month_days(year, month))
        return false;
    give_day(moment, day_of(year, month, day), CLAIMWIRE__V1__BASIS__BASIS_TEXT);
    return true;
}

/* "will meet on Friday": the Friday to come. */
static bool is_ahead(const struct lexed *lexed, uint32_t first, uint32_t i)
{
    const uint32_t floor = i > first + FUTURE_TOKENS_MAX ? i - FUTURE_TOKENS_MAX : first;
    for (uint32_t k = floor; k < i; k++)
        if (lexed_is(lexed, k, WORD_FUTURE) || document_is(lexed->document, k, "next"))
            return true;
    return i > first && (document_is(lexed->document, i - 1, "until") || document_is(lexed->document, i - 1, "by"));
}

static bool weekday(const struct lexed *lexed, const struct today *today, struct range sentence, uint32_t i,
                    struct moment *moment)
{
    const int wanted = weekday_at(lexed, i);
    if (wanted < 0 || !today->known)
        return false;
    int64_t back = ((today->day - wanted) % 7 + 7) % 7;
    if (i > sentence.first && document_is(lexed->document, i - 1, "last") && back == 0)
        back = 7;
    if (back > 0 && is_ahead(lexed, sentence.first, i))
        back -= 7;
    give_day(moment, today->day - back, today->basis);
    return true;
}

/* "last month", "this year"; weeks are given by their Monday and Sunday. */
static bool period(const struct lexed *lexed, const struct today *today, uint32_t i, struct moment *moment)
{
    const struct document *document = lexed->document;
    const int step = document_is(document, i, "last") ? -1 : document_is(document, i, "next") ? 1 : 0;
    if (!today->known || (step == 0 && !document_is(document, i, "this")))
        return false;
    int64_t year, month, day;
    day_date(today->day, &year, &month, &day);
    if (document_is(document, i + 1, "year")) {
        char text[MOMENT_BYTES];
        snprintf(text, sizeof text, "%04d", (int)((year + step) % 10000));
        give_text(moment, text, today->basis);
        return true;
    }
    if (document_is(document, i + 1, "month")) {
        month += step;
        year += month > 12 ? 1 : month < 1 ? -1 : 0;
        give_month(moment, year, month > 12 ? 1 : month < 1 ? 12 : month, today->basis);
        return true;
    }
    if (!document_is(document, i + 1, "week"))
        return false;
    const int64_t monday = today->day - ((today->day + 3) % 7 + 7) % 7 + step * 7;
    day_date(monday + 3, &year, &month, &day); /* the Thursday decides the year of a week */
    give_day(moment, monday, today->basis);
    write_day(moment->end, monday + 6);
    snprintf(moment->value, sizeof moment->value, "%04d-W%02d", (int)(year % 10000),
             (int)((monday + 3 - day_of(year, 1, 1)) / 7 + 1) % 100);
    return true;
}

/* "three weeks ago", "a year earlier": the token past it, or `first`. */
static uint32_t ago(const struct lexed *lexed, const struct today *today, uint32_t first, uint32_t end,
                    struct moment *moment)
{
    const struct document *document = lexed->document;
    struct quantity count;
    if (!today->known || !quantity_at(lexed, first, end, &count) || !(count.low >= 1 && count.low <= 400) ||
        count.low != count.high || count.words.end + 1 >= end)
        return first;
    const uint32_t unit = count.words.end;
    if (!document_is(document, unit + 1, "ago") && !document_is(document, unit + 1, "back"))
        return first;
    const int64_t steps = (int64_t)count.low;
    int64_t year, month, day;
    day_date(today->day, &year, &month, &day);
    if (document_is(document, unit, "day") || document_is(document, unit, "days"))
        give_day(moment, today->day - steps, today->basis);
    else if (document_is(document, unit, "week") || document_is(document, unit, "weeks"))
        give_day(moment, today->day - steps * 7, today->basis);
    else if (document_is(document, unit, "month") || document_is(document, unit, "months")) {
        const int64_t months = year * 12 + month - 1 - steps;
        give_month(moment, months / 12, months % 12 + 1, today->basis);
    } else if (document_is(document, unit, "year") || document_is(document, unit, "years")) {
        char text[MOMENT_BYTES];
        snprintf(text, sizeof text, "%04d", (int)((year - steps) % 10000));
        give_text(moment, text, today->basis);
    } else {
        return first;
    }
    return unit + 2;
}

/* "the third quarter", "third-quarter": the last one begun. */
static uint32_t quarter(const struct lexed *lexed, const struct today *today, uint32_t first, uint32_t end,
                        struct moment *moment)
{
    static const char *const words[] = { "first", "second", "third", "fourth" };
    static const char *const joined[] = { "first-quarter", "second-quarter", "third-quarter", "fourth-quarter" };
    const struct document *document = lexed->document;
    int64_t year, month, day;
    if (!today->known)
        return first;
    const uint32_t i = first + document_is(document, first, "the");
    for (int number = 0; number < 4 && i < end; number++) {
        const bool two =
            i + 1 < end && document_is(document, i, words[number]) && document_is(document, i + 1, "quarter");
        if (!two && !(i == first && document_is(document, i, joined[number])))
            continue;
        day_date(today->day, &year, &month, &day);
        year -= number * 3 + 1 > month;
        snprintf(moment->value, sizeof moment->value, "%04d-Q%d", (int)(year % 10000), number + 1);
        snprintf(moment->start, sizeof moment->start, "%04d-%02d", (int)(year % 10000), number * 3 + 1);
        snprintf(moment->end, sizeof moment->end, "%04d-%02d", (int)(year % 10000), number * 3 + 3);
        moment->basis = today->basis;
        return i + 1 + two;
    }
    return first;
}

static uint32_t moment_at(const struct lexed *lexed, const struct today *today, struct range sentence, uint32_t i,
                          struct moment *moment)
{
    const struct document *document = lexed->document;
    const uint32_t past = month_date(lexed, today, i, sentence.end, moment);
    if (past > i)
        return past;
    if (iso_date(lexed, i, moment))
        return i + 1;
    if (today->known && (document_is(document, i, "yesterday") || document_is(document, i, "today") ||
                         document_is(document, i, "tonight") || document_is(document, i, "tomorrow"))) {
        const int64_t step = document_is(document, i, "yesterday") ? -1 : document_is(document, i, "tomorrow") ? 1 : 0;
        give_day(moment, today->day + step, today->basis);
        return i + 1;
    }
    if (weekday(lexed, today, sentence, i, moment))
        return i + 1;
    const uint32_t before = i + (document_is(document, i, "earlier") || document_is(document, i, "later"));
    if (before > i && before + 1 < sentence.end && document_is(document, before, "this") &&
        period(lexed, today, before, moment))
        return before + 2;
    const bool step = document_is(document, i, "last") || document_is(document, i, "next");
    if (step && i + 1 < sentence.end && weekday(lexed, today, sentence, i + 1, moment))
        return i + 2;
    const uint32_t past_ago = ago(lexed, today, i, sentence.end, moment);
    if (past_ago > i)
        return past_ago;
    const uint32_t past_quarter = quarter(lexed, today, i, sentence.end, moment);
    if (past_quarter > i)
        return past_quarter;
    if (step && i + 1 < sentence.end && month_date(lexed, today, i + 1, sentence.end, moment) == i + 2)
        return i + 2;
    if (i + 1 < sentence.end && period(lexed, today, i, moment))
        return i + 2;
    const int year = year_at(lexed, i, sentence.end);
    if (year && i > sentence.first &&
        ((lexed_is(lexed, i - 1, WORD_PREPOSITION) || document_is(document, i - 1, "fiscal") ||
          (document_is(document, i - 1, "and") && i > sentence.first + 1 && year_at(lexed, i - 2, sentence.end))) &&
         !document_is(document, i - 1, "to") && !document_is(document, i - 1, "at"))) {
        char text[MOMENT_BYTES];
        snprintf(text, sizeof text, "%04d", year % 10000);
        give_text(moment, text, CLAIMWIRE__V1__BASIS__BASIS_TEXT);
        return i + 1;
    }
    return i;
}

size_t calendar_find(const struct lexed *lexed, const struct today *today, struct moment *moments, size_t moments_max)
{
    const struct document *document = lexed->document;
    size_t count = 0;
    for (uint32_t s = 0; s < document->sentences_count; s++) {
        const struct range sentence = document->sentences[s].tokens;
        for (uint32_t i = sentence.first; i < sentence.end && count < moments_max;) {
            struct moment *moment = &moments[count];
            *moment = (struct moment){ .basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT };
            const uint32_t past = moment_at(lexed, today, sentence, i, moment);
            if (past > i) {
                moment->words = (struct range){ i, past };
                count++;
                i = past;
            } else {
                i++;
            }
        }
    }
    return count;
}
