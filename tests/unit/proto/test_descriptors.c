/* SPDX-License-Identifier: Apache-2.0 */
/* What scan.c takes for granted of the messages of proto/. */
#include "support/test.h"

#include <string.h>

#include "claimwire/v1/stored.pb-c.h"

enum { DEPTH_MAX = 16, FIELDS_MAX = 64 };

static const ProtobufCMessageDescriptor *const messages[] = {
#define RECORD(Generated, name) &claimwire__v1__##name##__descriptor,
#include "record/record.def"
#undef RECORD
};
enum { MESSAGES = sizeof messages / sizeof *messages };

static size_t place_of(const ProtobufCMessageDescriptor *descriptor)
{
    for (size_t i = 0; i < MESSAGES; i++)
        if (messages[i] == descriptor)
            return i;
    fail_msg("%s is not in record.def", descriptor->name);
    return 0;
}

/* Levels from this message down; fails when it contains itself. */
static size_t depth_of(const ProtobufCMessageDescriptor *descriptor, const char *open)
{
    char now_open[MESSAGES];
    memcpy(now_open, open, sizeof now_open);
    size_t place = place_of(descriptor);
    if (now_open[place])
        fail_msg("%s contains itself", descriptor->name);
    now_open[place] = 1;

    size_t deepest = 0;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (descriptor->fields[i].type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        size_t depth = depth_of(descriptor->fields[i].descriptor, now_open);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void no_message_contains_itself_or_is_too_deep(void **state)
{
    (void)state;
    const char none[MESSAGES] = { 0 };
    size_t deepest = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        size_t depth = depth_of(messages[i], none);
        assert_true(depth <= DEPTH_MAX);
        deepest = depth > deepest ? depth : deepest;
    }
    print_message("deepest message: %zu levels\n", deepest);
}

static void no_field_is_required_and_none_has_a_default_on_the_heap(void **state)
{
    (void)state;
    for (size_t i = 0; i < MESSAGES; i++) {
        for (unsigned f = 0; f < messages[i]->n_fields; f++) {
            const ProtobufCFieldDescriptor *field = &messages[i]->fields[f];
            assert_int_not_equal(field->label, PROTOBUF_C_LABEL_REQUIRED);
            if (field->type == PROTOBUF_C_TYPE_STRING)
                assert_null(field->default_value);
        }
    }
}

static void every_message_fits_the_bits_of_the_scan(void **state)
{
    (void)state;
    for (size_t i = 0; i < MESSAGES; i++)
        assert_true(messages[i]->n_fields <= FIELDS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_message_contains_itself_or_is_too_deep),
        cmocka_unit_test(no_field_is_required_and_none_has_a_default_on_the_heap),
        cmocka_unit_test(every_message_fits_the_bits_of_the_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
