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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_arena_stays_overflowed_until_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(a_huge_request_does_not_wrap, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
