/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>

#include "proto/scan.h"

/* Bytes of the character at `at`, 0 when it is none: Unicode 15, table 3-7
 * ("Well-Formed UTF-8 Byte Sequences"). `at` < `end`; ASCII is 1. */
static size_t character_size(const uint8_t *at, const uint8_t *end)
{
    const uint8_t lead = at[0];
    uint8_t low = 0x80, high = 0xbf; /* of the second byte */
    size_t size;

    if (lead < 0x80)
        return lead != 0;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0) {
        size = 2;
    } else if (lead < 0xf0) {
        size = 3;
        low = lead == 0xe0 ? 0xa0 : low;   /* overlong */
        high = lead == 0xed ? 0x9f : high; /* surrogates */
    } else {
        size = 4;
        low = lead == 0xf0 ? 0x90 : low;   /* overlong */
        high = lead == 0xf4 ? 0x8f : high; /* past U+10FFFF */
    }
    if (size > (size_t)(end - at) || at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return size;
}

int scan_utf8(const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    const uint8_t *end = size > 0 ? at + size : at;

    while (at < end) {
        /* Eight bytes at once while all are ASCII and none is NUL: then the
         * subtraction borrows nowhere and no top bit is set. */
        uint64_t word;
        while (end - at >= 8) {
            memcpy(&word, at, 8);
            if ((word | (word - 0x0101010101010101u)) & 0x8080808080808080u)
                break;
            at += 8;
        }
        if (at == end)
            break;
        size_t step = character_size(at, end);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}
