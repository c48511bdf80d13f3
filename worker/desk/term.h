/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_TERM_H
#define DESK_TERM_H

#include "base/hash.h"

/* Terms as the reading makes them (claim.proto): hash64 of a stem, with the highest bit set for a number alone. */
#define TERM_NUMBER (UINT32_C(1) << 31)

static inline uint32_t term_of_word(const char *stem, size_t size)
{
    return (uint32_t)hash64(stem, size, 0) & ~TERM_NUMBER;
}

static inline uint32_t term_of_number(const char *digits, size_t size)
{
    return (uint32_t)hash64(digits, size, 0) | TERM_NUMBER;
}

#endif
