/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include "proto/scan.h"

static void *member(void *message, unsigned offset)
{
    return (char *)message + offset;
}

/* Replaces what one element points at by a copy. Depth is the schema's, 16 at most. */
static bool copy_element(struct arena *arena, const ProtobufCFieldDescriptor *field, void *element)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING: {
        char **text = element;
        if (*text)
            *text = arena_string(arena, span_of(*text));
        return !arena_overflowed(arena);
    }
    case PROTOBUF_C_TYPE_BYTES: {
        ProtobufCBinaryData *data = element;
        if (data->data)
            data->data = (uint8_t *)arena_string(arena, (struct span){ (char *)data->data, data->len });
        return !arena_overflowed(arena);
    }
    case PROTOBUF_C_TYPE_MESSAGE: {
        ProtobufCMessage **message = element;
        if (*message)
            *message = record_copy(arena, *message);
        return !arena_overflowed(arena);
    }
    default:
        return true;
    }
}

static bool copy_array(struct arena *arena, const ProtobufCFieldDescriptor *field, ProtobufCMessage *copy)
{
    void **array = member(copy, field->offset);
    const size_t count = *(size_t *)member(copy, field->quantifier_offset);
    const size_t size = scan_element_size(field->type);

    char *elements = arena_array(arena, count, size);
    if (!elements)
        return false;
    if (count > 0)
        memcpy(elements, *array, count * size);
    *array = elements;
    for (size_t i = 0; i < count; i++)
        if (!copy_element(arena, field, elements + i * size))
            return false;
    return true;
}

static bool copy_field(struct arena *arena, const ProtobufCFieldDescriptor *field, ProtobufCMessage *copy)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return copy_array(arena, field, copy);
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
        *(uint32_t *)member(copy, field->quantifier_offset) != field->id)
        return true;
    return copy_element(arena, field, member(copy, field->offset));
}

ProtobufCMessage *record_copy(struct arena *arena, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    ProtobufCMessage *copy = arena_alloc(arena, descriptor->sizeof_message);
    if (!copy)
        return NULL;

    memcpy(copy, message, descriptor->sizeof_message);
    copy->n_unknown_fields = 0;
    copy->unknown_fields = NULL;
    for (unsigned i = 0; i < descriptor->n_fields; i++)
        if (!copy_field(arena, &descriptor->fields[i], copy))
            return NULL;
    return copy;
}
