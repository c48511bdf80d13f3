/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_INNER_H
#define STORE_INNER_H

#include <lmdb.h>
#include <pthread.h>
#include <zstd.h>

#include "proto/digest.h"
#include "store/table.h"
#include "store/txn.h"

/* What a store and a transaction are made of. Inside store/ alone. */

enum {
    STORE_FORMAT = 5,                /* LAYOUT.md says what each is */
    STORE_FORMAT_LEAST = 1,          /* that is read, and becomes the newest */
    STORE_EPOCHS_MAX = 256,          /* one more with each backup of a backup */
    STORE_READS_MAX = 32,            /* read transactions at once */
    STORE_SCRATCH_BYTES = 64 * 1024, /* for the counters, a row of the inbox, a fact's flat row */
    STORE_STATE_BYTES_MAX = 8192,    /* the packed counters */
};

/* The counters with everything they point at, so that a copy is a copy. */
struct state_box {
    store_state_record record;
    cursor_record last;
    struct digest digest;
    epoch_start_record epochs[STORE_EPOCHS_MAX];
    epoch_start_record *epoch_list[STORE_EPOCHS_MAX];
};

struct txn {
    struct store *store;
    MDB_txn *mdb; /* of a read transaction kept in the pool: reset */
    bool write;
    bool busy;
    MDB_cursor *cursors[TABLE_COUNT]; /* of a write transaction: where it was last in a table, or NULL */
    uint64_t rows_begun;              /* pages of rows when it began */
    uint64_t rows_most;               /* that they may grow to */
    struct arena *scratch;
    ZSTD_DCtx *unzip;
    struct state_box state;
};

struct store {
    char *directory;
    uint64_t map_bytes;
    uint64_t disk_reserve_bytes;
    MDB_env *env;
    MDB_dbi tables[TABLE_COUNT];
    int guard; /* descriptor of the owner lock */
    bool read_only;
    uint64_t epoch; /* a copy for other threads, which may not look into `state` */

    struct state_box state; /* committed */
    uint8_t packed[STORE_STATE_BYTES_MAX];
    size_t packed_bytes; /* the row `state` as it is on disk */

    struct txn writer;
    pthread_mutex_t reads_lock;
    struct txn *reads[STORE_READS_MAX];

    ZSTD_CCtx *zip;
    void *zip_bytes;
    size_t zip_bytes_max;

    struct key bodies_cursor; /* where articles_cut_bodies goes on */
};

/* ---- txn.c */
enum err txn_new(struct store *store, bool write, struct txn *txn);
void txn_free(struct txn *txn);

/* ---- store.c: makes the folder and its name lasting */
enum err store_sync_parent(const char *path);

/* ---- space.c: spare pages of the map, which rows may not grow into */
enum err space_spare(struct store *store); /* no transaction may be open */
void space_begin(struct txn *txn);
enum err space_check(struct txn *txn); /* MAP_FULL */

/* ---- articles.c: the one random key, which names (feeder, id) for ever */
struct key articles_key(const char *feeder, const char *id);

/* ---- inbox.c: a row again at the end of the queue, attempts 0 */
enum err inbox_requeue(struct txn *txn, inbox_entry_record *entry, uint64_t *accept);

/* ---- log.c: the parts of a row's value; `record` may be NULL */
enum err log_unpack(struct arena *arena, struct span value, int64_t *at_ms, struct span *entry,
                    log_entry_record **record);

/* ---- snapshot.c: takes out what is not folded */
void snapshot_strip_event(event_record *event);
void snapshot_strip_fact(fact_record *fact);

/* ---- state.c */
void state_init(struct state_box *state, uint64_t epoch);
void state_copy(struct state_box *to, const struct state_box *from);
/* The counters of the row `state`; NOT_FOUND, FORMAT, CORRUPT. */
enum err state_read(struct txn *txn, struct state_box *state);
/* Writes the row if it is not what is on disk already; `packed` receives it. */
enum err state_write(struct txn *txn, uint8_t packed[STORE_STATE_BYTES_MAX], size_t *packed_bytes);
/* The epoch in force at that sequence. */
uint64_t state_epoch_at(const store_state_record *state, uint64_t sequence);
/* Begins another epoch after the last sequence. TOO_LARGE when there are too many. */
enum err state_add_epoch(struct state_box *state, uint64_t epoch);
uint64_t state_random_epoch(void);

#endif
