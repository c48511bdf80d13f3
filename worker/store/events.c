/* SPDX-License-Identifier: Apache-2.0 */
#include "store/events.h"

#include "record/splice.h"

#include "store/fact_row.h"
#include "store/inner.h"

/* ---- events */

enum err events_get(struct arena *arena, struct txn *txn, uint64_t id, stored_event_record **event)
{
    const struct key key = key_one(id);
    const enum err err = TABLE_GET(arena, txn, TABLE_EVENTS, &key, stored_event, event);
    return err == ERR_OK && !(*event)->event ? ERR_CORRUPT : err;
}

enum err events_time(struct arena *arena, struct txn *txn, uint64_t id, date_interval_record **time)
{
    enum { EVENT = 1, TIME = 6 }; /* numbers of fields: stored.proto, event.proto */
    const struct key key = key_one(id);
    struct span value, event, packed;
    *time = NULL;
    enum err err = table_get(txn, TABLE_EVENTS, &key, &value);
    if (err != ERR_OK)
        return err;
    if (splice_find(value, EVENT, &event) != ERR_OK || splice_find(event, TIME, &packed) != ERR_OK)
        return ERR_CORRUPT;
    if (packed.size == 0)
        return ERR_OK;
    err =
        record_unpack_own(arena, &claimwire__v1__date_interval__descriptor, packed, (ProtobufCMessage **)(void *)time);
    return err == ERR_OK || arena_overflowed(arena) ? err : ERR_CORRUPT;
}

enum err events_put(struct txn *txn, const stored_event_record *event)
{
    const struct key key = key_one(event->event->id);
    return table_put_rising_record(txn, TABLE_EVENTS, &key, &event->base);
}

enum err events_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct event_page **page)
{
    const struct key key = key_one(after);
    struct rows *rows;
    const enum err err =
        table_list(arena, txn, TABLE_EVENTS, &key, count_max, &claimwire__v1__stored_event__descriptor, &rows);
    if (err != ERR_OK)
        return err;
    *page = arena_alloc(arena, sizeof **page + rows->count * sizeof(*page)->rows[0]);
    if (!*page)
        return ERR_MEMORY;
    (*page)->count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        (*page)->rows[i] = (stored_event_record *)rows->at[i].record;
        if (!(*page)->rows[i]->event)
            return ERR_CORRUPT;
    }
    return ERR_OK;
}

/* ---- facts */

enum err facts_get(struct arena *arena, struct txn *txn, uint64_t event, uint64_t fact, stored_fact_record **row)
{
    const struct key key = key_two(event, fact);
    struct span value;
    const enum err err = table_get(txn, TABLE_FACTS, &key, &value);
    return err == ERR_OK ? fact_row_read(arena, &key, value, table_unpack_own, row) : err;
}

enum err facts_terms(struct txn *txn, uint64_t event, uint64_t fact, uint32_t *terms, size_t terms_max, size_t *count)
{
    const struct key key = key_two(event, fact);
    struct span value;
    *count = 0;
    const enum err err = table_get(txn, TABLE_FACTS, &key, &value);
    return err == ERR_OK ? fact_row_terms(value, terms, terms_max, count) : err;
}

enum err facts_put(struct txn *txn, const stored_fact_record *fact)
{
    const struct key key = key_two(fact->event, fact->fact->id);
    struct span row;
    arena_reset(txn->scratch);
    if (fact_row_write(txn->scratch, fact, &row))
        return table_put(txn, TABLE_FACTS, &key, row);
    stored_fact_record whole = *fact;
    whole.n_said = 0;
    return table_put_record(txn, TABLE_FACTS, &key, &whole.base);
}

enum err facts_drop(struct txn *txn, uint64_t event, uint64_t fact)
{
    const struct key key = key_two(event, fact);
    return table_delete(txn, TABLE_FACTS, &key);
}

enum err facts_list(struct arena *arena, struct txn *txn, uint64_t event, uint64_t after, size_t count_max,
                    struct fact_page **page)
{
    struct key from = key_two(event, after);
    size_t room;
    if (__builtin_mul_overflow(count_max, sizeof(*page)->rows[0], &room) || room > SIZE_MAX - sizeof **page ||
        !(*page = arena_alloc(arena, sizeof **page + room)))
        return ERR_MEMORY;
    if (!key_after(&from))
        return ERR_OK;
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, txn, TABLE_FACTS, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        if ((*page)->count == count_max || key_first(&sweep.key) != event)
            break;
        err = fact_row_read(arena, &sweep.key, sweep.value, table_unpack, &(*page)->rows[(*page)->count]);
        if (err != ERR_OK)
            break;
        (*page)->count++;
    }
    return sweep_end(&sweep, err);
}
