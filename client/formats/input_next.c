/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "client/formats/input.h"
#include "proto/wire.h"

static bool blank(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!memchr(" \t\r", bytes[i], 3))
            return false;
    return true;
}

/* ---- a value a line */

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
        if (input->end - input->start == INPUT_BUFFER_BYTES) {
            input->skipping = true;
            input->start = input->scanned = input->end = 0;
        }
        enum input_result result = input_fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    return INPUT_END;
}

/* ---- values over many lines */

/* One byte further inside a value; true when it was its last. */
static bool step(struct input *input, char byte)
{
    if (input->quoted) {
        input->quoted = input->escaped || byte != '"';
        input->escaped = !input->escaped && byte == '\\';
    } else if (byte == '"') {
        input->quoted = true;
    } else if (byte == '{' || byte == '[') {
        input->depth++;
    } else if (byte == '}' || byte == ']') {
        return --input->depth == 0;
    }
    return false;
}

/* Past what may stand between values; false when something else does. */
static bool find_value(struct input *input)
{
    for (; input->start < input->end; input->start++) {
        const char byte = input->buffer[input->start];
        input->lines_scanned += byte == '\n';
        if (byte == '{')
            break;
        if (!memchr(" \t\r\n,[]", byte, 7))
            return false;
    }
    input->scanned = input->start;
    return true;
}

static bool take_value(struct input *input, char **bytes, size_t *size)
{
    while (input->scanned < input->end) {
        const char byte = input->buffer[input->scanned++];
        input->lines_scanned += byte == '\n';
        if (!step(input, byte))
            continue;
        *bytes = input->buffer + input->start;
        *size = input->scanned - input->start;
        input->start = input->scanned;
        return true;
    }
    return false;
}

static enum input_result next_value(struct input *input, char **bytes, size_t *size)
{
    for (;;) {
        if (input->depth == 0) {
            if (!find_value(input)) {
                input->why = "between the values stands something else; nothing after it is read";
                input->line = input->lines_scanned + 1;
                input->start = input->scanned = input->end;
                input->ended = true;
                return INPUT_BROKEN;
            }
            input->line = input->lines_scanned + 1;
        }
        if (take_value(input, bytes, size)) {
            bool skipped = input->skipping;
            input->skipping = false;
            return skipped ? INPUT_TOO_LONG : INPUT_LINE;
        }
        if (input->ended && input->depth == 0)
            return INPUT_END;
        if (input->ended) { /* the file ends inside: the parser says where */
            input->depth = 0;
            *bytes = input->buffer + input->start;
            *size = input->end - input->start;
            input->start = input->end;
            return input->skipping ? INPUT_TOO_LONG : INPUT_LINE;
        }
        if (input->end - input->start == INPUT_BUFFER_BYTES) {
            input->skipping = true;
            input->start = input->scanned = input->end = 0;
        }
        enum input_result result = input_fill(input);
        if (result != INPUT_LINE)
            return result;
    }
}

/* ---- the whole file */

static enum input_result next_whole(struct input *input, size_t bytes_max, char **bytes, size_t *size)
{
    while (!input->ended && input->end - input->start <= bytes_max && input->end < INPUT_BUFFER_BYTES) {
        enum input_result result = input_fill(input);
        if (result != INPUT_LINE)
            return result;
    }
    if (input->start == input->end)
        return INPUT_END;
    bool whole = input->ended && input->end - input->start <= bytes_max;
    input->ended = true;
    *bytes = input->buffer + input->start;
    *size = input->end - input->start;
    input->buffer[input->end] = '\0';
    input->start = input->scanned = input->end;
    return whole ? INPUT_TEXT : INPUT_TOO_LONG;
}

enum input_result input_next(struct input *input, char **bytes, size_t *size)
{
    switch (input->format) {
    case FORMAT_LINES:
        return next_line(input, bytes, size);
    case FORMAT_VALUES:
        return next_value(input, bytes, size);
    case FORMAT_HTML:
        return next_whole(input, INPUT_BUFFER_BYTES, bytes, size);
    default:
        return next_whole(input, WIRE_BODY_BYTES_MAX, bytes, size);
    }
}
