/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include "proto/scan.h"

/* What the library asks for it fills, as it must after malloc. */
static void *allocate(void *arena, size_t size)
{
    return arena_unset(arena, size, 1);
}

/* The arena frees everything at once. */
static void release(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

enum err record_pack(struct arena *arena, const ProtobufCMessage *message, struct span *packed)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(arena, size);
    if (!bytes)
        return ERR_MEMORY;
    protobuf_c_message_pack(message, bytes);
    *packed = (struct span){ (const char *)bytes, size };
    return ERR_OK;
}

static enum err err_of(enum scan_result result)
{
    switch (result) {
    case SCAN_OK:
        return ERR_OK;
    case SCAN_TOO_LARGE:
        return ERR_TOO_LARGE;
    case SCAN_UTF8:
        return ERR_UTF8;
    case SCAN_MALFORMED:
        break;
    }
    return ERR_MALFORMED;
}

enum err record_unpack(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                       ProtobufCMessage **message)
{
    static const uint8_t nothing[1];
    const uint8_t *bytes = packed.size > 0 ? (const uint8_t *)packed.data : nothing;
    const struct scan_limits limits = scan_limits_for(descriptor, packed.size);
    enum err err = err_of(scan_message(descriptor, bytes, packed.size, &limits, NULL));
    return err == ERR_OK ? record_unpack_own(arena, descriptor, packed, message) : err;
}

enum err record_unpack_own(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                           ProtobufCMessage **message)
{
    static const uint8_t nothing[1];
    const uint8_t *bytes = packed.size > 0 ? (const uint8_t *)packed.data : nothing;
    ProtobufCAllocator allocator = { .alloc = allocate, .free = release, .allocator_data = arena };
    *message = protobuf_c_message_unpack(descriptor, &allocator, packed.size, bytes);
    if (*message)
        return ERR_OK;
    return arena_overflowed(arena) ? ERR_TOO_LARGE : ERR_MALFORMED;
}
