/* SPDX-License-Identifier: Apache-2.0 */
#include "store/articles.h"
#include "store/inbox.h"
#include "store/inner.h"

static enum err set_status(struct arena *arena, struct txn *txn, const inbox_entry_record *entry,
                           Claimwire__V1__ArticleStatus status, uint64_t accept)
{
    stored_article_record *article;
    const enum err err = articles_get(arena, txn, entry->article, entry->revision, &article);
    if (err != ERR_OK)
        return err;
    article->has_status = article->has_accept = true;
    article->status = status;
    article->accept = accept;
    return articles_update(txn, entry->article, article);
}

enum err inbox_bury(struct arena *arena, struct txn *txn, uint64_t accept, const char *reason, int64_t now_ms)
{
    const struct key key = key_one(accept);
    stored_dead_record letter;
    claimwire__v1__stored_dead__init(&letter);
    enum err err = inbox_get(arena, txn, accept, &letter.entry);
    if (err == ERR_OK)
        err = inbox_ack(txn, accept);
    if (err != ERR_OK)
        return err;
    letter.entry->incarnation = 0;
    letter.reason = (char *)(uintptr_t)reason;
    letter.has_at_ms = true;
    letter.at_ms = now_ms;
    err = table_put_record(txn, TABLE_DEAD, &key, &letter.base);
    if (err != ERR_OK)
        return err;
    txn->state.record.dead++;
    return set_status(arena, txn, letter.entry, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_DEAD, accept);
}

enum err dead_get(struct arena *arena, struct txn *txn, uint64_t id, stored_dead_record **letter)
{
    const struct key key = key_one(id);
    const enum err err = TABLE_GET(arena, txn, TABLE_DEAD, &key, stored_dead, letter);
    return err == ERR_OK && !(*letter)->entry ? ERR_CORRUPT : err;
}

enum err dead_retry(struct arena *arena, struct txn *txn, uint64_t id, int64_t now_ms, uint64_t *accept)
{
    stored_dead_record *letter;
    enum err err = dead_get(arena, txn, id, &letter);
    if (err == ERR_OK)
        err = dead_drop(txn, id);
    if (err != ERR_OK)
        return err;
    letter->entry->has_queued_ms = true;
    letter->entry->queued_ms = now_ms;
    err = inbox_requeue(txn, letter->entry, accept);
    return err == ERR_OK ? set_status(arena, txn, letter->entry, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_QUEUED, *accept)
                         : err;
}

enum err dead_drop(struct txn *txn, uint64_t id)
{
    const struct key key = key_one(id);
    const enum err err = table_delete(txn, TABLE_DEAD, &key);
    if (err == ERR_OK)
        txn->state.record.dead--;
    return err;
}

enum err dead_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct dead_page **page)
{
    const struct key key = key_one(after);
    struct rows *rows;
    const enum err err =
        table_list(arena, txn, TABLE_DEAD, &key, count_max, &claimwire__v1__stored_dead__descriptor, &rows);
    if (err != ERR_OK)
        return err;
    *page = arena_alloc(arena, sizeof **page + rows->count * sizeof(*page)->rows[0]);
    if (!*page)
        return ERR_MEMORY;
    (*page)->count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        (*page)->rows[i].id = key_first(&rows->at[i].key);
        (*page)->rows[i].letter = (stored_dead_record *)rows->at[i].record;
    }
    return ERR_OK;
}
