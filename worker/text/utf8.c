/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include <utf8proc.h>

uint32_t utf8_next(struct span text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.data + *at;
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    utf8proc_int32_t character = 0;
    utf8proc_ssize_t size = utf8proc_iterate(bytes, (utf8proc_ssize_t)(text.size - *at), &character);
    if (size <= 0) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    *at += (size_t)size;
    return (uint32_t)character;
}

bool utf8_boundary(struct span text, size_t at)
{
    return at >= text.size || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}

static enum character ascii_class(uint32_t character)
{
    if (character >= 'a' && character <= 'z')
        return CHARACTER_LOWER;
    if (character >= 'A' && character <= 'Z')
        return CHARACTER_UPPER;
    if (character >= '0' && character <= '9')
        return CHARACTER_DIGIT;
    return character <= ' ' || character == 0x7F ? CHARACTER_SPACE : CHARACTER_OTHER;
}

enum character utf8_class(uint32_t character)
{
    if (character < 0x80)
        return ascii_class(character);
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return CHARACTER_UPPER;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CHARACTER_LOWER;
    case UTF8PROC_CATEGORY_ND:
        return CHARACTER_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return CHARACTER_SPACE;
    default:
        return CHARACTER_OTHER;
    }
}
