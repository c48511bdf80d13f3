/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_NUMBER_H
#define EXTRACT_NUMBER_H

#include <stdbool.h>

#include "extract/lexicon.h"

/* The number at `first`, "20,000", "1.2m", "20-30", "two hundred and five", "half
 * a million", without what bounds it: the token past it, or `first`. high is
 * low but in a range; suffix: letters scale it, which may be of metres. */
uint32_t number_at(const struct lexed *lexed, uint32_t first, uint32_t end, double *low, double *high, bool *suffix);

/* Units that a number may run into, "187mm", which is then measured in them. */
#define NUMBER_UNITS "km", "kg", "cm", "mm", "mph", "kph", "lb", "lbs", "ft", "kw", "mw", "gw", "ha"

/* What the token multiplies by, "million"; 0: nothing. */
double number_scale_at(const struct lexed *lexed, uint32_t token, uint32_t end);

#endif
