/* SPDX-License-Identifier: Apache-2.0
 * The loop that owns the store. One turn: wait until something is due; gather
 * what has arrived; put all of it into one transaction; commit; then, and only
 * then, tell the world. */
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "hub/ask.h"
#include "hub/dispatch.h"
#include "hub/door.h"
#include "hub/errand.h"
#include "hub/gate.h"
#include "hub/hub.h"
#include "hub/retention.h"
#include "hub/room.h"
#include "hub/start.h"
#include "hub/vitals.h"
#include "hub/wire.h"
#include "hub/zap.h"
#include "store/inbox.h"

enum {
    ARENA_BYTES = 256 * 1024 * 1024, /* of one turn; pages untouched cost nothing */
    DESK_ROOM_BYTES = 64 * 1024 * 1024, /* left free for one desk_apply */
    DRAIN_MS = 10000,
    CHORE_MS = 1000,       /* between looks at retention, expiry and readers */
    EXPIRED_MAX = 256,     /* articles that leave the window in one chore */
    ALLOW_MS = 1000,       /* between looks at the allow-list */
    READER_CHECK_MS = 30000,
    REOPEN_MAX = 3,        /* times in a row, without a commit between */
    OUTCOMES_MAX = BATCH_MAX + 2, /* and what is undone, and the chores */
};

#define ERRANDS_ADDRESS "inproc://errands"

struct hub {
    const struct hub_options *options;
    struct fault fault;
    struct counters *counters;
    struct arena *arena;
    struct store *store;
    struct desk *desk;
    void *context;
    struct zap *zap; /* of that context; NULL: no keys */
    struct door *door;
    struct dispatch *dispatch;
    struct wire *wire;
    struct ask *ask;
    struct errands *errands;
    struct door_batch batch;
    struct desk_outcome outcomes[OUTCOMES_MAX];
    size_t outcome_count;
    bool retention_rest; /* the last chore had more to drop */
    int64_t next_heartbeat_ms, next_chore_ms, next_reader_check_ms, next_allow_ms; /* monotonic */
    int64_t drain_until_ms; /* 0: not draining */
    bool stop;
    int failures; /* in a row */
    struct room room;
};

static int64_t now_ms(const struct hub *hub)
{
    return clock_monotonic_ms(&hub->options->clock);
}

static uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* ---- waiting and gathering */

static void take_signals(struct hub *hub)
{
    struct signalfd_siginfo info;
    while (read(hub->options->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            gate_look(hub->options, hub->counters, true);
        } else if (hub->drain_until_ms > 0) {
            log_line(LOG_WARN, "hub", "second signal: stopping at once");
            hub->stop = true;
        } else {
            log_line(LOG_INFO, "hub", "stopping: finishing what is being read");
            hub->drain_until_ms = now_ms(hub) + DRAIN_MS;
            atomic_store(&hub->counters->draining, 1);
        }
    }
}

static bool resting(const struct hub *hub)
{
    return room_rests(&hub->room, now_ms(hub));
}

static bool work_waits(struct hub *hub)
{
    if (resting(hub))
        return false;
    return dispatch_pending(hub->dispatch) && !(hub->drain_until_ms > 0 && dispatch_idle(hub->dispatch));
}

static long wait_ms(struct hub *hub)
{
    if (work_waits(hub) || hub->retention_rest)
        return 0;
    int64_t until = hub->next_heartbeat_ms < hub->next_chore_ms ? hub->next_heartbeat_ms : hub->next_chore_ms;
    const int64_t work = resting(hub) ? hub->room.rest_until_ms : dispatch_next_ms(hub->dispatch);
    if (work < until)
        until = work;
    const int64_t rest = until - now_ms(hub);
    return rest < 0 ? 0 : (long)rest;
}

static enum err gather(struct hub *hub)
{
    zmq_pollitem_t items[] = { { door_socket(hub->door), 0, ZMQ_POLLIN, 0 },
                               { dispatch_socket(hub->dispatch), 0, ZMQ_POLLIN, 0 },
                               { wire_socket(hub->wire), 0, ZMQ_POLLIN, 0 },
                               { errands_socket(hub->errands), 0, resting(hub) ? 0 : ZMQ_POLLIN, 0 },
                               { NULL, hub->options->signals, ZMQ_POLLIN, 0 } };
    arena_reset(hub->arena);
    zmq_poll(items, sizeof items / sizeof *items, wait_ms(hub));
    take_signals(hub);
    if (now_ms(hub) >= hub->next_allow_ms) {
        gate_look(hub->options, hub->counters, false);
        hub->next_allow_ms = now_ms(hub) + ALLOW_MS;
    }
    if (!wire_gather(hub->wire))
        return ERR_SOCKET;
    dispatch_gather(hub->dispatch, hub->arena); /* first, so that no flood at the door starves it */
    door_gather(hub->door, hub->arena, &hub->batch);
    if (!resting(hub))
        errands_gather(hub->errands, hub->arena);
    return ERR_OK;
}

/* ---- one transaction */

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
    const uint64_t begin = now_us();
    const struct door_state state = { refusal(hub), hub->room.full_at, clock_wall_ms(&hub->options->clock) };
    const enum err err = door_store(hub->door, hub->arena, txn, &state, &hub->batch);
    for (size_t i = 0; !err && i < hub->batch.count; i++) {
        const struct door_item *item = &hub->batch.items[i];
        if (item->article && item->stored.accept) {
            dispatch_accepted(hub->dispatch, hub->arena, item->stored.accept, item->article, item->stream_ms);
            counter_add(hub->counters, COUNTER_batch_articles, 1);
        }
    }
    counter_add(hub->counters, COUNTER_accept_us, now_us() - begin);
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
    const enum err err = desk_apply(hub->desk, hub->arena, txn, input, &hub->outcomes[hub->outcome_count]);
    if (!err)
        hub->outcome_count++;
    if (err == ERR_STALE)
        counter_add(hub->counters, COUNTER_results_stale, 1);
    return err == ERR_STALE ? ERR_OK : err;
}

static enum err apply_readings(struct hub *hub, struct txn *txn)
{
    const uint64_t begin = now_us();
    struct desk_input input;
    const size_t most = hub->room.full ? 1 : BATCH_MAX;
    while (hub->outcome_count <= most && arena_room(hub->arena) > DESK_ROOM_BYTES &&
           (input.reading = dispatch_due(hub->dispatch, hub->arena, &input.accept))) {
        const enum err err = apply_one(hub, txn, &input);
        if (err)
            return err;
        count_reading(hub, input.reading);
        counter_add(hub->counters, COUNTER_batch_articles, 1);
        dispatch_applied(hub->dispatch, input.accept);
    }
    counter_add(hub->counters, COUNTER_desk_us, now_us() - begin);
    return ERR_OK;
}

/* Expiry and retention, a few rows a turn. */
static enum err do_chores(struct hub *hub, struct txn *txn)
{
    if (now_ms(hub) < hub->next_chore_ms && !hub->retention_rest)
        return ERR_OK;
    struct desk_outcome *outcome = &hub->outcomes[hub->outcome_count++];
    *outcome = (struct desk_outcome){ 0 };
    enum err err = ERR_OK;
    if (!resting(hub)) /* it writes to the log, and what makes room must not fail with it */
        err = desk_expire(hub->desk, hub->arena, txn, EXPIRED_MAX, outcome);
    if (!err)
        err = retention_cut(hub->options, hub->arena, txn, &hub->retention_rest);
    hub->next_chore_ms = now_ms(hub) + CHORE_MS;
    return err ? err : vitals_take(hub->counters, hub->arena, txn);
}

static enum err fill_transaction(struct hub *hub, struct txn *txn)
{
    hub->outcome_count = 0;
    hub->room.alone = 0;
    enum err err = accept_batch(hub, txn);
    if (!err && resting(hub)) {
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

static bool something_to_store(struct hub *hub)
{
    return hub->batch.count > 0 || errands_waiting(hub->errands) || work_waits(hub) || hub->retention_rest ||
           now_ms(hub) >= hub->next_chore_ms ||
           (!resting(hub) && now_ms(hub) >= dispatch_next_ms(hub->dispatch));
}

static enum err store_turn(struct hub *hub)
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
    const uint64_t begin = now_us();
    err = txn_commit(txn);
    counter_add(hub->counters, COUNTER_commit_us, now_us() - begin);
    counter_add(hub->counters, COUNTER_commits, 1);
    fault_point(&hub->fault, "commit.after");
    return err;
}

/* ---- after the commit */

static void publish(struct hub *hub)
{
    for (size_t i = 0; i < hub->outcome_count; i++) {
        for (size_t k = 0; k < hub->outcomes[i].updates; k++) {
            wire_publish(hub->wire, hub->outcomes[i].entries[k]);
            fault_point(&hub->fault, "publish.sent");
        }
    }
}

static void tell(struct hub *hub)
{
    const uint64_t begin = now_us();
    door_answer(hub->door, hub->arena, &hub->batch, &hub->fault);
    dispatch_send(hub->dispatch);
    publish(hub);
    errands_reply(hub->errands, hub->arena);
    counter_add(hub->counters, COUNTER_send_us, now_us() - begin);
    atomic_store_explicit(&hub->counters->events_open, desk_size(hub->desk).events, memory_order_relaxed);
}

static void keep_time(struct hub *hub)
{
    const int64_t now = now_ms(hub);
    atomic_store_explicit(&hub->counters->turned_ms, now, memory_order_relaxed);
    atomic_store_explicit(&hub->counters->store_refuses, hub->room.full, memory_order_relaxed);
    if (now >= hub->next_heartbeat_ms) {
        wire_heartbeat(hub->wire, hub->arena, store_state(hub->store)->last);
        hub->next_heartbeat_ms = now + WIRE_HEARTBEAT_MS;
    }
    if (now >= hub->next_reader_check_ms) {
        store_check_readers(hub->store);
        hub->next_reader_check_ms = now + READER_CHECK_MS;
    }
    if (hub->drain_until_ms > 0 && (dispatch_idle(hub->dispatch) || now >= hub->drain_until_ms))
        hub->stop = true;
}

static enum err turn(struct hub *hub)
{
    const enum err gathered = gather(hub);
    if (gathered || hub->stop)
        return gathered;
    if (something_to_store(hub)) {
        const enum err err = store_turn(hub);
        if (err)
            return err;
        hub->failures = 0;
        const double full = room_committed(&hub->room, hub->store, now_ms(hub));
        atomic_store_explicit(&hub->counters->store_full, full, memory_order_relaxed);
        tell(hub);
    }
    keep_time(hub);
    return ERR_OK;
}

/* ---- opening and closing */

static void close_all(struct hub *hub)
{
    atomic_store(&hub->counters->turned_ms, 0);
    ask_stop(hub->ask); /* first: it reads the store */
    errands_close(hub->errands);
    door_close(hub->door);
    dispatch_close(hub->dispatch);
    wire_close(hub->wire);
    zap_stop(hub->zap); /* after every socket that it guards */
    if (hub->context)
        zmq_ctx_term(hub->context);
    desk_free(hub->desk);
    store_close(hub->store);
    hub->ask = NULL;
    hub->errands = NULL;
    hub->door = NULL;
    hub->dispatch = NULL;
    hub->wire = NULL;
    hub->zap = NULL;
    hub->context = NULL;
    hub->desk = NULL;
    hub->store = NULL;
}

static int open_sockets(struct hub *hub)
{
    const struct hub_options *options = hub->options;
    hub->context = zmq_ctx_new();
    if (!hub->context)
        return EX_OSERR;
    if (options->keys && !(hub->zap = zap_start(hub->context, options->keys->allow, &options->fault)))
        return EX_CANTCREAT;
    hub->door = door_open(hub->context, options, hub->counters, store_epoch(hub->store));
    hub->dispatch = dispatch_open(hub->context, options, hub->counters);
    hub->wire = wire_open(options, hub->counters);
    hub->errands = errands_open(hub->context, ERRANDS_ADDRESS);
    if (!hub->door || !hub->dispatch || !hub->wire || !hub->errands)
        return EX_CANTCREAT;
    hub->ask = ask_start(hub->context, options, hub->store, hub->counters, ERRANDS_ADDRESS);
    return hub->ask ? EX_OK : EX_CANTCREAT;
}

static int open_all(struct hub *hub)
{
    int status = start_store(hub->options, hub->arena, &hub->store, &hub->desk);
    if (!status)
        status = open_sockets(hub);
    hub->next_heartbeat_ms = hub->next_chore_ms = hub->next_reader_check_ms = now_ms(hub);
    hub->retention_rest = false;
    return status;
}

static int run(struct hub *hub)
{
    int status = open_all(hub);
    if (!status)
        log_line(LOG_INFO, "hub", "epoch %016llx, sequence %llu, %llu articles waiting",
                 (unsigned long long)store_epoch(hub->store), (unsigned long long)store_state(hub->store)->last->sequence,
                 (unsigned long long)store_state(hub->store)->queued);
    while (!status && !hub->stop) {
        const enum err err = turn(hub);
        if (!err)
            continue;
        const bool failed = err != ERR_MAP_FULL, rested = resting(hub);
        if (!failed)
            room_missed(&hub->room, hub->store, now_ms(hub));
        else
            log_line(LOG_ERROR, "hub", "the store failed: %s; opening it again", err_sentence(err));
        /* Whether the transaction is on disk may be unknown, and the memory of
         * desk and dispatch is ahead of it. Nobody has been told anything; the
         * store, opened again, knows. A full map is no failure. */
        close_all(hub);
        if (failed && ++hub->failures > REOPEN_MAX)
            return EX_IOERR;
        if (failed)
            sleep(1);
        status = open_all(hub);
        if (rested) /* retention itself did not fit: not again at once */
            hub->next_chore_ms = hub->room.rest_until_ms;
    }
    return status;
}

int hub_run(const struct hub_options *options)
{
    struct hub *hub = calloc(1, sizeof *hub);
    if (!hub)
        return EX_OSERR;
    hub->options = options;
    hub->counters = options->counters;
    hub->fault = options->fault;
    room_init(&hub->room);
    hub->arena = arena_new(ARENA_BYTES);
    const int status = hub->arena ? run(hub) : EX_OSERR;
    close_all(hub);
    arena_free(hub->arena);
    free(hub);
    log_line(LOG_INFO, "hub", "stopped");
    return status;
}
