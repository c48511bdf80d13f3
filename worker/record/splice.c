/* SPDX-License-Identifier: Apache-2.0 */
#include "record/splice.h"

enum {
    VARINT_BITS_MAX = 64,
    VARINT_BYTES_MAX = 10,
    WIRE_VARINT = 0,
    WIRE_FIXED64 = 1,
    WIRE_LENGTH = 2,
    WIRE_FIXED32 = 5
};

/* A field as it stands: all of it, and its value without tag and length. */
struct part {
    uint32_t number;
    unsigned type; /* WIRE_ */
    struct span whole, value;
};

static bool take_varint(struct span *rest, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; rest->size > 0 && shift < VARINT_BITS_MAX; shift += 7) {
        const uint8_t byte = (uint8_t)*rest->data;
        *rest = span_slice(*rest, 1, rest->size);
        *value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

/* The next field, which leaves `rest`. */
static bool take_part(struct span *rest, struct part *part)
{
    const struct span begin = *rest;
    uint64_t tag, size = 0;
    if (!take_varint(rest, &tag))
        return false;
    const unsigned type = tag & 7;
    const char *value = rest->data;
    if ((type == WIRE_VARINT || type == WIRE_LENGTH) && !take_varint(rest, &size))
        return false;
    if (type == WIRE_LENGTH)
        value = rest->data;
    else
        size = type == WIRE_FIXED64 ? 8 : type == WIRE_FIXED32 ? 4 : 0;
    if (size > rest->size || (type > WIRE_LENGTH && type != WIRE_FIXED32))
        return false;
    *rest = span_slice(*rest, (size_t)size, rest->size);
    part->number = (uint32_t)(tag >> 3);
    part->type = type;
    part->whole = (struct span){ begin.data, begin.size - rest->size };
    part->value = (struct span){ value, (size_t)(rest->data - value) };
    return true;
}

enum err splice_find(struct span packed, uint32_t number, struct span *found)
{
    struct part part;
    *found = (struct span){ packed.data, 0 };
    while (packed.size > 0) {
        if (!take_part(&packed, &part))
            return ERR_MALFORMED;
        if (part.number == number)
            *found = part.value;
    }
    return ERR_OK;
}

size_t splice_count(struct span packed, uint32_t number)
{
    struct part part;
    size_t count = 0;
    while (packed.size > 0 && take_part(&packed, &part))
        count += part.number == number;
    return count;
}

static char *put_varint(char *at, uint64_t value)
{
    for (; value > 0x7f; value >>= 7)
        *at++ = (char)((value & 0x7f) | 0x80);
    *at++ = (char)value;
    return at;
}

static const struct splice_cut *cut_of(const struct splice_cut *cut, uint32_t number)
{
    for (size_t i = 0; i < cut->inner_count; i++)
        if (cut->inner[i].number == number)
            return cut->inner[i].cut;
    return NULL;
}

/* Copies what is left to `at`; where that ends, NULL when it is malformed. Takes no more room than it took: a shorter
 * message has no longer length. As deep as the cut is. */
static char *copy_cut(char *at, struct span rest, const struct splice_cut *cut)
{
    struct part part;
    while (rest.size > 0) {
        if (!take_part(&rest, &part))
            return NULL;
        if (part.number < 64 && (cut->out >> part.number & 1))
            continue;
        const struct splice_cut *inner = part.type == WIRE_LENGTH ? cut_of(cut, part.number) : NULL;
        if (!inner) {
            memcpy(at, part.whole.data, part.whole.size);
            at += part.whole.size;
            continue;
        }
        char *value = at + (part.value.data - part.whole.data);
        const char *end = copy_cut(value, part.value, inner);
        if (!end)
            return NULL;
        const size_t size = (size_t)(end - value);
        at = put_varint(put_varint(at, (uint64_t)part.number << 3 | WIRE_LENGTH), size);
        memmove(at, value, size);
        at += size;
    }
    return at;
}

enum err splice_cut(struct arena *arena, struct span packed, const struct splice_cut *cut, struct span *rest)
{
    char *bytes = arena_unset(arena, packed.size + 1, 1);
    if (!bytes)
        return ERR_MEMORY;
    const char *end = copy_cut(bytes, packed, cut);
    if (!end)
        return ERR_MALFORMED;
    *rest = (struct span){ bytes, (size_t)(end - bytes) };
    return ERR_OK;
}

static struct splice_cut without(uint32_t number)
{
    return (struct splice_cut){ .out = (uint64_t)1 << number };
}

enum err splice_out(struct arena *arena, struct span packed, uint32_t number, struct span *rest)
{
    const struct splice_cut cut = without(number);
    return splice_cut(arena, packed, &cut, rest);
}

enum err splice_in(struct arena *arena, ProtobufCMessage *record, uint32_t number, struct span part, uint32_t left_out)
{
    const unsigned known = record->n_unknown_fields;
    ProtobufCMessageUnknownField *fields = arena_array(arena, known + 1, sizeof *fields);
    char *bytes = arena_unset(arena, VARINT_BYTES_MAX + part.size, 1);
    if (!fields || !bytes || part.size > UINT32_MAX)
        return ERR_MEMORY;
    const struct splice_cut cut = without(left_out);
    char *value = bytes + VARINT_BYTES_MAX, length[VARINT_BYTES_MAX];
    const char *end = copy_cut(value, part, &cut);
    if (!end)
        return ERR_MALFORMED;
    const size_t length_size = (size_t)(put_varint(length, (uint64_t)(end - value)) - length);
    char *begin = value - length_size;
    memcpy(begin, length, length_size);
    if (known)
        memcpy(fields, record->unknown_fields, known * sizeof *fields);
    fields[known] = (ProtobufCMessageUnknownField){
        .tag = number,
        .wire_type = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
        .len = (size_t)(end - begin),
        .data = (uint8_t *)begin,
    };
    record->unknown_fields = fields;
    record->n_unknown_fields = known + 1;
    return ERR_OK;
}
