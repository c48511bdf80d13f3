/* SPDX-License-Identifier: Apache-2.0 */
/* Accepted articles a second through inbox_put, as a ratio to bare mdb_put of
 * the same keys and values in the same batches, with full sync in both. */
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "proto/digest.h"
#include "store/inbox.h"
#include "store/store.h"

enum { ARTICLES = 16384, BODY_BYTES = 3500, ROUNDS = 3, TABLES = 4, BODIES = 2 };

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_store: %s\n", what);
    exit(1);
}

static void need(enum err err)
{
    if (err != ERR_OK)
        fail(err_sentence(err));
}

static void need_code(int code)
{
    if (code)
        fail(mdb_strerror(code));
}

/* Text that compresses about as prose does. */
static void make_body(char *body, unsigned number)
{
    static const char *const words[] = { "harbour", "ferry", "police",   "said",   "that",    "three",
                                         "people",  "were",  "injured",  "when",   "the",     "crane",
                                         "fell",    "on",    "Tuesday",  "night",  "council", "budget",
                                         "of",      "a",     "minister", "denied", "report",  "and" };
    size_t at = 0;
    unsigned seed = number * 2654435761u + 1;
    while (at < BODY_BYTES - 24) {
        seed = seed * 1664525u + 1013904223u;
        if ((seed >> 16) % 5 == 0)
            at += (size_t)snprintf(body + at, 24, "w%x ", seed >> 12);
        else
            at += (size_t)snprintf(body + at, 24, "%s ", words[(seed >> 16) % (sizeof words / sizeof words[0])]);
    }
}

static void remove_files(const char *folder)
{
    static const char *const names[] = { "data.mdb", "lock.mdb", "owner.lock" };
    char path[300];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static double run_store(const char *folder, struct arena *arena, char (*bodies)[BODY_BYTES], int batch)
{
    const struct store_options options = { folder, 4ull << 30, 1 << 20 };
    char reason[STORE_REASON_BYTES], id[32];
    struct store *store;
    if (store_open(&options, &store, reason) != ERR_OK)
        fail(reason);
    const double start = now();
    for (int i = 0; i < ARTICLES; i += batch) {
        struct txn *txn;
        need(txn_begin(store, &txn));
        for (int b = i; b < i + batch && b < ARTICLES; b++) {
            struct inbox_answer answer;
            arena_reset(arena);
            article_record *article = article_make(arena);
            snprintf(id, sizeof id, "article-%d", b);
            article->id = id;
            article->outlet = (char *)(uintptr_t) "harbour-herald.example";
            article->url = (char *)(uintptr_t) "https://harbour-herald.example/news/2024/04/14/ferry-late";
            article->title = (char *)(uintptr_t) "Ferry to Port Ash late again, harbour office says";
            article->body = bodies[b];
            const struct submission submission = { "local", article, 1700000000000, 1700000000000 };
            need(inbox_put(arena, txn, &submission, &answer));
        }
        need(txn_commit(txn));
    }
    const double seconds = now() - start;
    store_close(store);
    return seconds;
}

/* The rows that the store made, put again as they are, in the same order; with
 * `raw`, these bodies as they were fed instead of compressed. */
static double run_bare(const char *from, const char *folder, int batch, char (*raw)[BODY_BYTES])
{
    static const char *const names[TABLES] = { "known", "articles", "bodies", "inbox" };
    MDB_env *source, *env;
    MDB_txn *read, *txn;
    MDB_dbi source_dbi[TABLES], dbi[TABLES];
    MDB_cursor *cursors[TABLES];
    need_code(mdb_env_create(&source) || mdb_env_set_maxdbs(source, 16) || mdb_env_set_mapsize(source, 4ull << 30));
    need_code(mdb_env_open(source, from, MDB_RDONLY | MDB_NOTLS, 0600));
    need_code(mdb_txn_begin(source, NULL, MDB_RDONLY, &read));
    mkdir(folder, 0700);
    need_code(mdb_env_create(&env) || mdb_env_set_maxdbs(env, 16) || mdb_env_set_mapsize(env, 4ull << 30));
    need_code(mdb_env_open(env, folder, MDB_NOTLS | MDB_NORDAHEAD, 0600));
    need_code(mdb_txn_begin(env, NULL, 0, &txn));
    for (int t = 0; t < TABLES; t++) {
        need_code(mdb_dbi_open(read, names[t], 0, &source_dbi[t]));
        need_code(mdb_cursor_open(read, source_dbi[t], &cursors[t]));
        need_code(mdb_dbi_open(txn, names[t], MDB_CREATE, &dbi[t]));
    }
    need_code(mdb_txn_commit(txn));

    const double start = now();
    for (int i = 0; i < ARTICLES; i += batch) {
        need_code(mdb_txn_begin(env, NULL, 0, &txn));
        for (int b = i; b < i + batch && b < ARTICLES; b++) {
            for (int t = 0; t < TABLES; t++) {
                MDB_val key, value, found;
                need_code(mdb_cursor_get(cursors[t], &key, &value, MDB_NEXT));
                unsigned char scattered[16];
                if (t == 0) { /* the random key is looked up first; its order in the source is sorted, so scatter it */
                    memcpy(scattered, key.mv_data, sizeof scattered);
                    for (int c = 0; c < 8; c++)
                        scattered[c] = scattered[15 - c];
                    key.mv_data = scattered;
                    (void)mdb_get(txn, dbi[t], &key, &found);
                }
                if (t == BODIES && raw)
                    value = (MDB_val){ strlen(raw[b]), raw[b] };
                need_code(mdb_put(txn, dbi[t], &key, &value, t == 0 ? 0 : MDB_APPEND));
            }
        }
        need_code(mdb_txn_commit(txn));
    }
    const double seconds = now() - start;
    mdb_txn_abort(read);
    mdb_env_close(source);
    mdb_env_close(env);
    return seconds;
}

/* What an accepted article costs beyond its puts. */
static void say_parts(char (*bodies)[BODY_BYTES])
{
    static char zipped[2 * BODY_BYTES];
    ZSTD_CCtx *zip = ZSTD_createCCtx();
    size_t bytes = 0;
    ZSTD_CCtx_setParameter(zip, ZSTD_c_compressionLevel, 1);
    double start = now();
    for (int i = 0; i < ARTICLES; i++)
        bytes += ZSTD_compress2(zip, zipped, sizeof zipped, bodies[i], strlen(bodies[i]));
    const double zip_us = (now() - start) * 1e6 / ARTICLES;
    start = now();
    for (int i = 0; i < ARTICLES; i++)
        zipped[0] ^= (char)digest_of(bodies[i], strlen(bodies[i])).bytes[0];
    const double digest_us = (now() - start) * 1e6 / ARTICLES;
    printf("store accept parts: zstd %.1f us (to %zu of %d bytes), digest %.1f us an article\n", zip_us,
           bytes / ARTICLES, BODY_BYTES, digest_us);
    ZSTD_freeCCtx(zip);
}

int main(void)
{
    static const int batches[] = { 1, 64, 256 };
    char folder[256], store[300], bare[300];
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/claimwire-bench-XXXXXX", base ? base : "/tmp");
    struct arena *arena = arena_new(8u << 20);
    char(*bodies)[BODY_BYTES] = calloc(ARTICLES, BODY_BYTES);
    if (!mkdtemp(folder) || !arena || !bodies)
        fail("no memory or no folder");
    snprintf(store, sizeof store, "%s/store", folder);
    snprintf(bare, sizeof bare, "%s/bare", folder);
    for (unsigned i = 0; i < ARTICLES; i++)
        make_body(bodies[i], i);
    for (size_t b = 0; b < sizeof batches / sizeof batches[0]; b++) {
        double ours = 1e9, theirs = 1e9, uncompressed = 1e9;
        const int rounds = batches[b] == 1 ? 1 : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            const double a = run_store(store, arena, bodies, batches[b]);
            const double c = run_bare(store, bare, batches[b], NULL);
            remove_files(bare);
            const double d = run_bare(store, bare, batches[b], bodies);
            ours = a < ours ? a : ours;
            theirs = c < theirs ? c : theirs;
            uncompressed = d < uncompressed ? d : uncompressed;
            remove_files(store);
            remove_files(bare);
        }
        printf(
            "store accept batch %d: %.0f articles/s; bare LMDB %.0f/s, ratio %.2f; bare LMDB with the bodies as they "
            "come %.0f/s, ratio %.2f\n",
            batches[b], ARTICLES / ours, ARTICLES / theirs, theirs / ours, ARTICLES / uncompressed,
            uncompressed / ours);
    }
    say_parts(bodies);
    rmdir(folder);
    free(bodies);
    arena_free(arena);
    return 0;
}
