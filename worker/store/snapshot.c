/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "store/fact_row.h"
#include "store/inner.h"
#include "store/log.h"

/* A part is closed when it holds this much. Events, or the facts of one large
 * event, go on in the next part. */
enum { PART_BYTES = 256 * 1024, PART_EVENTS_MAX = 4096, PART_FACTS_MAX = 16384 };

/* The part being made. */
struct part {
    struct arena *arena;
    struct txn *txn;
    size_t mark; /* of the arena, before what this part holds */
    uint32_t number;
    size_t bytes;
    fact_record **facts; /* of all its events, one after the other */
    size_t facts_count;
    snapshot_part_record *record;
};

static enum err start_part(struct part *part)
{
    const struct state_box *state = &part->txn->state;
    arena_rewind(part->arena, part->mark);
    part->bytes = 0;
    part->facts = arena_array(part->arena, PART_FACTS_MAX, sizeof *part->facts);
    part->facts_count = 0;
    part->record = snapshot_part_make(part->arena);
    if (!part->facts || !part->record ||
        !(part->record->events = arena_array(part->arena, PART_EVENTS_MAX, sizeof(event_record *))))
        return ERR_MEMORY;
    part->record->at = (cursor_record *)(uintptr_t)&state->last;
    part->record->has_part = true;
    part->record->part = part->number;
    return ERR_OK;
}

static enum err close_part(struct part *part)
{
    const struct key key = key_part(part->txn->state.last.sequence, part->number++);
    return table_put_rising_record(part->txn, TABLE_SNAPSHOTS, &key, &part->record->base);
}

static bool is_full(const struct part *part)
{
    return part->bytes >= PART_BYTES || part->record->n_events == PART_EVENTS_MAX ||
           part->facts_count == PART_FACTS_MAX;
}

/* The fields that only queries need are no part of the folded state. */
void snapshot_strip_event(event_record *event)
{
    event->has_first_seen_ms = event->has_last_seen_ms = event->has_origins = false;
    event->n_articles = 0;
    event->n_facts = 0;
    for (size_t i = 0; i < event->n_figures; i++)
        event->figures[i]->n_history = 0;
}

void snapshot_strip_fact(fact_record *fact)
{
    if (fact->origins > 2)
        fact->origins = 2;
    for (size_t i = 0; i < fact->n_statements; i++)
        fact->statements[i]->n_claims = 0;
}

/* Adds an event (or, with `id` alone, the rest of one) without its facts. */
static void add_event(struct part *part, event_record *event)
{
    event->facts = part->facts + part->facts_count;
    part->bytes += protobuf_c_message_get_packed_size(&event->base);
    part->record->events[part->record->n_events++] = event;
}

static enum err go_on(struct part *part, uint64_t id)
{
    enum err err = ERR_OK;
    if (is_full(part) && (err = close_part(part)) == ERR_OK)
        err = start_part(part);
    event_record *rest = err == ERR_OK ? event_make(part->arena) : NULL;
    if (!rest)
        return err == ERR_OK ? ERR_MEMORY : err;
    rest->has_id = true;
    rest->id = id;
    add_event(part, rest);
    return ERR_OK;
}

static enum err add_facts(struct part *part, uint64_t id)
{
    const struct key from = key_two(id, 0);
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, part->txn, TABLE_FACTS, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        if (key_first(&sweep.key) != id)
            break;
        event_record *event = part->record->events[part->record->n_events - 1];
        if (is_full(part)) {
            if ((err = go_on(part, id)) != ERR_OK)
                break;
            event = part->record->events[part->record->n_events - 1];
        }
        stored_fact_record *row;
        err = fact_row_read(part->arena, &sweep.key, sweep.value, table_unpack, &row);
        if (err != ERR_OK)
            break;
        snapshot_strip_fact(row->fact);
        event->facts[event->n_facts++] = row->fact;
        part->facts_count++;
        part->bytes += protobuf_c_message_get_packed_size(&row->fact->base);
    }
    return sweep_end(&sweep, err);
}

static enum err add_all(struct part *part)
{
    const struct key from = key_one(0);
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, part->txn, TABLE_EVENTS, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        stored_event_record *row;
        if (is_full(part) && ((err = close_part(part)) != ERR_OK || (err = start_part(part)) != ERR_OK))
            break;
        err = table_unpack(part->arena, sweep.value, &claimwire__v1__stored_event__descriptor,
                           (ProtobufCMessage **)(void *)&row);
        if (err == ERR_OK && !row->event)
            err = ERR_CORRUPT;
        if (err != ERR_OK)
            break;
        snapshot_strip_event(row->event);
        add_event(part, row->event);
        err = add_facts(part, row->event->id);
        if (err != ERR_OK)
            break;
    }
    return sweep_end(&sweep, err);
}

enum err snapshot_put(struct arena *arena, struct txn *txn)
{
    uint64_t newest;
    enum err err = snapshot_newest(txn, &newest);
    if (err != ERR_OK || (newest == txn->state.last.sequence && newest != 0))
        return err;
    struct part part = { .arena = arena, .txn = txn, .mark = arena_used(arena) };
    err = start_part(&part);
    if (err == ERR_OK)
        err = add_all(&part);
    if (err == ERR_OK)
        err = close_part(&part);
    arena_rewind(arena, part.mark);
    return err;
}

static enum err newest_below(struct txn *txn, const struct key *bound, uint64_t *sequence)
{
    struct key last;
    const enum err err = table_last(txn, TABLE_SNAPSHOTS, bound, &last);
    *sequence = err == ERR_OK ? key_first(&last) : 0;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err snapshot_newest(struct txn *txn, uint64_t *sequence)
{
    return newest_below(txn, NULL, sequence);
}

enum err snapshot_before(struct txn *txn, uint64_t not_after, uint64_t *sequence)
{
    const struct key bound = key_part(not_after, UINT32_MAX);
    return newest_below(txn, &bound, sequence);
}

/* The number of parts is not in the rows: they are written before it is known. */
enum err snapshot_get(struct arena *arena, struct txn *txn, uint64_t sequence, uint32_t part,
                      snapshot_part_record **snapshot)
{
    enum err err = ERR_OK;
    if (sequence == 0)
        err = snapshot_newest(txn, &sequence);
    if (err != ERR_OK)
        return err;
    const struct key key = key_part(sequence, part), bound = key_part(sequence + 1, 0);
    struct key last;
    err = TABLE_GET(arena, txn, TABLE_SNAPSHOTS, &key, snapshot_part, snapshot);
    if (err == ERR_OK)
        err = table_last(txn, TABLE_SNAPSHOTS, &bound, &last);
    if (err == ERR_OK) {
        (*snapshot)->has_parts = true;
        (*snapshot)->parts = key_small(&last) + 1;
    }
    return err;
}
