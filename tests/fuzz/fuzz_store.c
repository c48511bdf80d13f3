/* SPDX-License-Identifier: Apache-2.0 */
/* Opens and reads a small store whose file the input has damaged: each three
 * bytes of input are an offset (two, little-endian, times 2) and what is
 * xor-ed there; an odd number of inputs cuts the file at the last offset. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/articles.h"
#include "store/inbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_BYTES_MAX = 1 << 20 };
static char folder[256], path[300];
static uint8_t sound[FILE_BYTES_MAX], damaged[FILE_BYTES_MAX];
static size_t sound_bytes;
static struct arena *arena;

static void need(bool fine)
{
    if (!fine)
        abort();
}

static void clean(void)
{
    static const char *const names[] = { "data.mdb", "lock.mdb", "owner.lock" };
    char name[300];
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s/%s", folder, names[i]);
        unlink(name);
    }
    rmdir(folder);
}

static void make_store(void)
{
    const struct store_options options = { folder, 16 << 20, 1 << 20 };
    char reason[STORE_REASON_BYTES], id[16], body[200];
    struct store *store;
    struct txn *txn;
    need(store_open(&options, &store, reason) == ERR_OK && txn_begin(store, &txn) == ERR_OK);
    for (int i = 0; i < 40; i++) {
        struct inbox_answer answer;
        arena_reset(arena);
        article_record *article = article_make(arena);
        snprintf(id, sizeof id, "id-%d", i);
        snprintf(body, sizeof body, "Report number %d: the ferry to Port Ash was late again.", i);
        article->id = id;
        article->body = body;
        const struct submission submission = { "local", article, i, i };
        need(inbox_put(arena, txn, &submission, &answer) == ERR_OK);
    }
    need(inbox_ack(txn, 7) == ERR_OK && inbox_bury(arena, txn, 9, "CRASHED", 1) == ERR_OK);
    need(txn_commit(txn) == ERR_OK);
    store_close(store);
    FILE *file = fopen(path, "rb");
    need(file != NULL);
    sound_bytes = fread(sound, 1, sizeof sound, file);
    fclose(file);
}

static void start(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/claimwire-fuzz-XXXXXX", base ? base : "/tmp");
    need(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/data.mdb", folder);
    arena = arena_new(8 << 20);
    need(arena != NULL);
    make_store();
    atexit(clean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!arena)
        start();
    memcpy(damaged, sound, sound_bytes);
    size_t kept = sound_bytes;
    for (size_t i = 0; i + 3 <= size; i += 3) {
        const size_t at = ((size_t)data[i] | (size_t)data[i + 1] << 8) * 2 % sound_bytes;
        damaged[at] ^= data[i + 2];
        if (i + 6 > size && size % 2 == 1)
            kept = at;
    }
    FILE *file = fopen(path, "wb");
    need(file && fwrite(damaged, 1, kept, file) == kept);
    fclose(file);

    const struct store_options options = { folder, 16 << 20, 1 << 20 };
    char reason[STORE_REASON_BYTES];
    struct store *store;
    struct txn *txn;
    if (store_open_read(&options, &store, reason) != ERR_OK)
        return 0;
    arena_reset(arena);
    if (txn_begin_read(store, &txn) == ERR_OK) {
        stored_article_record *article;
        struct inbox_page *page;
        struct dead_page *letters;
        for (uint64_t number = 1; number <= 40; number++)
            if (articles_get_whole(arena, txn, number, 1, &article) == ERR_OK && article->article->body)
                need(strncmp(article->article->body, "Report number ", 14) == 0);
        (void)inbox_list(arena, txn, 0, 100, &page);
        (void)dead_list(arena, txn, 0, 100, &letters);
        txn_abort(txn);
    }
    store_close(store);
    return 0;
}
