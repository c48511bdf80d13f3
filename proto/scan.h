/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_SCAN_H
#define PROTO_SCAN_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

/* The look at a packed message before protobuf-c may unpack it.
 *
 * protobuf-c 1.4 merges a repeated singular message in super-quadratic time,
 * takes up to 64 bytes of heap a byte of wire, recurses as deep as it is told
 * and checks no UTF-8. One pass over the bytes, iterative, without memory of
 * its own, refuses all that first. Time is linear in the bytes.
 *
 * Refused: a singular field that occurs twice; a wire type that is not the
 * field's; groups; field number 0; a varint over ten bytes or overlong for a
 * tag; a length past the end; two members of one oneof; a string that is not
 * UTF-8 or holds a NUL; more fields, unknown fields or memory than the limits;
 * a string or body over the limit of WIRE.md for its field. */
struct scan_limits {
    size_t fields_max;         /* fields of all messages together, packed elements not counted */
    size_t unknown_fields_max; /* fields that this version does not know */
    size_t heap_bytes_max;     /* what unpacking will allocate */
};

/* The limits that hub and client use. Memory is bounded by a flat part and a
 * factor of the packed bytes: 8 for what strangers send (Hello, Submit, Ready,
 * Ask), 16 for what our own programs send, whose many small messages need
 * it: the densest legal Reading takes 11.5 (test_record.c measures it). Unknown
 * fields are few from strangers; in ours a later version may have one in every
 * row of a long list. */
enum {
    SCAN_FIELDS_MAX = 1024 * 1024, /* the largest Result or Reply, at 4 bytes a field */
    SCAN_UNKNOWN_FIELDS_MAX = 64,
    SCAN_HEAP_BYTES_FLAT = 64 * 1024,
    SCAN_HEAP_FACTOR = 8,
    SCAN_HEAP_FACTOR_OURS = 16,
};
struct scan_limits scan_limits_for(const ProtobufCMessageDescriptor *descriptor, size_t size);

enum scan_result { SCAN_OK, SCAN_MALFORMED, SCAN_TOO_LARGE, SCAN_UTF8 };

/* Looks at `size` bytes that claim to be a message of `descriptor`, one of
 * ours (depth is bounded because none contains itself; a test walks them, and
 * sees that none has more than 64 fields). `heap_bytes`, if not NULL, receives
 * what unpacking will allocate at most: every allocation that protobuf-c 1.4
 * makes, each rounded up to 16 bytes, none counted back when it is freed. */
enum scan_result scan_message(const ProtobufCMessageDescriptor *descriptor, const void *bytes, size_t size,
                              const struct scan_limits *limits, size_t *heap_bytes);

/* Bytes of one element of a repeated field in memory. */
size_t scan_element_size(ProtobufCType type);

/* True when the bytes are UTF-8 (no overlong form, no surrogate, at most
 * U+10FFFF) without a NUL. */
int scan_utf8(const void *bytes, size_t size);

#endif
