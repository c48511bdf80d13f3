/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "proto/endpoint.h"

static void every_address_is_connected_to_on_loopback(void **state)
{
    (void)state;
    char text[ENDPOINT_BYTES];
    assert_string_equal(endpoint_to_connect("tcp://*:5571", text), "tcp://127.0.0.1:5571");
    assert_string_equal(endpoint_to_connect("tcp://0.0.0.0:5571", text), "tcp://127.0.0.1:5571");
}

static void any_other_endpoint_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const others[] = { "tcp://hub.example:5571", "tcp://10.0.0.0:1", "ipc:///run/*:1", "tcp://*",
                                          "" };
    char text[ENDPOINT_BYTES], large[2 * ENDPOINT_BYTES] = "tcp://*:";
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_ptr_equal(endpoint_to_connect(others[i], text), others[i]);
    memset(large + strlen(large), '1', sizeof large - 1 - strlen(large));
    assert_ptr_equal(endpoint_to_connect(large, text), large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_address_is_connected_to_on_loopback),
        cmocka_unit_test(any_other_endpoint_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
