/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/alive.h"

static char folder[] = "/tmp/claimwire-alive-XXXXXX";
static char path[64];

static int open_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/alive", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

/* As if the last touch had been that many seconds ago. */
static void make_older(long seconds)
{
    struct timespec times[2];
    clock_gettime(CLOCK_REALTIME, &times[0]);
    times[0].tv_sec -= seconds;
    times[1] = times[0];
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void a_touch_makes_the_file_and_is_young(void **state)
{
    (void)state;
    struct alive alive = { .path = path };
    assert_true(alive_age_ms(path) < 0);
    assert_true(alive_touch(&alive, 1000, 0));
    assert_in_range(alive_age_ms(path), 0, 1000);
}

static void the_age_is_that_of_the_last_touch(void **state)
{
    (void)state;
    struct alive alive = { .path = path };
    alive_touch(&alive, 1000, 0);
    make_older(60);
    assert_in_range(alive_age_ms(path), 59000, 62000);
    assert_true(alive_touch(&alive, 1000 + ALIVE_EVERY_MS - 1, 0)); /* too soon */
    assert_in_range(alive_age_ms(path), 59000, 62000);
    assert_true(alive_touch(&alive, 1000 + ALIVE_EVERY_MS, 0));
    assert_in_range(alive_age_ms(path), 0, 1000);
}

static void who_does_not_hear_its_hub_gives_no_sign(void **state)
{
    (void)state;
    struct alive alive = { .path = path };
    assert_true(alive_touch(&alive, 1000, -1));
    assert_true(alive_touch(&alive, 1000, ALIVE_SILENT_MS + 1));
    assert_true(alive_age_ms(path) < 0);
    assert_true(alive_touch(&alive, 1000, ALIVE_SILENT_MS));
    assert_true(alive_age_ms(path) >= 0);
}

static void a_time_ahead_of_the_clock_is_no_sign(void **state)
{
    (void)state;
    struct alive alive = { .path = path };
    alive_touch(&alive, 1000, 0);
    make_older(-60);
    assert_true(alive_age_ms(path) < 0);
}

static void what_cannot_be_touched_is_told_once(void **state)
{
    (void)state;
    struct alive alive = { .path = "/nowhere/alive" };
    errno = 0;
    assert_false(alive_touch(&alive, 1000, 0));
    assert_int_equal(errno, ENOENT);
    assert_true(alive_touch(&alive, 1000 + ALIVE_EVERY_MS, 0));
}

static void no_link_is_followed(void **state)
{
    (void)state;
    struct alive alive = { .path = path };
    assert_int_equal(symlink("target", path), 0);
    assert_false(alive_touch(&alive, 1000, 0));
    assert_int_equal(errno, ELOOP);
}

static void without_a_path_there_is_nothing_to_do(void **state)
{
    (void)state;
    struct alive none = { .path = NULL }, empty = { .path = "" };
    assert_true(alive_touch(&none, 1000, 0));
    assert_true(alive_touch(&empty, 1000, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_touch_makes_the_file_and_is_young, remove_file),
        cmocka_unit_test_teardown(the_age_is_that_of_the_last_touch, remove_file),
        cmocka_unit_test_teardown(who_does_not_hear_its_hub_gives_no_sign, remove_file),
        cmocka_unit_test_teardown(a_time_ahead_of_the_clock_is_no_sign, remove_file),
        cmocka_unit_test_teardown(what_cannot_be_touched_is_told_once, remove_file),
        cmocka_unit_test_teardown(no_link_is_followed, remove_file),
        cmocka_unit_test(without_a_path_there_is_nothing_to_do),
    };
    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
