/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

static enum log_level lowest = LOG_INFO;

void log_level_set(enum log_level level)
{
    lowest = level;
}

void log_line(enum log_level level, const char *part, const char *format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    if (level < lowest)
        return;

    char line[1024];
    char now[CLOCK_TEXT_BYTES];
    clock_format(clock_wall_ms(&clock_system), now);
    int used = snprintf(line, sizeof line, "%s %s %s: ", now, names[level], part);
    va_list arguments;
    va_start(arguments, format);
    const int more = vsnprintf(line + used, sizeof line - (size_t)used - 1, format, arguments);
    va_end(arguments);
    if (more > 0)
        used += more;
    if (used > (int)sizeof line - 2)
        used = (int)sizeof line - 2;
    for (int i = 0; i < used; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[used++] = '\n';
    /* One write, so lines of several processes do not mix. */
    if (write(STDERR_FILENO, line, (size_t)used) < 0)
        return;
}
