/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_RESERVE_H
#define BASE_RESERVE_H

#include <stddef.h>

/* Room for the most there can be, of which only what is touched takes memory. Zero at first; NULL without address
 * space. For what is looked into at random: where the kernel will, it lies in pages so large that their addresses stay
 * known to the processor. */
void *reserve_take(size_t bytes);
void reserve_free(void *memory, size_t bytes); /* the same `bytes`; NULL is fine */

/* Gives back what is touched there: it is zero again. Both are multiples of RESERVE_PAGE_BYTES. */
enum { RESERVE_PAGE_BYTES = 64 * 1024 };
void reserve_clear(void *memory, size_t from, size_t bytes);

#endif
