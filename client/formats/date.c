/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct moment {
    int year, month, day, hour, minute, second;
    int offset; /* minutes */
    bool has_time, has_offset;
};

/* Between `least` and `most` digits into `value`; NULL when there are fewer. */
static const char *digits(const char *at, int least, int most, int *value)
{
    int count = 0;
    for (*value = 0; count < most && *at >= '0' && *at <= '9'; count++)
        *value = *value * 10 + (*at++ - '0');
    return count >= least ? at : NULL;
}

static const char *skip(const char *at, const char *set)
{
    return at + strspn(at, set);
}

static const char *read_offset(const char *at, struct moment *moment)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = { { "GMT", 0 },  { "UTC", 0 },  { "UT", 0 },   { "Z", 0 },    { "EST", -5 }, { "EDT", -4 },
                  { "CST", -6 }, { "CDT", -5 }, { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 } };
    at = skip(at, " ");
    if (*at == '+' || *at == '-') {
        const int sign = *at == '-' ? -1 : 1;
        int hours = 0, minutes = 0;
        at = digits(at + 1, 2, 2, &hours);
        if (at && *at)
            at = digits(at + (*at == ':'), 2, 2, &minutes);
        moment->offset = sign * (hours * 60 + minutes);
        moment->has_offset = at && hours < 24 && minutes < 60;
        return moment->has_offset ? at : NULL;
    }
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        const size_t length = strlen(zones[i].name);
        if (strncasecmp(at, zones[i].name, length) == 0) {
            moment->offset = zones[i].hours * 60;
            moment->has_offset = true;
            return at + length;
        }
    }
    return at;
}

static const char *read_time(const char *at, struct moment *moment)
{
    if (!(at = digits(at, 2, 2, &moment->hour)) || !(at = digits(at + (*at == ':'), 2, 2, &moment->minute)))
        return NULL;
    if (*at == ':' || (*at >= '0' && *at <= '9')) {
        if (!(at = digits(at + (*at == ':'), 2, 2, &moment->second)))
            return NULL;
        if (*at == '.' || *at == ',')
            at = skip(at + 1, "0123456789");
    }
    moment->has_time = true;
    return read_offset(at, moment);
}

static const char *read_iso(const char *at, struct moment *moment)
{
    at = digits(at, 4, 4, &moment->year);
    const bool dashed = at && *at == '-';
    if (!at || !(at = digits(at + dashed, 2, 2, &moment->month)) || (dashed && *at++ != '-') ||
        !(at = digits(at, 2, 2, &moment->day)))
        return NULL;
    if ((*at == 'T' || *at == 't' || *at == ' ') && at[1] >= '0' && at[1] <= '9')
        return read_time(at + 1, moment);
    return *at == '\0' || *at == ' ' ? at : NULL;
}

static const char *read_mail(const char *at, struct moment *moment)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    const char *comma = strchr(at, ',');
    at = skip(comma ? comma + 1 : at, " ");
    if (!(at = digits(at, 1, 2, &moment->day)))
        return NULL;
    at = skip(at, " -");
    for (int month = 0; month < 12 && !moment->month; month++)
        if (strncasecmp(at, months + 3 * month, 3) == 0)
            moment->month = month + 1;
    if (!moment->month)
        return NULL;
    at = skip(at + strcspn(at, " -"), " -");
    const char *year = at;
    if (!(at = digits(at, 2, 4, &moment->year)))
        return NULL;
    if (at - year == 2)
        moment->year += moment->year < 50 ? 2000 : 1900;
    at = skip(at, " ");
    return *at ? read_time(at, moment) : at;
}

static bool is_real(const struct moment *moment)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = (moment->year % 4 == 0 && moment->year % 100 != 0) || moment->year % 400 == 0;
    return moment->year >= 1 && moment->month >= 1 && moment->month <= 12 && moment->day >= 1 &&
           moment->day <= days[moment->month - 1] - (moment->month == 2 && !leap) && moment->hour <= 23 &&
           moment->minute <= 59 && moment->second <= 60;
}

bool date_normal(const char *text, char normal[DATE_BYTES])
{
    struct moment moment = { 0 };
    text = skip(text, " \t\r\n");
    const bool iso = strspn(text, "0123456789") >= 4;
    if (!(iso ? read_iso(text, &moment) : read_mail(text, &moment)) || !is_real(&moment))
        return false;
    /* The ranges are checked above; the modulos only tell the compiler. */
    int used =
        snprintf(normal, DATE_BYTES, "%04d-%02d-%02d", moment.year % 10000, moment.month % 100, moment.day % 100);
    if (!moment.has_time || !moment.has_offset)
        return true;
    const int offset = moment.offset < 0 ? -moment.offset : moment.offset;
    used += snprintf(normal + used, DATE_BYTES - (size_t)used, "T%02d:%02d:%02d", moment.hour % 100,
                     moment.minute % 100, (moment.second > 59 ? 59 : moment.second) % 100);
    if (offset == 0)
        snprintf(normal + used, DATE_BYTES - (size_t)used, "Z");
    else
        snprintf(normal + used, DATE_BYTES - (size_t)used, "%c%02d:%02d", moment.offset < 0 ? '-' : '+',
                 offset / 60 % 100, offset % 60);
    return true;
}
