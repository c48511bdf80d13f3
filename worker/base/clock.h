/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Where the time comes from; handed in, so that tests can own it. */
struct clock {
    int64_t (*wall_ms)(void *context);      /* Unix milliseconds; may jump */
    int64_t (*monotonic_ms)(void *context); /* only ever forward: for timeouts */
    void *context;
};

/* The machine's clock. */
extern const struct clock clock_system;

static inline int64_t clock_wall_ms(const struct clock *clock)
{
    return clock->wall_ms(clock->context);
}

static inline int64_t clock_monotonic_ms(const struct clock *clock)
{
    return clock->monotonic_ms(clock->context);
}

/* Parses RFC 3339 ("2024-04-14T05:31:00Z", any offset, fractions cut) or a
 * bare date (taken as noon UTC) into Unix milliseconds. False when it is
 * neither or outside the years 1 to 9999. */
bool clock_parse(const char *text, int64_t *unix_ms);

/* "2024-04-14T05:31:00.123Z". Years outside 1 to 9999 are clamped. */
enum { CLOCK_TEXT_BYTES = 25 };
void clock_format(int64_t unix_ms, char text[CLOCK_TEXT_BYTES]);

#endif
