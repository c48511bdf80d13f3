/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/scan.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "proto/limits.h"

enum {
    DEPTH_MAX = 16,
    FIELDS_OF_ONE_MESSAGE_MAX = 64, /* bits of frame.seen; a test walks the descriptors */
    VARINT_BYTES_MAX = 10,
    TAG_BYTES_MAX = 5,
    LENGTH_BYTES_MAX = 5,
    /* How protobuf-c 1.4 notes the fields of a message before it reads them:
     * 16 on the stack, then slabs of 32, 64, … on the heap, 32 bytes a field. */
    SLAB_FIRST = 16,
    SLAB_ENTRY_BYTES = 32,
};

enum wire_type { VARINT = 0, FIXED64 = 1, LENGTH = 2, FIXED32 = 5 };

/* An open message. */
struct frame {
    const ProtobufCMessageDescriptor *descriptor;
    const struct text_limit *limits; /* of its strings; NULL: none */
    const uint8_t *end;
    uint64_t seen; /* a bit for each field that occurred, by place in the descriptor */
    unsigned next; /* place of the field that is likely to come */
    size_t slab, slab_room;
    bool has_unknown;
};

struct scan {
    const struct scan_limits *limits;
    const uint8_t *at;
    struct frame stack[DEPTH_MAX];
    size_t depth;
    size_t fields, unknown_fields, heap_bytes;
};

/* One field as it stands on the wire. */
struct wire_field {
    const ProtobufCFieldDescriptor *field; /* NULL: unknown */
    const uint8_t *value;                  /* after the length, if it has one */
    size_t size;                           /* of the value */
    size_t whole;                          /* with the length */
    enum wire_type type;
};

/* ---- bytes */

/* Length of the varint at `at`, 0 when it does not end within `bytes_max` or before `end`. */
static inline size_t varint_size(const uint8_t *at, const uint8_t *end, size_t bytes_max)
{
    if (at < end && !(*at & 0x80))
        return 1;
    for (size_t i = 1; i < bytes_max && at + i < end; i++)
        if (!(at[i] & 0x80))
            return i + 1;
    return 0;
}

static inline uint64_t varint_value(const uint8_t *at, size_t size)
{
    uint64_t value = *at & 0x7f;
    for (size_t i = 1; i < size; i++)
        value |= (uint64_t)(at[i] & 0x7f) << (7 * i);
    return value;
}

/* A tag in its shortest form, of a field number other than 0. */
static inline bool read_tag(struct scan *scan, const uint8_t *end, uint32_t *number, enum wire_type *type)
{
    const size_t size = varint_size(scan->at, end, TAG_BYTES_MAX);
    if (size == 0 || (size > 1 && scan->at[size - 1] == 0))
        return false;
    const uint64_t tag = varint_value(scan->at, size);
    if (tag > UINT32_MAX || tag >> 3 == 0)
        return false;
    scan->at += size;
    *number = (uint32_t)(tag >> 3);
    *type = (enum wire_type)(tag & 7);
    return true;
}

/* Finds the extent of the value and moves behind it. False for groups too. */
static inline bool read_extent(struct scan *scan, const uint8_t *end, struct wire_field *wire)
{
    const uint8_t *begin = scan->at;
    size_t prefix = 0;

    switch (wire->type) {
    case VARINT:
        wire->size = varint_size(begin, end, VARINT_BYTES_MAX);
        if (wire->size == 0)
            return false;
        break;
    case FIXED64:
        wire->size = 8;
        break;
    case FIXED32:
        wire->size = 4;
        break;
    case LENGTH:
        prefix = varint_size(begin, end, LENGTH_BYTES_MAX);
        if (prefix == 0)
            return false;
        wire->size = (size_t)varint_value(begin, prefix);
        break;
    default:
        return false;
    }
    if (wire->size > (size_t)(end - begin) - prefix)
        return false;
    wire->value = begin + prefix;
    wire->whole = prefix + wire->size;
    scan->at = begin + wire->whole;
    return true;
}

/* ---- heap */

/* An allocation, rounded as an arena rounds it. */
static size_t rounded(size_t size)
{
    const size_t align = _Alignof(max_align_t);
    return (size + align - 1) / align * align;
}

size_t scan_element_size(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_STRING:
        return sizeof(char *);
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return 4;
    }
}

/* Adds to the account of repeated fields. The first element also pays for the rounding. */
static void count_elements(struct scan *scan, bool first, ProtobufCType type, size_t count)
{
    scan->heap_bytes += count * scan_element_size(type) + (first ? _Alignof(max_align_t) - 1 : 0);
}

/* ---- fields */

static inline enum wire_type wire_type_of(ProtobufCType type)
{
    static const uint8_t types[] = {
        [PROTOBUF_C_TYPE_SFIXED32] = FIXED32, [PROTOBUF_C_TYPE_FIXED32] = FIXED32, [PROTOBUF_C_TYPE_FLOAT] = FIXED32,
        [PROTOBUF_C_TYPE_SFIXED64] = FIXED64, [PROTOBUF_C_TYPE_FIXED64] = FIXED64, [PROTOBUF_C_TYPE_DOUBLE] = FIXED64,
        [PROTOBUF_C_TYPE_STRING] = LENGTH,    [PROTOBUF_C_TYPE_BYTES] = LENGTH,    [PROTOBUF_C_TYPE_MESSAGE] = LENGTH,
    }; /* the others: VARINT */
    return (enum wire_type)types[type];
}

/* Elements packed into one value; false when they do not fill it exactly. */
static bool count_packed(const struct wire_field *wire, size_t *count)
{
    const uint8_t *end = wire->value + wire->size;
    const size_t size = scan_element_size(wire->field->type);

    *count = 0;
    if (wire_type_of(wire->field->type) != VARINT) {
        *count = wire->size / size;
        return wire->size % size == 0;
    }
    for (const uint8_t *at = wire->value; at < end; ++*count) {
        size_t step = varint_size(at, end, VARINT_BYTES_MAX);
        if (step == 0 || (wire->field->type == PROTOBUF_C_TYPE_BOOL && *at > 1))
            return false;
        at += step;
    }
    return true;
}

/* The field of that number, NULL where it is unknown. Fields mostly come in order of their numbers. */
static const ProtobufCFieldDescriptor *find_field(struct frame *frame, uint32_t number)
{
    const ProtobufCMessageDescriptor *descriptor = frame->descriptor;
    unsigned place = frame->next;
    if (place == descriptor->n_fields || descriptor->fields[place].id > number)
        place = 0;
    while (place < descriptor->n_fields && descriptor->fields[place].id < number)
        place++;
    frame->next = place;
    const bool found = place < descriptor->n_fields && descriptor->fields[place].id == number;
    return found ? &descriptor->fields[place] : NULL;
}

/* True when another member of the field's oneof has occurred. */
static bool oneof_taken(const struct frame *frame, const ProtobufCFieldDescriptor *field)
{
    const ProtobufCFieldDescriptor *fields = frame->descriptor->fields;
    for (unsigned i = 0; i < frame->descriptor->n_fields; i++)
        if ((frame->seen >> i & 1) && (fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
            fields[i].quantifier_offset == field->quantifier_offset)
            return true;
    return false;
}

static enum scan_result check_text(struct scan *scan, const struct frame *frame, const struct wire_field *wire)
{
    if (frame->limits && wire->size > text_limit_of(frame->limits, wire->field))
        return SCAN_TOO_LARGE;
    if (wire->field->type == PROTOBUF_C_TYPE_BYTES) {
        scan->heap_bytes += rounded(wire->size);
        return SCAN_OK;
    }
    scan->heap_bytes += rounded(wire->size + 1);
    return scan_utf8(wire->value, wire->size) ? SCAN_OK : SCAN_UTF8;
}

static enum scan_result open_message(struct scan *scan, const ProtobufCMessageDescriptor *descriptor,
                                     const uint8_t *end)
{
    assert(descriptor->n_fields <= FIELDS_OF_ONE_MESSAGE_MAX);
    if (scan->depth == DEPTH_MAX)
        return SCAN_MALFORMED;
    scan->stack[scan->depth++] = (struct frame){
        .descriptor = descriptor,
        .limits = text_limits_of(descriptor),
        .end = end,
        .slab = SLAB_FIRST,
        .slab_room = SLAB_FIRST,
    };
    scan->heap_bytes += rounded(descriptor->sizeof_message);
    return SCAN_OK;
}

static enum scan_result check_unknown(struct scan *scan, struct frame *frame, const struct wire_field *wire)
{
    if (++scan->unknown_fields > scan->limits->unknown_fields_max)
        return SCAN_TOO_LARGE;
    scan->heap_bytes += sizeof(ProtobufCMessageUnknownField) + rounded(wire->whole) +
                        (frame->has_unknown ? 0 : _Alignof(max_align_t) - 1);
    frame->has_unknown = true;
    return SCAN_OK;
}

static enum scan_result check_known(struct scan *scan, struct frame *frame, const struct wire_field *wire)
{
    const ProtobufCFieldDescriptor *field = wire->field;
    const uint64_t bit = (uint64_t)1 << (field - frame->descriptor->fields);
    const bool first = !(frame->seen & bit);
    const enum wire_type type = wire_type_of(field->type);

    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        size_t count = 1;
        if (wire->type == LENGTH && type != LENGTH) {
            if (!count_packed(wire, &count))
                return SCAN_MALFORMED;
        } else if (wire->type != type) {
            return SCAN_MALFORMED;
        }
        count_elements(scan, first, field->type, count);
    } else if (wire->type != type || !first ||
               ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && oneof_taken(frame, field))) {
        return SCAN_MALFORMED;
    }
    frame->seen |= bit;

    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        scan->at = wire->value;
        return open_message(scan, field->descriptor, wire->value + wire->size);
    }
    return type == LENGTH ? check_text(scan, frame, wire) : SCAN_OK;
}

static enum scan_result scan_field(struct scan *scan, struct frame *frame)
{
    struct wire_field wire = { 0 };
    uint32_t number;

    if (!read_tag(scan, frame->end, &number, &wire.type) || !read_extent(scan, frame->end, &wire))
        return SCAN_MALFORMED;
    if (++scan->fields > scan->limits->fields_max)
        return SCAN_TOO_LARGE;
    if (frame->slab_room == 0) {
        frame->slab *= 2;
        frame->slab_room = frame->slab;
        scan->heap_bytes += frame->slab * SLAB_ENTRY_BYTES;
    }
    frame->slab_room--;

    wire.field = find_field(frame, number);
    enum scan_result result = wire.field ? check_known(scan, frame, &wire) : check_unknown(scan, frame, &wire);
    if (result == SCAN_OK && scan->heap_bytes > scan->limits->heap_bytes_max)
        return SCAN_TOO_LARGE;
    return result;
}

enum scan_result scan_message(const ProtobufCMessageDescriptor *descriptor, const void *bytes, size_t size,
                              const struct scan_limits *limits, size_t *heap_bytes)
{
    static const uint8_t nothing[1];
    struct scan scan;
    scan.limits = limits;
    scan.at = size > 0 ? bytes : nothing;
    scan.depth = scan.fields = scan.unknown_fields = scan.heap_bytes = 0;

    enum scan_result result = open_message(&scan, descriptor, scan.at + size);
    if (result == SCAN_OK && scan.heap_bytes > limits->heap_bytes_max)
        result = SCAN_TOO_LARGE;
    while (result == SCAN_OK && scan.depth > 0) {
        struct frame *frame = &scan.stack[scan.depth - 1];
        if (scan.at == frame->end)
            scan.depth--;
        else
            result = scan_field(&scan, frame);
    }
    if (heap_bytes)
        *heap_bytes = scan.heap_bytes;
    return result;
}
