/* SPDX-License-Identifier: Apache-2.0 */
#include "store/log.h"

#include "proto/wire.h"
#include "store/inner.h"

/* A row is the stream time, eight bytes little-endian, and the packed
 * LogEntry: retention by time then reads no message. */
enum { TIME_BYTES = 8, READ_ENTRIES_MAX = 65536 };

static void put_time(char *bytes, int64_t at_ms)
{
    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (char)((uint64_t)at_ms >> (8 * i) & 0xff);
}

static int64_t get_time(const char *bytes)
{
    uint64_t at_ms = 0;
    for (int i = TIME_BYTES - 1; i >= 0; i--)
        at_ms = at_ms << 8 | (uint8_t)bytes[i];
    return (int64_t)at_ms;
}

/* ---- append */

enum err log_append(struct arena *arena, struct txn *txn, const event_update_record *update, struct span *entry)
{
    struct state_box *state = &txn->state;
    const uint64_t sequence = state->last.sequence + 1;
    const uint64_t epoch = state_epoch_at(&state->record, sequence);
    struct span packed;
    enum err err = event_update_pack(arena, update, &packed);
    if (err != ERR_OK)
        return err;

    struct digest digest = digest_chain(&state->digest, epoch, sequence, packed.data, packed.size);
    log_entry_record row;
    claimwire__v1__log_entry__init(&row);
    row.has_epoch = row.has_sequence = row.has_digest = row.has_update = true;
    row.epoch = epoch;
    row.sequence = sequence;
    row.digest = (ProtobufCBinaryData){ DIGEST_BYTES, digest.bytes };
    row.update = (ProtobufCBinaryData){ packed.size, (uint8_t *)(uintptr_t)packed.data };
    const size_t size = protobuf_c_message_get_packed_size(&row.base);
    if (size > WIRE_UPDATE_BYTES_MAX)
        return ERR_TOO_LARGE;
    char *value = arena_unset(arena, TIME_BYTES + size, 1);
    if (!value)
        return ERR_MEMORY;
    put_time(value, state->record.stream_ms);
    protobuf_c_message_pack(&row.base, (uint8_t *)value + TIME_BYTES);

    const struct key key = key_one(sequence);
    err = table_append(txn, TABLE_LOG, &key, (struct span){ value, TIME_BYTES + size });
    if (err != ERR_OK)
        return err;
    state->last.epoch = epoch;
    state->last.sequence = sequence;
    state->digest = digest;
    state->record.log_bytes += size;
    *entry = (struct span){ value + TIME_BYTES, size };
    return ERR_OK;
}

/* ---- read */

enum err log_unpack(struct arena *arena, struct span value, int64_t *at_ms, struct span *entry,
                    log_entry_record **record)
{
    if (value.size < TIME_BYTES)
        return ERR_CORRUPT;
    *at_ms = get_time(value.data);
    *entry = span_slice(value, TIME_BYTES, value.size);
    if (!record)
        return ERR_OK;
    const enum err err =
        table_unpack(arena, *entry, &claimwire__v1__log_entry__descriptor, (ProtobufCMessage **)(void *)record);
    return err == ERR_OK && (*record)->digest.len != DIGEST_BYTES ? ERR_CORRUPT : err;
}

/* The digest up to a cursor is proved by the entry after it, so the cursor's
 * own entry need not be there any more. */
static enum err check_digest(struct arena *arena, struct txn *txn, const cursor_record *after)
{
    if (!after->has_digest)
        return ERR_OK;
    if (after->digest.len != DIGEST_BYTES)
        return ERR_DIVERGED;
    struct digest claimed;
    memcpy(claimed.bytes, after->digest.data, DIGEST_BYTES);
    if (after->sequence == txn->state.last.sequence)
        return digest_equal(&claimed, &txn->state.digest) ? ERR_OK : ERR_DIVERGED;

    const struct key key = key_one(after->sequence + 1);
    struct span value, entry;
    log_entry_record *next;
    int64_t at_ms;
    enum err err = table_get(txn, TABLE_LOG, &key, &value);
    if (err == ERR_OK)
        err = log_unpack(arena, value, &at_ms, &entry, &next);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    const struct digest chained =
        digest_chain(&claimed, next->epoch, next->sequence, next->update.data, next->update.len);
    return memcmp(chained.bytes, next->digest.data, DIGEST_BYTES) == 0 ? ERR_OK : ERR_DIVERGED;
}

static enum err check_cursor(struct arena *arena, struct txn *txn, const cursor_record *after)
{
    const store_state_record *state = &txn->state.record;
    if (after->sequence == 0)
        return ERR_OK;
    if (after->sequence > state->last->sequence ||
        (after->has_epoch && after->epoch != state_epoch_at(state, after->sequence)))
        return ERR_DIVERGED;
    if (after->sequence + 1 < state->oldest_sequence)
        return ERR_TOO_OLD;
    return check_digest(arena, txn, after);
}

enum err log_read(struct arena *arena, struct txn *txn, const cursor_record *after, size_t count_max, size_t bytes_max,
                  struct packed_list **list)
{
    enum err err = check_cursor(arena, txn, after);
    if (err != ERR_OK)
        return err;
    const store_state_record *state = &txn->state.record;
    const uint64_t from = after->sequence == 0 ? state->oldest_sequence : after->sequence + 1;
    const uint64_t kept = state->last->sequence + 1 - from;
    if (count_max > READ_ENTRIES_MAX)
        count_max = READ_ENTRIES_MAX;
    const size_t room = kept < count_max ? (size_t)kept : count_max;
    struct packed_list *found = arena_alloc(arena, sizeof *found + room * sizeof found->entries[0]);
    if (!found)
        return ERR_MEMORY;
    *list = found;
    if (room == 0)
        return ERR_OK;

    const struct key key = key_one(from);
    size_t bytes = 0;
    struct sweep sweep;
    for (err = sweep_first(&sweep, txn, TABLE_LOG, &key); err == ERR_OK; err = sweep_next(&sweep)) {
        struct span entry;
        int64_t at_ms;
        if (key_first(&sweep.key) != from + found->count)
            err = ERR_CORRUPT; /* a hole */
        else
            err = log_unpack(arena, sweep.value, &at_ms, &entry, NULL);
        if (err != ERR_OK || (found->count > 0 && bytes + entry.size > bytes_max))
            break;
        bytes += entry.size;
        struct span *copy = &found->entries[found->count];
        *copy = (struct span){ arena_string(arena, entry), entry.size };
        if (!copy->data) {
            err = ERR_MEMORY;
            break;
        }
        if (++found->count == room)
            break;
    }
    const bool hole = err == ERR_NOT_FOUND; /* the end came before the last sequence */
    err = sweep_end(&sweep, err);
    return hole ? ERR_CORRUPT : err;
}
