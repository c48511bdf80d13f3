/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_FREQUENCIES_H
#define DESK_FREQUENCIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Document frequencies: in how many articles of the window each term is. The terms of common.h are in so many articles
 * more, which never leave.
 *
 * Eight bytes a slot, in one line of memory with their neighbours: open addressing with linear probing and deletion
 * that moves back what it parted (Knuth 6.4, algorithm R). The slots are doubled when half of them are taken, so
 * constant time a term in the long run; which one a term gets hangs on a secret, so nobody outside can choose terms
 * that collide. */
struct frequencies;

/* For so many terms that are not common, at most 2^28. NULL without memory. */
struct frequencies *frequencies_new(uint32_t terms_max);
void frequencies_free(struct frequencies *frequencies);
void frequencies_clear(struct frequencies *frequencies);

/* Whether `count` more terms fit, be they all new. */
bool frequencies_fit(const struct frequencies *frequencies, uint32_t count);

/* One article has these, each once, or has them no more. */
void frequencies_add(struct frequencies *frequencies, const uint32_t *terms, size_t count);
void frequencies_drop(struct frequencies *frequencies, const uint32_t *terms, size_t count);

uint32_t frequencies_of(const struct frequencies *frequencies, uint32_t term);
/* Hints that they are asked for soon. */
void frequencies_expect(const struct frequencies *frequencies, const uint32_t *terms, size_t count);

uint64_t frequencies_bytes(const struct frequencies *frequencies); /* touched */

#endif
