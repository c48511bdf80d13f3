/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/gunzip.h"

#include <string.h>

enum {
    GZIP_ONLY = 16 + MAX_WBITS,
    GZIP_OR_ZLIB = 32 + MAX_WBITS,
    BOMB_BYTES = 16 << 20, /* from here on, text and pages inflate less than */
    BOMB_RATIO = 200,      /* so many times */
    STEP_BYTES = 64 * 1024,
};

bool gunzip_open(struct gunzip *gunzip)
{
    *gunzip = (struct gunzip){ 0 };
    return inflateInit2(&gunzip->stream, GZIP_ONLY) == Z_OK;
}

void gunzip_close(struct gunzip *gunzip)
{
    inflateEnd(&gunzip->stream);
}

static const char *step(struct gunzip *gunzip, const char **from, size_t *size, char *to, size_t room, size_t *made)
{
    z_stream *stream = &gunzip->stream;
    stream->next_in = (Bytef *)(uintptr_t)*from; /* zlib only reads it */
    stream->avail_in = *size < STEP_BYTES ? (uInt)*size : STEP_BYTES;
    stream->next_out = (Bytef *)to;
    stream->avail_out = room < STEP_BYTES ? (uInt)room : STEP_BYTES;
    const int result = inflate(stream, Z_NO_FLUSH);
    const size_t taken = (size_t)((const char *)stream->next_in - *from), got = (size_t)((char *)stream->next_out - to);
    *from += taken;
    *size -= taken;
    *made += got;
    gunzip->taken += taken;
    gunzip->made += got;
    gunzip->inside = result != Z_STREAM_END;
    if (result == Z_STREAM_END) {
        gunzip->taken = gunzip->made = 0;
        return inflateReset(stream) == Z_OK ? NULL : "the gzip data is broken";
    }
    if (result != Z_OK && result != Z_BUF_ERROR)
        return result == Z_MEM_ERROR ? "out of memory" : "the gzip data is broken";
    if (gunzip->made > BOMB_BYTES && gunzip->made / BOMB_RATIO > gunzip->taken)
        return "the gzip data inflates without measure";
    return NULL;
}

const char *gunzip_run(struct gunzip *gunzip, const char **from, size_t *size, char *to, size_t room, size_t *made)
{
    const char *wrong = NULL;
    *made = 0;
    while (!wrong && *size > 0 && *made < room) {
        const size_t before = *size, made_before = *made;
        wrong = step(gunzip, from, size, to + *made, room - *made, made);
        if (!wrong && *size == before && *made == made_before)
            wrong = "the gzip data is broken";
    }
    return wrong;
}

/* The window of zlib, by the first bytes: bare deflate has no head. */
static int window_of(const unsigned char *bytes, size_t size)
{
    const bool gzip = size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
    const bool zlib = size >= 2 && (bytes[0] & 0x0f) == 8 && (bytes[0] * 256 + bytes[1]) % 31 == 0;
    return gzip || zlib ? GZIP_OR_ZLIB : -MAX_WBITS;
}

const char *gunzip_body(const char *bytes, size_t size, size_t bytes_max, struct buffer *body)
{
    struct gunzip gunzip = { 0 };
    const char *wrong = NULL;
    if (inflateInit2(&gunzip.stream, window_of((const unsigned char *)bytes, size)) != Z_OK)
        return "out of memory";
    gunzip.inside = true;
    while (!wrong && gunzip.inside) {
        size_t made = 0;
        const size_t before = size;
        if (!buffer_reserve(body, STEP_BYTES)) {
            wrong = "out of memory";
            break;
        }
        wrong = step(&gunzip, &bytes, &size, body->bytes + body->size, STEP_BYTES, &made);
        body->size += made;
        if (!wrong && body->size > bytes_max)
            wrong = "the body inflates to more than one may hold";
        else if (!wrong && gunzip.inside && made == 0 && size == before)
            wrong = "the compressed body ends in the middle";
    }
    inflateEnd(&gunzip.stream);
    return wrong;
}
