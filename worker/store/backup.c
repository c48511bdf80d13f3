/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inner.h"

enum { PATH_BYTES = 4096 };

static enum err fail(char reason[STORE_REASON_BYTES], const char *what, const char *path, const char *why)
{
    snprintf(reason, STORE_REASON_BYTES, "%s %.200s: %s", what, path, why);
    return ERR_IO;
}

/* What a copy that was cut off left behind, and the lock files of a whole one. */
static void remove_file(const char *folder, const char *name)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        unlink(path);
}

static void remove_copy(const char *folder)
{
    remove_file(folder, "data.mdb");
    remove_file(folder, "lock.mdb");
    remove_file(folder, "owner.lock");
    rmdir(folder);
}

/* Opens the copy as a store of its own and begins a new epoch in it. */
static enum err begin_epoch(struct store *store, const char *folder, uint64_t *epoch, uint64_t *sequence,
                            char reason[STORE_REASON_BYTES])
{
    const struct store_options options = { folder, store->map_bytes, store->disk_reserve_bytes };
    struct store *copy;
    struct txn *txn;
    enum err err = store_open(&options, &copy, reason);
    if (err != ERR_OK)
        return err;
    err = txn_begin(copy, &txn);
    if (err == ERR_OK) {
        *epoch = state_random_epoch();
        *sequence = txn->state.last.sequence;
        err = state_add_epoch(&txn->state, *epoch);
        if (err == ERR_OK)
            err = txn_commit(txn);
        else
            txn_abort(txn);
    }
    store_close(copy);
    if (err != ERR_OK)
        snprintf(reason, STORE_REASON_BYTES, "no new epoch in the copy: %s", err_sentence(err));
    return err;
}

/* The copy made by LMDB is not synced, nor are the names in its folder. */
static enum err sync_copy(const char *folder)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/data.mdb", folder) >= (int)sizeof path)
        return ERR_IO;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return ERR_IO;
    const int code = fsync(file);
    close(file);
    return code == 0 ? store_sync_parent(folder) : ERR_IO;
}

static enum err make_copy(struct store *store, const char *partial, uint64_t *epoch, uint64_t *sequence,
                          char reason[STORE_REASON_BYTES])
{
    if (mkdir(partial, 0700) != 0)
        return fail(reason, "cannot make", partial, strerror(errno));
    const int code = mdb_env_copy2(store->env, partial, MDB_CP_COMPACT);
    if (code)
        return fail(reason, "cannot copy to", partial, mdb_strerror(code));
    enum err err = begin_epoch(store, partial, epoch, sequence, reason);
    if (err != ERR_OK)
        return err;
    remove_file(partial, "lock.mdb");
    remove_file(partial, "owner.lock");
    err = sync_copy(partial);
    return err == ERR_OK ? ERR_OK : fail(reason, "cannot sync", partial, strerror(errno));
}

enum err store_backup(struct store *store, const char *directory, uint64_t *epoch, uint64_t *sequence,
                      char reason[STORE_REASON_BYTES])
{
    char partial[PATH_BYTES];
    reason[0] = '\0';
    if (snprintf(partial, sizeof partial, "%s.partial", directory) >= (int)sizeof partial)
        return fail(reason, "cannot copy to", directory, "the name is too long");
    if (access(directory, F_OK) == 0)
        return fail(reason, "cannot copy to", directory, "it is there already");
    remove_copy(partial);
    enum err err = make_copy(store, partial, epoch, sequence, reason);
    if (err == ERR_OK && renameat2(AT_FDCWD, partial, AT_FDCWD, directory, RENAME_NOREPLACE) != 0)
        err = fail(reason, "cannot name the copy", directory, strerror(errno));
    if (err == ERR_OK)
        return store_sync_parent(directory);
    remove_copy(partial);
    return err;
}
