/* SPDX-License-Identifier: Apache-2.0 */
#include "store/txn.h"

#include <assert.h>
#include <stdlib.h>

#include "store/inner.h"

enum err txn_new(struct store *store, bool write, struct txn *txn)
{
    *txn = (struct txn){ .store = store, .write = write };
    txn->scratch = arena_new(STORE_SCRATCH_BYTES);
    txn->unzip = ZSTD_createDCtx();
    return txn->scratch && txn->unzip ? ERR_OK : ERR_MEMORY;
}

void txn_free(struct txn *txn)
{
    table_leave_all(txn);
    if (txn->mdb)
        mdb_txn_abort(txn->mdb);
    arena_free(txn->scratch);
    ZSTD_freeDCtx(txn->unzip);
    *txn = (struct txn){ 0 };
}

enum err txn_begin(struct store *store, struct txn **txn)
{
    struct txn *writer = &store->writer;
    assert(!store->read_only && !writer->busy);
    const int code = mdb_txn_begin(store->env, NULL, 0, &writer->mdb);
    if (code) {
        writer->mdb = NULL;
        return table_err(code);
    }
    writer->busy = true;
    space_begin(writer);
    state_copy(&writer->state, &store->state);
    *txn = writer;
    return ERR_OK;
}

/* A pooled transaction nobody uses, or a new one; BUSY when all are taken. */
static enum err take_reader(struct store *store, struct txn **txn)
{
    enum err err = ERR_BUSY;
    pthread_mutex_lock(&store->reads_lock);
    for (size_t i = 0; i < STORE_READS_MAX; i++) {
        struct txn *reader = store->reads[i];
        if (reader && reader->busy)
            continue;
        if (!reader) {
            reader = calloc(1, sizeof *reader);
            if (!reader || txn_new(store, false, reader) != ERR_OK) {
                if (reader)
                    txn_free(reader);
                free(reader);
                err = ERR_MEMORY;
                break;
            }
            store->reads[i] = reader;
        }
        reader->busy = true;
        *txn = reader;
        err = ERR_OK;
        break;
    }
    pthread_mutex_unlock(&store->reads_lock);
    return err;
}

static void give_reader(struct txn *reader)
{
    pthread_mutex_lock(&reader->store->reads_lock);
    reader->busy = false;
    pthread_mutex_unlock(&reader->store->reads_lock);
}

enum err txn_begin_read(struct store *store, struct txn **txn)
{
    struct txn *reader;
    enum err err = take_reader(store, &reader);
    if (err != ERR_OK)
        return err;

    int code;
    if (reader->mdb) {
        code = mdb_txn_renew(reader->mdb);
    } else {
        code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &reader->mdb);
        if (code)
            reader->mdb = NULL;
    }
    if (code) {
        give_reader(reader);
        return table_err(code);
    }
    err = state_read(reader, &reader->state);
    if (err != ERR_OK) {
        txn_abort(reader);
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    *txn = reader;
    return ERR_OK;
}

enum err txn_commit(struct txn *txn)
{
    if (!txn->write) {
        txn_abort(txn);
        return ERR_OK;
    }
    struct store *store = txn->store;
    uint8_t packed[STORE_STATE_BYTES_MAX];
    size_t packed_bytes = 0;
    enum err err = state_write(txn, packed, &packed_bytes);
    if (err == ERR_OK)
        err = space_check(txn);
    if (err != ERR_OK) {
        txn_abort(txn);
        return err;
    }
    table_leave_all(txn);
    const int code = mdb_txn_commit(txn->mdb);
    txn->mdb = NULL;
    txn->busy = false;
    if (code)
        return table_err(code);
    state_copy(&store->state, &txn->state);
    memcpy(store->packed, packed, packed_bytes);
    store->packed_bytes = packed_bytes;
    return ERR_OK;
}

void txn_abort(struct txn *txn)
{
    if (!txn->write) {
        mdb_txn_reset(txn->mdb);
        give_reader(txn);
        return;
    }
    table_leave_all(txn);
    mdb_txn_abort(txn->mdb);
    txn->mdb = NULL;
    txn->busy = false;
}

store_state_record *txn_state(struct txn *txn)
{
    return &txn->state.record;
}
