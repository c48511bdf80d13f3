/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes that somebody else owns. Never NUL-terminated by promise. */
struct span {
    const char *data;
    size_t size;
};

#define SPAN(literal) ((struct span){ "" literal, sizeof(literal) - 1 })

static inline struct span span_of(const char *string)
{
    return (struct span){ string, string ? strlen(string) : 0 };
}

/* [start, end) of `whole`; the caller has checked both. */
static inline struct span span_slice(struct span whole, size_t start, size_t end)
{
    return (struct span){ whole.data + start, end - start };
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Does it end in these bytes, with others before them? */
static inline bool span_ends(struct span span, const char *ending)
{
    const size_t size = strlen(ending);
    return span.size > size && memcmp(span.data + span.size - size, ending, size) == 0;
}

/* strcmp for the search of a table: most words differ in their first byte, and that is seen without a call. */
static inline int string_order(const char *a, const char *b)
{
    const int first = (unsigned char)*a - (unsigned char)*b;
    return first != 0 ? first : strcmp(a, b);
}

#endif
