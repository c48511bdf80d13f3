/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/clock.h"

static void rfc_3339_parses_whatever_the_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t unix_ms;
    } times[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2024-04-14T05:31:00Z", 1713072660000 },
        { "2024-04-14t05:31:00z", 1713072660000 },
        { "2024-04-14 05:31:00Z", 1713072660000 },
        { "2024-04-14T07:31:00+02:00", 1713072660000 },
        { "2024-04-14T07:31:00+0200", 1713072660000 },
        { "2024-04-13T19:01:00-10:30", 1713072660000 },
        { "2024-04-14T05:31:00.999999Z", 1713072660000 }, /* fractions are cut */
        { "2024-04-14", 1713096000000 },                  /* noon */
        { "2024-02-29T00:00:00Z", 1709164800000 },
        { "2016-12-31T23:59:60Z", 1483228800000 }, /* a leap second */
        { "1969-12-31T23:59:59Z", -1000 },
        { "2038-01-19T03:14:08Z", 2147483648000 },
        { "0001-01-01T00:00:00Z", -62135596800000 },
        { "9999-12-31T23:59:59Z", 253402300799000 },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        int64_t unix_ms = 0;
        if (!clock_parse(times[i].text, &unix_ms) || unix_ms != times[i].unix_ms)
            fail_msg("%s: %lld", times[i].text, (long long)unix_ms);
    }
}

static void what_is_no_time_does_not_parse(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "yesterday",
        "2024",
        "2024-04",
        "2024-13-01",
        "2024-00-01",
        "2024-04-31",
        "2023-02-29",
        "1900-02-29",
        "0000-01-01",
        "2024-04-14T",
        "2024-04-14T05:31",
        "2024-04-14T05:31:00",
        "2024-04-14T24:00:00Z",
        "2024-04-14T05:60:00Z",
        "2024-04-14T05:31:61Z",
        "2024-04-14T05:31:00+24:00",
        "2024-04-14T05:31:00Z ",
        "2024-04-14T05:31:00Zulu",
        "-024-04-14",
        "2024-4-14",
        "20240414",
        "2024-04-14T05:31:00+2",
    };
    int64_t unix_ms = 7;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (clock_parse(texts[i], &unix_ms))
            fail_msg("%s parses", texts[i]);
    assert_false(clock_parse(NULL, &unix_ms));
    assert_int_equal(unix_ms, 7);
}

static void a_time_comes_back_from_its_text(void **state)
{
    (void)state;
    char text[CLOCK_TEXT_BYTES];
    clock_format(1713072660123, text);
    assert_string_equal(text, "2024-04-14T05:31:00.123Z");
    clock_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
    clock_format(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    clock_format(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00.000Z");

    for (int64_t day = -719162; day < 2932896; day += 997) {
        int64_t again;
        clock_format(day * 86400000, text);
        assert_true(clock_parse(text, &again));
        assert_true(again == day * 86400000);
    }
}

static void the_machines_monotonic_clock_goes_forward(void **state)
{
    (void)state;
    int64_t before = clock_monotonic_ms(&clock_system);
    assert_true(clock_monotonic_ms(&clock_system) >= before);
    assert_true(clock_wall_ms(&clock_system) > 1700000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_3339_parses_whatever_the_offset),
        cmocka_unit_test(what_is_no_time_does_not_parse),
        cmocka_unit_test(a_time_comes_back_from_its_text),
        cmocka_unit_test(the_machines_monotonic_clock_goes_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
