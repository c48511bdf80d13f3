/* SPDX-License-Identifier: Apache-2.0 */
#include "store/events.h"
#include "store/inner.h"

enum err window_put(struct txn *txn, uint64_t applied, const window_row_record *row)
{
    const struct key key = key_one(applied);
    return table_put_rising_record(txn, TABLE_WINDOW, &key, &row->base);
}

enum err window_get(struct arena *arena, struct txn *txn, uint64_t applied, window_row_record **row)
{
    const struct key key = key_one(applied);
    return TABLE_GET(arena, txn, TABLE_WINDOW, &key, window_row, row);
}

enum err window_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct window_page **page)
{
    const struct key key = key_one(after);
    struct rows *rows;
    const enum err err =
        table_list(arena, txn, TABLE_WINDOW, &key, count_max, &claimwire__v1__window_row__descriptor, &rows);
    if (err != ERR_OK)
        return err;
    *page = arena_alloc(arena, sizeof **page + rows->count * sizeof(*page)->rows[0]);
    if (!*page)
        return ERR_MEMORY;
    (*page)->count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        (*page)->rows[i].applied = key_first(&rows->at[i].key);
        (*page)->rows[i].row = (window_row_record *)rows->at[i].record;
    }
    return ERR_OK;
}

enum err window_cut(struct txn *txn, uint64_t applied, size_t count_max, size_t *dropped)
{
    return table_cut(txn, TABLE_WINDOW, applied, count_max, dropped);
}
