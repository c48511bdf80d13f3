/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/warc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/formats/http.h"
#include "client/formats/page.h"

enum { STREAM_BYTES = 64 * 1024, LINE_BYTES_MAX = 16 * 1024, LINES_MAX = 512, HEAD_BYTES_MAX = 64 * 1024 };

struct stream {
    struct intake *intake;
    size_t start, end;
    uint64_t offset; /* of `start` in the file */
    bool ended, stopped;
    char bytes[STREAM_BYTES];
};

struct record {
    uint64_t begin, length;
    bool has_length, response;
    char url[4096], date[64];
};

/* False when nothing more comes. */
static bool fill(struct stream *stream)
{
    if (stream->ended)
        return false;
    memmove(stream->bytes, stream->bytes + stream->start, stream->end - stream->start);
    stream->end -= stream->start;
    stream->start = 0;
    const ssize_t got =
        stream->intake->read(stream->intake->source, stream->bytes + stream->end, STREAM_BYTES - stream->end);
    stream->ended = got <= 0;
    stream->stopped = got < 0;
    stream->end += got > 0 ? (size_t)got : 0;
    return got > 0;
}

static void pass(struct stream *stream, size_t size)
{
    stream->start += size;
    stream->offset += size;
}

/* The next line without its end, valid until the next call; NULL at the end,
 * or where a line is longer than a header may be. */
static const char *next_line(struct stream *stream, size_t *size)
{
    size_t seen = 0;
    for (;;) {
        const char *begin = stream->bytes + stream->start;
        const char *stop = memchr(begin + seen, '\n', stream->end - stream->start - seen);
        if (stop) {
            *size = (size_t)(stop - begin);
            pass(stream, *size + 1);
            if (*size > 0 && begin[*size - 1] == '\r')
                --*size;
            return begin;
        }
        seen = stream->end - stream->start;
        if (seen > LINE_BYTES_MAX || !fill(stream))
            return NULL;
    }
}

/* Takes `size` bytes into the buffer, or only past them (NULL). False when they are not there. */
static bool take_bytes(struct stream *stream, uint64_t size, struct buffer *buffer)
{
    while (size > 0) {
        if (stream->start == stream->end && !fill(stream))
            return false;
        size_t there = stream->end - stream->start;
        there = there < size ? there : (size_t)size;
        if (buffer && !buffer_add(buffer, stream->bytes + stream->start, there))
            return false;
        pass(stream, there);
        size -= there;
    }
    return true;
}

static void copy(char *to, size_t room, const char *text, size_t size)
{
    snprintf(to, room, "%.*s", (int)(size < room ? size : 0), text);
}

static void take_header(struct record *record, const char *line, size_t size)
{
    size_t length;
    const char *value = header_value(line, size, "WARC-Type", &length);
    if (value)
        record->response = length == 8 && strncasecmp(value, "response", 8) == 0;
    value = header_value(line, size, "WARC-Target-URI", &length);
    if (value && length > 2 && *value == '<' && value[length - 1] == '>') /* as WARC 1.0 had it */
        copy(record->url, sizeof record->url, value + 1, length - 2);
    else if (value)
        copy(record->url, sizeof record->url, value, length);
    value = header_value(line, size, "WARC-Date", &length);
    if (value)
        copy(record->date, sizeof record->date, value, length);
    value = header_value(line, size, "Content-Length", &length);
    if (value && length > 0 && length < 18 && strspn(value, "0123456789") >= length) {
        record->has_length = true;
        record->length = strtoull(value, NULL, 10);
    }
}

/* NULL at the end of the file or with `why` set. */
static bool read_head(struct stream *stream, struct record *record, const char **why)
{
    size_t size;
    const char *line;
    *record = (struct record){ 0 };
    do {
        record->begin = stream->offset;
        line = next_line(stream, &size);
    } while (line && size == 0);
    if (!line && stream->ended && stream->start == stream->end)
        return false;
    *why = "does not begin with WARC/";
    if (!line || size < 5 || memcmp(line, "WARC/", 5) != 0)
        return false;
    for (int count = 0; count < LINES_MAX && (line = next_line(stream, &size)) != NULL; count++) {
        if (size == 0) {
            *why = record->has_length ? NULL : "has no Content-Length";
            return record->has_length;
        }
        take_header(record, line, size);
    }
    *why = "has a head that does not end";
    return false;
}

static void take_page(struct intake *intake, const struct record *record, const struct http *http, bool whole)
{
    struct buffer body = { 0 };
    const char *wrong = whole ? http_body(http, intake->limits->item_bytes_max, &body) : "longer than a page may be";
    if (wrong) {
        if (intake_next(intake))
            intake_refuse(intake, "TOO_LARGE", "record %" PRIu64 " at byte %" PRIu64 ": %s", intake->place,
                          record->begin, wrong);
    } else {
        const struct page page = {
            .bytes = body.bytes ? body.bytes : "",
            .size = body.size,
            .content_type = http->content_type,
            .url = record->url[0] ? record->url : NULL,
            .fetched_at = record->date,
        };
        page_take(intake, &page);
    }
    buffer_free(&body);
}

/* False when the file ends inside. */
static bool take_record(struct stream *stream, const struct record *record)
{
    const uint64_t most = stream->intake->limits->item_bytes_max + HEAD_BYTES_MAX;
    const uint64_t kept = !record->response ? 0 : record->length < most ? record->length : most;
    struct buffer bytes = { 0 };
    struct http http;
    const bool there = take_bytes(stream, kept, &bytes) && take_bytes(stream, record->length - kept, NULL);
    if (there && record->response && http_read(&http, bytes.bytes ? bytes.bytes : "", bytes.size) &&
        http_is_page(&http))
        take_page(stream->intake, record, &http, kept == record->length);
    buffer_free(&bytes);
    return there;
}

void warc_take(struct intake *intake)
{
    struct record record;
    const char *why = NULL;
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        intake_refuse(intake, "TOO_LARGE", "out of memory");
        return;
    }
    stream->intake = intake;
    intake->place = 1;
    while (!intake->over && read_head(stream, &record, &why)) {
        if (!take_record(stream, &record)) {
            why = "ends in the middle of it";
            break;
        }
        intake->place++;
    }
    if (why && !stream->stopped && !intake->over)
        intake_refuse(intake, "MALFORMED", "record %" PRIu64 " at byte %" PRIu64 " %s; nothing after it is read",
                      intake->place, record.begin, why);
    free(stream);
}
