/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/wire.h"
#include "store/guard.h"
#include "store/inner.h"
#include "store/pages.h"

enum { READERS_MAX = 126, ZIP_LEVEL = 1 };
static const uint64_t map_bytes_default = 64ull << 30;
static const uint64_t reserve_bytes_default = 256ull << 20;
/* A store so small is walked whole at each open: it takes no time. */
static const off_t walk_bytes_max = 32 << 20;

static enum err say(char reason[STORE_REASON_BYTES], enum err err, const char *what)
{
    if (reason[0] == '\0')
        snprintf(reason, STORE_REASON_BYTES, "%s: %s", what, err_sentence(err));
    return err;
}

/* ---- folder */

static enum err sync_folder(const char *path)
{
    const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return ERR_IO;
    const int code = fsync(folder);
    close(folder);
    return code == 0 ? ERR_OK : ERR_IO;
}

enum err store_sync_parent(const char *path)
{
    char parent[4096];
    if (snprintf(parent, sizeof parent, "%s/..", path) >= (int)sizeof parent)
        return ERR_IO;
    const enum err err = sync_folder(path);
    return err == ERR_OK ? sync_folder(parent) : err;
}

static enum err make_folder(const char *path, char reason[STORE_REASON_BYTES])
{
    if (mkdir(path, 0700) == 0)
        return say(reason, store_sync_parent(path), "the data folder");
    if (errno == EEXIST)
        return ERR_OK;
    snprintf(reason, STORE_REASON_BYTES, "cannot make %.200s: %s", path, strerror(errno));
    return ERR_IO;
}

/* ---- the parts of a store in memory */

static enum err make_parts(const struct store_options *options, bool read_only, struct store **made)
{
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return ERR_MEMORY;
    *made = store;
    store->guard = -1;
    store->read_only = read_only;
    store->map_bytes = options->map_bytes ? options->map_bytes : map_bytes_default;
    store->disk_reserve_bytes = options->disk_reserve_bytes ? options->disk_reserve_bytes : reserve_bytes_default;
    store->directory = strdup(options->directory);
    pthread_mutex_init(&store->reads_lock, NULL);

    store->zip = ZSTD_createCCtx();
    store->zip_bytes_max = ZSTD_compressBound(WIRE_BODY_BYTES_MAX);
    store->zip_bytes = malloc(store->zip_bytes_max);
    if (!store->directory || !store->zip || !store->zip_bytes)
        return ERR_MEMORY;
    ZSTD_CCtx_setParameter(store->zip, ZSTD_c_compressionLevel, ZIP_LEVEL);
    return txn_new(store, true, &store->writer);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    txn_free(&store->writer);
    for (size_t i = 0; i < STORE_READS_MAX; i++) {
        if (store->reads[i])
            txn_free(store->reads[i]);
        free(store->reads[i]);
    }
    if (store->env)
        mdb_env_close(store->env);
    guard_drop(store->guard);
    pthread_mutex_destroy(&store->reads_lock);
    ZSTD_freeCCtx(store->zip);
    free(store->zip_bytes);
    free(store->directory);
    free(store);
}

/* ---- opening */

static enum err check_file(const char *directory, bool whole, char reason[STORE_REASON_BYTES])
{
    char path[4096];
    struct stat info;
    snprintf(path, sizeof path, "%s/data.mdb", directory);
    const bool there = stat(path, &info) == 0;
    return pages_check(directory, whole || (there && info.st_size <= walk_bytes_max), reason);
}

/* No NOSYNC, NOMETASYNC or WRITEMAP: a commit is on disk, and a full disk is
 * an error and not a signal. NOTLS: a read transaction belongs to its object,
 * not to a thread. NORDAHEAD: what is read is single rows of a file that
 * grows past memory, and read-ahead would push the hot pages out. */
static enum err open_environment(struct store *store)
{
    const unsigned flags = MDB_NOTLS | MDB_NORDAHEAD | (store->read_only ? MDB_RDONLY : 0);
    const uint64_t page = 4096;
    int code = mdb_env_create(&store->env);
    if (code) {
        store->env = NULL;
        return table_err(code);
    }
    code = mdb_env_set_mapsize(store->env, (store->map_bytes + page - 1) / page * page);
    if (!code)
        code = mdb_env_set_maxdbs(store->env, TABLE_COUNT);
    if (!code)
        code = mdb_env_set_maxreaders(store->env, READERS_MAX);
    if (!code)
        code = mdb_env_open(store->env, store->directory, flags, 0600);
    int dead;
    if (!code)
        code = mdb_reader_check(store->env, &dead);
    if (!code && !store->read_only)
        return space_spare(store);
    return table_err(code);
}

static enum err open_tables(struct store *store, MDB_txn *mdb, unsigned flags)
{
    for (int table = 0; table < TABLE_COUNT; table++) {
        const int code = mdb_dbi_open(mdb, table_name((enum table)table), flags, &store->tables[table]);
        if (code)
            return code == MDB_NOTFOUND ? ERR_CORRUPT : table_err(code);
    }
    return ERR_OK;
}

/* Nothing was ever put: LMDB's main table, which names the tables, is empty. */
static bool is_new(struct store *store)
{
    MDB_stat stat;
    return mdb_env_stat(store->env, &stat) == 0 && stat.ms_entries == 0;
}

/* The tables, the counters and the new incarnation, in one transaction. */
static enum err start_owner(struct store *store)
{
    const bool new_store = is_new(store);
    const struct txn *begun = &store->writer;
    struct txn *txn;
    state_init(&store->state, state_random_epoch());
    enum err err = txn_begin(store, &txn);
    if (err != ERR_OK)
        return err;
    err = open_tables(store, begun->mdb, new_store ? MDB_CREATE : 0);
    space_begin(txn); /* again, now that it knows the tables */
    if (err == ERR_OK && !new_store)
        err = state_read(txn, &txn->state);
    if (err != ERR_OK) {
        txn_abort(txn);
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    txn->state.record.format = STORE_FORMAT; /* an older one is taken over */
    txn->state.record.incarnation++;
    err = txn_commit(txn);
    return err == ERR_OK && new_store ? store_sync_parent(store->directory) : err;
}

static enum err start_reader(struct store *store)
{
    MDB_txn *mdb;
    if (is_new(store))
        return ERR_NOT_FOUND;
    const int code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &mdb);
    if (code)
        return table_err(code);
    enum err err = open_tables(store, mdb, 0);
    if (err != ERR_OK) {
        mdb_txn_abort(mdb);
        return err;
    }
    mdb_txn_commit(mdb); /* keeps the handles */
    struct txn *txn;
    err = txn_begin_read(store, &txn);
    if (err != ERR_OK)
        return err;
    state_copy(&store->state, &txn->state);
    txn_abort(txn);
    return ERR_OK;
}

static enum err open_store(const struct store_options *options, bool read_only, struct store **opened,
                           char reason[STORE_REASON_BYTES])
{
    struct store *store = NULL;
    reason[0] = '\0';
    enum err err = read_only ? ERR_OK : make_folder(options->directory, reason);
    if (err == ERR_OK)
        err = make_parts(options, read_only, &store);
    if (err == ERR_OK)
        err = guard_take(options->directory, &store->guard, reason);
    if (err == ERR_OK)
        err = check_file(options->directory, read_only, reason);
    if (err == ERR_OK)
        err = open_environment(store);
    if (err == ERR_OK)
        err = read_only ? start_reader(store) : start_owner(store);
    if (err != ERR_OK) {
        store_close(store);
        return say(reason, err, options->directory);
    }
    store->epoch = state_epoch_at(&store->state.record, UINT64_MAX);
    *opened = store;
    return ERR_OK;
}

enum err store_open(const struct store_options *options, struct store **store, char reason[STORE_REASON_BYTES])
{
    return open_store(options, false, store, reason);
}

enum err store_open_read(const struct store_options *options, struct store **store, char reason[STORE_REASON_BYTES])
{
    return open_store(options, true, store, reason);
}

/* ---- what is known of it */

const store_state_record *store_state(const struct store *store)
{
    return &store->state.record;
}

uint64_t store_epoch(const struct store *store)
{
    return store->epoch;
}

enum err store_check_readers(struct store *store)
{
    int dead;
    return table_err(mdb_reader_check(store->env, &dead));
}
