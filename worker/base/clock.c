/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/day.h"

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

static bool character(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
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
    const int hour = day_digits(text, 2);
    character(text, ':');
    const int minute = hour < 0 ? -1 : day_digits(text, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

static bool parse_time(const char **text, int64_t *seconds)
{
    const int hour = day_digits(text, 2);
    if (hour < 0 || hour > 23 || !character(text, ':'))
        return false;
    const int minute = day_digits(text, 2);
    if (minute < 0 || minute > 59 || !character(text, ':'))
        return false;
    const int second = day_digits(text, 2);
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
    if (!text || !day_read(text, &days))
        return false;
    text += DAY_TEXT_BYTES;
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
