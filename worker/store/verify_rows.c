/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/article.h"
#include "proto/scan.h"
#include "store/articles.h"
#include "store/places.h"
#include "store/verify_inner.h"

#define FINDING(...) verify_finding(verify, table, key, __VA_ARGS__)

static bool has_article(struct verify *verify, uint64_t number, uint32_t revision)
{
    return verify_has(verify, TABLE_ARTICLES, key_part(number, revision));
}

static void check_known(struct verify *verify, const struct key *key, const known_article_record *known)
{
    const enum table table = TABLE_KNOWN;
    stored_article_record *article;
    verify->revisions += known->n_revisions;
    if (known->n_revisions == 0 || known->number == 0 || known->number >= verify->txn->state.record.next_article)
        FINDING("its article number is not one given out");
    for (size_t i = 0; i < known->n_revisions; i++) {
        const uint32_t revision = known->revisions[i]->revision;
        if (known->revisions[i]->digest.len != DIGEST_BYTES || revision != i + 1)
            FINDING("its revisions are not in order");
        else if (!has_article(verify, known->number, revision))
            FINDING("article %llu revision %u is missing", (unsigned long long)known->number, revision);
    }
    if (articles_get(verify->arena, verify->txn, known->number, 1, &article) == ERR_OK) {
        const struct key name = articles_key(article->feeder, article->article->id);
        if (memcmp(name.bytes, key->bytes, key->size) != 0)
            FINDING("it names another article than its number does");
    }
}

/* An article that waits to be read has its place in the queue, unless a newer
 * revision has made that needless. */
static bool is_queued(struct verify *verify, const struct key *key, const stored_article_record *article)
{
    inbox_entry_record *entry;
    const struct key place = key_one(article->accept);
    if (has_article(verify, key_first(key), article->revision + 1))
        return true;
    return TABLE_GET(verify->arena, verify->txn, TABLE_INBOX, &place, inbox_entry, &entry) == ERR_OK &&
           entry->article == key_first(key) && entry->revision == article->revision;
}

static void check_body(struct verify *verify, const struct key *key)
{
    const enum table table = TABLE_BODIES;
    stored_article_record *whole;
    const enum err err = articles_get_whole(verify->arena, verify->txn, key_first(key), key_small(key), &whole);
    if (err != ERR_OK) {
        FINDING("the body cannot be read: %s", err_sentence(err));
        return;
    }
    const struct digest digest = article_digest(whole->article);
    if (whole->digest.len != DIGEST_BYTES || memcmp(whole->digest.data, digest.bytes, DIGEST_BYTES) != 0)
        FINDING("the words do not have the digest they were accepted with");
}

static void check_article(struct verify *verify, const struct key *key, const stored_article_record *article)
{
    const enum table table = TABLE_ARTICLES;
    if (!article->article || !article->article->id || !article->feeder || article->revision != key_small(key) ||
        key_first(key) >= verify->txn->state.record.next_article) {
        FINDING("it is not what its key says");
        return;
    }
    if (article->body_bytes > 0 && !article->body_dropped)
        check_body(verify, key);
    if (article->status == CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_QUEUED && !is_queued(verify, key, article))
        FINDING("it waits to be read and is not in the inbox");
    if (article->event != 0 && !verify_has(verify, TABLE_EVENTS, key_one(article->event)))
        FINDING("its event %llu is missing", (unsigned long long)article->event);
    if (article->copy_of != 0 && !has_article(verify, article->copy_of, article->copy_of_revision))
        FINDING("what it copies, article %llu, is missing", (unsigned long long)article->copy_of);
}

static void check_reading(struct verify *verify, const struct key *key, stored_reading_record *row)
{
    const enum table table = TABLE_READINGS;
    stored_article_record *article;
    if (places_join(verify->arena, row) != ERR_OK || !row->reading ||
        (row->n_places != 0 && row->n_places != row->reading->n_claims)) {
        FINDING("its claims and their places do not fit each other");
        return;
    }
    /* A revision that another has replaced goes on naming the facts that it had then; merges and partings take them
     * along. */
    const bool replaced = has_article(verify, key_first(key), key_small(key) + 1);
    for (size_t i = 0; i < row->n_places && !replaced; i++)
        if (row->places[i]->fact != 0 &&
            !verify_has(verify, TABLE_FACTS,
                        key_two(row->places[i]->event ? row->places[i]->event : row->event, row->places[i]->fact)))
            FINDING("fact %llu of its event is missing", (unsigned long long)row->places[i]->fact);
    enum err err = articles_get(verify->arena, verify->txn, key_first(key), key_small(key), &article);
    if (err != ERR_OK) {
        FINDING("its article cannot be read");
        return;
    }
    if (article->body_dropped || article->body_bytes == 0)
        return;
    err = articles_get_whole(verify->arena, verify->txn, key_first(key), key_small(key), &article);
    if (err != ERR_OK)
        return; /* said under articles */
    const char *wrong = verify_spans(row->reading, (struct span){ article->article->body, article->body_bytes });
    if (wrong)
        FINDING("%s", wrong);
}

static void check_entry(struct verify *verify, enum table table, const struct key *key, const inbox_entry_record *entry)
{
    if (!entry || key_first(key) >= verify->txn->state.record.next_accept ||
        !has_article(verify, entry->article, entry->revision))
        FINDING("its article is missing");
}

static void check_fact(struct verify *verify, const struct key *key, const stored_fact_record *row)
{
    const enum table table = TABLE_FACTS;
    if (row->fact->id != key_second(key) || row->event != key_first(key) ||
        row->fact->id >= verify->txn->state.record.next_fact)
        FINDING("it is not what its key says");
    if (!verify_has(verify, TABLE_EVENTS, key_one(key_first(key))))
        FINDING("its event is missing");
    for (size_t i = 0; i < row->n_support; i++) {
        const support_record *support = row->support[i];
        if (!has_article(verify, support->article, support->revision))
            FINDING("article %llu that supports it is missing", (unsigned long long)support->article);
        if (support->claim && !scan_utf8(support->claim, strlen(support->claim))) /* flat, it has not been looked at */
            FINDING("the id of a claim that supports it is not UTF-8");
    }
}

static void check_event(struct verify *verify, const struct key *key, const stored_event_record *row)
{
    const enum table table = TABLE_EVENTS;
    if (!row->event || row->event->id != key_first(key) || row->event->id >= verify->txn->state.record.next_event)
        FINDING("it is not what its key says");
    else if (row->event->merged_into != 0 && !verify_has(verify, TABLE_EVENTS, key_one(row->event->merged_into)))
        FINDING("the event it was merged into is missing");
}

void verify_row(struct verify *verify, enum table table, const struct key *key, ProtobufCMessage *record)
{
    void *row = record;
    switch (table) {
    case TABLE_KNOWN:
        check_known(verify, key, row);
        break;
    case TABLE_ARTICLES:
        check_article(verify, key, row);
        break;
    case TABLE_BODIES:
        if (!has_article(verify, key_first(key), key_small(key)))
            FINDING("its article is missing");
        break;
    case TABLE_READINGS:
        check_reading(verify, key, row);
        break;
    case TABLE_INBOX:
        check_entry(verify, table, key, row);
        verify->queued_room += ((const inbox_entry_record *)row)->room;
        break;
    case TABLE_DEAD:
        check_entry(verify, table, key, ((const stored_dead_record *)row)->entry);
        break;
    case TABLE_EVENTS:
        check_event(verify, key, row);
        break;
    case TABLE_FACTS:
        check_fact(verify, key, row);
        break;
    case TABLE_MEMBERS:
        if (!verify_has(verify, TABLE_EVENTS, key_one(key_first(key))))
            FINDING("its event is missing");
        break;
    case TABLE_WINDOW: {
        const window_row_record *window = row;
        if (!has_article(verify, window->article, window->revision))
            FINDING("its article is missing");
        break;
    }
    case TABLE_SNAPSHOTS: {
        const snapshot_part_record *part = row;
        if (!part->at || part->at->sequence != key_first(key) || part->part != key_small(key))
            FINDING("it is not what its key says");
        break;
    }
    default:
        break;
    }
}

/* ---- the log */

void verify_log_row(struct verify *verify, const struct key *key, struct span value)
{
    const enum table table = TABLE_LOG;
    const store_state_record *state = &verify->txn->state.record;
    const uint64_t sequence = key_first(key);
    log_entry_record *entry;
    struct span packed;
    event_update_record *update;
    int64_t at_ms;
    const bool begins = verify->next_sequence == 0;
    const uint64_t expected = begins ? state->oldest_sequence : verify->next_sequence;
    if (sequence != expected)
        FINDING("the log should go on with sequence %llu", (unsigned long long)expected);
    verify->next_sequence = sequence + 1;
    if (log_unpack(verify->arena, value, &at_ms, &packed, &entry) != ERR_OK) {
        FINDING("the value is no log entry");
        return;
    }
    if (entry->sequence != sequence || entry->epoch != state_epoch_at(state, sequence))
        FINDING("its sequence or epoch is not its key's");
    if (event_update_unpack(verify->arena, (struct span){ (char *)entry->update.data, entry->update.len }, &update) !=
        ERR_OK)
        FINDING("its update cannot be read");
    else if (!verify_has(verify, TABLE_EVENTS, key_one(update->event)))
        FINDING("its event %llu is missing", (unsigned long long)update->event);

    const struct digest chained =
        digest_chain(&verify->chain, entry->epoch, entry->sequence, entry->update.data, entry->update.len);
    /* What was before the oldest kept is gone; the chain is taken up there. */
    if ((!begins || sequence == 1) && memcmp(chained.bytes, entry->digest.data, DIGEST_BYTES) != 0)
        FINDING("its digest does not follow from the one before");
    memcpy(verify->chain.bytes, entry->digest.data, DIGEST_BYTES);
}

/* ---- the counters */

static void equal(struct verify *verify, const char *what, uint64_t counted, uint64_t stored)
{
    if (counted != stored)
        verify_finding(verify, TABLE_STATE, NULL, "%s: the counter says %llu, the rows %llu", what,
                       (unsigned long long)stored, (unsigned long long)counted);
}

void verify_counters(struct verify *verify)
{
    enum { TIME_BYTES = 8 };
    const store_state_record *state = &verify->txn->state.record;
    const uint64_t kept = state->last->sequence + 1 - state->oldest_sequence;
    equal(verify, "queued", verify->count[TABLE_INBOX], state->queued);
    equal(verify, "room of the queue", verify->queued_room, state->queued_room);
    equal(verify, "dead", verify->count[TABLE_DEAD], state->dead);
    equal(verify, "articles", verify->count[TABLE_KNOWN], state->next_article - 1);
    equal(verify, "revisions", verify->count[TABLE_ARTICLES], verify->revisions);
    equal(verify, "bytes of bodies", verify->bytes[TABLE_BODIES], state->bodies_bytes);
    equal(verify, "updates", verify->count[TABLE_LOG], kept);
    equal(verify, "bytes of log", verify->bytes[TABLE_LOG] - TIME_BYTES * verify->count[TABLE_LOG], state->log_bytes);
    if (kept > 0 && !digest_equal(&verify->chain, &verify->txn->state.digest))
        verify_finding(verify, TABLE_STATE, NULL, "the running digest is not that of the last update");
}
