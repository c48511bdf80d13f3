/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Checksums and candidate selection: XXH3, 64 bits. Fast, and forgeable: it
 * finds rotten bytes and likely matches, and never decides on its own. What
 * names a thing for ever is a digest (proto/digest.h). */
uint64_t hash64(const void *bytes, size_t size, uint64_t seed);

#endif
