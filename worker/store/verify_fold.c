/* SPDX-License-Identifier: Apache-2.0 */
#include "record/fold.h"
#include "store/fact_row.h"
#include "store/log.h"
#include "store/verify_inner.h"

/* The log is folded for one range of events at a time, as many as fit the
 * arena: each range is one pass over the log. */
enum { GROUP_EVENTS_MAX = 32768, FOLD_ARENA_BYTES = 512 << 20 };

struct folded {
    event_record *event;
    bool moved;  /* facts came from or went to an event of another group: it is not compared */
    bool broken; /* said already */
};

struct group {
    struct verify *verify;
    struct arena *arena; /* the state; verify->arena holds what is being read */
    uint64_t first;      /* event id */
    size_t count;
    uint64_t snapshot; /* sequence of the snapshot that the fold begins with; 0: from empty */
    struct folded *events;
};

static struct folded *find(struct group *group, uint64_t id)
{
    return id >= group->first && id - group->first < group->count ? &group->events[id - group->first] : NULL;
}

/* ---- from the snapshot */

static enum err take_event(struct group *group, const event_record *from)
{
    struct folded *folded = find(group, from->id);
    if (!folded)
        return ERR_OK;
    event_record *copy = event_copy(group->arena, from);
    if (!copy)
        return ERR_MEMORY;
    if (!folded->event) {
        folded->event = copy;
        return ERR_OK;
    }
    /* Further facts of an event that has begun already. */
    event_record *event = folded->event;
    fact_record **facts = arena_array(group->arena, event->n_facts + copy->n_facts, sizeof *facts);
    if (!facts)
        return ERR_MEMORY;
    for (size_t i = 0; i < event->n_facts + copy->n_facts; i++)
        facts[i] = i < event->n_facts ? event->facts[i] : copy->facts[i - event->n_facts];
    event->facts = facts;
    event->n_facts += copy->n_facts;
    return ERR_OK;
}

static enum err load_snapshot(struct group *group)
{
    struct verify *verify = group->verify;
    uint32_t parts = group->snapshot == 0 ? 0 : 1;
    enum err err = ERR_OK;
    for (uint32_t i = 0; i < parts && err == ERR_OK; i++) {
        const size_t mark = arena_used(verify->arena);
        snapshot_part_record *part;
        err = snapshot_get(verify->arena, verify->txn, group->snapshot, i, &part);
        if (err == ERR_OK)
            parts = part->parts;
        for (size_t e = 0; err == ERR_OK && e < part->n_events; e++)
            err = take_event(group, part->events[e]);
        arena_rewind(verify->arena, mark);
    }
    return err;
}

/* ---- the updates */

static enum err fold_one(struct group *group, const struct key *key, const event_update_record *update)
{
    const bool moves = update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE;
    struct folded *folded = find(group, update->event);
    for (size_t i = 0; moves && i < update->move->n_others; i++) {
        struct folded *other = find(group, update->move->others[i]);
        if (other && folded && other->event && folded->event && !other->broken && !folded->broken &&
            fold_move(group->arena, folded->event, other->event, update) == ERR_MEMORY)
            return ERR_MEMORY;
        if (other && !folded)
            other->moved = true;
        if (folded && !other)
            folded->moved = true;
    }
    if (!folded || folded->broken || folded->moved)
        return ERR_OK;
    if (!folded->event && !(folded->event = event_make(group->arena)))
        return ERR_MEMORY;
    const event_update_record *kept = event_update_copy(group->arena, update);
    if (!kept)
        return ERR_MEMORY;
    const enum err err = fold_update(group->arena, folded->event, kept);
    if (err != ERR_FIELD_VALUE)
        return err;
    folded->broken = true;
    verify_finding(group->verify, TABLE_LOG, key, "the update does not follow the state of event %llu",
                   (unsigned long long)update->event);
    return ERR_OK;
}

static enum err fold_log(struct group *group)
{
    struct verify *verify = group->verify;
    const struct key from = key_one(group->snapshot + 1);
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, verify->txn, TABLE_LOG, &from); err == ERR_OK || err == ERR_CORRUPT;
         err = sweep_next(&sweep)) {
        const size_t mark = arena_used(verify->arena);
        log_entry_record *entry;
        event_update_record *update;
        struct span packed;
        int64_t at_ms;
        if (err == ERR_OK && log_unpack(verify->arena, sweep.value, &at_ms, &packed, &entry) == ERR_OK &&
            event_update_unpack(verify->arena, (struct span){ (char *)entry->update.data, entry->update.len },
                                &update) == ERR_OK) {
            err = fold_one(group, &sweep.key, update);
            if (err != ERR_OK)
                break;
        }
        arena_rewind(verify->arena, mark);
    }
    return sweep_end(&sweep, err);
}

/* ---- against the tables */

static bool same(struct arena *arena, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
    struct span packed_a, packed_b;
    return record_pack(arena, a, &packed_a) == ERR_OK && record_pack(arena, b, &packed_b) == ERR_OK &&
           span_equal(packed_a, packed_b);
}

static void compare_facts(struct verify *verify, const struct key *key, event_record *event)
{
    const struct key from = key_two(event->id, 0);
    size_t count = 0;
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, verify->txn, TABLE_FACTS, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        stored_fact_record *row;
        if (key_first(&sweep.key) != event->id)
            break;
        err = fact_row_read(verify->arena, &sweep.key, sweep.value, table_unpack, &row);
        fact_record *fact = fold_fact(event, key_second(&sweep.key));
        if (err != ERR_OK)
            break;
        count++;
        snapshot_strip_fact(row->fact);
        if (!fact || (snapshot_strip_fact(fact), !same(verify->arena, &fact->base, &row->fact->base)))
            verify_finding(verify, TABLE_FACTS, &sweep.key, "it is not what the log says");
    }
    (void)sweep_end(&sweep, err); /* a row that cannot be read was said under its table */
    if (err != ERR_CORRUPT && count != event->n_facts)
        verify_finding(verify, TABLE_EVENTS, key, "it has %zu facts, and by the log %zu", count, event->n_facts);
}

static void compare(struct group *group, const struct key *key, event_record *stored)
{
    struct verify *verify = group->verify;
    struct folded *folded = find(group, key_first(key));
    if (folded->broken || folded->moved) {
        folded->event = NULL;
        return;
    }
    if (!folded->event) {
        verify_finding(verify, TABLE_EVENTS, key, "the log does not know it");
        return;
    }
    compare_facts(verify, key, folded->event);
    snapshot_strip_event(stored);
    snapshot_strip_event(folded->event);
    if (!same(verify->arena, &stored->base, &folded->event->base))
        verify_finding(verify, TABLE_EVENTS, key, "it is not what the log says");
    folded->event = NULL;
}

static enum err compare_all(struct group *group)
{
    struct verify *verify = group->verify;
    const struct key from = key_one(group->first);
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, verify->txn, TABLE_EVENTS, &from); err == ERR_OK || err == ERR_CORRUPT;
         err = sweep_next(&sweep)) {
        const size_t mark = arena_used(verify->arena);
        stored_event_record *row;
        struct folded *folded = find(group, key_first(&sweep.key));
        if (!folded)
            break;
        if (err == ERR_OK &&
            table_unpack(verify->arena, sweep.value, &claimwire__v1__stored_event__descriptor,
                         (ProtobufCMessage **)(void *)&row) == ERR_OK &&
            row->event)
            compare(group, &sweep.key, row->event);
        else
            folded->event = NULL; /* said under its table */
        arena_rewind(verify->arena, mark);
    }
    for (size_t i = 0; i < group->count; i++)
        if (group->events[i].event && !group->events[i].broken)
            verify_finding(verify, TABLE_EVENTS, NULL, "event %llu of the log has no row",
                           (unsigned long long)(group->first + i));
    return sweep_end(&sweep, err == ERR_CORRUPT ? ERR_OK : err);
}

static enum err fold_group(struct group *group)
{
    arena_reset(group->arena);
    group->events = arena_array(group->arena, group->count, sizeof *group->events);
    if (!group->events)
        return ERR_MEMORY;
    enum err err = load_snapshot(group);
    if (err == ERR_OK)
        err = fold_log(group);
    if (err == ERR_OK)
        err = compare_all(group);
    return err;
}

enum err verify_fold(struct verify *verify)
{
    const store_state_record *state = &verify->txn->state.record;
    struct group group = { .verify = verify, .first = 1, .count = GROUP_EVENTS_MAX };
    enum err err = ERR_OK;
    if (state->oldest_sequence > 1)
        err = snapshot_newest(verify->txn, &group.snapshot);
    if (err != ERR_OK)
        return err;
    if (group.snapshot + 1 < state->oldest_sequence) {
        verify_finding(verify, TABLE_SNAPSHOTS, NULL, "no snapshot reaches the oldest update kept");
        return ERR_OK;
    }
    group.arena = arena_new(FOLD_ARENA_BYTES);
    if (!group.arena)
        return ERR_MEMORY;
    while (err == ERR_OK && group.first < state->next_event) {
        const uint64_t left = state->next_event - group.first;
        if (group.count > left)
            group.count = (size_t)left;
        const uint64_t findings = verify->result->findings;
        err = fold_group(&group);
        if (err == ERR_MEMORY && group.count > 1) { /* fewer at a time */
            verify->result->findings = findings;
            group.count /= 2;
            err = ERR_OK;
            continue;
        }
        group.first += group.count;
    }
    arena_free(group.arena);
    return err;
}
