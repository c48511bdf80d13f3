/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_BUFFER_H
#define CLIENT_FORMATS_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that grow. Zeroed is empty. Out of memory is remembered, and what is
 * added after it is nothing. */
struct buffer {
    char *bytes;
    size_t size, capacity;
    bool failed;
};

void buffer_free(struct buffer *buffer);
/* False when out of memory. */
bool buffer_add(struct buffer *buffer, const void *bytes, size_t size);
/* Makes room for so many bytes more at `bytes + size`. */
bool buffer_reserve(struct buffer *buffer, size_t more);
/* Adds a NUL that does not count and hands the bytes over; NULL when empty or
 * out of memory. The buffer is empty then. */
char *buffer_release(struct buffer *buffer);

/* Adds words parted by one space each: white space of any length, no-break
 * spaces among it, becomes one, and control characters go. `space` carries
 * white space at the end over to the next call. */
void buffer_add_words(struct buffer *buffer, const char *text, size_t size, bool *space);

#endif
