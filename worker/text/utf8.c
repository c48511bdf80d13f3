/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include <utf8proc.h>

uint32_t utf8_next_wide(struct span text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.data + *at;
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

enum character utf8_class_wide(uint32_t character)
{
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
