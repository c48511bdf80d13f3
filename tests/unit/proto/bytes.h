/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UNIT_PROTO_BYTES_H
#define UNIT_PROTO_BYTES_H

#include <protobuf-c/protobuf-c.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/scan.h"

/* What the tests of proto/ share: packed bytes written by hand, an allocator
 * that counts, and numbers that look random and are the same on every run. */

struct bytes {
    uint8_t *data;
    size_t size, room;
};

static inline void put(struct bytes *bytes, const void *data, size_t size)
{
    if (bytes->size + size > bytes->room) {
        bytes->room = 2 * (bytes->size + size);
        bytes->data = realloc(bytes->data, bytes->room);
        if (!bytes->data)
            abort();
    }
    if (size > 0)
        memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

static inline void put_varint(struct bytes *bytes, uint64_t value)
{
    uint8_t encoded[10];
    size_t size = 0;
    do {
        encoded[size] = (uint8_t)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        size++;
    } while (value >>= 7);
    put(bytes, encoded, size);
}

enum { V = 0, F64 = 1, L = 2, GROUP = 3, F32 = 5 };

static inline void put_tag(struct bytes *bytes, uint32_t number, unsigned wire_type)
{
    put_varint(bytes, (uint64_t)number << 3 | wire_type);
}

static inline void put_field(struct bytes *bytes, uint32_t number, const void *data, size_t size)
{
    put_tag(bytes, number, L);
    put_varint(bytes, size);
    put(bytes, data, size);
}

static inline void bytes_fini(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){ 0 };
}

/* ---- heap: all that is ever asked for, each rounded as an arena rounds it */

struct counted {
    size_t bytes, calls;
};

static inline void *counted_alloc(void *context, size_t size)
{
    struct counted *counted = context;
    counted->bytes += (size + 15) / 16 * 16;
    counted->calls++;
    return malloc(size);
}

static inline void counted_free(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static inline ProtobufCAllocator counting(struct counted *counted)
{
    return (ProtobufCAllocator){ .alloc = counted_alloc, .free = counted_free, .allocator_data = counted };
}

/* ---- scanning */

static const struct scan_limits no_limits = { SIZE_MAX, SIZE_MAX, SIZE_MAX };

static inline enum scan_result scan_bytes(const ProtobufCMessageDescriptor *descriptor, const struct bytes *bytes)
{
    struct scan_limits limits = scan_limits_for(descriptor, bytes->size);
    return scan_message(descriptor, bytes->data, bytes->size, &limits, NULL);
}

/* ---- chance and time */

static inline uint64_t chance(uint64_t *seed) /* xorshift64* (Vigna 2016) */
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545f4914f6cdd1du;
}

static inline double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
