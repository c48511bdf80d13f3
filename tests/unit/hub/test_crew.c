/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "hub/crew.h"

static struct crew crew;
static const struct peer peer = { 1, { 'p' } };

static int setup(void **state)
{
    (void)state;
    crew = (struct crew){ 0 };
    return 0;
}

static int join(const char *name, uint64_t session, uint32_t slots, int *lost)
{
    ready_record ready = CLAIMWIRE__V1__READY__INIT;
    ready.name = (char *)(uintptr_t)name;
    ready.session = session;
    ready.slots = slots;
    return crew_ready(&crew, &peer, &ready, 1000, lost);
}

static void a_ready_of_the_same_session_is_a_sign_of_life(void **state)
{
    (void)state;
    int lost;
    const int first = join("local-0", 7, 2, &lost);
    assert_int_equal(join("local-0", 7, 3, &lost), first);
    assert_int_equal(lost, -1);
    assert_int_equal(crew_count(&crew), 1);
    assert_int_equal(crew.extractors[first].slots, 3);
}

static void a_known_name_with_another_session_means_that_the_first_died(void **state)
{
    (void)state;
    int lost;
    const int first = join("local-0", 7, 2, &lost);
    assert_int_equal(join("local-0", 8, 2, &lost), -1);
    assert_int_equal(lost, first);
    crew_forget(&crew, lost);
    assert_true(join("local-0", 8, 2, &lost) >= 0);
    assert_int_equal(lost, -1);
    assert_int_equal(crew_find(&crew, 7), -1);
}

static void a_message_without_name_or_session_is_no_extractor(void **state)
{
    (void)state;
    int lost;
    assert_int_equal(join("", 7, 2, &lost), -1);
    assert_int_equal(join(NULL, 7, 2, &lost), -1);
    assert_int_equal(join("local-0", 0, 2, &lost), -1);
    assert_int_equal(crew_count(&crew), 0);
}

static void slots_are_bounded_and_so_is_the_crew(void **state)
{
    (void)state;
    int lost;
    char name[16];
    for (unsigned i = 0; i < CREW_MAX; i++) {
        snprintf(name, sizeof name, "w%u", i);
        const int index = join(name, i + 1, 1000000, &lost);
        assert_true(index >= 0);
        assert_int_equal(crew.extractors[index].slots, CREW_SLOTS_MAX);
    }
    assert_int_equal(join("one-more", 9999, 1, &lost), -1);
    assert_int_equal(lost, -1);
}

static void the_one_that_holds_least_is_next(void **state)
{
    (void)state;
    int lost;
    const int first = join("a", 1, 2, &lost), second = join("b", 2, 2, &lost);
    crew.extractors[first].held = 1;
    assert_int_equal(crew_free(&crew, false), second);
    assert_int_equal(crew_free(&crew, true), second);
    crew.extractors[second].held = 2;
    assert_int_equal(crew_free(&crew, false), first);
    assert_int_equal(crew_free(&crew, true), -1);
}

static void a_reserved_extractor_gets_nothing_but_a_second_try(void **state)
{
    (void)state;
    int lost;
    const int only = join("a", 1, 2, &lost);
    crew.extractors[only].held = 1;
    crew_reserve(&crew);
    assert_int_equal(crew_free(&crew, false), -1);
    assert_int_equal(crew_free(&crew, true), -1);
    crew.extractors[only].held = 0;
    assert_int_equal(crew_free(&crew, true), only);
}

static void the_silent_are_forgotten_unless_they_hold_something(void **state)
{
    (void)state;
    int lost;
    const int holder = join("a", 1, 2, &lost);
    join("b", 2, 2, &lost);
    crew.extractors[holder].held = 1;
    crew_forget_silent(&crew, 2000);
    assert_int_equal(crew_count(&crew), 1);
    assert_int_equal(crew_find(&crew, 1), holder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_ready_of_the_same_session_is_a_sign_of_life, setup),
        cmocka_unit_test_setup(a_known_name_with_another_session_means_that_the_first_died, setup),
        cmocka_unit_test_setup(a_message_without_name_or_session_is_no_extractor, setup),
        cmocka_unit_test_setup(slots_are_bounded_and_so_is_the_crew, setup),
        cmocka_unit_test_setup(the_one_that_holds_least_is_next, setup),
        cmocka_unit_test_setup(a_reserved_extractor_gets_nothing_but_a_second_try, setup),
        cmocka_unit_test_setup(the_silent_are_forgotten_unless_they_hold_something, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
