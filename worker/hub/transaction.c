/* SPDX-License-Identifier: Apache-2.0
 * One turn's transaction: articles in, leases out, readings applied, chores. */
#include "hub/loop_inner.h"

#include "base/limits.h"
#include "hub/retention.h"
#include "hub/vitals.h"
#include "store/inbox.h"

enum {
    DESK_ROOM_BYTES = 64 * 1024 * 1024, /* left free for one desk_apply */
    CHORE_MS = 1000,                    /* between looks at retention, expiry and readers */
    EXPIRED_MAX = 256,                  /* articles that leave the window in one chore */
};

static enum err refusal(const struct hub *hub)
{
    if (hub->drain_until_ms > 0)
        return ERR_DRAINING;
    if (hub->room.full)
        return ERR_FULL;
    return store_state(hub->store)->queued >= hub->options->backlog_max ? ERR_BACKLOG : ERR_OK;
}

static enum err accept_batch(struct hub *hub, struct txn *txn)
{
    if (hub->batch.count == 0)
        return ERR_OK;
    const uint64_t begin = hub_us();
    const struct door_state state = { refusal(hub), hub->room.full_at, clock_wall_ms(&hub->options->clock) };
    const enum err err = door_store(hub->door, hub->arena, txn, &state, &hub->batch);
    for (size_t i = 0; !err && i < hub->batch.count; i++) {
        const struct door_item *item = &hub->batch.items[i];
        if (item->article && item->stored.accept) {
            dispatch_accepted(hub->dispatch, hub->arena, item->stored.accept, item->article, item->stream_ms);
            counter_add(hub->counters, COUNTER_batch_articles, 1);
        }
    }
    counter_add(hub->counters, COUNTER_accept_us, hub_us() - begin);
    fault_point(&hub->fault, "accept.stored");
    return err;
}

static void count_reading(struct hub *hub, const reading_record *reading)
{
    if (reading->status == CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE)
        counter_add(hub->counters, COUNTER_results_language, 1);
    if (reading->status == CLAIMWIRE__V1__READING_STATUS__READING_PARTIAL)
        counter_add(hub->counters, COUNTER_results_partial, 1);
}

static enum err apply_one(struct hub *hub, struct txn *txn, const struct desk_input *input)
{
    if (room_never_fits(&hub->room, input->accept)) {
        counter_add(hub->counters, COUNTER_articles_dead, 1);
        return inbox_bury(hub->arena, txn, input->accept, err_name(ERR_MAP_FULL), clock_wall_ms(&hub->options->clock));
    }
    hub->room.alone = hub->room.full && !errands_waiting(hub->errands) ? input->accept : 0;
    struct desk_outcome *outcome = &hub->outcomes[hub->outcome_count];
    arena_reset(hub->desk_arena);
    enum err err = desk_apply(hub->desk, hub->desk_arena, txn, input, outcome);
    if (!err)
        err = desk_keep(hub->arena, outcome);
    if (!err)
        hub->outcome_count++;
    if (err == ERR_STALE)
        counter_add(hub->counters, COUNTER_results_stale, 1);
    return err == ERR_STALE ? ERR_OK : err;
}

static enum err apply_readings(struct hub *hub, struct txn *txn)
{
    const uint64_t begin = hub_us();
    struct desk_input input;
    const size_t most = hub->room.full ? 1 : BATCH_MAX;
    while (hub->outcome_count <= most && arena_room(hub->arena) > DESK_ROOM_BYTES &&
           dispatch_due(hub->dispatch, hub->arena, &input)) {
        const enum err err = apply_one(hub, txn, &input);
        if (err)
            return err;
        count_reading(hub, input.reading);
        counter_add(hub->counters, COUNTER_batch_articles, 1);
        dispatch_applied(hub->dispatch, input.accept);
    }
    counter_add(hub->counters, COUNTER_desk_us, hub_us() - begin);
    return ERR_OK;
}

/* Expiry and retention, a few rows a turn. */
static enum err do_chores(struct hub *hub, struct txn *txn)
{
    if (hub_ms(hub) < hub->next_chore_ms && !hub->retention_rest)
        return ERR_OK;
    struct desk_outcome *outcome = &hub->outcomes[hub->outcome_count++];
    *outcome = (struct desk_outcome){ 0 };
    enum err err = ERR_OK;
    if (!hub_rests(hub)) /* it writes to the log, and what makes room must not fail with it */
        err = desk_expire(hub->desk, hub->arena, txn, EXPIRED_MAX, outcome);
    if (!err)
        err = retention_cut(hub->options, hub->arena, txn, &hub->retention_rest);
    hub->next_chore_ms = hub_ms(hub) + CHORE_MS;
    return err ? err : vitals_take(hub->counters, hub->arena, txn);
}

static enum err fill_transaction(struct hub *hub, struct txn *txn)
{
    hub->outcome_count = 0;
    hub->room.alone = 0;
    enum err err = accept_batch(hub, txn);
    if (!err && hub_rests(hub)) {
        txn_use_spare(txn);
        return do_chores(hub, txn);
    }
    if (err)
        return err;
    struct desk_outcome *undone = &hub->outcomes[hub->outcome_count++];
    *undone = (struct desk_outcome){ 0 };
    err = errands_store(hub->errands, hub->desk, hub->arena, txn, undone);
    if (!err && errands_retried(hub->errands))
        dispatch_behind(hub->dispatch);
    if (!err)
        err = apply_readings(hub, txn);
    if (!err)
        err = dispatch_store(hub->dispatch, hub->arena, txn, hub->drain_until_ms > 0);
    return err ? err : do_chores(hub, txn);
}

bool transaction_work_waits(struct hub *hub)
{
    if (hub_rests(hub))
        return false;
    return dispatch_pending(hub->dispatch) && !(hub->drain_until_ms > 0 && dispatch_idle(hub->dispatch));
}

bool transaction_is_due(struct hub *hub)
{
    return hub->batch.count > 0 || errands_waiting(hub->errands) || transaction_work_waits(hub) ||
           hub->retention_rest || hub_ms(hub) >= hub->next_chore_ms ||
           (!hub_rests(hub) && hub_ms(hub) >= dispatch_next_ms(hub->dispatch));
}

enum err transaction_run(struct hub *hub)
{
    struct txn *txn;
    enum err err = txn_begin(hub->store, &txn);
    if (err)
        return err;
    err = fill_transaction(hub, txn);
    if (err) {
        txn_abort(txn);
        return err;
    }
    fault_point(&hub->fault, "commit.before");
    const uint64_t begin = hub_us();
    err = txn_commit(txn);
    counter_add(hub->counters, COUNTER_commit_us, hub_us() - begin);
    counter_add(hub->counters, COUNTER_commits, 1);
    fault_point(&hub->fault, "commit.after");
    return err;
}
