/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_DATE_H
#define CLIENT_FORMATS_DATE_H

#include <stdbool.h>

enum { DATE_BYTES = 32 };

/* What outlets write as a date, as RFC 3339: ISO 8601 with or without dashes,
 * a blank for the T or no colon in the offset, and RFC 822 with two or four
 * digits of the year. A time without an offset is left out: the day remains.
 * False when it is no date. */
bool date_normal(const char *text, char normal[DATE_BYTES]);

#endif
