/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/buffer.h"

#include <stdlib.h>
#include <string.h>

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){ 0 };
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (buffer->capacity - buffer->size >= more)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity - buffer->size < more)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    buffer->failed = !bytes;
    if (bytes) {
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    return bytes != NULL;
}

bool buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0)
        return !buffer->failed;
    if (!buffer_reserve(buffer, size))
        return false;
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    return true;
}

char *buffer_release(struct buffer *buffer)
{
    char *text = NULL;
    if (buffer->size > 0 && buffer_add(buffer, "", 1)) {
        text = buffer->bytes;
        buffer->bytes = NULL;
    }
    buffer_free(buffer);
    return text;
}

void buffer_add_words(struct buffer *buffer, const char *text, size_t size, bool *space)
{
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        const bool no_break = byte == 0xc2 && i + 1 < size && (unsigned char)text[i + 1] == 0xa0;
        const bool c1 = byte == 0xc2 && i + 1 < size && (unsigned char)text[i + 1] < 0xa0;
        if (byte == ' ' || (byte >= '\t' && byte <= '\r') || no_break) {
            *space = true;
            i += no_break;
            continue;
        }
        if (byte < 0x20 || byte == 0x7f || c1) {
            i += c1;
            continue;
        }
        if (*space && buffer->size > 0)
            buffer_add(buffer, " ", 1);
        *space = false;
        buffer_add(buffer, &text[i], 1);
    }
}
