/* SPDX-License-Identifier: Apache-2.0 */
/* The scan and protobuf-c on the same bytes: what the one takes the other
 * unpacks, packs to the same bytes again, and with no more heap than said. */
#include "support/test.h"

#include "claimwire/v1/stored.pb-c.h"
#include "unit/proto/bytes.h"

static const ProtobufCMessageDescriptor *const messages[] = {
#define RECORD(Generated, name) &claimwire__v1__##name##__descriptor,
#include "record/record.def"
#undef RECORD
};
enum { MESSAGES = sizeof messages / sizeof *messages };

static void put_fixed(struct bytes *bytes, uint64_t value, size_t size)
{
    put(bytes, &value, size);
}

static void put_value(struct bytes *bytes, const ProtobufCFieldDescriptor *field, uint64_t *seed);

/* A message of some of its fields, in order of number, as protobuf-c packs them. */
static void put_message(struct bytes *bytes, const ProtobufCMessageDescriptor *descriptor, uint64_t *seed)
{
    uint32_t oneof_taken = 0;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (chance(seed) % 3 == 0)
            continue;
        if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
            if (oneof_taken)
                continue;
            oneof_taken = 1;
        }
        uint64_t count = field->label == PROTOBUF_C_LABEL_REPEATED ? chance(seed) % 5 : 1;
        if (field->flags & PROTOBUF_C_FIELD_FLAG_PACKED) {
            struct bytes packed = { 0 };
            for (uint64_t n = 0; n < count * 9; n++)
                put_value(&packed, field, seed);
            if (packed.size > 0)
                put_field(bytes, field->id, packed.data, packed.size);
            bytes_fini(&packed);
            continue;
        }
        for (uint64_t n = 0; n < count; n++) {
            static const unsigned wire_types[] = {
                [PROTOBUF_C_TYPE_FLOAT] = F32,   [PROTOBUF_C_TYPE_FIXED32] = F32, [PROTOBUF_C_TYPE_DOUBLE] = F64,
                [PROTOBUF_C_TYPE_FIXED64] = F64, [PROTOBUF_C_TYPE_STRING] = L,    [PROTOBUF_C_TYPE_BYTES] = L,
                [PROTOBUF_C_TYPE_MESSAGE] = L,
            };
            put_tag(bytes, field->id, wire_types[field->type]);
            put_value(bytes, field, seed);
        }
    }
}

static void put_value(struct bytes *bytes, const ProtobufCFieldDescriptor *field, uint64_t *seed)
{
    static const char words[] = "quay harbour crew said pilots barge tide";
    struct bytes inner = { 0 };

    switch (field->type) {
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_FIXED32:
        put_fixed(bytes, chance(seed), 4);
        return;
    case PROTOBUF_C_TYPE_DOUBLE:
    case PROTOBUF_C_TYPE_FIXED64:
        put_fixed(bytes, chance(seed), 8);
        return;
    case PROTOBUF_C_TYPE_BOOL:
        put_varint(bytes, chance(seed) % 2);
        return;
    case PROTOBUF_C_TYPE_ENUM:
        put_varint(bytes, chance(seed) % 40);
        return;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_SINT32:
        put_varint(bytes, (uint32_t)chance(seed) >> chance(seed) % 32);
        return;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES: {
        size_t size = chance(seed) % 17;
        put_varint(bytes, size);
        put(bytes, words + chance(seed) % 20, size);
        return;
    }
    case PROTOBUF_C_TYPE_MESSAGE:
        put_message(&inner, field->descriptor, seed);
        put_varint(bytes, inner.size);
        put(bytes, inner.data, inner.size);
        bytes_fini(&inner);
        return;
    default:
        put_varint(bytes, chance(seed) >> chance(seed) % 64);
        return;
    }
}

/* Unpacks what the scan took; the counted heap must fit the one foretold. */
static ProtobufCMessage *unpack(const ProtobufCMessageDescriptor *descriptor, const struct bytes *bytes,
                                size_t foretold, struct counted *counted)
{
    static const uint8_t nothing[1];
    ProtobufCAllocator allocator = counting(counted);
    ProtobufCMessage *message =
        protobuf_c_message_unpack(descriptor, &allocator, bytes->size, bytes->data ? bytes->data : nothing);
    if (!message)
        fail_msg("%s: the scan takes %zu bytes that protobuf-c refuses", descriptor->name, bytes->size);
    if (counted->bytes > foretold)
        fail_msg("%s: %zu bytes of heap, %zu foretold", descriptor->name, counted->bytes, foretold);
    return message;
}

static void whole_messages_pass_and_come_back_as_the_same_bytes(void **state)
{
    (void)state;
    uint64_t seed = 20240414;
    for (size_t round = 0; round < 200; round++) {
        for (size_t i = 0; i < MESSAGES; i++) {
            struct bytes bytes = { 0 };
            struct counted counted = { 0 };
            size_t foretold = 0;
            put_message(&bytes, messages[i], &seed);
            assert_int_equal(scan_message(messages[i], bytes.data, bytes.size, &no_limits, &foretold), SCAN_OK);

            ProtobufCMessage *message = unpack(messages[i], &bytes, foretold, &counted);
            assert_true(foretold <= counted.bytes + 15 * counted.calls); /* and not much less */
            struct bytes again = { .data = malloc(bytes.size + 1), .room = bytes.size + 1 };
            assert_int_equal(protobuf_c_message_get_packed_size(message), bytes.size);
            protobuf_c_message_pack(message, again.data);
            if (bytes.size > 0)
                assert_memory_equal(again.data, bytes.data, bytes.size);
            protobuf_c_message_free_unpacked(message, NULL);
            bytes_fini(&again);
            bytes_fini(&bytes);
        }
    }
}

/* One of the ways in which bytes go bad. */
static void spoil(struct bytes *bytes, uint64_t *seed)
{
    if (bytes->size == 0)
        return;
    size_t at = chance(seed) % bytes->size;
    switch (chance(seed) % 4) {
    case 0:
        bytes->data[at] ^= (uint8_t)(1u << chance(seed) % 8);
        break;
    case 1:
        bytes->data[at] = (uint8_t)chance(seed);
        break;
    case 2:
        bytes->size = at;
        break;
    default:
        memmove(bytes->data + at, bytes->data + at + 1, bytes->size - at - 1);
        bytes->size--;
    }
}

static void spoilt_messages_that_pass_unpack_within_the_heap_foretold(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t passed = 0, refused = 0;
    for (size_t round = 0; round < 400; round++) {
        for (size_t i = 0; i < MESSAGES; i++) {
            struct bytes bytes = { 0 };
            struct counted counted = { 0 };
            size_t foretold = 0;
            put_message(&bytes, messages[i], &seed);
            for (uint64_t times = 1 + chance(&seed) % 3; times > 0; times--)
                spoil(&bytes, &seed);
            if (scan_message(messages[i], bytes.data, bytes.size, &no_limits, &foretold) == SCAN_OK) {
                protobuf_c_message_free_unpacked(unpack(messages[i], &bytes, foretold, &counted), NULL);
                passed++;
            } else {
                refused++;
            }
            bytes_fini(&bytes);
        }
    }
    assert_true(passed > 1000 && refused > 1000);
}

static void random_bytes_never_pass_wrongly(void **state)
{
    (void)state;
    uint64_t seed = 99;
    uint8_t data[64];
    for (size_t round = 0; round < 200000; round++) {
        const ProtobufCMessageDescriptor *descriptor = messages[chance(&seed) % MESSAGES];
        struct bytes bytes = { .data = data, .size = chance(&seed) % sizeof data };
        struct counted counted = { 0 };
        size_t foretold = 0;
        for (size_t i = 0; i < bytes.size; i++)
            data[i] = (uint8_t)chance(&seed);
        if (scan_message(descriptor, data, bytes.size, &no_limits, &foretold) == SCAN_OK)
            protobuf_c_message_free_unpacked(unpack(descriptor, &bytes, foretold, &counted), NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_messages_pass_and_come_back_as_the_same_bytes),
        cmocka_unit_test(spoilt_messages_that_pass_unpack_within_the_heap_foretold),
        cmocka_unit_test(random_bytes_never_pass_wrongly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
