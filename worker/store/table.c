/* SPDX-License-Identifier: Apache-2.0 */
#include "store/table.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>

#include "base/hash.h"
#include "store/inner.h"

enum { CHECKSUM_BYTES = sizeof(uint64_t) };

const char *table_name(enum table table)
{
    static const char *const names[TABLE_COUNT] = {
#define X(name, text) [TABLE_##name] = text,
        TABLES(X)
#undef X
    };
    return names[table];
}

enum err table_err(int code)
{
    switch (code) {
    case MDB_SUCCESS:
        return ERR_OK;
    case MDB_NOTFOUND:
        return ERR_NOT_FOUND;
    case MDB_MAP_FULL:
        return ERR_MAP_FULL;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_CURSOR_FULL:
    case MDB_PAGE_FULL:
    case MDB_INVALID:
    case MDB_KEYEXIST: /* an appended key was not the greatest */
    case MDB_INCOMPATIBLE:
        return ERR_CORRUPT;
    case MDB_VERSION_MISMATCH:
        return ERR_FORMAT;
    case MDB_READERS_FULL:
        return ERR_BUSY;
    case MDB_TXN_FULL:
    case ENOMEM:
        return ERR_MEMORY;
    default:
        return ERR_IO;
    }
}

/* ---- keys */

static void put_u64(uint8_t *bytes, uint64_t value)
{
    value = htobe64(value);
    memcpy(bytes, &value, sizeof value);
}

static uint64_t get_u64(const uint8_t *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return be64toh(value);
}

struct key key_one(uint64_t first)
{
    struct key key = { .size = 8 };
    put_u64(key.bytes, first);
    return key;
}

struct key key_two(uint64_t first, uint64_t second)
{
    struct key key = { .size = 16 };
    put_u64(key.bytes, first);
    put_u64(key.bytes + 8, second);
    return key;
}

struct key key_part(uint64_t first, uint32_t second)
{
    struct key key = key_two(first, (uint64_t)second << 32);
    key.size = 12;
    return key;
}

struct key key_digest(const struct digest *digest)
{
    struct key key = { .size = DIGEST_BYTES };
    memcpy(key.bytes, digest->bytes, DIGEST_BYTES);
    return key;
}

uint64_t key_first(const struct key *key)
{
    return get_u64(key->bytes);
}

uint64_t key_second(const struct key *key)
{
    return get_u64(key->bytes + 8);
}

uint32_t key_small(const struct key *key)
{
    return (uint32_t)(get_u64(key->bytes + 8) >> 32);
}

bool key_after(struct key *key)
{
    for (size_t i = key->size; i-- > 0;)
        if (++key->bytes[i] != 0)
            return true;
    return false;
}

/* ---- rows */

static uint64_t checksum(enum table table, const void *key, size_t key_bytes, const void *value, size_t value_bytes)
{
    static const uint64_t seed = 0x636c61696d776972; /* "claimwir" */
    return hash64(value, value_bytes, hash64(key, key_bytes, seed + (uint64_t)table));
}

static void seal(enum table table, const struct key *key, uint8_t *value, size_t size)
{
    const uint64_t sum = htole64(checksum(table, key->bytes, key->size, value, size));
    memcpy(value + size, &sum, CHECKSUM_BYTES);
}

enum err table_check(enum table table, const struct key *key, const MDB_val *stored, struct span *value)
{
    uint64_t sum;
    if (stored->mv_size < CHECKSUM_BYTES)
        return ERR_CORRUPT;
    const char *bytes = stored->mv_data;
    const size_t size = stored->mv_size - CHECKSUM_BYTES;
    memcpy(&sum, bytes + size, CHECKSUM_BYTES);
    if (le64toh(sum) != checksum(table, key->bytes, key->size, bytes, size))
        return ERR_CORRUPT;
    *value = (struct span){ bytes, size };
    return ERR_OK;
}

enum err table_key(const MDB_val *at, struct key *key)
{
    if (at->mv_size > KEY_BYTES_MAX)
        return ERR_CORRUPT;
    *key = (struct key){ .size = at->mv_size };
    memcpy(key->bytes, at->mv_data, at->mv_size);
    return ERR_OK;
}

static MDB_val key_value(const struct key *key)
{
    return (MDB_val){ key->size, (void *)(uintptr_t)key->bytes };
}

/* What is asked for and put next is mostly on the page of what was last, of the same event: a cursor that stays there
 * finds it without a search from the root. Never for MDB_APPEND, after which it may believe that it is at the end. */
static int cursor_at(struct txn *txn, enum table table, MDB_cursor **cursor)
{
    int code = 0;
    if (!txn->cursors[table])
        code = mdb_cursor_open(txn->mdb, txn->store->tables[table], &txn->cursors[table]);
    if (code)
        txn->cursors[table] = NULL;
    *cursor = txn->cursors[table];
    return code;
}

void table_leave(struct txn *txn, enum table table)
{
    if (txn->cursors[table])
        mdb_cursor_close(txn->cursors[table]);
    txn->cursors[table] = NULL;
}

void table_leave_all(struct txn *txn)
{
    for (int table = 0; table < TABLE_COUNT; table++)
        table_leave(txn, (enum table)table);
}

enum err table_get(struct txn *txn, enum table table, const struct key *key, struct span *value)
{
    MDB_val at = key_value(key), stored;
    MDB_cursor *cursor;
    int code;
    if (!txn->write)
        code = mdb_get(txn->mdb, txn->store->tables[table], &at, &stored);
    else if (!(code = cursor_at(txn, table, &cursor)))
        code = mdb_cursor_get(cursor, &at, &stored, MDB_SET);
    return code ? table_err(code) : table_check(table, key, &stored, value);
}

enum err table_next(struct txn *txn, enum table table, const struct key *key, struct key *next)
{
    assert(txn->write);
    struct key from = *key;
    MDB_val at, stored;
    MDB_cursor *cursor;
    if (!key_after(&from))
        return ERR_NOT_FOUND;
    at = key_value(&from);
    int code = cursor_at(txn, table, &cursor);
    if (!code)
        code = mdb_cursor_get(cursor, &at, &stored, MDB_SET_RANGE);
    return code ? table_err(code) : table_key(&at, next);
}

/* Where a key lies among those of its table. */
enum place { PLACE_ANY, PLACE_RISING, PLACE_LAST };

/* Room for `size` bytes and the checksum, in the page itself. */
static enum err reserve(struct txn *txn, enum table table, const struct key *key, size_t size, enum place place,
                        uint8_t **room)
{
    assert(txn->write);
    MDB_val at = key_value(key), stored = { size + CHECKSUM_BYTES, NULL };
    MDB_cursor *cursor;
    int code = MDB_KEYEXIST;
    if (place != PLACE_ANY)
        code = mdb_put(txn->mdb, txn->store->tables[table], &at, &stored, MDB_RESERVE | MDB_APPEND);
    if (code == MDB_KEYEXIST && place != PLACE_LAST && !(code = cursor_at(txn, table, &cursor))) {
        stored = (MDB_val){ size + CHECKSUM_BYTES, NULL };
        code = mdb_cursor_put(cursor, &at, &stored, MDB_RESERVE);
    }
    if (code)
        return table_err(code);
    *room = stored.mv_data;
    return ERR_OK;
}

static enum err put(struct txn *txn, enum table table, const struct key *key, struct span value, enum place place)
{
    uint8_t *room;
    const enum err err = reserve(txn, table, key, value.size, place, &room);
    if (err != ERR_OK)
        return err;
    if (value.size > 0)
        memcpy(room, value.data, value.size);
    seal(table, key, room, value.size);
    return ERR_OK;
}

static enum err put_record(struct txn *txn, enum table table, const struct key *key, const ProtobufCMessage *record,
                           enum place place)
{
    uint8_t *room;
    const size_t size = protobuf_c_message_get_packed_size(record);
    const enum err err = reserve(txn, table, key, size, place, &room);
    if (err != ERR_OK)
        return err;
    protobuf_c_message_pack(record, room);
    seal(table, key, room, size);
    return ERR_OK;
}

enum err table_put(struct txn *txn, enum table table, const struct key *key, struct span value)
{
    return put(txn, table, key, value, PLACE_ANY);
}

enum err table_append(struct txn *txn, enum table table, const struct key *key, struct span value)
{
    return put(txn, table, key, value, PLACE_LAST);
}

enum err table_put_rising(struct txn *txn, enum table table, const struct key *key, struct span value)
{
    return put(txn, table, key, value, PLACE_RISING);
}

enum err table_put_record(struct txn *txn, enum table table, const struct key *key, const ProtobufCMessage *record)
{
    return put_record(txn, table, key, record, PLACE_ANY);
}

enum err table_append_record(struct txn *txn, enum table table, const struct key *key, const ProtobufCMessage *record)
{
    return put_record(txn, table, key, record, PLACE_LAST);
}

enum err table_put_rising_record(struct txn *txn, enum table table, const struct key *key,
                                 const ProtobufCMessage *record)
{
    return put_record(txn, table, key, record, PLACE_RISING);
}

enum err table_delete(struct txn *txn, enum table table, const struct key *key)
{
    assert(txn->write);
    MDB_val at = key_value(key);
    table_leave(txn, table);
    return table_err(mdb_del(txn->mdb, txn->store->tables[table], &at, NULL));
}

enum err table_unpack(struct arena *arena, struct span value, const ProtobufCMessageDescriptor *descriptor,
                      ProtobufCMessage **record)
{
    const enum err err = record_unpack(arena, descriptor, value, record);
    if (err == ERR_OK)
        return ERR_OK;
    return err == ERR_MEMORY || arena_overflowed(arena) ? ERR_MEMORY : ERR_CORRUPT;
}

enum err table_unpack_own(struct arena *arena, struct span value, const ProtobufCMessageDescriptor *descriptor,
                          ProtobufCMessage **record)
{
    if (record_unpack_own(arena, descriptor, value, record) == ERR_OK)
        return ERR_OK;
    return arena_overflowed(arena) ? ERR_MEMORY : ERR_CORRUPT;
}

enum err table_get_record(struct arena *arena, struct txn *txn, enum table table, const struct key *key,
                          const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **record)
{
    struct span value;
    const enum err err = table_get(txn, table, key, &value);
    return err == ERR_OK ? table_unpack_own(arena, value, descriptor, record) : err;
}
