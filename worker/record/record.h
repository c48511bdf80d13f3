/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "claimwire/v1/stored.pb-c.h"

/* The messages of proto/ by short names. For each RECORD(Article, article) of
 * record.def there are
 *
 *   article_record                      the struct
 *   article_make(arena)                 an empty one in the arena; NULL when it is full
 *   article_pack(arena, record, &span)  packed bytes in the arena; MEMORY when it is full
 *   article_unpack(arena, span, &record)
 *   article_copy(arena, record)         a deep copy; NULL when it is full
 *
 * Unpacking looks at the bytes first (proto/scan.h) and then lets protobuf-c
 * allocate from the arena: MALFORMED, UTF8, or TOO_LARGE when over the limits
 * or when the arena is full. Nothing is freed but by the arena.
 *
 * A record made in the arena may point at anything that lives as long. */

#define RECORD(Generated, name) typedef Claimwire__V1__##Generated name##_record;
#include "record/record.def"
#undef RECORD

enum err record_pack(struct arena *arena, const ProtobufCMessage *message, struct span *packed);
enum err record_unpack(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                       ProtobufCMessage **message);
/* As record_unpack for bytes that this program packed, which a checksum has
 * shown to be the same: they are not looked at before. */
enum err record_unpack_own(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                           ProtobufCMessage **message);
/* As record_unpack of a Result or a Reading, but of the reading only what judging it takes: no attributions, and of
 * claims no cue, actors, agent, patient or confidence, nor where names stand. All of it is scanned all the same, unless
 * the bytes `passed` before, and what is to be stored stays packed (splice.h). */
enum err record_unpack_judged(struct arena *arena, const ProtobufCMessageDescriptor *descriptor, struct span packed,
                              bool passed, ProtobufCMessage **message);
/* A deep copy without the fields that this version does not know; NULL when
 * the arena is full. */
ProtobufCMessage *record_copy(struct arena *arena, const ProtobufCMessage *message);

#define RECORD(Generated, name)                                                                                        \
    static inline name##_record *name##_make(struct arena *arena)                                                      \
    {                                                                                                                  \
        name##_record *record = (name##_record *)arena_unset(arena, sizeof *record, 1);                                \
        if (record)                                                                                                    \
            claimwire__v1__##name##__init(record);                                                                     \
        return record;                                                                                                 \
    }                                                                                                                  \
    static inline enum err name##_pack(struct arena *arena, const name##_record *record, struct span *packed)          \
    {                                                                                                                  \
        return record_pack(arena, &record->base, packed);                                                              \
    }                                                                                                                  \
    static inline enum err name##_unpack(struct arena *arena, struct span packed, name##_record **record)              \
    {                                                                                                                  \
        return record_unpack(arena, &claimwire__v1__##name##__descriptor, packed,                                      \
                             (ProtobufCMessage **)(void *)record);                                                     \
    }                                                                                                                  \
    static inline name##_record *name##_copy(struct arena *arena, const name##_record *record)                         \
    {                                                                                                                  \
        return (name##_record *)record_copy(arena, &record->base);                                                     \
    }
#include "record/record.def"
#undef RECORD

#endif
