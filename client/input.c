/* SPDX-License-Identifier: Apache-2.0 */
#include "client/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/wire.h"

/* A body of 1 MiB may be six times as long in JSON; a text is a body. */
enum { LINE_BYTES_MAX = 8 * 1024 * 1024 };

bool input_open(struct input *input, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    const char *slash = strrchr(path, '/');
    *input = (struct input){ .name = slash ? slash + 1 : path };
    input->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return false;
    struct stat status;
    bool known = fstat(input->fd, &status) == 0;
    if (known && S_ISDIR(status.st_mode)) {
        input_close(input);
        errno = EISDIR;
        return false;
    }
    if (known && S_ISREG(status.st_mode))
        input->bytes_total = (uint64_t)status.st_size;
    input->buffer = malloc(LINE_BYTES_MAX + 1);
    return input->buffer != NULL;
}

void input_close(struct input *input)
{
    free(input->buffer);
    input->buffer = NULL;
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
}

void input_wait(const struct input *input, int wait_ms)
{
    struct pollfd item = { .fd = input->fd, .events = POLLIN };
    poll(&item, 1, wait_ms);
}

/* Adds what is there to the buffer: INPUT_LINE when there was something. */
static enum input_result fill(struct input *input)
{
    struct pollfd item = { .fd = input->fd, .events = POLLIN };
    if (input->start > 0) {
        memmove(input->buffer, input->buffer + input->start, input->end - input->start);
        input->scanned -= input->start;
        input->end -= input->start;
        input->start = 0;
    }
    if (poll(&item, 1, 0) == 0)
        return INPUT_WAIT;
    ssize_t got = read(input->fd, input->buffer + input->end, LINE_BYTES_MAX - input->end);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? INPUT_WAIT : INPUT_FAILED;
    input->ended = got == 0;
    input->end += (size_t)got;
    input->bytes_read += (uint64_t)got;
    return INPUT_LINE;
}

static void find_kind(struct input *input)
{
    size_t at = input->start;
    while (at < input->end && memchr(" \t\r\n", input->buffer[at], 4))
        at++;
    if (at < input->end)
        input->kind = input->buffer[at] == '{' ? INPUT_IS_LINES : INPUT_IS_TEXT;
    else if (input->ended)
        input->kind = INPUT_IS_LINES; /* and there is none */
}

static bool blank(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!memchr(" \t\r", bytes[i], 3))
            return false;
    return true;
}

/* A line that lies in the buffer whole, or whose end is the file's. */
static bool take_line(struct input *input, char **bytes, size_t *size)
{
    char *end = memchr(input->buffer + input->scanned, '\n', input->end - input->scanned);
    if (!end && !input->ended) {
        input->scanned = input->end;
        return false;
    }
    char *stop = end ? end : input->buffer + input->end;
    *bytes = input->buffer + input->start;
    *size = (size_t)(stop - *bytes);
    *stop = '\0';
    input->start = input->scanned = end ? (size_t)(end - input->buffer) + 1 : input->end;
    input->line++;
    return true;
}

static enum input_result next_line(struct input *input, char **bytes, size_t *size)
{
    while (input->start < input->end || !input->ended) {
        if (input->start < input->end && take_line(input, bytes, size)) {
            bool skipped = input->skipping;
            input->skipping = false;
            if (skipped)
                return INPUT_TOO_LONG;
            if (!blank(*bytes, *size))
                return INPUT_LINE;
            continue;
        }
        if (input->end - input->start == LINE_BYTES_MAX) {
            input->skipping = true;
            input->start = input->scanned = input->end = 0;
        }
        enum input_result result = fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    return INPUT_END;
}

static enum input_result next_text(struct input *input, char **bytes, size_t *size)
{
    while (!input->ended && input->end <= WIRE_BODY_BYTES_MAX) {
        enum input_result result = fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    if (input->start == input->end)
        return INPUT_END;
    bool whole = input->end <= WIRE_BODY_BYTES_MAX;
    input->ended = true;
    *bytes = input->buffer;
    *size = input->end;
    input->buffer[input->end] = '\0';
    input->start = input->scanned = input->end;
    return whole ? INPUT_TEXT : INPUT_TOO_LONG;
}

enum input_result input_next(struct input *input, char **bytes, size_t *size)
{
    while (input->kind == INPUT_UNKNOWN) {
        find_kind(input);
        if (input->kind != INPUT_UNKNOWN)
            break;
        if (input->end == LINE_BYTES_MAX) {
            input->kind = INPUT_IS_TEXT; /* nothing but white space */
            break;
        }
        enum input_result result = fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    return input->kind == INPUT_IS_LINES ? next_line(input, bytes, size) : next_text(input, bytes, size);
}
