/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_WORD_H
#define RECORD_WORD_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/* Words of a claim's text, one after the other: what stance and toll look for is told by a few of them. */

enum {
    WORD_LETTER = 1, /* of ASCII, or part of any other character */
    WORD_APOSTROPHE = 2,
};

/* What of these each byte is. Read at every byte of many texts. */
extern const uint8_t word_bytes[256];

static inline bool word_has(char byte, int kinds)
{
    return (word_bytes[(unsigned char)byte] & kinds) != 0;
}

/* The next run of bytes of these kinds from `*text` on, which moves behind it; size 0: none. */
static inline struct span word_next(const char **text, int kinds)
{
    const char *at = *text;
    while (*at && !word_has(*at, kinds))
        at++;
    const char *end = at;
    while (word_has(*end, kinds))
        end++;
    *text = end;
    return (struct span){ at, (size_t)(end - at) };
}

/* True of any two letters that are equal without regard to ASCII case. */
static inline bool word_alike(char a, char b)
{
    return (a | 0x20) == (b | 0x20);
}

/* Whether the word is one of those of a list that NULL ends, without regard to ASCII case. */
bool word_is_one_of(struct span word, const char *const *words);

#endif
