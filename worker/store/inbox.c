/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inbox.h"

#include <assert.h>

#include "base/limits.h"
#include "proto/article.h"
#include "store/articles.h"
#include "store/inner.h"

/* ---- put */

/* The known revision that makes these words a duplicate; NULL when they are
 * new, or old ones to which a higher revision of the feeder goes back. */
static const known_revision_record *same_words(const known_article_record *known, const article_record *article,
                                               const struct digest *digest)
{
    const known_revision_record *match = NULL;
    uint32_t feeder_revision = 0;
    for (size_t i = 0; i < known->n_revisions; i++) {
        const known_revision_record *revision = known->revisions[i];
        if (revision->digest.len == DIGEST_BYTES && memcmp(revision->digest.data, digest->bytes, DIGEST_BYTES) == 0)
            match = revision;
        if (revision->feeder_revision > feeder_revision)
            feeder_revision = revision->feeder_revision;
    }
    const bool current = match && match == known->revisions[known->n_revisions - 1];
    const bool higher = article->has_revision && article->revision > feeder_revision;
    return match && !current && higher ? NULL : match;
}

/* `known` with one more revision, in the arena. */
static enum err add_revision(struct arena *arena, known_article_record *known, const article_record *article,
                             const struct digest *digest)
{
    const size_t count = known->n_revisions;
    known_revision_record *revision = known_revision_make(arena);
    known_revision_record **list = arena_array(arena, count + 1, sizeof *list);
    uint8_t *bytes = arena_alloc(arena, DIGEST_BYTES);
    if (!revision || !list || !bytes)
        return ERR_MEMORY;
    memcpy(bytes, digest->bytes, DIGEST_BYTES);
    if (count > 0)
        memcpy(list, known->revisions, count * sizeof *list);
    revision->has_digest = revision->has_revision = true;
    revision->digest = (ProtobufCBinaryData){ DIGEST_BYTES, bytes };
    revision->revision = count == 0 ? 1 : list[count - 1]->revision + 1;
    revision->has_feeder_revision = article->has_revision;
    revision->feeder_revision = article->revision;
    list[count] = revision;
    known->revisions = list;
    known->n_revisions = count + 1;
    return ERR_OK;
}

/* A new row at the end of the queue. */
static enum err enqueue(struct txn *txn, uint64_t accept, const inbox_entry_record *entry)
{
    const struct key key = key_one(accept);
    txn->state.record.queued++;
    txn->state.record.queued_room += entry->room;
    return table_append_record(txn, TABLE_INBOX, &key, &entry->base);
}

static enum err put_new(struct txn *txn, const struct submission *submission, known_article_record *known,
                        struct inbox_answer *answer)
{
    store_state_record *state = &txn->state.record;
    stored_article_record article;
    claimwire__v1__stored_article__init(&article);
    article.feeder = (char *)(uintptr_t)submission->feeder;
    article.article = submission->article;
    article.has_revision = article.has_digest = article.has_status = true;
    article.revision = answer->revision;
    article.digest = (ProtobufCBinaryData){ DIGEST_BYTES, answer->digest.bytes };
    article.status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_QUEUED;
    article.has_accepted_ms = article.has_accept = true;
    article.accepted_ms = submission->stream_ms;
    article.accept = answer->accept = state->next_accept++;

    enum err err = articles_put(txn, known, &article, span_of(submission->article->body), &answer->article);
    if (err != ERR_OK)
        return err;
    inbox_entry_record entry;
    claimwire__v1__inbox_entry__init(&entry);
    entry.has_article = entry.has_revision = entry.has_accepted_ms = entry.has_queued_ms = true;
    entry.article = answer->article;
    entry.revision = answer->revision;
    entry.accepted_ms = submission->stream_ms;
    entry.queued_ms = submission->now_ms;
    entry.has_room = true;
    entry.room = store_room(span_of(submission->article->body).size);
    if (submission->stream_ms > state->stream_ms)
        state->stream_ms = submission->stream_ms;
    return enqueue(txn, answer->accept, &entry);
}

enum err inbox_put(struct arena *arena, struct txn *txn, const struct submission *submission,
                   struct inbox_answer *answer)
{
    const article_record *article = submission->article;
    known_article_record *known;
    *answer = (struct inbox_answer){ .code = CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED };
    enum err err = articles_known(arena, txn, submission->feeder, article->id, &known);
    if (err != ERR_OK)
        return err;
    answer->digest = article_digest(article);
    if (known) {
        const known_revision_record *same = same_words(known, article, &answer->digest);
        answer->code = same ? CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE : CLAIMWIRE__V1__ANSWER_CODE__REVISED;
        answer->article = known->number;
        if (same) {
            answer->revision = same->revision;
            return ERR_OK;
        }
        if (known->n_revisions >= REVISIONS_MAX)
            return ERR_REVISIONS;
    } else if (!(known = known_article_make(arena))) {
        return ERR_MEMORY;
    }
    err = add_revision(arena, known, article, &answer->digest);
    if (err != ERR_OK)
        return err;
    answer->revision = known->revisions[known->n_revisions - 1]->revision;
    return put_new(txn, submission, known, answer);
}

/* ---- lease, release, ack */

enum err inbox_get(struct arena *arena, struct txn *txn, uint64_t accept, inbox_entry_record **entry)
{
    const struct key key = key_one(accept);
    return TABLE_GET(arena, txn, TABLE_INBOX, &key, inbox_entry, entry);
}

static enum err rewrite(struct txn *txn, uint64_t accept, inbox_entry_record *entry)
{
    const struct key key = key_one(accept);
    entry->has_attempts = entry->has_incarnation = true;
    return table_put_record(txn, TABLE_INBOX, &key, &entry->base);
}

enum err inbox_lease(struct arena *arena, struct txn *txn, uint64_t accept, uint32_t *attempt)
{
    inbox_entry_record *entry;
    const enum err err = inbox_get(arena, txn, accept, &entry);
    if (err != ERR_OK)
        return err;
    *attempt = ++entry->attempts;
    entry->incarnation = txn->state.record.incarnation;
    return rewrite(txn, accept, entry);
}

static void end_try(inbox_entry_record *entry, bool counts)
{
    if (!counts && entry->incarnation != 0 && entry->attempts > 0)
        entry->attempts--;
    entry->incarnation = 0;
}

enum err inbox_release(struct arena *arena, struct txn *txn, uint64_t accept, bool counts)
{
    inbox_entry_record *entry;
    const enum err err = inbox_get(arena, txn, accept, &entry);
    if (err != ERR_OK)
        return err;
    end_try(entry, counts);
    return rewrite(txn, accept, entry);
}

enum err inbox_ack(struct txn *txn, uint64_t accept)
{
    const struct key key = key_one(accept);
    inbox_entry_record *entry;
    arena_reset(txn->scratch);
    enum err err = inbox_get(txn->scratch, txn, accept, &entry);
    if (err == ERR_OK)
        err = table_delete(txn, TABLE_INBOX, &key);
    if (err != ERR_OK)
        return err;
    txn->state.record.queued--;
    txn->state.record.queued_room -= entry->room;
    return ERR_OK;
}

enum err inbox_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct inbox_page **page)
{
    const struct key key = key_one(after);
    struct rows *rows;
    const enum err err =
        table_list(arena, txn, TABLE_INBOX, &key, count_max, &claimwire__v1__inbox_entry__descriptor, &rows);
    if (err != ERR_OK)
        return err;
    *page = arena_alloc(arena, sizeof **page + rows->count * sizeof(*page)->rows[0]);
    if (!*page)
        return ERR_MEMORY;
    (*page)->count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        (*page)->rows[i].accept = key_first(&rows->at[i].key);
        (*page)->rows[i].entry = (inbox_entry_record *)rows->at[i].record;
    }
    return ERR_OK;
}

enum err inbox_recover(struct arena *arena, struct txn *txn)
{
    enum { PAGE_ROWS = 256 };
    uint64_t after = 0;
    for (;;) {
        const size_t mark = arena_used(arena);
        struct inbox_page *page;
        enum err err = inbox_list(arena, txn, after, PAGE_ROWS, &page);
        for (size_t i = 0; err == ERR_OK && i < page->count; i++) {
            inbox_entry_record *entry = page->rows[i].entry;
            after = page->rows[i].accept;
            if (entry->incarnation == 0 || entry->incarnation == txn->state.record.incarnation)
                continue;
            end_try(entry, false);
            err = rewrite(txn, after, entry);
        }
        const bool done = err != ERR_OK || page->count < PAGE_ROWS;
        arena_rewind(arena, mark);
        if (done)
            return err;
    }
}

enum err inbox_requeue(struct txn *txn, inbox_entry_record *entry, uint64_t *accept)
{
    *accept = txn->state.record.next_accept++;
    entry->attempts = 0;
    entry->incarnation = 0;
    return enqueue(txn, *accept, entry);
}
