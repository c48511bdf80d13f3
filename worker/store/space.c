/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/statvfs.h>

#include "store/inner.h"

enum {
    META_PAGES = 2,
    SPARE_SHARE = 8, /* of the map */
    SPARE_BYTES = 1 << 20,
};

/* What applying an article of so many bytes may add. Measured in pages after
 * and before, all tables: 17 KB for a news article of 5 KB, 8 to 9 KB for one
 * without claims, 200 KB for 23 KB of nothing but quotations, 870 KB for the
 * 1,024 claims an article may have, in 60 KB of the shortest sentences. So at
 * most fourteen times the body; past the most claims only their words grow,
 * which stand in the reading, the fact and the log. */
enum { ROOM_BYTES = 16 * 1024, ROOM_TIMES = 14, ROOM_CLAIMS_BYTES = 1024 * 1024, ROOM_WORDS_TIMES = 3 };

uint64_t store_room(size_t body_bytes)
{
    const uint64_t short_ones = (uint64_t)body_bytes * ROOM_TIMES;
    const uint64_t long_ones = ROOM_CLAIMS_BYTES + (uint64_t)body_bytes * ROOM_WORDS_TIMES;
    return ROOM_BYTES + (short_ones < long_ones ? short_ones : long_ones);
}

/* ---- pages in use */

static uint64_t pages_of(struct txn *txn, MDB_dbi dbi)
{
    MDB_stat stat;
    if (mdb_stat(txn->mdb, dbi, &stat) != 0)
        return 0;
    return stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
}

/* LMDB counts the pages of each tree as the transaction changes it, so this is
 * exact at any time and costs as much as the tables are many: no need to walk
 * the free list. */
static uint64_t row_pages(struct txn *txn)
{
    uint64_t pages = 0;
    for (int table = 0; table < TABLE_COUNT; table++)
        pages += pages_of(txn, txn->store->tables[table]);
    return pages;
}

/* With LMDB's own: table 0 is its free list, 1 names the tables. */
static uint64_t all_pages(struct txn *txn)
{
    return META_PAGES + pages_of(txn, 0) + pages_of(txn, 1) + row_pages(txn);
}

static uint64_t page_bytes(struct store *store)
{
    MDB_stat stat;
    return mdb_env_stat(store->env, &stat) == 0 ? stat.ms_psize : 4096;
}

/* ---- fullness */

/* The bytes the file may grow to: what it has, and the disk above the reserve. */
static double disk_bytes(struct store *store)
{
    MDB_envinfo info;
    struct statvfs disk;
    if (mdb_env_info(store->env, &info) != 0 || statvfs(store->directory, &disk) != 0)
        return (double)store->map_bytes;
    const double room = (double)disk.f_bavail * (double)disk.f_frsize - (double)store->disk_reserve_bytes;
    return room > 0 ? (double)(info.me_last_pgno + 1) * (double)page_bytes(store) + room : 0;
}

static double fullness(struct txn *txn, uint64_t more_bytes)
{
    struct store *store = txn->store;
    const double used = (double)all_pages(txn) * (double)page_bytes(store) + (double)more_bytes;
    const double map = used / (double)store->map_bytes;
    const double disk = disk_bytes(store);
    if (disk <= 0)
        return map > 1 ? map : 1;
    return used / disk > map ? used / disk : map;
}

double txn_fullness(struct txn *txn, uint64_t more_bytes)
{
    return fullness(txn, txn->state.record.queued_room + more_bytes);
}

static double committed_fullness(struct store *store, uint64_t more_bytes)
{
    struct txn *txn;
    if (txn_begin_read(store, &txn) != ERR_OK)
        return 1;
    const double full = fullness(txn, more_bytes);
    txn_abort(txn);
    return full;
}

double store_fullness(struct store *store)
{
    return committed_fullness(store, store->state.record.queued_room);
}

double store_held(struct store *store)
{
    return committed_fullness(store, 0);
}

/* ---- the spare pages
 *
 * A transaction writes each page it changes anew, and gives the old ones free
 * for the one after the next; so even deleting needs pages. LMDB's map is
 * therefore larger than the one that was asked for, and rows may not grow into
 * the spare: space_check, at each commit. Opening sets it past the end of the
 * file, whatever is in it, so a store can always be opened and made smaller. */

static uint64_t spare_bytes(const struct store *store)
{
    return store->map_bytes / SPARE_SHARE + SPARE_BYTES;
}

enum err space_spare(struct store *store)
{
    MDB_envinfo info;
    const int code = mdb_env_info(store->env, &info);
    if (code)
        return table_err(code);
    const uint64_t page = page_bytes(store);
    const uint64_t file = (info.me_last_pgno + 1) * page;
    const uint64_t size = (file > store->map_bytes ? file : store->map_bytes) + spare_bytes(store);
    return table_err(mdb_env_set_mapsize(store->env, (size + page - 1) / page * page));
}

void txn_use_spare(struct txn *txn)
{
    txn->rows_most += spare_bytes(txn->store) / page_bytes(txn->store) / 2;
}

void space_begin(struct txn *txn)
{
    txn->rows_begun = row_pages(txn);
    txn->rows_most = txn->store->map_bytes / page_bytes(txn->store);
}

enum err space_check(struct txn *txn)
{
    const uint64_t rows = row_pages(txn);
    return rows > txn->rows_most && rows > txn->rows_begun ? ERR_MAP_FULL : ERR_OK;
}
