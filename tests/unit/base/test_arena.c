/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/arena.h"

static int setup(void **state)
{
    *state = arena_new(64);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_full_arena_stays_overflowed_until_reset(void **state)
{
    struct arena *arena = *state;
    assert_non_null(arena_alloc(arena, 64));
    assert_null(arena_alloc(arena, 1));
    assert_true(arena_overflowed(arena));

    arena_reset(arena);
    assert_false(arena_overflowed(arena));
    assert_non_null(arena_alloc(arena, 64));
}

static void a_huge_request_does_not_wrap(void **state)
{
    assert_null(arena_alloc(*state, (size_t)-1));
}

static void a_huge_array_does_not_wrap(void **state)
{
    assert_null(arena_array(*state, SIZE_MAX / 8 + 2, 8));
    assert_true(arena_overflowed(*state));
}

static void what_is_handed_out_is_zero_even_when_used_before(void **state)
{
    struct arena *arena = *state;
    unsigned char *bytes = arena_alloc(arena, 32);
    for (int i = 0; i < 32; i++)
        bytes[i] = 0xff;
    arena_rewind(arena, 0);
    assert_int_equal(arena_used(arena), 0);
    bytes = arena_alloc(arena, 32);
    for (int i = 0; i < 32; i++)
        assert_int_equal(bytes[i], 0);
}

static void nothing_can_be_had_of_a_full_arena(void **state)
{
    struct arena *arena = *state;
    assert_non_null(arena_alloc(arena, 64));
    assert_non_null(arena_alloc(arena, 0)); /* what an empty field asks for */
    assert_false(arena_overflowed(arena));
}

static void a_string_is_copied_with_its_end(void **state)
{
    char text[] = "quay";
    char *copy = arena_string(*state, (struct span){ text, 3 });
    text[0] = 'x';
    assert_string_equal(copy, "qua");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_arena_stays_overflowed_until_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(a_huge_request_does_not_wrap, setup, teardown),
        cmocka_unit_test_setup_teardown(a_huge_array_does_not_wrap, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_handed_out_is_zero_even_when_used_before, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_can_be_had_of_a_full_arena, setup, teardown),
        cmocka_unit_test_setup_teardown(a_string_is_copied_with_its_end, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
