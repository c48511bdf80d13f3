/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include <lmdb.h>

#include "proto/digest.h"
#include "store/txn.h"

/* Tables, keys and checked values: the only code that talks to LMDB about
 * rows. Inside store/ alone.
 *
 * A value is its bytes and eight more: the little-endian checksum of key and
 * value, seeded with the table, so a row can neither rot nor turn up under
 * another key or in another table unseen. */

/* clang-format off */
#define TABLES(X) \
    X(STATE, "state") X(KNOWN, "known") X(ARTICLES, "articles") X(BODIES, "bodies") X(READINGS, "readings") \
    X(INBOX, "inbox") X(DEAD, "dead") X(EVENTS, "events") X(FACTS, "facts") X(MEMBERS, "members") \
    X(WINDOW, "window") X(LOG, "log") X(SNAPSHOTS, "snapshots")
/* clang-format on */

enum table {
#define X(name, text) TABLE_##name,
    TABLES(X)
#undef X
        TABLE_COUNT
};
const char *table_name(enum table table);

/* ---- keys: big-endian, so that order of bytes is order of numbers */
enum { KEY_BYTES_MAX = 16 };
struct key {
    uint8_t bytes[KEY_BYTES_MAX];
    size_t size;
};
struct key key_one(uint64_t first);
struct key key_two(uint64_t first, uint64_t second);
struct key key_part(uint64_t first, uint32_t second);
struct key key_digest(const struct digest *digest);
uint64_t key_first(const struct key *key);
uint64_t key_second(const struct key *key);
uint32_t key_small(const struct key *key); /* second of key_part */
/* The next key of the same size; false when there is none. */
bool key_after(struct key *key);

/* ---- rows */

/* The value without its checksum, in the map: gone at the transaction's next
 * write or end. NOT_FOUND, CORRUPT. */
enum err table_get(struct txn *txn, enum table table, const struct key *key, struct span *value);
enum err table_put(struct txn *txn, enum table table, const struct key *key, struct span value);
/* As table_put for a key above all others of the table; CORRUPT if it is not. */
enum err table_append(struct txn *txn, enum table table, const struct key *key, struct span value);
/* As table_put, cheaper where keys mostly rise: pages fill up wholly. */
enum err table_put_rising(struct txn *txn, enum table table, const struct key *key, struct span value);
enum err table_delete(struct txn *txn, enum table table, const struct key *key); /* NOT_FOUND */

enum err table_get_record(struct arena *arena, struct txn *txn, enum table table, const struct key *key,
                          const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **record);
/* Packs straight into the page. */
enum err table_put_record(struct txn *txn, enum table table, const struct key *key, const ProtobufCMessage *record);
enum err table_append_record(struct txn *txn, enum table table, const struct key *key, const ProtobufCMessage *record);
enum err table_put_rising_record(struct txn *txn, enum table table, const struct key *key,
                                 const ProtobufCMessage *record);

/* A stored value unpacked, looked at before or not (record_unpack_own): MEMORY when the arena is full, else CORRUPT. */
typedef enum err table_unpacker(struct arena *arena, struct span value, const ProtobufCMessageDescriptor *descriptor,
                                ProtobufCMessage **record);
table_unpacker table_unpack, table_unpack_own;

/* Puts a table's record where a typed pointer waits for it. */
#define TABLE_GET(arena, txn, table, key, name, out)                                                                   \
    table_get_record(arena, txn, table, key, &claimwire__v1__##name##__descriptor, (ProtobufCMessage **)(void *)(out))

/* ---- sweeps: rows in order of key
 *
 *   struct sweep sweep;
 *   for (err = sweep_first(&sweep, txn, table, &from); err == ERR_OK; err = sweep_next(&sweep))
 *       ... sweep.key, sweep.value ...
 *   err = sweep_end(&sweep, err);
 *
 * In a write transaction nothing may be written to that table meanwhile. */
struct sweep {
    struct txn *txn;
    enum table table;
    MDB_cursor *cursor;
    struct key key;
    struct span value;
};
/* At `from` or the first key after it. */
enum err sweep_first(struct sweep *sweep, struct txn *txn, enum table table, const struct key *from);
enum err sweep_next(struct sweep *sweep);
/* Closes; the end of the table is no error. */
enum err sweep_end(struct sweep *sweep, enum err err);

/* The key of the row behind that one, which need not be there. NOT_FOUND when it is the last. */
enum err table_next(struct txn *txn, enum table table, const struct key *key, struct key *next);

/* The greatest key below `bound` (NULL: of all). NOT_FOUND. */
enum err table_last(struct txn *txn, enum table table, const struct key *bound, struct key *last);

/* Deletes rows whose first number is `bound` or less, oldest first. */
enum err table_cut(struct txn *txn, enum table table, uint64_t bound, size_t count_max, size_t *dropped);

struct row {
    struct key key;
    ProtobufCMessage *record;
};
struct rows {
    size_t count;
    struct row *at;
};
/* Up to `count_max` records after the key `after`. */
enum err table_list(struct arena *arena, struct txn *txn, enum table table, const struct key *after, size_t count_max,
                    const ProtobufCMessageDescriptor *descriptor, struct rows **rows);

/* A key that LMDB handed out; CORRUPT when it is too long for one. */
enum err table_key(const MDB_val *at, struct key *key);
/* Checks what LMDB handed out; `value` is it without its checksum. */
enum err table_check(enum table table, const struct key *key, const MDB_val *stored, struct span *value);

/* Ends what a write transaction remembers of its places in a table, in all of them: before it deletes there, and before
 * it ends. */
void table_leave(struct txn *txn, enum table table);
void table_leave_all(struct txn *txn);

/* An LMDB return code as ours. */
enum err table_err(int code);

#endif
