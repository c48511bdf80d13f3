/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Characters out of bytes that nobody vouches for. */

enum { UTF8_REPLACEMENT = 0xFFFD };

/* utf8_next past ASCII. */
uint32_t utf8_next_wide(struct span text, size_t *at);

/* The character at `at` (below text.size), and `at` moved past it. What is not
 * UTF-8 reads as U+FFFD, one byte at a time: reading always ends, and never
 * stops inside a character. */
static inline uint32_t utf8_next(struct span text, size_t *at)
{
    const unsigned char byte = (unsigned char)text.data[*at];
    if (byte >= 0x80)
        return utf8_next_wide(text, at);
    *at += 1;
    return byte;
}

/* True when `at` is not inside a character; the end of the text is fine. */
bool utf8_boundary(struct span text, size_t at);

enum character {
    CHARACTER_SPACE, /* and all that prints nothing: controls, zero-width, byte order marks */
    CHARACTER_LOWER, /* letters without case and combining marks too */
    CHARACTER_UPPER,
    CHARACTER_DIGIT,
    CHARACTER_OTHER,
};
/* utf8_class past ASCII. */
enum character utf8_class_wide(uint32_t character);

static inline enum character utf8_class(uint32_t character)
{
    if (character >= 0x80)
        return utf8_class_wide(character);
    if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
        return character & 0x20 ? CHARACTER_LOWER : CHARACTER_UPPER;
    if (character >= '0' && character <= '9')
        return CHARACTER_DIGIT;
    return character <= ' ' || character == 0x7F ? CHARACTER_SPACE : CHARACTER_OTHER;
}

static inline bool utf8_in_word(enum character class)
{
    return class == CHARACTER_LOWER || class == CHARACTER_UPPER || class == CHARACTER_DIGIT;
}

#endif
