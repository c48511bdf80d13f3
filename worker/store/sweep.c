/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inner.h"

static enum err take(struct sweep *sweep, int code, const MDB_val *key)
{
    return code ? table_err(code) : table_key(key, &sweep->key);
}

static enum err step(struct sweep *sweep, MDB_val *key, MDB_cursor_op operation)
{
    MDB_val stored;
    const enum err err = take(sweep, mdb_cursor_get(sweep->cursor, key, &stored, operation), key);
    return err == ERR_OK ? table_check(sweep->table, &sweep->key, &stored, &sweep->value) : err;
}

enum err sweep_first(struct sweep *sweep, struct txn *txn, enum table table, const struct key *from)
{
    *sweep = (struct sweep){ .txn = txn, .table = table };
    const int code = mdb_cursor_open(txn->mdb, txn->store->tables[table], &sweep->cursor);
    if (code) {
        sweep->cursor = NULL;
        return table_err(code);
    }
    struct key start = *from;
    MDB_val key = { start.size, start.bytes };
    return step(sweep, &key, MDB_SET_RANGE);
}

enum err sweep_next(struct sweep *sweep)
{
    MDB_val key;
    return step(sweep, &key, MDB_NEXT);
}

enum err sweep_end(struct sweep *sweep, enum err err)
{
    if (sweep->cursor)
        mdb_cursor_close(sweep->cursor);
    sweep->cursor = NULL;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err table_last(struct txn *txn, enum table table, const struct key *bound, struct key *last)
{
    struct sweep sweep = { .txn = txn, .table = table };
    int code = mdb_cursor_open(txn->mdb, txn->store->tables[table], &sweep.cursor);
    if (code)
        return table_err(code);
    MDB_val key, stored;
    MDB_cursor_op operation = MDB_LAST;
    if (bound) {
        struct key start = *bound;
        key = (MDB_val){ start.size, start.bytes };
        if (mdb_cursor_get(sweep.cursor, &key, &stored, MDB_SET_RANGE) == 0)
            operation = MDB_PREV;
    }
    const enum err err = take(&sweep, mdb_cursor_get(sweep.cursor, &key, &stored, operation), &key);
    mdb_cursor_close(sweep.cursor);
    if (err == ERR_OK)
        *last = sweep.key;
    return err;
}

enum err table_list(struct arena *arena, struct txn *txn, enum table table, const struct key *after, size_t count_max,
                    const ProtobufCMessageDescriptor *descriptor, struct rows **rows)
{
    struct rows *list = arena_alloc(arena, sizeof *list);
    struct key from = *after;
    if (!list || !(list->at = arena_array(arena, count_max, sizeof *list->at)))
        return ERR_MEMORY;
    *rows = list;
    if (!key_after(&from))
        return ERR_OK;

    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, txn, table, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        if (list->count == count_max)
            break;
        struct row *row = &list->at[list->count];
        row->key = sweep.key;
        if ((err = table_unpack(arena, sweep.value, descriptor, &row->record)) != ERR_OK)
            break;
        list->count++;
    }
    return sweep_end(&sweep, err);
}

enum err table_cut(struct txn *txn, enum table table, uint64_t bound, size_t count_max, size_t *dropped)
{
    MDB_cursor *cursor;
    MDB_val key, stored;
    table_leave(txn, table);
    int code = mdb_cursor_open(txn->mdb, txn->store->tables[table], &cursor);
    *dropped = 0;
    if (code)
        return table_err(code);
    while (*dropped < count_max) {
        struct sweep row;
        enum err err = take(&row, mdb_cursor_get(cursor, &key, &stored, MDB_FIRST), &key);
        if (err == ERR_NOT_FOUND || (err == ERR_OK && key_first(&row.key) > bound))
            break;
        if (err == ERR_OK && (err = table_err(mdb_cursor_del(cursor, 0))) == ERR_OK) {
            ++*dropped;
            continue;
        }
        mdb_cursor_close(cursor);
        return err;
    }
    mdb_cursor_close(cursor);
    return ERR_OK;
}
