/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/day.h"

static void a_day_comes_back_from_its_number(void **state)
{
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_of(2000, 2, 29) + 1, day_of(2000, 3, 1));
    assert_int_equal(day_month_days(1900, 2), 28);
    assert_int_equal(day_month_days(2023, 12), 31);
    for (int64_t number = day_of(1, 1, 1); number < day_of(9999, 12, 31); number += 97) {
        int64_t year, month, day;
        day_date(number, &year, &month, &day);
        assert_int_equal(day_of(year, month, day), number);
    }
}

static void a_text_that_begins_with_a_date_has_its_day(void **state)
{
    (void)state;
    static const char *const others[] = { "",           "2024",       "2024-02",     "2023-02-29", "2024-13-01",
                                          "0000-01-01", "2024-00-10", "2024-01-1",   "2024-W10",   "P3D",
                                          "2024-Q2",    "-024-04-14", " 2024-04-14", "2024/04/14" };
    int64_t day = 7;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (day_read(others[i], &day))
            fail_msg("%s is read", others[i]);
    assert_int_equal(day, 7);
    assert_true(day_read("1969-12-31", &day));
    assert_int_equal(day, -1);
    assert_true(day_read("2024-02-29T23:00:00+02:00", &day));
    assert_int_equal(day, day_of(2024, 2, 29));
}

static void a_month_and_a_year_have_a_first_and_a_last_day(void **state)
{
    (void)state;
    int64_t first = 0, last = 0;
    assert_true(day_read_all("2024-02", &first, &last));
    assert_int_equal(first, day_of(2024, 2, 1));
    assert_int_equal(last, day_of(2024, 2, 29));
    assert_true(day_read_all("2024", &first, &last));
    assert_int_equal(first, day_of(2024, 1, 1));
    assert_int_equal(last, day_of(2024, 12, 31));
    assert_true(day_read_all("2024-04-14", &first, &last));
    assert_int_equal(first, day_of(2024, 4, 14));
    assert_int_equal(last, first);
    static const char *const others[] = { "",        "202", "2024-", "2024-13", "2024-04-31", "2024-04-14T05:31:00Z",
                                          "2024-W10" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (day_read_all(others[i], &first, &last))
            fail_msg("%s is read", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_comes_back_from_its_number),
        cmocka_unit_test(a_text_that_begins_with_a_date_has_its_day),
        cmocka_unit_test(a_month_and_a_year_have_a_first_and_a_last_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
