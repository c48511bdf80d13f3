/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/day.h"

#include <stdio.h>

/* Days of the civil calendar, after Howard Hinnant's "chrono-compatible
 * low-level date algorithms". */
int64_t day_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void day_date(int64_t number, int64_t *year, int64_t *month, int64_t *day)
{
    number += 719468;
    const int64_t era = (number >= 0 ? number : number - 146096) / 146097;
    const int64_t of_era = number - era * 146097;
    const int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    const int64_t shifted = (5 * of_year + 2) / 153;
    *day = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted + (shifted < 10 ? 3 : -9);
    *year = years + era * 400 + (*month <= 2);
}

bool day_read(const char *text, int64_t *day)
{
    int year, month, number;
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &number) != 3)
        return false;
    *day = day_of(year, month, number);
    return true;
}

int64_t day_month_days(int64_t year, int64_t month)
{
    return day_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - day_of(year, month, 1);
}
