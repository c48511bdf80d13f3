/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/claimwire.h"

static void a_cursor_survives_its_text(void **state)
{
    struct claimwire_cursor cursor = { .epoch = 0xfedcba9876543210, .sequence = UINT64_MAX }, back;
    char text[CLAIMWIRE_CURSOR_TEXT_BYTES];
    (void)state;
    cursor.has_epoch = cursor.has_digest = true;
    memset(cursor.digest, 0xa5, sizeof cursor.digest);
    claimwire_cursor_format(&cursor, text);
    assert_string_equal(text, "fedcba9876543210:18446744073709551615:a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
    assert_int_equal(claimwire_cursor_parse(text, &back), CLAIMWIRE_OK);
    assert_memory_equal(&cursor, &back, sizeof cursor);
}

static void parts_may_be_left_out_from_the_ends(void **state)
{
    struct claimwire_cursor cursor;
    (void)state;
    assert_int_equal(claimwire_cursor_parse("12", &cursor), CLAIMWIRE_OK);
    assert_true(cursor.sequence == 12 && !cursor.has_epoch && !cursor.has_digest);
    assert_int_equal(claimwire_cursor_parse("00000000000000ff:0", &cursor), CLAIMWIRE_OK);
    assert_true(cursor.sequence == 0 && cursor.epoch == 0xff && cursor.has_epoch && !cursor.has_digest);
}

static void what_is_no_cursor_is_refused(void **state)
{
    static const char *const wrong[] = { "",
                                         "x",
                                         "-1",
                                         "+1",
                                         " 1",
                                         "18446744073709551616",
                                         "ff:1",
                                         "00000000000000fg:1",
                                         "00000000000000ff:",
                                         "00000000000000ff:1:",
                                         "00000000000000ff:1:00",
                                         "1:2:3:4" };
    struct claimwire_cursor cursor;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(claimwire_cursor_parse(wrong[i], &cursor), CLAIMWIRE_USAGE);
}

static void a_file_keeps_the_cursor(void **state)
{
    char folder[] = "/tmp/claimwire-cursor.XXXXXX", path[64];
    struct claimwire_cursor cursor = { .epoch = 1, .sequence = 5, .has_epoch = true, .has_digest = true }, back;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/cursor", folder);
    assert_int_equal(claimwire_cursor_load(path, &back), CLAIMWIRE_NOT_FOUND);
    for (cursor.sequence = 5; cursor.sequence < 8; cursor.sequence++)
        assert_int_equal(claimwire_cursor_save(path, &cursor), CLAIMWIRE_OK);
    cursor.sequence = 7;
    assert_int_equal(claimwire_cursor_load(path, &back), CLAIMWIRE_OK);
    assert_memory_equal(&cursor, &back, sizeof cursor);

    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("0000", file);
    fclose(file);
    assert_int_equal(claimwire_cursor_load(path, &back), CLAIMWIRE_OK); /* a plain sequence */
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("torn:", file);
    fclose(file);
    assert_int_equal(claimwire_cursor_load(path, &back), CLAIMWIRE_CORRUPT);
    assert_int_equal(claimwire_cursor_save("/nowhere/at/all", &cursor), CLAIMWIRE_FILE);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_survives_its_text),
        cmocka_unit_test(parts_may_be_left_out_from_the_ends),
        cmocka_unit_test(what_is_no_cursor_is_refused),
        cmocka_unit_test(a_file_keeps_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
