/* SPDX-License-Identifier: Apache-2.0 */
#include "client/claimwire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/escape.h"

/* Bytes of the well-formed character at `text`, its value in `value`; 0 when
 * there is none. */
static size_t decode(const unsigned char *text, size_t bytes, uint32_t *value)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length = text[0] < 0x80   ? 1
                    : text[0] < 0xc2 ? 0
                    : text[0] < 0xe0 ? 2
                    : text[0] < 0xf0 ? 3
                    : text[0] < 0xf5 ? 4
                                     : 0;
    if (length == 0 || length > bytes)
        return 0;
    *value = length == 1 ? text[0] : text[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *value = *value << 6 | (text[i] & 0x3fu);
    }
    bool surrogate = *value >= 0xd800 && *value <= 0xdfff;
    return *value < least[length] || *value > 0x10ffff || surrogate ? 0 : length;
}

bool escape_needed(uint32_t value)
{
    return value < 0x20 || (value >= 0x7f && value <= 0x9f)           /* controls */
           || value == 0x061c || (value >= 0x200e && value <= 0x200f) /* direction marks */
           || (value >= 0x2028 && value <= 0x202e)                    /* line ends, embeddings and overrides */
           || (value >= 0x2066 && value <= 0x206f)                    /* isolates and old format controls */
           || value == 0x200b || value == 0xfeff                      /* no width */
           || (value >= 0xfff9 && value <= 0xfffb)                    /* annotations */
           || (value >= 0xe0000 && value <= 0xe007f);                 /* tags */
}

char *claimwire_escape(const char *text, size_t characters_max)
{
    char *line = NULL;
    size_t size = 0, bytes = strlen(text);
    FILE *stream = open_memstream(&line, &size);
    if (!stream)
        return NULL;
    for (size_t at = 0, count = 0; at < bytes; count++) {
        if (characters_max && count == characters_max) {
            fputs("…", stream);
            break;
        }
        uint32_t value = 0;
        size_t length = decode((const unsigned char *)text + at, bytes - at, &value);
        if (length == 0)
            fprintf(stream, "\\x%02x", (unsigned char)text[at]);
        else if (escape_needed(value))
            fprintf(stream, value < 0x80 ? "\\x%02x" : "\\u{%04x}", value);
        else
            fwrite(text + at, 1, length, stream);
        at += length ? length : 1;
    }
    if (fclose(stream) == 0)
        return line;
    free(line);
    return NULL;
}

static void put_json_escape(FILE *stream, uint32_t value)
{
    if (value < 0x10000) {
        fprintf(stream, "\\u%04X", value);
        return;
    }
    value -= 0x10000;
    fprintf(stream, "\\u%04X\\u%04X", 0xd800 + (value >> 10), 0xdc00 + (value & 0x3ff));
}

char *escape_json(const char *json)
{
    char *line = NULL;
    size_t size = 0, bytes = strlen(json);
    FILE *stream = open_memstream(&line, &size);
    if (!stream)
        return NULL;
    for (size_t at = 0; at < bytes;) {
        uint32_t value = 0;
        size_t length = decode((const unsigned char *)json + at, bytes - at, &value);
        if (length && escape_needed(value))
            put_json_escape(stream, value);
        else
            fwrite(json + at, 1, length ? length : 1, stream);
        at += length ? length : 1;
    }
    if (fclose(stream) == 0)
        return line;
    free(line);
    return NULL;
}
