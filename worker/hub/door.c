/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/door.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "hub/gate.h"
#include "proto/article.h"

enum {
    ARENA_ROOM_BYTES = 96 * 1024 * 1024, /* kept free for the desk and one more message */
    PEER_MESSAGES_MAX = 64,              /* of one feeder waiting in memory */
    RETRY_FULL_MS = 5000,
    RETRY_SOON_MS = 500,
    ROW_BYTES = 8 * 1024,                /* of the rows of an accepted article that are not its body */
    ARCHIVE_AHEAD_MS = 24 * 3600 * 1000, /* an archive's clock may be this far ahead of ours */
};

struct door {
    void *socket;
    const struct hub_options *options;
    struct counters *counters;
    uint64_t epoch;
    struct gate gate;
};

struct door *door_open(void *context, const struct hub_options *options, struct counters *counters, uint64_t epoch)
{
    const struct frame_limits limits = { WIRE_SUBMIT_BYTES_MAX, PEER_MESSAGES_MAX, 2 * (int)options->window };
    struct door *door = malloc(sizeof *door);
    if (!door)
        return NULL;
    *door = (struct door){ frame_socket(context, ZMQ_ROUTER, &limits), options, counters, epoch, { NULL, 0, NULL } };
    if (door->socket && gate_open(&door->gate, context, door->socket, options, USHER_FEED) &&
        zmq_bind(door->socket, options->feed) == 0)
        return door;
    log_line(LOG_ERROR, "door", "cannot bind %s: %s", options->feed, zmq_strerror(zmq_errno()));
    door_close(door);
    return NULL;
}

void door_close(struct door *door)
{
    if (!door)
        return;
    gate_close(&door->gate);
    frame_close(door->socket, 500);
    free(door);
}

void *door_socket(struct door *door)
{
    return door->socket;
}

static void reject(struct door_item *item, const char *reason, const char *message)
{
    item->article = NULL;
    item->code = CLAIMWIRE__V1__ANSWER_CODE__REJECTED;
    item->reason = reason;
    item->message = message;
}

static void retry(struct door_item *item, enum err why, uint32_t after_ms)
{
    item->article = NULL;
    item->code = CLAIMWIRE__V1__ANSWER_CODE__RETRY;
    item->reason = err_name(why);
    item->message = err_sentence(why);
    item->retry_after_ms = after_ms;
}

static void welcome(struct door *door, struct arena *arena, const struct peer *peer)
{
    welcome_record message = CLAIMWIRE__V1__WELCOME__INIT;
    message.has_window = true;
    message.window = door->options->window;
    message.has_article_bytes_max = true;
    message.article_bytes_max = WIRE_SUBMIT_BYTES_MAX;
    message.has_epoch = true;
    message.epoch = door->epoch;
    frame_send_record(door->socket, peer, WIRE_WELCOME, arena, &message.base);
}

static void take_submit(struct arena *arena, struct frame *frame, const struct user *user, struct door_item *item)
{
    submit_record *submit;
    const enum err err = submit_unpack(arena, frame_body(frame), &submit);
    if (err) {
        reject(item, err_name(err), err_sentence(err));
        return;
    }
    item->request = submit->request;
    item->archive = submit->archive;
    item->article = submit->article;
    memcpy(item->feeder, user->name, sizeof item->feeder);
    item->id = submit->article ? submit->article->id : NULL;
    const char *reason, *message;
    if (!submit->article)
        reject(item, err_name(ERR_FIELD_MISSING), "there is no article in it");
    else if (item->archive && !(user->roles & ROLE_ADMIN))
        reject(item, err_name(ERR_FORBIDDEN), "feeding an archive needs the role admin beside feeder");
    else if ((message = article_check(submit->article, &reason)))
        reject(item, reason, message);
}

/* True when the message needs an answer, which is then in `item`. */
static bool take(struct door *door, struct arena *arena, struct frame *frame, struct door_item *item)
{
    struct user user;
    *item = (struct door_item){ .peer = frame->peer };
    if (!gate_admits(&door->gate, frame, &user)) {
        counter_add(door->counters, COUNTER_messages_forbidden, 1);
        return false; /* unanswered: its feeder keeps the article */
    }
    switch (frame->kind) {
    case WIRE_HELLO:
        welcome(door, arena, &frame->peer);
        return false;
    case WIRE_SUBMIT:
        take_submit(arena, frame, &user, item);
        return true;
    default:
        counter_add(door->counters, COUNTER_messages_bad, 1);
        reject(item, "VERSION", "this hub does not know messages of that version and kind");
        return true;
    }
}

void door_gather(struct door *door, struct arena *arena, struct door_batch *batch)
{
    struct frame frame;
    batch->count = 0;
    for (int turn = 0; turn < 2 * BATCH_MAX && batch->count < BATCH_MAX; turn++) {
        if (arena_room(arena) < ARENA_ROOM_BYTES && batch->count > 0)
            return;
        const enum frame_result got = frame_receive(door->socket, true, &frame);
        if (got == FRAME_NONE)
            return;
        if (got == FRAME_BAD) {
            counter_add(door->counters, COUNTER_messages_bad, 1);
            continue;
        }
        if (take(door, arena, &frame, &batch->items[batch->count]))
            batch->count++;
        frame_release(&frame);
    }
}

/* Stream time of an article: the moment of accepting, or when an archive says
 * that it was fetched. */
static bool stream_time(const struct door_item *item, int64_t now_ms, int64_t *stream_ms)
{
    *stream_ms = now_ms;
    if (!item->archive)
        return true;
    return clock_parse(item->article->fetched_at, stream_ms) && *stream_ms >= 0 &&
           *stream_ms <= now_ms + ARCHIVE_AHEAD_MS;
}

static enum err store_one(struct arena *arena, struct txn *txn, int64_t now_ms, struct door_item *item)
{
    struct submission submission = { item->feeder, item->article, 0, now_ms };
    if (!stream_time(item, now_ms, &submission.stream_ms)) {
        reject(item, err_name(ERR_FIELD_VALUE),
               "fetched_at of an archived article must be a date between 1970 and now");
        return ERR_OK;
    }
    const enum err err = inbox_put(arena, txn, &submission, &item->stored);
    if (err_verdict(err) == VERDICT_REJECT) {
        reject(item, err_name(err), err_sentence(err));
        return ERR_OK;
    }
    item->code = item->stored.code;
    item->stream_ms = submission.stream_ms;
    return err;
}

/* Room for the article as it is stored and for what applying it will add. */
static bool has_room(struct txn *txn, const struct door_state *state, const article_record *article)
{
    const size_t body_bytes = span_of(article->body).size;
    return txn_fullness(txn, ROW_BYTES + body_bytes + store_room(body_bytes)) < state->full_at;
}

enum err door_store(struct door *door, struct arena *arena, struct txn *txn, const struct door_state *state,
                    struct door_batch *batch)
{
    (void)door;
    for (size_t i = 0; i < batch->count; i++) {
        struct door_item *item = &batch->items[i];
        if (!item->article)
            continue;
        if (state->refusal) {
            retry(item, state->refusal, state->refusal == ERR_FULL ? RETRY_FULL_MS : RETRY_SOON_MS);
            continue;
        }
        if (!has_room(txn, state, item->article)) {
            /* What is kept for the queue comes free as it is applied. */
            retry(item, ERR_FULL, txn_state(txn)->queued_room > 0 ? RETRY_SOON_MS : RETRY_FULL_MS);
            continue;
        }
        const enum err err = store_one(arena, txn, state->now_ms, item);
        if (err)
            return err;
    }
    return ERR_OK;
}

static void count(struct counters *counters, Claimwire__V1__AnswerCode code)
{
    switch (code) {
    case CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED:
        counter_add(counters, COUNTER_answers_accepted, 1);
        break;
    case CLAIMWIRE__V1__ANSWER_CODE__REVISED:
        counter_add(counters, COUNTER_answers_revised, 1);
        break;
    case CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE:
        counter_add(counters, COUNTER_answers_duplicate, 1);
        break;
    case CLAIMWIRE__V1__ANSWER_CODE__REJECTED:
        counter_add(counters, COUNTER_answers_rejected, 1);
        break;
    default:
        counter_add(counters, COUNTER_answers_retry, 1);
    }
}

static void answer_one(struct door *door, struct arena *arena, const struct door_item *item)
{
    answer_record answer = CLAIMWIRE__V1__ANSWER__INIT;
    answer.has_request = true;
    answer.request = item->request;
    answer.has_code = true;
    answer.code = item->code;
    answer.reason = (char *)(uintptr_t)item->reason;
    answer.message = (char *)(uintptr_t)item->message;
    answer.has_window = true;
    answer.window = door->options->window;
    if (item->retry_after_ms) {
        answer.has_retry_after_ms = true;
        answer.retry_after_ms = item->retry_after_ms;
    }
    answer.id = (char *)(uintptr_t)item->id;
    if (item->article) {
        answer.has_revision = true;
        answer.revision = item->stored.revision;
        answer.has_digest = true;
        answer.digest.data = (uint8_t *)(uintptr_t)item->stored.digest.bytes;
        answer.digest.len = DIGEST_BYTES;
    }
    if (!frame_send_record(door->socket, &item->peer, WIRE_ANSWER, arena, &answer.base))
        counter_add(door->counters, COUNTER_answers_dropped, 1);
}

void door_answer(struct door *door, struct arena *arena, const struct door_batch *batch, struct fault *fault)
{
    for (size_t i = 0; i < batch->count; i++) {
        count(door->counters, batch->items[i].code);
        if (batch->items[i].reason)
            counter_refusal(door->counters, batch->items[i].reason);
        const size_t used = arena_used(arena);
        answer_one(door, arena, &batch->items[i]);
        arena_rewind(arena, used);
        fault_point(fault, "answer.sent");
    }
}
