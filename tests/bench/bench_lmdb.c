/* SPDX-License-Identifier: Apache-2.0
 * The raw limit of accepting: the very rows that a hub wrote, put again in the
 * same order into a fresh LMDB environment with full sync, and nothing else.
 * Tables, keys (one of them random), values, their checksums, flags of each
 * put and of the environment are those of worker/store; so is the row of
 * counters that each commit writes. With --zstd it also compresses each body
 * before its put, on the same thread, as the store does: what is left between
 * that and the hub is the hub's own.
 *
 *   bench_lmdb [--zstd] STORE FOLDER COMMIT:COUNT...
 *
 * STORE is the folder of a hub that accepted articles and read none, FOLDER an
 * empty one on the same disk.
 */
#include <lmdb.h>
#include <stdbool.h>
#include <string.h>
#include <zstd.h>

#include "bench/bench.h"
#include "claimwire/v1/stored.pb-c.h"

enum { KNOWN, ARTICLES, BODIES, INBOX, STATE, TABLES, CHECKSUM_BYTES = 8 };

static const struct {
    const char *name;
    unsigned flags; /* of a put */
} tables[TABLES] = {
    [KNOWN] = { "known", 0 },
    [ARTICLES] = { "articles", MDB_APPEND },
    [BODIES] = { "bodies", MDB_APPEND },
    [INBOX] = { "inbox", MDB_APPEND },
    [STATE] = { "state", 0 },
};

struct row {
    MDB_val key, value;
};

struct environment {
    MDB_env *env;
    MDB_dbi tables[TABLES];
};

/* Compresses bodies and throws the result away: the row holds the same bytes. */
struct zip {
    ZSTD_CCtx *context; /* NULL: do not */
    size_t room;
    char *bytes;
};

static void check(int code, const char *what)
{
    if (code)
        die("%s: %s", what, mdb_strerror(code));
}

static void environment_open(struct environment *environment, const char *folder, unsigned flags)
{
    MDB_txn *txn;
    check(mdb_env_create(&environment->env), folder);
    check(mdb_env_set_mapsize(environment->env, 64ull << 30), folder);
    check(mdb_env_set_maxdbs(environment->env, 32), folder);
    check(mdb_env_open(environment->env, folder, MDB_NOTLS | MDB_NORDAHEAD | flags, 0600), folder);
    check(mdb_txn_begin(environment->env, NULL, flags, &txn), folder);
    for (int i = 0; i < TABLES; i++)
        check(mdb_dbi_open(txn, tables[i].name, flags ? 0 : MDB_CREATE, &environment->tables[i]), tables[i].name);
    check(mdb_txn_commit(txn), folder);
}

static MDB_val copy_of(const MDB_val *value)
{
    MDB_val copy = { value->mv_size, malloc(value->mv_size) };
    if (!copy.mv_data)
        die("out of memory");
    memcpy(copy.mv_data, value->mv_data, value->mv_size);
    return copy;
}

/* Where the row belongs: its own order, but for `known`, whose key is random
 * and whose value holds the article's number. */
static size_t place_of(int table, size_t order, const MDB_val *value)
{
    if (table != KNOWN)
        return order;
    Claimwire__V1__KnownArticle *known =
        claimwire__v1__known_article__unpack(NULL, value->mv_size - CHECKSUM_BYTES, value->mv_data);
    if (!known || known->number == 0)
        die("a row of known cannot be read");
    order = (size_t)known->number - 1;
    claimwire__v1__known_article__free_unpacked(known, NULL);
    return order;
}

/* Copies a table's rows into memory, in the order in which the hub wrote them. */
static void read_table(const struct environment *from, int table, struct row (*rows)[TABLES], size_t count)
{
    MDB_txn *txn;
    MDB_cursor *cursor;
    struct row row;
    size_t order = 0;
    check(mdb_txn_begin(from->env, NULL, MDB_RDONLY, &txn), "read");
    check(mdb_cursor_open(txn, from->tables[table], &cursor), "read");
    for (; mdb_cursor_get(cursor, &row.key, &row.value, MDB_NEXT) == 0; order++) {
        const size_t place = place_of(table, order, &row.value);
        if (place < count)
            rows[place][table] = (struct row){ copy_of(&row.key), copy_of(&row.value) };
    }
    if (order < count && table != STATE)
        die("the store has %zu rows of %s, not %zu: it must hold articles accepted and not read", order,
            tables[table].name, count);
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
}

/* The same way as worker/store/table.c: room in the page, then the value into it. */
static void put(const struct environment *to, MDB_txn *txn, int table, struct row *row)
{
    MDB_val room = { row->value.mv_size, NULL };
    check(mdb_put(txn, to->tables[table], &row->key, &room, MDB_RESERVE | tables[table].flags), tables[table].name);
    memcpy(room.mv_data, row->value.mv_data, row->value.mv_size);
}

static void zip_open(struct zip *zip)
{
    const size_t body_bytes_max = 1024 * 1024;
    zip->context = ZSTD_createCCtx();
    zip->room = ZSTD_compressBound(body_bytes_max);
    zip->bytes = malloc(zip->room);
    if (!zip->context || !zip->bytes)
        die("out of memory");
    ZSTD_CCtx_setParameter(zip->context, ZSTD_c_compressionLevel, 1); /* ZIP_LEVEL of worker/store/store.c */
}

/* The words of the stored bodies, which --zstd compresses again. */
static MDB_val *unzip(struct row (*rows)[TABLES], size_t count)
{
    MDB_val *words = calloc(count, sizeof *words);
    if (!words)
        die("out of memory");
    for (size_t i = 0; i < count; i++) {
        const MDB_val *zipped = &rows[i][BODIES].value;
        const size_t size = zipped->mv_size - CHECKSUM_BYTES;
        words[i].mv_size = (size_t)ZSTD_getFrameContentSize(zipped->mv_data, size);
        words[i].mv_data = malloc(words[i].mv_size);
        if (!words[i].mv_data ||
            ZSTD_decompress(words[i].mv_data, words[i].mv_size, zipped->mv_data, size) != words[i].mv_size)
            die("a body cannot be read");
    }
    return words;
}

struct job {
    struct environment to;
    struct row (*rows)[TABLES];
    MDB_val *words;
    struct zip zip;
};

static void write_stretch(struct job *job, size_t first, const struct stretch *stretch)
{
    MDB_txn *txn = NULL;
    struct zip *zip = &job->zip;
    const uint64_t begin = now_us();
    for (size_t i = 0; i < stretch->count; i++) {
        const size_t at = first + i;
        if (i % stretch->width == 0)
            check(mdb_txn_begin(job->to.env, NULL, 0, &txn), "begin");
        if (zip->context)
            ZSTD_compress2(zip->context, zip->bytes, zip->room, job->words[at].mv_data, job->words[at].mv_size);
        for (int table = KNOWN; table < STATE; table++)
            put(&job->to, txn, table, &job->rows[at][table]);
        if (i % stretch->width == stretch->width - 1 || i == stretch->count - 1) {
            put(&job->to, txn, STATE, &job->rows[0][STATE]);
            check(mdb_txn_commit(txn), "commit");
        }
    }
    const uint64_t us = now_us() - begin;
    char what[64];
    snprintf(what, sizeof what, "%zu a commit%s", stretch->width, zip->context ? " + zstd" : "");
    printf("%-28s %10.0f articles/s %8.1f us an article\n", what, per_second(stretch->count, us),
           (double)us / (double)stretch->count);
}

static void read_store(struct job *job, const char *folder, size_t count)
{
    struct environment from;
    size_t bytes = 0;
    job->rows = calloc(count, sizeof *job->rows);
    if (!job->rows)
        die("out of memory");
    environment_open(&from, folder, MDB_RDONLY);
    for (int table = 0; table < TABLES; table++)
        read_table(&from, table, job->rows, count);
    mdb_env_close(from.env);
    for (size_t i = 0; i < count; i++)
        for (int table = KNOWN; table < STATE; table++)
            bytes += job->rows[i][table].key.mv_size + job->rows[i][table].value.mv_size;
    printf("%-28s %10.0f bytes\n", "an article's four rows", (double)bytes / (double)count);
}

int main(int argc, char **argv)
{
    struct job job = { 0 };
    size_t total = 0, at = 0;
    const bool zipped = argc > 1 && strcmp(argv[1], "--zstd") == 0;
    argv += zipped;
    argc -= zipped;
    if (argc < 4)
        die("see the top of tests/bench/bench_lmdb.c");
    for (int i = 3; i < argc; i++)
        total += stretch_of(argv[i]).count;
    read_store(&job, argv[1], total);
    if (zipped) {
        zip_open(&job.zip);
        job.words = unzip(job.rows, total);
    }
    environment_open(&job.to, argv[2], 0);
    for (int i = 3; i < argc; i++) {
        const struct stretch stretch = stretch_of(argv[i]);
        write_stretch(&job, at, &stretch);
        at += stretch.count;
    }
    mdb_env_close(job.to.env);
    return 0;
}
