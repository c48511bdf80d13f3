/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

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

int64_t day_month_days(int64_t year, int64_t month)
{
    return day_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - day_of(year, month, 1);
}

int day_digits(const char **text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

/* Year, month and day as far as the text has them, else 0, past which it moves: how many, where the calendar has them.
 */
static int parts_at(const char **text, int parts[3])
{
    int count = 0;
    for (; count < 3; count++) {
        const char *at = *text;
        if (count > 0 && *at++ != '-')
            break;
        const int number = day_digits(&at, count == 0 ? 4 : 2);
        const int64_t most = count == 0 ? 9999 : count == 1 ? 12 : day_month_days(parts[0], parts[1]);
        if (number < 1 || number > most)
            break;
        parts[count] = number;
        *text = at;
    }
    return count;
}

bool day_read(const char *text, int64_t *day)
{
    int parts[3];
    if (parts_at(&text, parts) < 3)
        return false;
    *day = day_of(parts[0], parts[1], parts[2]);
    return true;
}

bool day_read_all(const char *text, int64_t *first, int64_t *last)
{
    int parts[3];
    const int count = parts_at(&text, parts);
    if (count == 0 || *text != '\0')
        return false;
    const int month = count > 1 ? parts[1] : 12;
    *first = day_of(parts[0], count > 1 ? month : 1, count > 2 ? parts[2] : 1);
    *last = count > 2 ? *first : day_of(parts[0], month, day_month_days(parts[0], month));
    return true;
}
