/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/digest.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* Before main: until then libsodium keeps to its portable code, at half the speed. */
__attribute__((constructor)) static void choose_code(void)
{
    if (sodium_init() < 0)
        return; /* slower, and right all the same */
}

static crypto_generichash_state *inner(struct digest_state *state)
{
    static_assert(sizeof(crypto_generichash_state) <= sizeof state->opaque, "digest_state is too small");
    return (crypto_generichash_state *)(void *)state->opaque;
}

static void put_u64(uint8_t bytes[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

void digest_init(struct digest_state *state)
{
    crypto_generichash_init(inner(state), NULL, 0, crypto_generichash_BYTES_MAX);
}

void digest_add(struct digest_state *state, const void *bytes, size_t size)
{
    crypto_generichash_update(inner(state), bytes, size);
}

void digest_add_field(struct digest_state *state, const void *bytes, size_t size)
{
    uint8_t prefix[8];
    put_u64(prefix, size);
    digest_add(state, prefix, sizeof prefix);
    digest_add(state, bytes, size);
}

struct digest digest_fini(struct digest_state *state)
{
    uint8_t whole[crypto_generichash_BYTES_MAX];
    struct digest digest;
    crypto_generichash_final(inner(state), whole, sizeof whole);
    memcpy(digest.bytes, whole, DIGEST_BYTES);
    return digest;
}

struct digest digest_of(const void *bytes, size_t size)
{
    struct digest_state state;
    digest_init(&state);
    digest_add(&state, bytes, size);
    return digest_fini(&state);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

struct digest digest_chain(const struct digest *before, uint64_t epoch, uint64_t sequence, const void *update,
                           size_t update_bytes)
{
    uint8_t place[16];
    put_u64(place, epoch);
    put_u64(place + 8, sequence);
    struct digest_state state;
    digest_init(&state);
    digest_add(&state, before->bytes, DIGEST_BYTES);
    digest_add(&state, place, sizeof place);
    digest_add(&state, update, update_bytes);
    return digest_fini(&state);
}
