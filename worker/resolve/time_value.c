/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "resolve/time_scan.h"

/* Values as TIMEX3 writes them (ISO-TimeML), intervals as days, months or years. */

enum { YEAR_MAX = 9999, COUNT_MAX = 9999 };

static int four(int64_t year)
{
    return (int)(year < 0 ? 0 : year > YEAR_MAX ? YEAR_MAX : year);
}

static void write_day(char text[MOMENT_BYTES], int64_t number)
{
    int64_t year, month, day;
    day_date(number, &year, &month, &day);
    snprintf(text, MOMENT_BYTES, "%04d-%02d-%02d", four(year), (int)(month % 100), (int)(day % 100));
}

static void write_month(char text[MOMENT_BYTES], int64_t year, int64_t month)
{
    snprintf(text, MOMENT_BYTES, "%04d-%02d", four(year), (int)(month % 100));
}

static void speak_of(struct time_scan *scan, int64_t day, enum time_unit unit)
{
    scan->last_day = day;
    scan->last_unit = unit;
    scan->last_known = true;
}

void time_give_day(struct time_scan *scan, struct moment *moment, int64_t day, Claimwire__V1__Basis basis)
{
    write_day(moment->value, day);
    memcpy(moment->start, moment->value, sizeof moment->start);
    memcpy(moment->end, moment->value, sizeof moment->end);
    moment->basis = basis;
    speak_of(scan, day, UNIT_DAY);
}

void time_give_month(struct time_scan *scan, struct moment *moment, int64_t months, Claimwire__V1__Basis basis)
{
    write_month(moment->value, months / 12, months % 12 + 1);
    memcpy(moment->start, moment->value, sizeof moment->start);
    memcpy(moment->end, moment->value, sizeof moment->end);
    moment->basis = basis;
    speak_of(scan, day_of(months / 12, months % 12 + 1, 1), UNIT_MONTH);
}

void time_give_year(struct time_scan *scan, struct moment *moment, int64_t year, Claimwire__V1__Basis basis)
{
    snprintf(moment->value, MOMENT_BYTES, "%04d", four(year));
    memcpy(moment->start, moment->value, sizeof moment->start);
    memcpy(moment->end, moment->value, sizeof moment->end);
    moment->basis = basis;
    speak_of(scan, day_of(year, 1, 1), UNIT_YEAR);
}

void time_give_week(struct time_scan *scan, struct moment *moment, int64_t day, bool weekend)
{
    int64_t year, month, number;
    const int64_t monday = day - ((day + 3) % 7 + 7) % 7;
    day_date(monday + 3, &year, &month, &number); /* the Thursday decides the year of a week */
    write_day(moment->start, monday + (weekend ? 5 : 0));
    write_day(moment->end, monday + 6);
    snprintf(moment->value, MOMENT_BYTES, "%04d-W%02d%s", four(year),
             (int)((monday + 3 - day_of(year, 1, 1)) / 7 + 1) % 100, weekend ? "-WE" : "");
    moment->basis = scan->today.basis;
    speak_of(scan, monday, UNIT_WEEK);
}

void time_give_quarter(struct time_scan *scan, struct moment *moment, int64_t quarter, Claimwire__V1__Basis basis)
{
    snprintf(moment->value, MOMENT_BYTES, "%04d-Q%d", four(quarter / 4), (int)(quarter % 4 + 1));
    write_month(moment->start, quarter / 4, quarter % 4 * 3 + 1);
    write_month(moment->end, quarter / 4, quarter % 4 * 3 + 3);
    moment->basis = basis;
    /* What is to come is not what the text reports on. */
    if (!scan->quarter || quarter < scan->year * 4 + (scan->month - 1) / 3)
        scan->quarter = quarter;
}

void time_give_half(struct moment *moment, int64_t year, int half, Claimwire__V1__Basis basis)
{
    snprintf(moment->value, MOMENT_BYTES, "%04d-H%d", four(year), half % 10);
    write_month(moment->start, year, half == 1 ? 1 : 7);
    write_month(moment->end, year, half == 1 ? 6 : 12);
    moment->basis = basis;
}

void time_give_season(struct moment *moment, int64_t year, enum time_season season, Claimwire__V1__Basis basis)
{
    static const char *const names[] = { "SP", "SU", "FA", "WI" };
    static const int first[] = { 3, 6, 9, 12 };
    snprintf(moment->value, MOMENT_BYTES, "%04d-%s", four(year), names[season]);
    write_month(moment->start, year, first[season]);
    write_month(moment->end, season == SEASON_WINTER ? year + 1 : year,
                season == SEASON_WINTER ? 2 : first[season] + 2);
    moment->basis = basis;
}

void time_give_decade(struct moment *moment, int64_t decade)
{
    snprintf(moment->value, MOMENT_BYTES, "%03d", (int)(decade % 1000));
    snprintf(moment->start, MOMENT_BYTES, "%04d", four(decade * 10));
    snprintf(moment->end, MOMENT_BYTES, "%04d", four(decade * 10 + 9));
    moment->basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT;
}

static void append(struct moment *moment, const char *text)
{
    const size_t size = strlen(moment->value);
    snprintf(moment->value + size, MOMENT_BYTES - size, "%s", text);
}

void time_give_part(struct moment *moment, enum time_part part)
{
    static const char *const names[] = { "TMO", "TAF", "TEV", "TNI", "" };
    append(moment, names[part]);
}

void time_give_clock(struct moment *moment, int hour, int minute)
{
    char text[16];
    snprintf(text, sizeof text, "T%02d:%02d", hour % 100, minute % 100);
    append(moment, text);
}

void time_give_length(struct moment *moment, enum time_unit unit, double count)
{
    static const struct {
        const char *before, *after;
        int times;
    } units[] = { { "PT", "S", 1 }, { "PT", "M", 1 }, { "PT", "H", 1 }, { "P", "D", 1 },
                  { "P", "W", 1 },  { "P", "WE", 1 }, { "P", "M", 1 },  { "P", "Q", 1 },
                  { "P", "Y", 1 },  { "P", "Y", 10 }, { "P", "Y", 100 } };
    if (!isnan(count) && count * units[unit].times <= COUNT_MAX)
        snprintf(moment->value, MOMENT_BYTES, "%s%d%s", units[unit].before, (int)count * units[unit].times,
                 units[unit].after);
    else
        snprintf(moment->value, MOMENT_BYTES, "%sX%s", units[unit].before,
                 unit == UNIT_DECADE    ? "DE"
                 : unit == UNIT_CENTURY ? "CE"
                                        : units[unit].after);
    moment->start[0] = moment->end[0] = '\0';
}

void time_give_text(struct moment *moment, const char *value)
{
    snprintf(moment->value, MOMENT_BYTES, "%s", value);
    moment->start[0] = moment->end[0] = '\0';
}
