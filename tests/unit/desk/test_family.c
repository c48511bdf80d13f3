/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/newsroom.h"

#include "desk/family.h"
#include "desk/lineage.h"

/* Titles of one publisher are one origin. */

static char path[] = "/tmp/claimwire-families-XXXXXX";

static enum err open_table(const char *text, struct families **families)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return families_open(path, families);
}

static void hosts_belong_by_whole_labels_and_names_as_a_whole(void **state)
{
    (void)state;
    struct families *families;
    assert_int_equal(
        open_table("# ours\nmirror.example  Sun_Group\nquay.mirror.example quay # its own\n\nSea_Wire wire\n",
                   &families),
        ERR_OK);
    assert_string_equal(families_of(families, "mirror.example"), "sun group");
    assert_string_equal(families_of(families, "sport.mirror.example"), "sun group");
    assert_string_equal(families_of(families, "north.quay.mirror.example"), "quay");
    assert_string_equal(families_of(families, "sea wire"), "wire");
    assert_null(families_of(families, "notmirror.example"));
    assert_null(families_of(families, "example"));
    assert_null(families_of(families, "wire"));
    assert_null(families_of(families, ""));
    assert_null(families_of(families, "a.b.c.d.e.f.g.h.i.j.mirror.example"));
    families_close(families);
}

static void what_is_built_in_is_there_and_a_file_corrects_it(void **state)
{
    (void)state;
    struct families *families;
    assert_int_equal(families_open(NULL, &families), ERR_OK);
    assert_string_equal(families_of(families, "express.co.uk"), families_of(families, "liverpoolecho.co.uk"));
    assert_string_equal(families_of(families, "reuters.com"), "reuters");
    assert_string_equal(families_of(families, "ap"), families_of(families, "apnews.com"));
    families_close(families);
    assert_int_equal(open_table("express.co.uk sold\n", &families), ERR_OK);
    assert_string_equal(families_of(families, "express.co.uk"), "sold");
    families_close(families);
}

static void a_table_that_is_not_right_is_refused(void **state)
{
    (void)state;
    struct families *families;
    static const char *const wrong[] = { "mirror.example\n", "mirror.example # ours\n", "mirror.example a b\n" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(open_table(wrong[i], &families), ERR_FIELD_VALUE);
        assert_null(families);
    }
    char line[FAMILY_LINE_BYTES + 64];
    memset(line, 'a', sizeof line);
    line[sizeof line - 1] = '\0';
    assert_int_equal(open_table(line, &families), ERR_FIELD_VALUE);
    assert_int_equal(families_open("/nowhere/at/all", &families), ERR_NOT_FOUND);
    assert_non_null(families_check("/nowhere/at/all"));
    assert_null(families_check(""));
}

static void two_titles_of_one_publisher_do_not_confirm_each_other(void **state)
{
    (void)state;
    struct families *families;
    static struct newsroom room;
    assert_int_equal(open_table("mirror.example sun\necho.example sun\n", &families), ERR_OK);
    families_close(families);
    newsroom_open(&room, (struct desk_options){ .families = path });
    const struct said said[] = { { "the quay lay dark", "police", false, 0 }, { NULL, NULL, false, 0 } };
    const char *const outlets[] = { "mirror.example", "www.Echo.example", "herald.example" };
    size_t updates[3];
    for (size_t i = 0; i < 3; i++)
        updates[i] = feed(&room, (struct piece){ .id = outlets[i],
                                                 .outlet = outlets[i],
                                                 .title = "A quay",
                                                 .body = "quay harbour storm ferry lamps night",
                                                 .said = said });
    assert_int_equal(updates[1], 0);
    assert_int_equal(updates[2], 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    struct txn *txn;
    stored_reading_record *reading;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(articles_get_reading(room.arena, txn, 2, 1, &reading), ERR_OK);
    assert_int_equal(reading->origin->rule, CLAIMWIRE__V1__RULE__RULE_FAMILY);
    assert_string_equal(reading->origin->text, "sun");
    txn_abort(txn);
    newsroom_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_belong_by_whole_labels_and_names_as_a_whole),
        cmocka_unit_test(what_is_built_in_is_there_and_a_file_corrects_it),
        cmocka_unit_test(a_table_that_is_not_right_is_refused),
        cmocka_unit_test(two_titles_of_one_publisher_do_not_confirm_each_other),
    };
    close(mkstemp(path));
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
