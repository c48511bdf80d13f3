/* SPDX-License-Identifier: Apache-2.0 */
/* What is no model of this program is refused, each time for its own reason. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "model/builtin.h"
#include "model/layout.h"
#include "model/model.h"

struct copy {
    char *bytes;
    size_t size;
};

/* A copy of the model that is built in, to be broken. */
static int setup(void **state)
{
    const struct span model = builtin_model();
    struct copy *copy = calloc(1, sizeof *copy);
    if (!copy ||
        !(copy->bytes = aligned_alloc(LAYOUT_ALIGN, (model.size + LAYOUT_ALIGN) & ~(size_t)(LAYOUT_ALIGN - 1))))
        return -1;
    copy->size = model.size;
    memcpy(copy->bytes, model.data, model.size);
    *state = copy;
    return 0;
}

static int teardown(void **state)
{
    struct copy *copy = *state;
    free(copy->bytes);
    free(copy);
    return 0;
}

static struct layout_header *header_of(struct copy *copy)
{
    return (struct layout_header *)(void *)copy->bytes;
}

static struct layout_section *section_of(struct copy *copy, const char *name)
{
    struct layout_section *sections = (struct layout_section *)(void *)(copy->bytes + sizeof(struct layout_header));
    for (uint32_t i = 0; i < header_of(copy)->sections_count; i++)
        if (strcmp(sections[i].name, name) == 0)
            return &sections[i];
    fail_msg("no section %s", name);
    return NULL;
}

static void expect_refused(const struct copy *copy, const char *because)
{
    struct model *model = (struct model *)copy;
    char reason[MODEL_REASON_BYTES];
    assert_int_equal(model_read(copy->bytes, copy->size, &model, reason), ERR_CONFIG);
    assert_null(model);
    if (!strstr(reason, because))
        fail_msg("refused because \"%s\", not because \"%s\"", reason, because);
}

/* The checksum made good again, so that what it covers is looked at. */
static void expect_refused_within(struct copy *copy, const char *because)
{
    header_of(copy)->checksum = layout_checksum(copy->bytes, copy->size);
    expect_refused(copy, because);
}

static void the_model_built_in_opens(void **state)
{
    (void)state;
    struct model *model;
    char reason[MODEL_REASON_BYTES];
    assert_int_equal(model_open(NULL, &model, reason), ERR_OK);
    assert_non_null(model_table(model, FEATURES_TAG));
    assert_non_null(model_table(model, FEATURES_ACTION));
    assert_non_null(model_table(model, FEATURES_LABEL));
    assert_int_equal((uintptr_t)model_table(model, FEATURES_TAG)->lines % LAYOUT_ALIGN, 0);
    assert_true(model_section(model, "licence").size > 0);
    assert_int_equal(model_section(model, "nothing").size, 0);
    assert_true(builtin_model().size <= LAYOUT_BYTES_MAX);
    model_close(model);
}

static void a_model_cut_short_or_added_to_is_refused(void **state)
{
    struct copy *copy = *state;
    const size_t whole = copy->size;
    for (size_t size = 0; size < sizeof(struct layout_header); size++) {
        copy->size = size;
        expect_refused(copy, "less than a header");
    }
    const size_t sizes[] = { sizeof(struct layout_header), 700, whole / 2, whole - 1 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        copy->size = sizes[i];
        expect_refused(copy, "cut short");
    }
    copy->size = whole + 1;
    expect_refused(copy, "added to");
}

static void a_changed_byte_anywhere_is_refused(void **state)
{
    struct copy *copy = *state;
    for (size_t at = 0; at < copy->size; at += copy->size / 97 + 1) {
        copy->bytes[at] ^= 0x10;
        struct model *model;
        char reason[MODEL_REASON_BYTES];
        assert_int_equal(model_read(copy->bytes, copy->size, &model, reason), ERR_CONFIG);
        copy->bytes[at] ^= 0x10;
    }
    copy->bytes[copy->size - 1] ^= 1;
    expect_refused(copy, "checksum");
}

static void another_format_is_refused(void **state)
{
    struct copy *copy = *state;
    header_of(copy)->version++;
    expect_refused_within(copy, "version");
    header_of(copy)->version--;
    header_of(copy)->magic[0] ^= 1;
    expect_refused_within(copy, "no model file");
    header_of(copy)->magic[0] ^= 1;
    header_of(copy)->sections_count = LAYOUT_SECTIONS_MAX + 1;
    expect_refused_within(copy, "directory");
}

static void a_table_of_other_features_is_refused(void **state)
{
    struct copy *copy = *state;
    section_of(copy, "action")->features++;
    expect_refused_within(copy, "other features");
}

static void a_table_of_another_shape_is_refused(void **state)
{
    struct copy *copy = *state;
    struct layout_section *table = section_of(copy, "tag");
    const struct layout_section right = *table;
    table->columns++;
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->lines_log2++;
    expect_refused_within(copy, "wrong shape");
    table->lines_log2 = 64;
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->mark_bits = 9;
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->scale = LAYOUT_SCALE_MAX + 1; /* its product with the slack would overflow */
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->width = WEIGHTS_VALUE_BYTES;
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->rows_count--;
    expect_refused_within(copy, "wrong shape");
    table->rows_count = UINT32_MAX;
    expect_refused_within(copy, "wrong shape");
    *table = right;
    table->bytes -= 64;
    expect_refused_within(copy, "wrong shape");
}

static void a_row_that_is_none_is_refused(void **state)
{
    struct copy *copy = *state;
    uint8_t *value = (uint8_t *)copy->bytes + section_of(copy, "label")->start + WEIGHTS_LINE_ROWS;
    memset(value, 0xFF, WEIGHTS_VALUE_BYTES);
    expect_refused_within(copy, "a row that is none");
}

static void a_section_outside_the_file_is_refused(void **state)
{
    struct copy *copy = *state;
    struct layout_section *section = section_of(copy, "label");
    const struct layout_section right = *section;
    section->start = header_of(copy)->bytes - 64;
    expect_refused_within(copy, "outside");
    section->start = UINT64_MAX - 63;
    expect_refused_within(copy, "outside");
    section->start = right.start + 1;
    expect_refused_within(copy, "outside");
    *section = right;
    section->bytes = UINT64_MAX;
    expect_refused_within(copy, "outside");
}

static void a_section_without_a_name_or_twice_is_refused(void **state)
{
    struct copy *copy = *state;
    memset(section_of(copy, "label")->name, 'x', LAYOUT_NAME_BYTES);
    expect_refused_within(copy, "no name");
    struct layout_section *section = section_of(copy, "tag");
    memcpy((section + 2)->name, "tag", 4);
    expect_refused_within(copy, "twice");
}

static void a_missing_section_is_refused(void **state)
{
    struct copy *copy = *state;
    static const struct {
        const char *section, *because;
    } missing[] = {
        { "tag", "no table" },        { "label", "no table" }, { "vocabulary", "vocabulary" }, { "tags", "its tags" },
        { "relations", "relations" }, { "licence", "terms" },  { "manifest", "made of" },
    };
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        char *name = section_of(copy, missing[i].section)->name;
        name[0] ^= 0x20;
        expect_refused_within(copy, missing[i].because);
        name[0] ^= 0x20;
    }
}

static void other_names_are_refused(void **state)
{
    struct copy *copy = *state;
    copy->bytes[section_of(copy, "relations")->start] ^= 1;
    expect_refused_within(copy, "relations");
}

static void a_vocabulary_of_another_shape_is_refused(void **state)
{
    struct copy *copy = *state;
    struct layout_section *section = section_of(copy, "vocabulary");
    section->bytes -= sizeof(uint32_t);
    expect_refused_within(copy, "vocabulary");
}

static void a_file_opens_as_the_model_built_in_does(void **state)
{
    struct copy *copy = *state;
    struct model *model, *builtin;
    char path[] = "/tmp/claimwire-model-XXXXXX", reason[MODEL_REASON_BYTES];
    const int file = mkstemp(path);
    assert_true(file >= 0);

    assert_int_equal(model_open(path, &model, reason), ERR_CONFIG);
    assert_non_null(strstr(reason, "shorter than a header"));
    assert_int_equal(write(file, copy->bytes, copy->size), copy->size);
    assert_int_equal(model_open(path, &model, reason), ERR_OK);
    assert_int_equal(model_open(NULL, &builtin, reason), ERR_OK);
    assert_int_equal(model_checksum(model), model_checksum(builtin));
    model_close(model);
    model_close(builtin);

    assert_int_equal(ftruncate(file, (off_t)copy->size - 1), 0);
    assert_int_equal(model_open(path, &model, reason), ERR_CONFIG);
    assert_int_equal(ftruncate(file, LAYOUT_BYTES_MAX + 1), 0);
    assert_int_equal(model_open(path, &model, reason), ERR_CONFIG);
    assert_non_null(strstr(reason, "larger"));
    close(file);
    unlink(path);
    assert_int_equal(model_open(path, &model, reason), ERR_CONFIG);
    assert_non_null(strstr(reason, "No such file"));
    assert_int_equal(model_open("/", &model, reason), ERR_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_built_in_opens),
        cmocka_unit_test_setup_teardown(a_model_cut_short_or_added_to_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_changed_byte_anywhere_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(another_format_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_table_of_other_features_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_table_of_another_shape_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_row_that_is_none_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_section_outside_the_file_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_section_without_a_name_or_twice_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_section_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(other_names_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_vocabulary_of_another_shape_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_opens_as_the_model_built_in_does, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
