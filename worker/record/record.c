/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include "proto/scan.h"
#include "record/splice.h"

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
    uint8_t *bytes = arena_unset(arena, size, 1);
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

static enum err scan(const ProtobufCMessageDescriptor *descriptor, struct span packed)
{
    static const uint8_t nothing[1];
    const uint8_t *bytes = packed.size > 0 ? (const uint8_t *)packed.data : nothing;
    const struct scan_limits limits = scan_limits_for(descriptor, packed.size);
    return err_of(scan_message(descriptor, bytes, packed.size, &limits, NULL));
}

enum err record_unpack(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                       ProtobufCMessage **message)
{
    const enum err err = scan(descriptor, packed);
    return err == ERR_OK ? record_unpack_own(arena, descriptor, packed, message) : err;
}

#define BIT(number) ((uint64_t)1 << (number))

enum err record_unpack_judged(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                              bool passed, ProtobufCMessage **message)
{
    /* numbers of fields: claim.proto, wire.proto */
    static const struct splice_cut of_source = { .out = BIT(4 /* spans */) }, of_part = { .out = BIT(6 /* span */) };
    static const struct splice_inner in_claim[] = { { 6 /* source */, &of_source },
                                                    { 10 /* figures */, &of_part },
                                                    { 12 /* places */, &of_part } };
    static const struct splice_cut of_claim = { BIT(7 /* cue */) | BIT(13 /* actors */) | BIT(14 /* confidence */) |
                                                    BIT(18 /* agent */) | BIT(19 /* patient */),
                                                3, in_claim };
    static const struct splice_inner in_reading[] = { { 3 /* claims */, &of_claim } };
    static const struct splice_cut of_reading = { BIT(2 /* attributions */), 1, in_reading };
    static const struct splice_inner in_result[] = { { 5 /* reading */, &of_reading } };
    static const struct splice_cut of_result = { 0, 1, in_result };
    const bool whole = descriptor == &claimwire__v1__result__descriptor;
    struct span cut;
    enum err err = passed ? ERR_OK : scan(descriptor, packed);
    if (err == ERR_OK)
        err = splice_cut(arena, packed, whole ? &of_result : &of_reading, &cut);
    return err == ERR_OK ? record_unpack_own(arena, descriptor, cut, message) : err == ERR_MEMORY ? ERR_TOO_LARGE : err;
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
