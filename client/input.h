/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_INPUT_H
#define CLIENT_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One file of articles, read without ever waiting: JSON lines when the first
 * byte that is no white space is '{', else one plain text. */
struct input {
    const char *name; /* of the file without its folders; "-" for stdin */
    int fd;
    char *buffer;
    size_t start, scanned, end; /* unread bytes; up to `scanned` they hold no line end */
    uint64_t line;              /* number of the last one given out */
    uint64_t bytes_read, bytes_total; /* total 0: not known */
    bool ended, skipping;
    enum { INPUT_UNKNOWN, INPUT_IS_LINES, INPUT_IS_TEXT } kind;
};

enum input_result {
    INPUT_LINE,     /* one line of JSON, never blank */
    INPUT_TEXT,     /* the whole file, NUL-terminated */
    INPUT_TOO_LONG, /* a line or text beyond the bound was passed over */
    INPUT_WAIT,     /* nothing there at the moment */
    INPUT_END,
    INPUT_FAILED, /* errno */
};

/* False with errno when it cannot be opened. The path must live as long. */
bool input_open(struct input *input, const char *path);
void input_close(struct input *input);

/* What it gives is valid until the next call and may be written to. */
enum input_result input_next(struct input *input, char **bytes, size_t *size);

/* Waits at most `wait_ms` until input_next may have something. */
void input_wait(const struct input *input, int wait_ms);

#endif
