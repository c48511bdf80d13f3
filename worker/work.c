/* SPDX-License-Identifier: Apache-2.0 */
#include "work.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/time.h>
#include <sysexits.h>
#include <zmq.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "hub/frame.h"
#include "proto/alive.h"
#include "proto/endpoint.h"
#include "read.h"

enum {
    READY_MS = 1000,
    SLOTS = 8, /* one being read, the others waiting: the hub then commits several readings at once */
    MESSAGES_WAITING_MAX = 64,
    PACK_BYTES = 2 * WIRE_RESULT_BYTES_MAX,
};

struct work {
    const struct work_options *options;
    struct fault fault;
    struct arena *arena;
    struct model *model;
    void *context, *socket;
    void *refusals; /* of the hub; NULL: no keys */
    uint64_t session;
    int64_t next_ready_ms;
    int64_t heard_ms; /* of the hub, last; 0: never */
    struct alive alive;
};

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static void set_signals(void)
{
    const struct sigaction ending = { .sa_handler = stop };
    sigaction(SIGTERM, &ending, NULL);
    if (signal(SIGINT, stop) == SIG_IGN)
        signal(SIGINT, SIG_IGN); /* forked beside a hub, which decides */
    signal(SIGALRM, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* An article that takes longer than its lease ends this process: the hub
 * learns of it at once, by the next READY of this name. */
static void set_watchdog(int64_t ms)
{
    const struct itimerval timer = { .it_value = { ms / 1000, ms % 1000 * 1000 } };
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void send_ready(struct work *work, uint32_t slots)
{
    ready_record message = CLAIMWIRE__V1__READY__INIT;
    message.name = (char *)(uintptr_t)work->options->name;
    message.has_session = message.has_slots = message.has_reader = true;
    message.session = work->session;
    message.slots = slots;
    message.reader = READ_VERSION;
    frame_send_record(work->socket, NULL, WIRE_READY, work->arena, &message.base);
    work->next_ready_ms = clock_monotonic_ms(&clock_system) + READY_MS;
}

static void send_result(struct work *work, uint64_t lease, enum err err, reading_record *reading, const char *reason)
{
    result_record message = CLAIMWIRE__V1__RESULT__INIT;
    struct span packed;
    message.has_lease = message.has_session = message.has_code = true;
    message.lease = lease;
    message.session = work->session;
    message.reason = (char *)(uintptr_t)reason;
    message.reading = err ? NULL : reading;
    message.code = err == ERR_OK                        ? CLAIMWIRE__V1__RESULT_CODE__RESULT_READ
                   : err_verdict(err) == VERDICT_REJECT ? CLAIMWIRE__V1__RESULT_CODE__RESULT_UNREADABLE
                                                        : CLAIMWIRE__V1__RESULT_CODE__RESULT_FAILED;
    if (result_pack(work->arena, &message, &packed) != ERR_OK || packed.size > WIRE_RESULT_BYTES_MAX) {
        message.reading = NULL;
        message.code = CLAIMWIRE__V1__RESULT_CODE__RESULT_UNREADABLE;
        message.reason = (char *)(uintptr_t)err_name(ERR_TOO_LARGE);
        arena_reset(work->arena);
        if (result_pack(work->arena, &message, &packed) != ERR_OK)
            return;
    }
    frame_send(work->socket, NULL, WIRE_RESULT, packed);
}

/* What the hub sends, a lease or its heartbeat, says that it counts this
 * process among its extractors. */
static void show_life(struct work *work, bool heard)
{
    const int64_t now_ms = clock_monotonic_ms(&clock_system);
    if (heard)
        work->heard_ms = now_ms;
    if (!alive_touch(&work->alive, now_ms, work->heard_ms ? now_ms - work->heard_ms : -1))
        log_line(LOG_WARN, "work", "cannot touch %s: %s", work->alive.path, strerror(errno));
}

static void fault_of_article(struct work *work, const article_record *article)
{
    char point[WIRE_ID_BYTES_MAX + 8];
    snprintf(point, sizeof point, "read.%s", article->id ? article->id : "");
    fault_point(&work->fault, point);
}

static void read_lease(struct work *work, struct frame *frame)
{
    lease_record *lease;
    reading_record *reading = NULL;
    arena_reset(work->arena);
    enum err err = lease_unpack(work->arena, frame_body(frame), &lease);
    if (err || !lease->article) {
        log_line(LOG_ERROR, "work", "a lease is not valid: %s", err_sentence(err));
        return; /* it runs out */
    }
    if (stopping) {
        send_result(work, lease->lease, ERR_AGAIN, NULL, "STOPPING");
        return;
    }
    set_watchdog(work->options->lease_ms);
    fault_of_article(work, lease->article);
    err = read_article(work->arena, work->model, lease->article, lease->accepted_ms, &reading);
    send_result(work, lease->lease, err, reading, err ? err_name(err) : NULL);
    set_watchdog(0);
}

static void take_leases(struct work *work)
{
    struct frame frame;
    for (;;) {
        const enum frame_result got = frame_receive(work->socket, false, &frame);
        if (got == FRAME_NONE)
            return;
        if (got == FRAME_BAD)
            continue;
        show_life(work, true);
        if (frame.kind == WIRE_LEASE)
            read_lease(work, &frame);
        frame_release(&frame);
    }
}

static bool keyed(const struct work *work)
{
    return work->options->keys && curve_used(work->options->endpoint);
}

static bool connect_to_hub(struct work *work)
{
    const struct frame_limits limits = { WIRE_RESULT_BYTES_MAX, MESSAGES_WAITING_MAX, MESSAGES_WAITING_MAX };
    work->context = zmq_ctx_new();
    work->socket = work->context ? frame_socket(work->context, ZMQ_DEALER, &limits) : NULL;
    if (!work->socket)
        return false;
    if (keyed(work) && !(curve_trust(work->socket, work->options->keys) &&
                         (work->refusals = curve_refusals(work->context, work->socket))))
        return false;
    char text[ENDPOINT_BYTES];
    return zmq_connect(work->socket, endpoint_to_connect(work->options->endpoint, text)) == 0;
}

static int loop(struct work *work)
{
    zmq_pollitem_t item = { work->socket, 0, ZMQ_POLLIN, 0 };
    while (!stopping) {
        arena_reset(work->arena);
        const int64_t rest = work->next_ready_ms - clock_monotonic_ms(&clock_system);
        if (rest <= 0)
            send_ready(work, SLOTS);
        zmq_poll(&item, 1, rest <= 0 ? READY_MS : (long)rest);
        take_leases(work);
        show_life(work, false);
        if (curve_refused(work->refusals)) {
            log_line(LOG_ERROR, "work", "the hub at %s refuses this key", work->options->endpoint);
            return EX_NOPERM;
        }
    }
    send_ready(work, 0);
    take_leases(work);
    return EX_OK;
}

int work_run(const struct work_options *options)
{
    struct work work = { .options = options, .fault = options->fault, .alive.path = options->alive };
    int status = EX_UNAVAILABLE;

    char reason[MODEL_REASON_BYTES];
    if (read_open_model(options->model, &work.model, reason) != ERR_OK) {
        log_line(LOG_ERROR, "work", "%s", reason);
        return EX_CONFIG;
    }
    set_signals();
    while (work.session == 0)
        if (getrandom(&work.session, sizeof work.session, 0) != (ssize_t)sizeof work.session)
            return EX_OSERR;
    work.arena = arena_new(ARTICLE_ARENA_BYTES + PACK_BYTES);
    if (work.arena && connect_to_hub(&work))
        status = loop(&work);
    else
        log_line(LOG_ERROR, "work", "cannot connect to %s: %s", options->endpoint, zmq_strerror(errno));
    if (work.refusals)
        zmq_close(work.refusals);
    frame_close(work.socket, 1000);
    if (work.context)
        zmq_ctx_term(work.context);
    arena_free(work.arena);
    model_close(work.model);
    return status;
}
