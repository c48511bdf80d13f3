/* SPDX-License-Identifier: Apache-2.0
 * The raw limit of the desk: the rows that bench_desk left in a store, put
 * again into a fresh LMDB environment, each once, and nothing else: no reading
 * is unpacked, nothing is looked for, judged or packed. Processor time of the
 * thread, with full sync, so many articles a commit.
 *
 *   bench_rows STORE FOLDER COMMIT
 *
 * STORE is the folder of the store, FOLDER an empty one on the same disk. A
 * table whose keys rise with the articles is put in their order. Facts are put
 * in the order of their numbers, which rise too: their keys, which begin with
 * the event, then fall about as they did. What the desk writes twice (a fact
 * that a later article carries, an event at each of its articles) is put once. */
#include <lmdb.h>
#include <string.h>

#include "bench/bench.h"

enum { ARTICLES, READINGS, WINDOW, MEMBERS, LOG, EVENTS, FACTS, TABLES, NUMBER_BYTES = 8 };

static const char *const names[TABLES] = { "articles", "readings", "window", "members", "log", "events", "facts" };

struct row {
    MDB_val key, value;
};

struct table {
    MDB_dbi from, to;
    struct row *rows; /* in the map of the store */
    size_t count;
};

static void check(int code, const char *what)
{
    if (code)
        die("%s: %s", what, mdb_strerror(code));
}

static MDB_txn *begin(const char *folder, unsigned flags, MDB_env **env)
{
    MDB_txn *txn;
    check(mdb_env_create(env), folder);
    check(mdb_env_set_mapsize(*env, 64ull << 30), folder);
    check(mdb_env_set_maxdbs(*env, 32), folder);
    check(mdb_env_open(*env, folder, MDB_NOTLS | MDB_NORDAHEAD | flags, 0600), folder);
    check(mdb_txn_begin(*env, NULL, flags, &txn), folder);
    return txn;
}

static int by_number(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    return memcmp((char *)left->key.mv_data + NUMBER_BYTES, (char *)right->key.mv_data + NUMBER_BYTES, NUMBER_BYTES);
}

static void read_table(MDB_txn *txn, int number, struct table *table)
{
    MDB_cursor *cursor;
    MDB_stat stat;
    struct row row;
    check(mdb_dbi_open(txn, names[number], 0, &table->from), names[number]);
    check(mdb_stat(txn, table->from, &stat), names[number]);
    table->rows = calloc(stat.ms_entries + 1, sizeof *table->rows);
    if (!table->rows)
        die("out of memory");
    check(mdb_cursor_open(txn, table->from, &cursor), names[number]);
    while (mdb_cursor_get(cursor, &row.key, &row.value, MDB_NEXT) == 0)
        table->rows[table->count++] = row;
    mdb_cursor_close(cursor);
    if (number == FACTS)
        qsort(table->rows, table->count, sizeof *table->rows, by_number);
}

/* The share of the table's rows that belongs to the articles from `first` on. */
static void put_share(MDB_txn *txn, const struct table *table, size_t first, size_t width, size_t articles)
{
    const size_t end = first + width < articles ? first + width : articles;
    for (size_t i = table->count * first / articles; i < table->count * end / articles; i++) {
        MDB_val room = { table->rows[i].value.mv_size, NULL };
        check(mdb_put(txn, table->to, &table->rows[i].key, &room, MDB_RESERVE), "put");
        memcpy(room.mv_data, table->rows[i].value.mv_data, room.mv_size);
    }
}

int main(int argc, char **argv)
{
    struct table tables[TABLES] = { 0 };
    MDB_env *from, *to;
    const size_t width = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    if (width == 0)
        die("see the top of tests/bench/bench_rows.c");
    MDB_txn *txn = begin(argv[1], MDB_RDONLY, &from), *made = begin(argv[2], 0, &to);
    for (int i = 0; i < TABLES; i++) {
        read_table(txn, i, &tables[i]);
        check(mdb_dbi_open(made, names[i], MDB_CREATE, &tables[i].to), names[i]);
    }
    check(mdb_txn_commit(made), "commit");
    const size_t articles = tables[ARTICLES].count;
    const uint64_t started = cpu_us();
    for (size_t first = 0; first < articles; first += width) {
        check(mdb_txn_begin(to, NULL, 0, &made), "begin");
        for (int i = 0; i < TABLES; i++)
            put_share(made, &tables[i], first, width, articles);
        check(mdb_txn_commit(made), "commit");
    }
    const uint64_t us = cpu_us() - started;
    printf("rows of %zu articles, put alone: %.1f us an article\n", articles,
           (double)us / (double)(articles ? articles : 1));
    mdb_txn_abort(txn);
    mdb_env_close(from);
    mdb_env_close(to);
    return 0;
}
