/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

/* How many bytes a text of a message may have: the limits of wire.h, by
 * message and field. For scan.c alone. */
struct text_limit {
    const ProtobufCMessageDescriptor *descriptor;
    const char *field;
    size_t bytes_max;
};

/* The first of the message's rows, which follow each other; NULL when it has none. */
const struct text_limit *text_limits_of(const ProtobufCMessageDescriptor *descriptor);

/* Of one field among the rows of its message (NULL: no rows); SIZE_MAX when there is none. */
size_t text_limit_of(const struct text_limit *rows, const ProtobufCFieldDescriptor *field);

#endif
