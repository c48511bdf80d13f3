/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACKED_BYTES = 64 * 1024 };

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
    input->buffer = malloc(INPUT_BUFFER_BYTES + 1);
    return input->buffer != NULL;
}

void input_close(struct input *input)
{
    if (input->gunzip)
        gunzip_close(input->gunzip);
    free(input->gunzip);
    free(input->packed);
    free(input->buffer);
    input->gunzip = NULL;
    input->packed = input->buffer = NULL;
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
}

void input_wait(const struct input *input, int wait_ms)
{
    struct pollfd item = { .fd = input->fd, .events = POLLIN };
    poll(&item, 1, wait_ms);
}

static enum input_result broken(struct input *input, const char *why)
{
    input->why = why;
    input->ended = true;
    input->start = input->scanned = input->end;
    return INPUT_BROKEN;
}

/* Bytes of the file: INPUT_LINE, and `*got` 0 at its end. */
static enum input_result read_file(struct input *input, char *bytes, size_t size, size_t *got)
{
    struct pollfd item = { .fd = input->fd, .events = POLLIN };
    *got = 0;
    if (poll(&item, 1, 0) == 0)
        return INPUT_WAIT;
    ssize_t count = read(input->fd, bytes, size);
    if (count < 0)
        return errno == EINTR || errno == EAGAIN ? INPUT_WAIT : INPUT_FAILED;
    *got = (size_t)count;
    input->bytes_read += (uint64_t)count;
    return INPUT_LINE;
}

static enum input_result unpack(struct input *input, char *bytes, size_t size, size_t *got)
{
    for (*got = 0; *got == 0;) {
        if (input->packed_start == input->packed_end) {
            size_t count;
            enum input_result result = read_file(input, input->packed, PACKED_BYTES, &count);
            if (result != INPUT_LINE)
                return result;
            input->packed_start = 0;
            input->packed_end = count;
            if (count == 0)
                return input->gunzip->inside ? broken(input, "the gzip data ends in the middle") : INPUT_LINE;
        }
        const char *from = input->packed + input->packed_start;
        size_t left = input->packed_end - input->packed_start;
        const char *wrong = gunzip_run(input->gunzip, &from, &left, bytes, size, got);
        input->packed_start = input->packed_end - left;
        if (wrong)
            return broken(input, wrong);
    }
    return INPUT_LINE;
}

enum input_result input_fill(struct input *input)
{
    if (input->start > 0) {
        memmove(input->buffer, input->buffer + input->start, input->end - input->start);
        input->scanned -= input->start;
        input->end -= input->start;
        input->start = 0;
    }
    size_t got;
    char *to = input->buffer + input->end;
    const size_t room = INPUT_BUFFER_BYTES - input->end;
    enum input_result result = input->gunzip ? unpack(input, to, room, &got) : read_file(input, to, room, &got);
    if (result != INPUT_LINE)
        return result;
    input->ended = got == 0;
    input->end += got;
    return INPUT_LINE;
}

/* What is in the buffer was packed: it is unpacked from now on. */
static enum input_result begin_unpacking(struct input *input)
{
    if (input->gunzip)
        return broken(input, "gzip data within gzip data");
    input->packed = malloc(INPUT_BUFFER_BYTES); /* at first all that has been read */
    input->gunzip = input->packed ? malloc(sizeof *input->gunzip) : NULL;
    if (!input->gunzip || !gunzip_open(input->gunzip)) {
        free(input->gunzip);
        input->gunzip = NULL;
        errno = ENOMEM;
        return INPUT_FAILED;
    }
    memcpy(input->packed, input->buffer, input->end);
    input->packed_end = input->end;
    input->end = 0;
    input->ended = false;
    return INPUT_LINE;
}

enum input_result input_decide(struct input *input)
{
    while (input->format == FORMAT_UNDECIDED) {
        const char *why = NULL;
        enum format format = format_of(input->buffer, input->end, input->ended, &why);
        if (format == FORMAT_REFUSED)
            return broken(input, why);
        enum input_result result = INPUT_LINE;
        if (format == FORMAT_GZIP)
            result = begin_unpacking(input);
        else if (format == FORMAT_UNDECIDED)
            result = input_fill(input);
        else
            input->format = format;
        if (result != INPUT_LINE)
            return result;
    }
    if (input->format != FORMAT_TEXT && input->start == 0 && input->end >= 3 &&
        memcmp(input->buffer, "\xef\xbb\xbf", 3) == 0)
        input->start = input->scanned = 3;
    return INPUT_LINE;
}

enum input_result input_read(struct input *input, char *bytes, size_t size, size_t *got)
{
    *got = 0;
    if (input->start == input->end && !input->ended) {
        enum input_result result = input_fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    *got = input->end - input->start < size ? input->end - input->start : size;
    memcpy(bytes, input->buffer + input->start, *got);
    input->start += *got;
    input->scanned = input->start;
    return *got > 0 ? INPUT_LINE : INPUT_END;
}
