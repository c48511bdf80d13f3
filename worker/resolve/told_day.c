/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/told_day.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "resolve/fingerprint.h"

enum { DAYS_A_WEEK = 7, LENGTH_MOST = 10000 };

/* "P9D" and "P2W" in days; 0: no such length. */
static int64_t days_of(const char *value)
{
    if (*value != 'P' || value[1] < '0' || value[1] > '9')
        return 0;
    char *end;
    const long length = strtol(value + 1, &end, 10);
    if (length > LENGTH_MOST || (strcmp(end, "D") != 0 && strcmp(end, "W") != 0))
        return 0;
    return *end == 'W' ? DAYS_A_WEEK * length : length;
}

/* How many days before publication: of a whole date, or of a length that counts from what was. */
static bool ago_of(const time_mention_record *time, int64_t published, const char *body, int64_t *ago)
{
    static const char after[] = " after ";
    int64_t day;
    if (day_read(time->value, &day)) {
        *ago = published - day;
        return true;
    }
    *ago = days_of(time->value);
    return *ago > 0 && strncmp(body + time->span->end, after, strlen(after)) == 0;
}

static void keep(features_record *features, int64_t day)
{
    features->has_told_day = true;
    features->told_day = (int32_t)day;
}

static void note_late(reading_record *reading, const char *body)
{
    features_record *features = reading->features;
    for (size_t i = 0; i < reading->n_times && !features->has_told_day; i++) {
        const time_mention_record *time = reading->times[i];
        int64_t ago;
        if (time->span && time->span->start < TOLD_LATE_BYTES && time->value &&
            ago_of(time, features->published_day, body, &ago) && ago > TOLD_FRESH_DAYS && ago <= TOLD_OLD_DAYS)
            keep(features, features->published_day - ago);
    }
}

static void note_first(reading_record *reading)
{
    features_record *features = reading->features;
    for (size_t i = 0; i < reading->n_times && !features->has_told_day; i++) {
        const time_mention_record *time = reading->times[i];
        int64_t day;
        if (time->span && time->span->start < LEAD_BYTES && time->value && day_read(time->value, &day))
            keep(features, day);
    }
}

void told_day_note(reading_record *reading, const char *body)
{
    if (reading->features->has_published_day)
        note_late(reading, body);
    note_first(reading);
}
