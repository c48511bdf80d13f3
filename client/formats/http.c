/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/formats/gunzip.h"

const char *header_value(const char *line, size_t size, const char *name, size_t *length)
{
    const size_t length_name = strlen(name);
    if (size <= length_name || line[length_name] != ':' || strncasecmp(line, name, length_name) != 0)
        return NULL;
    const char *value = line + length_name + 1, *end = line + size;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && memchr(" \t\r", end[-1], 3))
        end--;
    *length = (size_t)(end - value);
    return value;
}

static void take_header(struct http *http, const char *line, size_t size)
{
    size_t length;
    const char *value = header_value(line, size, "Content-Type", &length);
    if (value)
        snprintf(http->content_type, sizeof http->content_type, "%.*s", (int)(length < 127 ? length : 127), value);
    value = header_value(line, size, "Content-Encoding", &length);
    if (value)
        snprintf(http->encoding, sizeof http->encoding, "%.*s", (int)(length < 31 ? length : 31), value);
    value = header_value(line, size, "Transfer-Encoding", &length);
    if (value && length == 7 && strncasecmp(value, "chunked", 7) == 0)
        http->chunked = true;
}

bool http_read(struct http *http, const char *bytes, size_t size)
{
    char version[16], first[64];
    const char *at = bytes, *end = bytes + size;
    *http = (struct http){ 0 };
    snprintf(first, sizeof first, "%.*s", (int)(size < 63 ? size : 63), bytes);
    if (sscanf(first, "HTTP/%15s %3d", version, &http->status) != 2)
        return false;
    for (const char *stop; (stop = memchr(at, '\n', (size_t)(end - at))) != NULL; at = stop + 1) {
        const size_t length = (size_t)(stop - at);
        if (length == 0 || (length == 1 && *at == '\r')) {
            http->body = stop + 1;
            http->size = (size_t)(end - http->body);
            return true;
        }
        take_header(http, at, length);
    }
    return false;
}

bool http_is_page(const struct http *http)
{
    return http->status == 200 && (strncasecmp(http->content_type, "text/html", 9) == 0 ||
                                   strncasecmp(http->content_type, "application/xhtml+xml", 21) == 0);
}

/* The size that a chunk's line names; the place after the line, or NULL. */
static const char *chunk_head(const char *at, const char *end, size_t *size)
{
    int count = 0;
    for (*size = 0; at < end && count < 8; at++, count++) {
        const char letter = (char)(*at | 0x20);
        if (*at >= '0' && *at <= '9')
            *size = *size * 16 + (size_t)(*at - '0');
        else if (letter >= 'a' && letter <= 'f')
            *size = *size * 16 + (size_t)(letter - 'a' + 10);
        else
            break;
    }
    const char *stop = count > 0 ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return stop ? stop + 1 : NULL;
}

/* Some crawlers keep the header and store the body already whole: then it is
 * taken as it stands. A body cut off ends with what there is. */
static void unchunk(const struct http *http, struct buffer *whole)
{
    const char *at = http->body, *end = at + http->size;
    size_t size;
    const char *data = chunk_head(at, end, &size);
    if (!data) {
        buffer_add(whole, at, http->size);
        return;
    }
    while (data && size > 0) {
        const size_t there = (size_t)(end - data) < size ? (size_t)(end - data) : size;
        buffer_add(whole, data, there);
        at = data + there;
        at += at < end && *at == '\r';
        at += at < end && *at == '\n';
        data = at < end ? chunk_head(at, end, &size) : NULL;
    }
}

const char *http_body(const struct http *http, size_t bytes_max, struct buffer *body)
{
    struct buffer whole = { 0 };
    const char *wrong = NULL;
    if (http->chunked)
        unchunk(http, &whole);
    const char *bytes = http->chunked ? whole.bytes : http->body;
    const size_t size = http->chunked ? whole.size : http->size;
    const bool gzip = strcasecmp(http->encoding, "gzip") == 0 || strcasecmp(http->encoding, "x-gzip") == 0;
    const bool packed = size >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
    if ((gzip && packed) || strcasecmp(http->encoding, "deflate") == 0)
        wrong = gunzip_body(bytes, size, bytes_max, body);
    else if (gzip || http->encoding[0] == '\0' || strcasecmp(http->encoding, "identity") == 0)
        buffer_add(body, bytes, size);
    else
        wrong = "its Content-Encoding is not read";
    buffer_free(&whole);
    return wrong ? wrong : body->failed ? "out of memory" : NULL;
}
