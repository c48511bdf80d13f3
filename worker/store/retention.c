/* SPDX-License-Identifier: Apache-2.0 */
#include "store/articles.h"
#include "store/events.h"
#include "store/inner.h"
#include "store/log.h"

/* ---- the log */

static enum err oldest_time(struct txn *txn, int64_t *at_ms, size_t *bytes)
{
    const struct key key = key_one(txn->state.record.oldest_sequence);
    struct span value, entry;
    enum err err = table_get(txn, TABLE_LOG, &key, &value);
    if (err == ERR_NOT_FOUND)
        return ERR_CORRUPT;
    if (err == ERR_OK)
        err = log_unpack(NULL, value, at_ms, &entry, NULL);
    if (err == ERR_OK)
        *bytes = entry.size;
    return err;
}

/* All but the two newest snapshots go. */
static enum err cut_snapshots(struct txn *txn)
{
    enum { ROWS = 1 << 20, KEPT = 2 };
    struct key last;
    struct key bound = key_part(UINT64_MAX, UINT32_MAX);
    for (int kept = 0; kept <= KEPT; kept++) {
        const enum err err = table_last(txn, TABLE_SNAPSHOTS, &bound, &last);
        if (err != ERR_OK)
            return err == ERR_NOT_FOUND ? ERR_OK : err;
        bound = key_part(key_first(&last), 0);
    }
    size_t dropped;
    return table_cut(txn, TABLE_SNAPSHOTS, key_first(&last), ROWS, &dropped);
}

enum err log_cut(struct arena *arena, struct txn *txn, int64_t before_ms, uint64_t keep_bytes, size_t count_max,
                 size_t *dropped)
{
    store_state_record *state = &txn->state.record;
    uint64_t newest;
    enum err err = snapshot_newest(txn, &newest);
    *dropped = 0;
    while (err == ERR_OK && *dropped < count_max && state->oldest_sequence <= state->last->sequence) {
        int64_t at_ms;
        size_t bytes;
        if ((err = oldest_time(txn, &at_ms, &bytes)) != ERR_OK)
            break;
        if (at_ms >= before_ms && (keep_bytes == 0 || state->log_bytes <= keep_bytes))
            break;
        if (state->oldest_sequence > newest) {
            if ((err = snapshot_put(arena, txn)) != ERR_OK || (err = cut_snapshots(txn)) != ERR_OK)
                break;
            newest = state->last->sequence;
        }
        const struct key key = key_one(state->oldest_sequence);
        if ((err = table_delete(txn, TABLE_LOG, &key)) != ERR_OK)
            break;
        state->oldest_sequence++;
        state->log_bytes -= bytes < state->log_bytes ? bytes : state->log_bytes;
        ++*dropped;
    }
    return err;
}

/* ---- bodies */

/* Claims of an open event are held by its facts; a merge hands them on. */
static enum err is_held(struct arena *arena, struct txn *txn, uint64_t event, bool *held)
{
    enum { MERGES_MAX = 16 };
    *held = false;
    for (int i = 0; i < MERGES_MAX && event != 0; i++) {
        stored_event_record *row;
        const enum err err = events_get(arena, txn, event, &row);
        if (err != ERR_OK)
            return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        *held = row->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
        event = row->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY ? row->event->merged_into : 0;
    }
    if (event != 0)
        *held = true; /* a longer chain: leave it */
    return ERR_OK;
}

/* So are those that tell of another event's past, by the facts of that one. */
static enum err is_held_elsewhere(struct arena *arena, struct txn *txn, const struct key *key, bool *held)
{
    stored_reading_record *reading;
    enum err err = articles_get_places(arena, txn, key_first(key), key_small(key), &reading);
    *held = false;
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    for (size_t i = 0; i < reading->n_places && !*held && err == ERR_OK; i++)
        if (reading->places[i]->event)
            err = is_held(arena, txn, reading->places[i]->event, held);
    return err;
}

static enum err cut_body(struct arena *arena, struct txn *txn, const struct key *key, size_t bytes, int64_t before_ms,
                         uint64_t keep_bytes, bool *cut)
{
    store_state_record *state = &txn->state.record;
    stored_article_record *article;
    bool held;
    *cut = false;
    enum err err = articles_get(arena, txn, key_first(key), key_small(key), &article);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    if (article->accepted_ms >= before_ms && (keep_bytes == 0 || state->bodies_bytes <= keep_bytes))
        return ERR_OK;
    const struct key place = key_one(article->accept);
    struct span queued;
    if ((err = table_get(txn, TABLE_INBOX, &place, &queued)) != ERR_NOT_FOUND)
        return err; /* it is still to be read */
    if ((err = is_held(arena, txn, article->event, &held)) != ERR_OK || held)
        return err;
    if ((err = is_held_elsewhere(arena, txn, key, &held)) != ERR_OK || held)
        return err;

    article->has_body_dropped = article->body_dropped = true;
    err = table_delete(txn, TABLE_BODIES, key);
    if (err == ERR_OK)
        err = articles_update(txn, key_first(key), article);
    state->bodies_bytes -= bytes < state->bodies_bytes ? bytes : state->bodies_bytes;
    *cut = err == ERR_OK;
    return err;
}

enum err articles_cut_bodies(struct arena *arena, struct txn *txn, int64_t before_ms, uint64_t keep_bytes,
                             size_t count_max, size_t *dropped)
{
    enum { LOOKS_EACH = 8 }; /* rows looked at for each that may go */
    struct key *at = &txn->store->bodies_cursor;
    const size_t looks = count_max * LOOKS_EACH;
    enum err err = ERR_OK;
    *dropped = 0;
    for (size_t i = 0; i < looks && *dropped < count_max; i++) {
        struct sweep sweep;
        const size_t mark = arena_used(arena);
        if (at->size == 0)
            *at = key_part(0, 0);
        err = sweep_first(&sweep, txn, TABLE_BODIES, at);
        const bool end = err == ERR_NOT_FOUND;
        err = sweep_end(&sweep, err);
        if (end || err != ERR_OK) {
            *at = key_part(0, 0);
            break;
        }
        bool cut;
        err = cut_body(arena, txn, &sweep.key, sweep.value.size, before_ms, keep_bytes, &cut);
        arena_rewind(arena, mark);
        if (err != ERR_OK)
            break;
        *dropped += cut ? 1 : 0;
        *at = sweep.key;
        key_after(at);
    }
    return err;
}
