/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "hub/ring.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct ring));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    ring_clear(*state);
    free(*state);
    return 0;
}

static void places_are_found_by_their_accept_number(void **state)
{
    struct ring *ring = *state;
    for (uint64_t accept = 10; accept < 30; accept += 2)
        ring_push(ring, accept, 0, 0);
    for (uint64_t accept = 9; accept < 31; accept++) {
        const struct place *place = ring_find(ring, accept);
        assert_int_equal(place != NULL, accept % 2 == 0 && accept >= 10 && accept < 30);
        if (place)
            assert_int_equal(place->accept, accept);
    }
}

static void the_front_moves_on_when_it_is_over_and_not_before(void **state)
{
    struct ring *ring = *state;
    for (uint64_t accept = 1; accept <= 3; accept++)
        ring_push(ring, accept, 0, 0);
    ring_remove(ring, ring_find(ring, 2));
    assert_int_equal(ring->count, 3);
    assert_null(ring_find(ring, 2));
    ring_remove(ring, ring_find(ring, 1));
    assert_int_equal(ring->count, 1);
    assert_int_equal(ring_at(ring, 0)->accept, 3);
}

static void a_full_ring_goes_round(void **state)
{
    struct ring *ring = *state;
    uint64_t accept = 1;
    while (!ring_full(ring))
        ring_push(ring, accept++, 0, 0);
    for (uint64_t round = 1; round < 5000; round++) {
        ring_remove(ring, ring_find(ring, round));
        assert_false(ring_full(ring));
        ring_push(ring, accept++, 0, 0);
        assert_non_null(ring_find(ring, accept - 1));
    }
    assert_int_equal(ring->count, REORDER_PLACES_MAX);
}

static void what_is_held_is_bounded_and_given_back(void **state)
{
    struct ring *ring = *state;
    const size_t size = RING_HELD_BYTES_MAX / 2 + 1;
    char *bytes = calloc(1, size);
    struct place *first = ring_push(ring, 1, 0, 0), *second = ring_push(ring, 2, 0, 0);
    ring_keep_article(ring, first, (struct span){ bytes, size });
    ring_keep_article(ring, second, (struct span){ bytes, size });
    assert_non_null(first->article);
    assert_null(second->article);
    free(bytes);

    zmq_msg_t body;
    zmq_msg_init_size(&body, 100);
    ring_keep_result(ring, second, &body);
    zmq_msg_close(&body);
    assert_int_equal(second->state, PLACE_DONE);
    ring_clear(ring);
    assert_int_equal(ring->held_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_are_found_by_their_accept_number, setup, teardown),
        cmocka_unit_test_setup_teardown(the_front_moves_on_when_it_is_over_and_not_before, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_ring_goes_round, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_held_is_bounded_and_given_back, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
