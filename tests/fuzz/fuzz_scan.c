/* SPDX-License-Identifier: Apache-2.0 */
/* What a stranger's bytes meet first. Byte 0 chooses the message. Whatever the
 * scan takes must unpack within the heap it foretold, and pack again. */
#include <stdint.h>
#include <stdlib.h>

#include "proto/scan.h"
#include "record/record.h"

static const ProtobufCMessageDescriptor *const messages[] = {
    &claimwire__v1__submit__descriptor,
    &claimwire__v1__result__descriptor,
    &claimwire__v1__ask__descriptor,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (!arena && !(arena = arena_new(16 * 1024 * 1024)))
        abort();
    if (size == 0)
        return 0;
    arena_reset(arena);

    const ProtobufCMessageDescriptor *descriptor = messages[data[0] % 3];
    const struct span packed = { (const char *)data + 1, size - 1 };
    const struct scan_limits limits = scan_limits_for(descriptor, packed.size);
    size_t heap = 0;
    const enum scan_result looked = scan_message(descriptor, packed.data, packed.size, &limits, &heap);

    ProtobufCMessage *message;
    const enum err err = record_unpack(arena, descriptor, packed, &message);
    if ((looked == SCAN_OK) != (err == ERR_OK))
        abort(); /* the scan takes what protobuf-c refuses, or the reverse */
    if (err != ERR_OK)
        return 0;
    if (arena_used(arena) > heap || heap > limits.heap_bytes_max)
        abort();

    struct span again;
    if (record_pack(arena, message, &again) != ERR_OK || !record_copy(arena, message))
        abort();
    return 0;
}
