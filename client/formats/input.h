/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_INPUT_H
#define CLIENT_FORMATS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/formats/detect.h"
#include "client/formats/gunzip.h"

/* One file of articles, read without ever waiting. gzip data is unpacked as it
 * comes; what is inside decides the format. */
enum { INPUT_BUFFER_BYTES = 8 * 1024 * 1024 }; /* a body of 1 MiB may be six times as long in JSON */

struct input {
    const char *name; /* of the file without its folders; "-" for stdin */
    int fd;
    char *buffer;
    size_t start, scanned, end;       /* unread bytes; up to `scanned` they hold no end of an item */
    uint64_t line;                    /* number of the last one given out, or where the value at hand begins */
    uint64_t bytes_read, bytes_total; /* of the file; total 0: not known */
    bool ended, skipping;
    enum format format;
    const char *why; /* of INPUT_BROKEN */

    struct gunzip *gunzip; /* NULL: not packed */
    char *packed;          /* what is not unpacked yet */
    size_t packed_start, packed_end;

    uint64_t lines_scanned; /* values: line ends before `scanned` */
    unsigned depth;         /* values: braces and brackets open at `scanned` */
    bool quoted, escaped;
};

enum input_result {
    INPUT_LINE,     /* one JSON value, or bytes were read */
    INPUT_TEXT,     /* the whole file, NUL-terminated */
    INPUT_TOO_LONG, /* a value or text beyond the bound was passed over */
    INPUT_WAIT,     /* nothing there at the moment */
    INPUT_END,
    INPUT_BROKEN, /* `why`; nothing comes after it */
    INPUT_FAILED, /* errno */
};

/* False with errno when it cannot be opened. The path must live as long. */
bool input_open(struct input *input, const char *path);
void input_close(struct input *input);

/* INPUT_LINE once `format` is decided, the first thing to ask for. */
enum input_result input_decide(struct input *input);
/* Of lines, values, text and HTML. What it gives is valid until the next call
 * and may be written to. */
enum input_result input_next(struct input *input, char **bytes, size_t *size);
/* Of XML and WARC: INPUT_LINE with up to `size` bytes, `*got` of them. */
enum input_result input_read(struct input *input, char *bytes, size_t size, size_t *got);

/* Waits at most `wait_ms` until there may be something. */
void input_wait(const struct input *input, int wait_ms);

/* For input_next: adds what is there to the buffer. INPUT_LINE when there was something. */
enum input_result input_fill(struct input *input);

#endif
