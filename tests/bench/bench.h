/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What every benchmark needs. A benchmark prints figures and asserts on none
 * of them; it ends with 1 only when it could not measure. */

static inline uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* Processor time of this thread: what others do on the machine does not count. */
static inline uint64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static inline void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* "256:20000": one stretch of a run, so many articles in flight (or a
 * commit), and how many articles it has. */
struct stretch {
    size_t width, count;
};

static inline struct stretch stretch_of(const char *text)
{
    struct stretch stretch = { 0, 0 };
    if (sscanf(text, "%zu:%zu", &stretch.width, &stretch.count) != 2 || stretch.width == 0 || stretch.count == 0)
        die("\"%s\" is not WIDTH:COUNT", text);
    return stretch;
}

static inline double per_second(size_t count, uint64_t us)
{
    return (double)count * 1e6 / (double)(us ? us : 1);
}

#endif
