/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_POWER_H
#define BASE_POWER_H

#include <stdint.h>

/* The least power of two that is not below, at most 2^31: what a ring or a table of slots is sized by. */
static inline uint32_t power_of_two(uint32_t least)
{
    uint32_t power = 1;
    while (power < least)
        power *= 2;
    return power;
}

#endif
