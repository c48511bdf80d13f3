/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/ask.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "hub/gate.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    REQUESTS_WAITING_MAX = 64, /* of one asker */
    REPLIES_WAITING_MAX = 8,   /* of up to WIRE_REPLY_BYTES_MAX */
    ERRANDS_WAITING_MAX = 64,
    TURN_MAX = 16, /* requests answered before the loop's replies get a turn */
};

struct ask {
    pthread_t thread;
    void *socket;     /* ROUTER */
    void *errands;    /* PAIR, to the loop */
    void *orders;     /* PAIR, from ask_stop */
    void *orders_far; /* its other end, used by ask_stop alone */
    struct arena *arena;
    struct gate gate;
    struct ask_context context;
    pthread_t backup;
    bool backup_runs;
    _Atomic int backup_done;
    struct peer backup_peer;
    uint64_t backup_request;
    char backup_directory[4096];
    reply_record backup_reply;
    backup_reply_record backup_body;
    char backup_reason[STORE_REASON_BYTES];
};

/* ---- a backup takes as long as it takes, so it has a thread of its own */

static void *backup_main(void *argument)
{
    struct ask *ask = argument;
    uint64_t epoch = 0, sequence = 0;
    const enum err err = store_backup(ask->context.store, ask->backup_directory, &epoch, &sequence, ask->backup_reason);
    claimwire__v1__reply__init(&ask->backup_reply);
    claimwire__v1__backup_reply__init(&ask->backup_body);
    ask->backup_reply.has_request = ask->backup_reply.has_code = true;
    ask->backup_reply.request = ask->backup_request;
    if (err) {
        ask->backup_reply.code = CLAIMWIRE__V1__REPLY_CODE__REPLY_FAILED;
        ask->backup_reply.message = ask->backup_reason;
    } else {
        ask->backup_reply.code = CLAIMWIRE__V1__REPLY_CODE__REPLY_OK;
        ask->backup_body.has_epoch = ask->backup_body.has_sequence = true;
        ask->backup_body.epoch = epoch;
        ask->backup_body.sequence = sequence;
        ask->backup_reply.body_case = CLAIMWIRE__V1__REPLY__BODY_BACKUP;
        ask->backup_reply.backup = &ask->backup_body;
    }
    atomic_store(&ask->backup_done, 1);
    return NULL;
}

static reply_record *backup_begin(struct ask *ask, const struct peer *peer, const ask_record *request)
{
    const char *directory = request->backup->directory;
    if (!directory || directory[0] != '/' || strlen(directory) >= sizeof ask->backup_directory)
        return ask_reply(ask->arena, request, CLAIMWIRE__V1__REPLY_CODE__REPLY_BAD_REQUEST,
                         "a backup needs an absolute path");
    if (ask->backup_runs)
        return ask_reply(ask->arena, request, CLAIMWIRE__V1__REPLY_CODE__REPLY_BUSY, "a backup is being made already");
    memcpy(ask->backup_directory, directory, strlen(directory) + 1);
    ask->backup_peer = *peer;
    ask->backup_request = request->request;
    atomic_store(&ask->backup_done, 0);
    ask->backup_runs = pthread_create(&ask->backup, NULL, backup_main, ask) == 0;
    return ask->backup_runs
               ? NULL
               : ask_reply(ask->arena, request, CLAIMWIRE__V1__REPLY_CODE__REPLY_FAILED, "no thread to be had");
}

static void backup_end(struct ask *ask)
{
    if (!ask->backup_runs || !atomic_load(&ask->backup_done))
        return;
    pthread_join(ask->backup, NULL);
    ask->backup_runs = false;
    frame_send_record(ask->socket, &ask->backup_peer, WIRE_REPLY, ask->arena, &ask->backup_reply.base);
}

/* ---- requests */

/* To the loop, as [peer][body]; its reply comes back the same way. */
static bool send_errand(void *socket, const struct peer *peer, struct span body)
{
    return zmq_send(socket, peer->id, peer->size, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0 &&
           zmq_send(socket, body.data, body.size, ZMQ_DONTWAIT) >= 0;
}

/* What changes something, or writes on the hub's machine. */
static bool needs_admin(const ask_record *request)
{
    return request->body_case == CLAIMWIRE__V1__ASK__BODY_BACKUP ||
           request->body_case == CLAIMWIRE__V1__ASK__BODY_UNDO ||
           (request->body_case == CLAIMWIRE__V1__ASK__BODY_DEAD_LETTER &&
            request->dead_letter->verb != CLAIMWIRE__V1__DEAD_VERB__DEAD_SHOW);
}

static void take_request(struct ask *ask, struct frame *frame)
{
    ask_record *request;
    reply_record *reply = NULL;
    struct user user;
    if (!gate_admits(&ask->gate, frame, &user)) {
        counter_add(ask->context.counters, COUNTER_messages_forbidden, 1);
        return;
    }
    const enum err err = frame->kind == WIRE_ASK ? ask_unpack(ask->arena, frame_body(frame), &request) : ERR_MALFORMED;
    counter_add(ask->context.counters, err ? COUNTER_asks_bad : COUNTER_asks, 1);
    if (err) {
        const ask_record unknown = CLAIMWIRE__V1__ASK__INIT;
        reply = ask_reply(ask->arena, &unknown, CLAIMWIRE__V1__REPLY_CODE__REPLY_BAD_REQUEST, err_sentence(err));
    } else if (needs_admin(request) && !(user.roles & ROLE_ADMIN)) {
        counter_add(ask->context.counters, COUNTER_messages_forbidden, 1);
        reply = ask_reply(ask->arena, request, CLAIMWIRE__V1__REPLY_CODE__REPLY_FORBIDDEN, err_sentence(ERR_FORBIDDEN));
    } else if (request->body_case == CLAIMWIRE__V1__ASK__BODY_BACKUP) {
        reply = backup_begin(ask, &frame->peer, request);
        if (!reply)
            return;
    } else {
        reply = ask_answer(&ask->context, ask->arena, request);
        if (!reply && !arena_overflowed(ask->arena) && send_errand(ask->errands, &frame->peer, frame_body(frame)))
            return;
        if (!reply)
            reply = ask_reply(ask->arena, request, CLAIMWIRE__V1__REPLY_CODE__REPLY_BUSY, "the loop has no time");
    }
    if (reply)
        frame_send_record(ask->socket, &frame->peer, WIRE_REPLY, ask->arena, &reply->base);
}

static void take_requests(struct ask *ask)
{
    struct frame frame;
    for (int taken = 0; taken < TURN_MAX; taken++) {
        arena_reset(ask->arena);
        const enum frame_result got = frame_receive(ask->socket, true, &frame);
        if (got == FRAME_NONE)
            return;
        if (got == FRAME_BAD) {
            counter_add(ask->context.counters, COUNTER_messages_bad, 1);
            continue;
        }
        take_request(ask, &frame);
        frame_release(&frame);
    }
}

/* What the loop has done goes back to who asked. */
static void relay_replies(struct ask *ask)
{
    for (;;) {
        struct peer peer;
        zmq_msg_t body;
        const int size = zmq_recv(ask->errands, peer.id, sizeof peer.id, ZMQ_DONTWAIT);
        if (size < 0)
            return;
        peer.size = (uint8_t)size;
        zmq_msg_init(&body);
        if (zmq_msg_recv(&body, ask->errands, ZMQ_DONTWAIT) >= 0)
            frame_send_message(ask->socket, &peer, WIRE_REPLY, &body);
        else
            zmq_msg_close(&body);
    }
}

static void *ask_main(void *argument)
{
    struct ask *ask = argument;
    zmq_pollitem_t items[] = { { ask->socket, 0, ZMQ_POLLIN, 0 },
                               { ask->errands, 0, ZMQ_POLLIN, 0 },
                               { ask->orders, 0, ZMQ_POLLIN, 0 } };
    while (!(items[2].revents & ZMQ_POLLIN)) {
        take_requests(ask);
        relay_replies(ask);
        backup_end(ask);
        zmq_poll(items, 3, ask->backup_runs ? 50 : 1000);
    }
    return NULL;
}

/* ---- life */

static void *pair(void *context, bool bind, const char *address)
{
    void *socket = zmq_socket(context, ZMQ_PAIR);
    const int linger_ms = 0, waiting_max = ERRANDS_WAITING_MAX;
    if (socket && zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) == 0 &&
        zmq_setsockopt(socket, ZMQ_SNDHWM, &waiting_max, sizeof waiting_max) == 0 &&
        (bind ? zmq_bind(socket, address) : zmq_connect(socket, address)) == 0)
        return socket;
    if (socket)
        zmq_close(socket);
    return NULL;
}

static void ask_free(struct ask *ask)
{
    gate_close(&ask->gate);
    frame_close(ask->socket, 200);
    if (ask->errands)
        zmq_close(ask->errands);
    if (ask->orders)
        zmq_close(ask->orders);
    if (ask->orders_far)
        zmq_close(ask->orders_far);
    arena_free(ask->arena);
    free(ask);
}

struct ask *ask_start(void *context, const struct hub_options *options, struct store *store, struct counters *counters,
                      const char *errands)
{
    const struct frame_limits limits = { WIRE_ASK_BYTES_MAX, REQUESTS_WAITING_MAX, REPLIES_WAITING_MAX };
    struct ask *ask = calloc(1, sizeof *ask);
    if (!ask)
        return NULL;
    ask->context = (struct ask_context){ options, store, counters, clock_monotonic_ms(&options->clock) };
    ask->arena = arena_new(ARENA_BYTES);
    ask->socket = frame_socket(context, ZMQ_ROUTER, &limits);
    ask->errands = pair(context, false, errands);
    ask->orders = pair(context, true, "inproc://ask-orders");
    ask->orders_far = pair(context, false, "inproc://ask-orders");
    if (!ask->socket || !gate_open(&ask->gate, context, ask->socket, options, USHER_ASK) ||
        zmq_bind(ask->socket, options->ask) != 0) {
        log_line(LOG_ERROR, "ask", "cannot bind %s: %s", options->ask, zmq_strerror(zmq_errno()));
    } else if (ask->arena && ask->errands && ask->orders && ask->orders_far &&
               pthread_create(&ask->thread, NULL, ask_main, ask) == 0) {
        return ask;
    }
    ask_free(ask);
    return NULL;
}

void ask_stop(struct ask *ask)
{
    if (!ask)
        return;
    zmq_send(ask->orders_far, "", 0, 0);
    pthread_join(ask->thread, NULL);
    if (ask->backup_runs)
        pthread_join(ask->backup, NULL);
    ask_free(ask);
}
