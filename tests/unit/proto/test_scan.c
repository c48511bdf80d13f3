/* SPDX-License-Identifier: Apache-2.0 */
/* Each way of sending a message that is none, or that costs more than it
 * should: refused, in time that grows with the bytes, before any heap. */
#include "support/test.h"

#include "claimwire/v1/wire.pb-c.h"
#include "proto/wire.h"
#include "unit/proto/bytes.h"

#define SUBMIT (&claimwire__v1__submit__descriptor)
#define RESULT (&claimwire__v1__result__descriptor)
#define ASK (&claimwire__v1__ask__descriptor)

/* Generous: a pass takes a millisecond a megabyte, and hours if it were not linear. */
static const double SECONDS_MAX = 5;

static enum scan_result scan_of(const ProtobufCMessageDescriptor *descriptor, const char *data, size_t size)
{
    struct scan_limits limits = scan_limits_for(descriptor, size);
    return scan_message(descriptor, data, size, &limits, NULL);
}
#define SCAN(descriptor, literal) scan_of(descriptor, literal, sizeof(literal) - 1)

static void an_empty_message_is_fine(void **state)
{
    (void)state;
    assert_int_equal(scan_of(SUBMIT, NULL, 0), SCAN_OK);
    assert_int_equal(SCAN(SUBMIT, ""), SCAN_OK);
}

static void a_singular_message_may_stand_once(void **state)
{
    (void)state;
    assert_int_equal(SCAN(SUBMIT, "\x12\x00"), SCAN_OK);
    assert_int_equal(SCAN(SUBMIT, "\x12\x00\x12\x00"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\x08\x01\x08\x01"), SCAN_MALFORMED); /* a scalar likewise */
    assert_int_equal(SCAN(SUBMIT, "\x12\x06\x0a\x01"
                                  "a\x0a\x01"
                                  "b"),
                     SCAN_MALFORMED);
}

/* The merge path of protobuf-c: 512 KiB of it took 62 s to unpack. */
static void a_singular_message_repeated_is_refused_at_its_second_time(void **state)
{
    (void)state;
    struct bytes bytes = { 0 };
    while (bytes.size < 1024 * 1024)
        put_field(&bytes, 2,
                  "\x0a\x01"
                  "a",
                  3);
    double begin = cpu_seconds();
    size_t heap = 0;
    assert_int_equal(scan_message(SUBMIT, bytes.data, bytes.size, &no_limits, &heap), SCAN_MALFORMED);
    assert_true(heap < 1024);
    assert_true(cpu_seconds() - begin < SECONDS_MAX);
    bytes_fini(&bytes);
}

static void two_members_of_one_oneof_are_refused(void **state)
{
    (void)state;
    assert_int_equal(SCAN(ASK, "\x08\x01\x12\x00"), SCAN_OK);
    assert_int_equal(SCAN(ASK, "\x12\x00\x1a\x00"), SCAN_MALFORMED);
    assert_int_equal(SCAN(ASK, "\x12\x00\x12\x00"), SCAN_MALFORMED);
}

/* 2 bytes of wire and 200 of heap each. */
static void a_million_empty_messages_are_too_large(void **state)
{
    (void)state;
    struct bytes reading = { 0 }, result = { 0 };
    for (int i = 0; i < 1000000; i++)
        put(&reading, "\x12\x00", 2);
    put_field(&result, 5, reading.data, reading.size);
    double begin = cpu_seconds();
    size_t heap = 0;
    struct scan_limits limits = scan_limits_for(RESULT, result.size);
    assert_int_equal(scan_message(RESULT, result.data, result.size, &limits, &heap), SCAN_TOO_LARGE);
    assert_true(heap <= limits.heap_bytes_max + 64 * 1024 * 1024 / 8);

    limits = no_limits; /* the look itself is linear, whatever the limits */
    assert_int_equal(scan_message(RESULT, result.data, result.size, &limits, &heap), SCAN_OK);
    assert_true(cpu_seconds() - begin < SECONDS_MAX);
    bytes_fini(&reading);
    bytes_fini(&result);
}

static void a_flood_of_unknown_fields_is_too_large(void **state)
{
    (void)state;
    struct bytes bytes = { 0 };
    for (int i = 0; i < SCAN_UNKNOWN_FIELDS_MAX; i++)
        put(&bytes, "\xf8\x01\x00", 3); /* field 31 */
    assert_int_equal(scan_bytes(SUBMIT, &bytes), SCAN_OK);
    put(&bytes, "\xf8\x01\x00", 3);
    assert_int_equal(scan_bytes(SUBMIT, &bytes), SCAN_TOO_LARGE);
    while (bytes.size < 1024 * 1024)
        put(&bytes, "\xf8\x01\x00", 3);
    double begin = cpu_seconds();
    assert_int_equal(scan_bytes(SUBMIT, &bytes), SCAN_TOO_LARGE);
    assert_true(cpu_seconds() - begin < SECONDS_MAX);
    bytes_fini(&bytes);
}

/* What an old subscriber makes of a newer hub's list. */
static void a_field_of_a_later_version_in_every_row_passes(void **state)
{
    (void)state;
    const ProtobufCMessageDescriptor *reply = &claimwire__v1__articles_reply__descriptor;
    struct bytes bytes = { 0 };
    for (int i = 0; i < 1000; i++)
        put_field(&bytes, 1,
                  "\x0a\x0f\x0a\x05"
                  "local\x12\x06"
                  "quay-1\x10\x01\x22\x07"
                  "harbour\xf8\x01\x01",
                  31);
    assert_int_equal(scan_bytes(reply, &bytes), SCAN_OK);
    bytes_fini(&bytes);
}

static void more_fields_than_the_limit_are_too_large(void **state)
{
    (void)state;
    const struct scan_limits two = { 2, 64, 1024 * 1024 };
    assert_int_equal(scan_message(SUBMIT, "\x08\x01\x18\x01", 4, &two, NULL), SCAN_OK);
    assert_int_equal(scan_message(SUBMIT, "\x08\x01\x18\x01\x12\x00", 6, &two, NULL), SCAN_TOO_LARGE);
    assert_int_equal(scan_message(SUBMIT,
                                  "\x12\x03\x0a\x01"
                                  "a\x18\x01",
                                  7, &two, NULL),
                     SCAN_TOO_LARGE);
}

static void bad_varints_are_malformed(void **state)
{
    (void)state;
    assert_int_equal(SCAN(SUBMIT, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), SCAN_OK);
    assert_int_equal(SCAN(SUBMIT, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\x08\x80"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\x88\x00\x01"), SCAN_MALFORMED);                 /* a tag longer than it need be */
    assert_int_equal(SCAN(SUBMIT, "\xff\xff\xff\xff\x1f\x01"), SCAN_MALFORMED);     /* a tag past 32 bits */
    assert_int_equal(SCAN(SUBMIT, "\x88\x80\x80\x80\x80\x01"), SCAN_MALFORMED);     /* a tag of six bytes */
    assert_int_equal(SCAN(SUBMIT, "\x12\x80\x80\x80\x80\x80\x00"), SCAN_MALFORMED); /* a length of six */
    assert_int_equal(SCAN(SUBMIT, "\x12\xff\xff\xff\xff\x7f"), SCAN_MALFORMED);     /* a length past the end */
}

static void field_number_zero_and_groups_are_malformed(void **state)
{
    (void)state;
    assert_int_equal(SCAN(SUBMIT, "\x00\x00"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\x02\x00"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\x0b\x0c"), SCAN_MALFORMED);
    assert_int_equal(SCAN(SUBMIT, "\xfb\x01\xfc\x01"), SCAN_MALFORMED); /* of an unknown field */
    assert_int_equal(SCAN(SUBMIT, "\x0e"), SCAN_MALFORMED);             /* wire types 6 and 7 are none */
    assert_int_equal(SCAN(SUBMIT, "\x0f"), SCAN_MALFORMED);
}

static void a_wire_type_that_is_not_the_fields_is_malformed(void **state)
{
    (void)state;
    static const ProtobufCMessageDescriptor *const messages[] = {
        SUBMIT,
        RESULT,
        ASK,
        &claimwire__v1__article__descriptor,
        &claimwire__v1__figure__descriptor,
        &claimwire__v1__welcome__descriptor,
    };
    static const unsigned wire_types[] = { V, F64, L, F32 };
    for (size_t m = 0; m < sizeof messages / sizeof *messages; m++) {
        for (unsigned f = 0; f < messages[m]->n_fields; f++) {
            int taken = 0;
            for (size_t w = 0; w < 4; w++) {
                struct bytes bytes = { 0 };
                put_tag(&bytes, messages[m]->fields[f].id, wire_types[w]);
                put(&bytes, "\0\0\0\0\0\0\0\0", wire_types[w] == F64 ? 8 : wire_types[w] == F32 ? 4 : 1);
                taken += scan_bytes(messages[m], &bytes) == SCAN_OK;
                bytes_fini(&bytes);
            }
            assert_int_equal(taken, 1);
        }
    }
}

static void packed_numbers_fill_their_field_exactly(void **state)
{
    (void)state;
    const ProtobufCMessageDescriptor *features = &claimwire__v1__features__descriptor;
    const ProtobufCMessageDescriptor *move = &claimwire__v1__event_move__descriptor;
    assert_int_equal(SCAN(features, "\x12\x08"
                                    "12345678"),
                     SCAN_OK);
    assert_int_equal(SCAN(features, "\x12\x07"
                                    "1234567"),
                     SCAN_MALFORMED);
    assert_int_equal(SCAN(features, "\x0a\x0c"
                                    "123456789012"),
                     SCAN_MALFORMED);
    assert_int_equal(SCAN(features, "\x15"
                                    "1234"
                                    "\x15"
                                    "5678"),
                     SCAN_OK); /* not packed, which is as good */
    assert_int_equal(SCAN(move, "\x0a\x03\x01\x80\x01"), SCAN_OK);
    assert_int_equal(SCAN(move, "\x0a\x03\x01\x80\x80"), SCAN_MALFORMED);
}

static struct bytes whole_submit(void)
{
    struct bytes article = { 0 }, submit = { 0 };
    put_field(&article, 1, "quay-1", 6);
    put_field(&article, 4, "Ferry back in port", 18);
    put_field(&article, 6, "The ferry is back, \xc3\xa0 quai.", 26);
    put(&article, "\x50\x02\x58\x00", 4);
    put(&submit, "\x08\x07", 2);
    put_field(&submit, 2, article.data, article.size);
    put(&submit, "\x18\x01", 2);
    bytes_fini(&article);
    return submit;
}

static void a_message_cut_at_any_byte_is_refused_or_a_whole_smaller_one(void **state)
{
    (void)state;
    struct bytes bytes = whole_submit();
    const size_t whole = bytes.size;
    for (bytes.size = 0; bytes.size <= whole; bytes.size++) {
        /* Between its fields a message may end: after request, after article, at the end. */
        int between = bytes.size == 0 || bytes.size == 2 || bytes.size == whole - 2 || bytes.size == whole;
        assert_int_equal(scan_bytes(SUBMIT, &bytes), between ? SCAN_OK : SCAN_MALFORMED);
    }
    bytes_fini(&bytes);
}

/* Field 5 within field 5, a megabyte of it, from the inside out. Past the depth
 * of the schema (Result, Reading, Features) it is one unknown field. */
static void deep_nesting_ends_where_the_schema_ends(void **state)
{
    (void)state;
    enum { SIZE = 1024 * 1024 };
    uint8_t *data = malloc(SIZE);
    uint8_t *begin = data + SIZE;
    while (begin - data > 8) {
        struct bytes head = { 0 };
        put_tag(&head, 5, L);
        put_varint(&head, (size_t)(data + SIZE - begin));
        begin -= head.size;
        memcpy(begin, head.data, head.size);
        bytes_fini(&head);
    }
    const size_t size = (size_t)(data + SIZE - begin);
    size_t heap = 0;
    double clock = cpu_seconds();
    assert_int_equal(scan_message(RESULT, begin, size, &no_limits, &heap), SCAN_OK);
    assert_true(heap < size + 4096);

    struct counted counted = { 0 };
    ProtobufCAllocator allocator = counting(&counted);
    ProtobufCMessage *message = protobuf_c_message_unpack(RESULT, &allocator, size, begin);
    assert_non_null(message);
    assert_true(counted.bytes <= heap);
    protobuf_c_message_free_unpacked(message, NULL);
    assert_true(cpu_seconds() - clock < SECONDS_MAX);
    free(data);
}

static void a_text_that_is_not_utf8_or_holds_nul_is_said_so(void **state)
{
    (void)state;
    assert_int_equal(SCAN(SUBMIT, "\x12\x04\x22\x02\xc3\xa9"), SCAN_OK);
    assert_int_equal(SCAN(SUBMIT, "\x12\x04\x22\x02\xc3("), SCAN_UTF8);
    assert_int_equal(SCAN(SUBMIT, "\x12\x06\x22\x04"
                                  "ab\0c"),
                     SCAN_UTF8);
    const ProtobufCMessageDescriptor *cursor = &claimwire__v1__cursor__descriptor;
    assert_int_equal(SCAN(cursor, "\x1a\x03\xff\0\xc3"), SCAN_OK); /* bytes may hold anything */
}

static void a_text_over_its_limit_is_too_large(void **state)
{
    (void)state;
    static const struct {
        uint32_t number;
        size_t bytes_max;
    } texts[] = {
        { 1, WIRE_ID_BYTES_MAX },    { 2, WIRE_URL_BYTES_MAX },    { 3, WIRE_OUTLET_BYTES_MAX },
        { 4, WIRE_TITLE_BYTES_MAX }, { 5, WIRE_BYLINE_BYTES_MAX }, { 6, WIRE_BODY_BYTES_MAX },
        { 7, WIRE_DATE_BYTES_MAX },  { 8, WIRE_DATE_BYTES_MAX },   { 9, WIRE_LANGUAGE_BYTES_MAX },
    };
    char *text = malloc(WIRE_BODY_BYTES_MAX + 1);
    memset(text, 'x', WIRE_BODY_BYTES_MAX + 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t over = 0; over <= 1; over++) {
            struct bytes article = { 0 }, submit = { 0 };
            put_field(&article, texts[i].number, text, texts[i].bytes_max + over);
            put_field(&submit, 2, article.data, article.size);
            assert_int_equal(scan_bytes(SUBMIT, &submit), over ? SCAN_TOO_LARGE : SCAN_OK);
            bytes_fini(&article);
            bytes_fini(&submit);
        }
    }
    struct bytes hello = { 0 };
    put_field(&hello, 1, text, WIRE_AGENT_BYTES_MAX + 1);
    assert_int_equal(scan_bytes(&claimwire__v1__hello__descriptor, &hello), SCAN_TOO_LARGE);
    bytes_fini(&hello);
    free(text);
}

static void enum_numbers_of_a_later_version_pass(void **state)
{
    (void)state;
    assert_int_equal(SCAN(&claimwire__v1__event_update__descriptor, "\x18\xe7\x07"), SCAN_OK);
    assert_int_equal(SCAN(&claimwire__v1__event_update__descriptor, "\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
                     SCAN_OK);
}

/* Whatever strangers send: eight times its bytes and 64 KiB, or refused. */
static void nothing_that_strangers_may_send_takes_more_than_its_share(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 2000; round++) {
        struct bytes article = { 0 }, submit = { 0 };
        for (uint32_t number = 1; number < 12; number++)
            if (chance(&seed) % 2)
                put_field(&article, number, "abcdefgh", number < 10 ? chance(&seed) % 9 : 0);
        for (uint64_t unknown = chance(&seed) % 80; unknown > 0; unknown--)
            put(&submit, "\xf8\x01\x00", 3);
        put_field(&submit, 2, article.data, article.size);
        struct counted counted = { 0 };
        if (scan_bytes(SUBMIT, &submit) == SCAN_OK) {
            ProtobufCAllocator allocator = counting(&counted);
            ProtobufCMessage *message = protobuf_c_message_unpack(SUBMIT, &allocator, submit.size, submit.data);
            assert_non_null(message);
            protobuf_c_message_free_unpacked(message, NULL);
        }
        assert_true(counted.bytes <= 8 * submit.size + 64 * 1024);
        bytes_fini(&article);
        bytes_fini(&submit);
    }
}

static void time_grows_with_the_bytes_and_no_faster(void **state)
{
    (void)state;
    double seconds[2];
    for (int large = 0; large <= 1; large++) {
        struct bytes bytes = { 0 };
        for (int i = 0; i < (large ? 800000 : 100000); i++)
            put(&bytes,
                "\x12\x05\x0a\x01"
                "a\x18\x00",
                7); /* attributions of two fields */
        double begin = cpu_seconds();
        for (int again = 0; again < 3; again++)
            assert_int_equal(
                scan_message(&claimwire__v1__reading__descriptor, bytes.data, bytes.size, &no_limits, NULL), SCAN_OK);
        seconds[large] = cpu_seconds() - begin;
        bytes_fini(&bytes);
    }
    assert_true(seconds[1] < 8 * 4 * seconds[0] + 0.1); /* 8 times the bytes; room for a busy machine */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_message_is_fine),
        cmocka_unit_test(a_singular_message_may_stand_once),
        cmocka_unit_test(a_singular_message_repeated_is_refused_at_its_second_time),
        cmocka_unit_test(two_members_of_one_oneof_are_refused),
        cmocka_unit_test(a_million_empty_messages_are_too_large),
        cmocka_unit_test(a_flood_of_unknown_fields_is_too_large),
        cmocka_unit_test(a_field_of_a_later_version_in_every_row_passes),
        cmocka_unit_test(more_fields_than_the_limit_are_too_large),
        cmocka_unit_test(bad_varints_are_malformed),
        cmocka_unit_test(field_number_zero_and_groups_are_malformed),
        cmocka_unit_test(a_wire_type_that_is_not_the_fields_is_malformed),
        cmocka_unit_test(packed_numbers_fill_their_field_exactly),
        cmocka_unit_test(a_message_cut_at_any_byte_is_refused_or_a_whole_smaller_one),
        cmocka_unit_test(deep_nesting_ends_where_the_schema_ends),
        cmocka_unit_test(a_text_that_is_not_utf8_or_holds_nul_is_said_so),
        cmocka_unit_test(a_text_over_its_limit_is_too_large),
        cmocka_unit_test(enum_numbers_of_a_later_version_pass),
        cmocka_unit_test(nothing_that_strangers_may_send_takes_more_than_its_share),
        cmocka_unit_test(time_grows_with_the_bytes_and_no_faster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
