/* SPDX-License-Identifier: Apache-2.0
 * The loop that owns the store. One turn: wait until something is due; gather
 * what has arrived; put all of it into one transaction; commit; then, and only
 * then, tell the world. */
#include "hub/loop_inner.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "hub/gate.h"
#include "hub/start.h"
#include "hub/usher.h"

enum {
    ARENA_BYTES = 256 * 1024 * 1024, /* of one turn; pages untouched cost nothing */
    DRAIN_MS = 10000,
    ALLOW_MS = 1000, /* between looks at the allow-list */
    READER_CHECK_MS = 30000,
    REOPEN_MAX = 3, /* times in a row, without a commit between */
};

#define ERRANDS_ADDRESS "inproc://errands"

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
            hub->drain_until_ms = hub_ms(hub) + DRAIN_MS;
            atomic_store(&hub->counters->draining, 1);
        }
    }
}

static long wait_ms(struct hub *hub)
{
    if (transaction_work_waits(hub) || hub->retention_rest)
        return 0;
    int64_t until = hub->next_heartbeat_ms < hub->next_chore_ms ? hub->next_heartbeat_ms : hub->next_chore_ms;
    const int64_t work = hub_rests(hub) ? hub->room.rest_until_ms : dispatch_next_ms(hub->dispatch);
    if (work < until)
        until = work;
    const int64_t rest = until - hub_ms(hub);
    return rest < 0 ? 0 : (long)rest;
}

static enum err gather(struct hub *hub)
{
    zmq_pollitem_t items[] = { { door_socket(hub->door), 0, ZMQ_POLLIN, 0 },
                               { dispatch_socket(hub->dispatch), 0, ZMQ_POLLIN, 0 },
                               { wire_socket(hub->wire), 0, ZMQ_POLLIN, 0 },
                               { errands_socket(hub->errands), 0, hub_rests(hub) ? 0 : ZMQ_POLLIN, 0 },
                               { NULL, hub->options->signals, ZMQ_POLLIN, 0 } };
    arena_reset(hub->arena);
    zmq_poll(items, sizeof items / sizeof *items, wait_ms(hub));
    take_signals(hub);
    if (hub_ms(hub) >= hub->next_allow_ms) {
        gate_look(hub->options, hub->counters, false);
        hub->next_allow_ms = hub_ms(hub) + ALLOW_MS;
    }
    if (!wire_gather(hub->wire))
        return ERR_SOCKET;
    dispatch_gather(hub->dispatch, hub->arena); /* first, so that no flood at the door starves it */
    door_gather(hub->door, hub->arena, &hub->batch);
    if (!hub_rests(hub))
        errands_gather(hub->errands, hub->arena);
    return ERR_OK;
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
    const uint64_t begin = hub_us();
    door_answer(hub->door, hub->arena, &hub->batch, &hub->fault);
    dispatch_send(hub->dispatch);
    publish(hub);
    errands_reply(hub->errands, hub->arena);
    counter_add(hub->counters, COUNTER_send_us, hub_us() - begin);
    atomic_store_explicit(&hub->counters->events_open, desk_size(hub->desk).events, memory_order_relaxed);
}

static void keep_time(struct hub *hub)
{
    const int64_t now = hub_ms(hub);
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
    if (transaction_is_due(hub)) {
        const enum err err = transaction_run(hub);
        if (err)
            return err;
        hub->failures = 0;
        const double full = room_committed(&hub->room, hub->store, hub_ms(hub));
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
    hub->next_heartbeat_ms = hub->next_chore_ms = hub->next_reader_check_ms = hub_ms(hub);
    hub->retention_rest = false;
    return status;
}

static int run(struct hub *hub)
{
    int status = open_all(hub);
    if (!status)
        log_line(LOG_INFO, "hub", "epoch %016llx, sequence %llu, %llu articles waiting",
                 (unsigned long long)store_epoch(hub->store),
                 (unsigned long long)store_state(hub->store)->last->sequence,
                 (unsigned long long)store_state(hub->store)->queued);
    while (!status && !hub->stop) {
        const enum err err = turn(hub);
        if (!err)
            continue;
        const bool failed = err != ERR_MAP_FULL, rested = hub_rests(hub);
        if (!failed)
            room_missed(&hub->room, hub->store, hub_ms(hub));
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
    usher_raise_limit();
    room_init(&hub->room);
    hub->arena = arena_new(ARENA_BYTES);
    hub->desk_arena = arena_new(ARTICLE_ARENA_BYTES);
    const int status = hub->arena && hub->desk_arena ? run(hub) : EX_OSERR;
    close_all(hub);
    arena_free(hub->desk_arena);
    arena_free(hub->arena);
    free(hub);
    log_line(LOG_INFO, "hub", "stopped");
    return status;
}
