/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_EVEN_H
#define BASE_EVEN_H

#include <stdint.h>

/* Conditions that go either way as often, without a branch for each, which costs as much as twenty steps when it is
 * guessed wrongly: a compiler makes two jumps of `a && b`, and of `a & b` as well. */

/* 0 when x is 0, else 1. At most 2^63. */
static inline uint64_t even_other(uint64_t x)
{
    return (0 - x) >> 63;
}

#endif
