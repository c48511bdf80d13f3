/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_DAY_H
#define RESOLVE_DAY_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01 of the civil calendar. */
int64_t day_of(int64_t year, int64_t month, int64_t day);
void day_date(int64_t number, int64_t *year, int64_t *month, int64_t *day);

/* The day of a text that begins with a whole date, "2025-03-02"; false: it does not. */
bool day_read(const char *text, int64_t *day);

/* How many days a month has. */
int64_t day_month_days(int64_t year, int64_t month);

#endif
