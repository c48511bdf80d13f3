/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01 of the civil calendar. */
int64_t day_of(int64_t year, int64_t month, int64_t day);
void day_date(int64_t number, int64_t *year, int64_t *month, int64_t *day);

/* How many days a month has. */
int64_t day_month_days(int64_t year, int64_t month);

/* The day of a text that begins with a whole date, "2025-03-02", of the years 1 to 9999; false: it does not. */
enum { DAY_TEXT_BYTES = sizeof "2025-03-02" - 1 };
bool day_read(const char *text, int64_t *day);

/* The first and the last day of "2025-03-02", "2025-03" or "2025"; false: it is none of them. */
bool day_read_all(const char *text, int64_t *first, int64_t *last);

/* The number in so many digits, past which `*text` moves; -1: something else stands there. */
int day_digits(const char **text, int count);

#endif
