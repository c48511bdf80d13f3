/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_SPLICE_H
#define RECORD_SPLICE_H

#include "record/record.h"

/* Packed messages inside packed messages, taken as they are: what has been received packed and is to be stored need not
 * be packed again. For bytes that record_unpack has taken; MALFORMED otherwise, never a read past the end. */

/* The message that is field `number` of a packed one; empty where it has none. */
enum err splice_find(struct span packed, uint32_t number, struct span *found);

/* How many fields `number` a packed message has. */
size_t splice_count(struct span packed, uint32_t number);

/* What of a message nobody asks for: fields of its own, a bit of `out` for each number below 64, and of the messages in
 * it. */
struct splice_cut {
    uint64_t out;
    size_t inner_count;
    const struct splice_inner {
        uint32_t number;
        const struct splice_cut *cut;
    } * inner;
};
/* The packed message without that, in the arena. MEMORY when that is full. */
enum err splice_cut(struct arena *arena, struct span packed, const struct splice_cut *cut, struct span *rest);

/* The packed message without its fields `number`, which is below 64, in the arena. MEMORY when that is full. */
enum err splice_out(struct arena *arena, struct span packed, uint32_t number, struct span *rest);

/* Makes `part`, without its fields `left_out` (below 64; 0: with all), the field `number` of the record when that is
 * packed: as a field that the library has no member for, which it packs as it is, behind the others. MEMORY when the
 * arena is full. */
enum err splice_in(struct arena *arena, ProtobufCMessage *record, uint32_t number, struct span part, uint32_t left_out);

#endif
