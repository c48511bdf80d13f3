/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_DIGEST_H
#define PROTO_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Identity: the first 16 bytes of BLAKE2b-512 (RFC 7693). Nobody can make two
 * texts meet on purpose, so what is kept for ever is named by these. */
enum { DIGEST_BYTES = 16 };
struct digest {
    uint8_t bytes[DIGEST_BYTES];
};

/* Digest in parts. Lives on the caller's stack; nothing to free. */
struct digest_state {
    _Alignas(64) unsigned char opaque[384];
};
void digest_init(struct digest_state *state);
void digest_add(struct digest_state *state, const void *bytes, size_t size);
/* Adds the size as 8 bytes little-endian, then the bytes: fields cannot run into each other. */
void digest_add_field(struct digest_state *state, const void *bytes, size_t size);
struct digest digest_fini(struct digest_state *state);

struct digest digest_of(const void *bytes, size_t size);
bool digest_equal(const struct digest *a, const struct digest *b);

/* The running digest of the log, which starts as 16 zero bytes:
 * digest(before, epoch as 8 bytes little-endian, sequence likewise, update). */
struct digest digest_chain(const struct digest *before, uint64_t epoch, uint64_t sequence, const void *update,
                           size_t update_bytes);

#endif
