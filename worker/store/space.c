/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/statvfs.h>

#include "store/inner.h"

enum { RECOUNT_COMMITS = 64, FREE_ROWS_MAX = 4096 };

/* Pages of LMDB's free list, its table 0: each row is a count and as many
 * page numbers. Not all of a very long list is looked at; the store then
 * seems fuller than it is. */
static uint64_t count_free(struct store *store)
{
    MDB_txn *mdb;
    MDB_cursor *cursor;
    uint64_t pages = 0;
    if (mdb_txn_begin(store->env, NULL, MDB_RDONLY, &mdb) != 0)
        return 0;
    if (mdb_cursor_open(mdb, 0, &cursor) == 0) {
        MDB_val key, list;
        for (int i = 0; i < FREE_ROWS_MAX && mdb_cursor_get(cursor, &key, &list, MDB_NEXT) == 0; i++) {
            size_t count = 0;
            if (list.mv_size >= sizeof count)
                memcpy(&count, list.mv_data, sizeof count);
            pages += count;
        }
        mdb_cursor_close(cursor);
    }
    mdb_txn_abort(mdb);
    return pages;
}

static uint64_t free_pages(struct store *store)
{
    if (store->free_counted_at == 0 || store->commits >= store->free_counted_at + RECOUNT_COMMITS) {
        store->free_pages = count_free(store);
        store->free_counted_at = store->commits > 0 ? store->commits : 1;
    }
    return store->free_pages;
}

double store_fullness(struct store *store)
{
    MDB_envinfo info;
    MDB_stat stat;
    struct statvfs disk;
    if (mdb_env_info(store->env, &info) != 0 || mdb_env_stat(store->env, &stat) != 0)
        return 1;
    const uint64_t taken = info.me_last_pgno + 1;
    const uint64_t unused = free_pages(store);
    const double live = (double)(unused < taken ? taken - unused : 0) * stat.ms_psize;
    const double map = live / (double)info.me_mapsize;

    if (statvfs(store->directory, &disk) != 0)
        return map;
    /* What the store could still take: disk space above the reserve, and its own free pages. */
    double room = (double)disk.f_bavail * (double)disk.f_frsize - (double)store->disk_reserve_bytes;
    room = room > 0 ? room + (double)unused * stat.ms_psize : 0;
    const double used = live / (live + room);
    return used > map ? used : map;
}
