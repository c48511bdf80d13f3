/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/errand.h"

#include <stdlib.h>

#include "base/clock.h"
#include "hub/answer.h"
#include "hub/ask.h"
#include "store/inbox.h"
#include "store/log.h"

enum { ERRANDS_MAX = 16, ERRANDS_WAITING_MAX = 64 };

struct errand {
    struct peer peer;
    ask_record *ask;
    reply_record *reply;
};

struct errands {
    void *socket; /* PAIR, to the ask thread */
    size_t count;
    bool retried;
    struct errand list[ERRANDS_MAX];
};

struct errands *errands_open(void *context, const char *address)
{
    const int linger_ms = 0, waiting_max = ERRANDS_WAITING_MAX;
    struct errands *errands = calloc(1, sizeof *errands);
    if (!errands)
        return NULL;
    errands->socket = zmq_socket(context, ZMQ_PAIR);
    if (errands->socket && zmq_setsockopt(errands->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) == 0 &&
        zmq_setsockopt(errands->socket, ZMQ_SNDHWM, &waiting_max, sizeof waiting_max) == 0 &&
        zmq_bind(errands->socket, address) == 0)
        return errands;
    errands_close(errands);
    return NULL;
}

void errands_close(struct errands *errands)
{
    if (!errands)
        return;
    if (errands->socket)
        zmq_close(errands->socket);
    free(errands);
}

void *errands_socket(struct errands *errands)
{
    return errands->socket;
}

void errands_gather(struct errands *errands, struct arena *arena)
{
    errands->count = 0;
    errands->retried = false;
    while (errands->count < ERRANDS_MAX) {
        struct errand *errand = &errands->list[errands->count];
        zmq_msg_t body;
        const int size = zmq_recv(errands->socket, errand->peer.id, sizeof errand->peer.id, ZMQ_DONTWAIT);
        if (size < 0)
            return;
        errand->peer.size = (uint8_t)size;
        errand->reply = NULL;
        zmq_msg_init(&body);
        if (zmq_msg_recv(&body, errands->socket, ZMQ_DONTWAIT) >= 0 &&
            ask_unpack(arena, (struct span){ zmq_msg_data(&body), zmq_msg_size(&body) }, &errand->ask) == ERR_OK)
            errands->count++;
        zmq_msg_close(&body);
    }
}

bool errands_waiting(const struct errands *errands)
{
    return errands->count > 0;
}

bool errands_retried(const struct errands *errands)
{
    return errands->retried;
}

static enum err dead_letter(struct errands *errands, struct arena *arena, struct txn *txn,
                            const dead_request_record *request)
{
    uint64_t accept;
    if (request->verb == CLAIMWIRE__V1__DEAD_VERB__DEAD_DROP)
        return dead_drop(txn, request->id);
    errands->retried = true;
    return dead_retry(arena, txn, request->id, clock_wall_ms(&clock_system), &accept);
}

static enum err first_snapshot(struct arena *arena, struct txn *txn, struct errand *errand)
{
    enum err err = snapshot_put(arena, txn);
    snapshot_part_record *part = NULL;
    if (!err)
        err = snapshot_get(arena, txn, 0, 0, &part);
    if (err)
        return err;
    errand->reply = ask_reply(arena, errand->ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_OK, NULL);
    if (errand->reply) {
        errand->reply->body_case = CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART;
        errand->reply->snapshot_part = part;
    }
    return ERR_OK;
}

/* What the asker hears of an errand that was not done. */
static reply_record *refusal(struct arena *arena, const ask_record *ask, enum err err)
{
    const bool undo = ask->body_case == CLAIMWIRE__V1__ASK__BODY_UNDO;
    if (undo && err == ERR_FIELD_VALUE)
        return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_NOT_FOUND, "the event was merged into no other");
    if (undo && err == ERR_STALE)
        return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_NOT_FOUND,
                         "the event that it was merged into is open no more");
    return err_verdict(err) == VERDICT_RETRY
               ? ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_BUSY, err_sentence(err))
               : answer_failed(arena, ask, err);
}

enum err errands_store(struct errands *errands, struct desk *desk, struct arena *arena, struct txn *txn,
                       struct desk_outcome *outcome)
{
    for (size_t i = 0; i < errands->count; i++) {
        struct errand *errand = &errands->list[i];
        enum err err = ERR_FIELD_VALUE;
        if (errand->ask->body_case == CLAIMWIRE__V1__ASK__BODY_DEAD_LETTER)
            err = dead_letter(errands, arena, txn, errand->ask->dead_letter);
        else if (errand->ask->body_case == CLAIMWIRE__V1__ASK__BODY_SNAPSHOT)
            err = first_snapshot(arena, txn, errand);
        else if (errand->ask->body_case == CLAIMWIRE__V1__ASK__BODY_UNDO)
            err = desk_undo(desk, arena, txn, errand->ask->undo->event, outcome);
        if (err_verdict(err) == VERDICT_STOP || err == ERR_MEMORY) /* half done */
            return err;
        if (!errand->reply)
            errand->reply = err == ERR_OK ? answer_fine(arena, errand->ask) : refusal(arena, errand->ask, err);
    }
    return ERR_OK;
}

void errands_reply(struct errands *errands, struct arena *arena)
{
    for (size_t i = 0; i < errands->count; i++) {
        const struct errand *errand = &errands->list[i];
        struct span packed;
        if (errand->reply && reply_pack(arena, errand->reply, &packed) == ERR_OK &&
            zmq_send(errands->socket, errand->peer.id, errand->peer.size, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0)
            zmq_send(errands->socket, packed.data, packed.size, ZMQ_DONTWAIT);
    }
}
