/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_wall_ms(void *context)
{
    (void)context;
    return read_ms(CLOCK_REALTIME);
}

static int64_t system_monotonic_ms(void *context)
{
    (void)context;
    return read_ms(CLOCK_MONOTONIC);
}

const struct clock clock_system = { system_wall_ms, system_monotonic_ms, NULL };

/* Days since 1970-01-01 of the proleptic Gregorian calendar.
 * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    const int64_t era = year / 400; /* year >= 0 here */
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int digits(const char **text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static bool character(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool parse_date(const char **text, int64_t *days)
{
    const int year = digits(text, 4);
    if (year < 1 || !character(text, '-'))
        return false;
    const int month = digits(text, 2);
    if (month < 1 || month > 12 || !character(text, '-'))
        return false;
    const int day = digits(text, 2);
    if (day < 1 || day > days_in_month(year, month))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

static bool parse_offset(const char **text, int *minutes)
{
    *minutes = 0;
    if (character(text, 'Z') || character(text, 'z'))
        return true;
    const int sign = **text == '-' ? -1 : 1;
    if (!character(text, '+') && !character(text, '-'))
        return false;
    const int hour = digits(text, 2);
    character(text, ':');
    const int minute = hour < 0 ? -1 : digits(text, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

static bool parse_time(const char **text, int64_t *seconds)
{
    const int hour = digits(text, 2);
    if (hour < 0 || hour > 23 || !character(text, ':'))
        return false;
    const int minute = digits(text, 2);
    if (minute < 0 || minute > 59 || !character(text, ':'))
        return false;
    const int second = digits(text, 2);
    if (second < 0 || second > 60)
        return false;
    if (character(text, '.'))
        while (**text >= '0' && **text <= '9')
            (*text)++;
    int offset_minutes;
    if (!parse_offset(text, &offset_minutes))
        return false;
    *seconds = (int64_t)hour * 3600 + minute * 60 + second - (int64_t)offset_minutes * 60;
    return true;
}

bool clock_parse(const char *text, int64_t *unix_ms)
{
    int64_t days, seconds = 12 * 3600;
    if (!text || !parse_date(&text, &days))
        return false;
    if (*text != '\0') {
        if (!character(&text, 'T') && !character(&text, 't') && !character(&text, ' '))
            return false;
        if (!parse_time(&text, &seconds) || *text != '\0')
            return false;
    }
    *unix_ms = (days * 86400 + seconds) * 1000;
    return true;
}

void clock_format(int64_t unix_ms, char text[CLOCK_TEXT_BYTES])
{
    const int64_t first_ms = -62135596800000, last_ms = 253402300799999;
    unix_ms = unix_ms < first_ms ? first_ms : unix_ms > last_ms ? last_ms : unix_ms;
    int64_t seconds = unix_ms / 1000, rest_ms = unix_ms % 1000;
    if (rest_ms < 0) {
        rest_ms += 1000;
        seconds--;
    }
    const time_t when = (time_t)seconds;
    struct tm utc;
    gmtime_r(&when, &utc);
    snprintf(text, CLOCK_TEXT_BYTES, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)(utc.tm_year + 1900) % 10000u,
             (unsigned)(utc.tm_mon + 1) % 100u, (unsigned)utc.tm_mday % 100u, (unsigned)utc.tm_hour % 100u,
             (unsigned)utc.tm_min % 100u, (unsigned)utc.tm_sec % 100u, (unsigned)rest_ms % 1000u);
}
