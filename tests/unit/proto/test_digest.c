/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "proto/digest.h"

static void a_digest_is_the_first_16_bytes_of_blake2b(void **state)
{
    (void)state;
    /* RFC 7693, appendix A: BLAKE2b-512("abc"), first 16 bytes. */
    static const uint8_t expected[DIGEST_BYTES] = { 0xba, 0x80, 0xa5, 0x3f, 0x98, 0x1c, 0x4d, 0x0d,
                                                    0x6a, 0x27, 0x97, 0xb6, 0x9f, 0x12, 0xf6, 0xe9 };
    struct digest digest = digest_of("abc", 3);
    assert_memory_equal(digest.bytes, expected, DIGEST_BYTES);
}

static void parts_digest_as_the_whole(void **state)
{
    (void)state;
    struct digest_state parts;
    digest_init(&parts);
    digest_add(&parts, "a", 1);
    digest_add(&parts, "", 0);
    digest_add(&parts, "bc", 2);
    struct digest one = digest_fini(&parts), whole = digest_of("abc", 3);
    assert_true(digest_equal(&one, &whole));
}

static void the_chain_is_before_epoch_sequence_update(void **state)
{
    (void)state;
    const struct digest zero = { { 0 } };
    uint8_t bytes[16 + 8 + 8 + 3] = { 0 };
    bytes[16] = 0x02, bytes[17] = 0x01; /* epoch 0x0102, little-endian */
    bytes[24] = 5;
    memcpy(bytes + 32, "abc", 3);
    struct digest chained = digest_chain(&zero, 0x0102, 5, "abc", 3), expected = digest_of(bytes, sizeof bytes);
    assert_true(digest_equal(&chained, &expected));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_digest_is_the_first_16_bytes_of_blake2b),
        cmocka_unit_test(parts_digest_as_the_whole),
        cmocka_unit_test(the_chain_is_before_epoch_sequence_update),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
