/* SPDX-License-Identifier: Apache-2.0
 * What the ask endpoint answers out of the store: replay, snapshots, status. */
#include <unistd.h>

#include "base/limits.h"
#include "hub/answer.h"
#include "store/inbox.h"
#include "store/log.h"

enum {
    REPLAY_BYTES_MAX = WIRE_REPLY_BYTES_MAX / 2, /* of entries in one reply */
    REPLAY_MAX = 1000,
};

reply_record *ask_reply(struct arena *arena, const ask_record *ask, Claimwire__V1__ReplyCode code, const char *message)
{
    reply_record *reply = reply_make(arena);
    if (!reply)
        return NULL;
    reply->has_request = reply->has_code = true;
    reply->request = ask->request;
    reply->code = code;
    reply->message = (char *)(uintptr_t)message;
    return reply;
}

reply_record *answer_fine(struct arena *arena, const ask_record *ask)
{
    return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_OK, NULL);
}

reply_record *answer_failed(struct arena *arena, const ask_record *ask, enum err err)
{
    if (err == ERR_NOT_FOUND)
        return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_NOT_FOUND, err_sentence(err));
    return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_FAILED, err_sentence(err));
}

/* ---- replay and snapshots */

static reply_record *take_snapshot(struct arena *arena, struct txn *txn, const ask_record *ask,
                                   Claimwire__V1__ReplyCode code, const char *message)
{
    reply_record *reply = ask_reply(arena, ask, code, message);
    uint64_t sequence = 0;
    if (reply && snapshot_newest(txn, &sequence) == ERR_OK) {
        reply->has_snapshot = true;
        reply->snapshot = sequence;
    }
    return reply;
}

static reply_record *answer_replay(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    const replay_request_record *request = ask->replay;
    const cursor_record oldest = CLAIMWIRE__V1__CURSOR__INIT;
    struct packed_list *list;
    const size_t count_max = request->count_max < REPLAY_MAX ? request->count_max : REPLAY_MAX;
    const enum err err =
        log_read(arena, txn, request->after ? request->after : &oldest, count_max, REPLAY_BYTES_MAX, &list);
    if (err == ERR_TOO_OLD)
        return take_snapshot(arena, txn, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_TOO_OLD, err_sentence(err));
    if (err == ERR_DIVERGED)
        return take_snapshot(arena, txn, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_DIVERGED, err_sentence(err));
    if (err)
        return answer_failed(arena, ask, err);
    reply_record *reply = answer_fine(arena, ask);
    replay_reply_record *body = replay_reply_make(arena);
    ProtobufCBinaryData *entries = arena_array(arena, list->count + 1, sizeof *entries);
    if (!reply || !body || !entries)
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        entries[i] = (ProtobufCBinaryData){ list->entries[i].size, (uint8_t *)(uintptr_t)list->entries[i].data };
    body->n_entries = list->count;
    body->entries = entries;
    body->last = txn_state(txn)->last;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_REPLAY;
    reply->replay = body;
    return reply;
}

static reply_record *answer_snapshot(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    snapshot_part_record *part;
    uint64_t sequence = ask->snapshot->sequence;
    const bool bounded = sequence == 0 && ask->snapshot->has_not_after;
    enum err err = bounded ? snapshot_before(txn, ask->snapshot->not_after, &sequence) : ERR_OK;
    if (err == ERR_OK && bounded && sequence == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_OK)
        err = snapshot_get(arena, txn, sequence, ask->snapshot->part, &part);
    if (err == ERR_NOT_FOUND && sequence == 0 && !bounded)
        return NULL; /* there is none: the loop makes one */
    if (err)
        return answer_failed(arena, ask, err);
    reply_record *reply = answer_fine(arena, ask);
    if (reply) {
        reply->body_case = CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART;
        reply->snapshot_part = part;
    }
    return reply;
}

/* ---- status */

static bool add_counters(struct arena *arena, struct counters *counters, status_reply_record *body)
{
    body->counters = arena_array(arena, COUNTER_COUNT, sizeof *body->counters);
    for (int i = 0; body->counters && i < COUNTER_COUNT; i++) {
        counter_record *row = counter_make(arena);
        if (!row)
            return false;
        row->name = (char *)(uintptr_t)counter_name((enum counter)i);
        row->has_value = true;
        row->value = counter_get(counters, (enum counter)i);
        body->counters[body->n_counters++] = row;
    }
    return body->counters != NULL;
}

static void add_state(const struct ask_context *context, struct txn *txn, status_reply_record *body)
{
    const store_state_record *state = txn_state(txn);
    body->has_epoch = body->has_incarnation = body->has_oldest_sequence = body->has_articles = true;
    body->epoch = store_epoch(context->store);
    body->incarnation = state->incarnation;
    body->last = state->last;
    body->oldest_sequence = state->oldest_sequence;
    body->articles = state->next_article ? state->next_article - 1 : 0;
    body->has_queued = body->has_dead = body->has_events = body->has_facts = body->has_stream_ms = true;
    body->queued = state->queued;
    body->dead = state->dead;
    body->events = state->next_event ? state->next_event - 1 : 0;
    body->facts = state->next_fact ? state->next_fact - 1 : 0;
    body->stream_ms = state->stream_ms;
}

static reply_record *answer_status(const struct ask_context *context, struct arena *arena, struct txn *txn,
                                   const ask_record *ask)
{
    const struct clock *clock = &context->options->clock;
    reply_record *reply = answer_fine(arena, ask);
    status_reply_record *body = status_reply_make(arena);
    struct inbox_page *page;
    if (!reply || !body || !add_counters(arena, context->counters, body))
        return NULL;
    add_state(context, txn, body);
    if (inbox_list(arena, txn, 0, 1, &page) == ERR_OK && page->count > 0) {
        body->has_oldest_queued_ms = true;
        body->oldest_queued_ms = clock_wall_ms(clock) - page->rows[0].entry->queued_ms;
    }
    body->version = (char *)(uintptr_t)context->options->version;
    body->has_workers = body->has_store_full = body->has_uptime_ms = body->has_pid = body->has_draining = true;
    body->workers = atomic_load_explicit(&context->counters->workers, memory_order_relaxed);
    body->store_full = atomic_load_explicit(&context->counters->store_full, memory_order_relaxed);
    body->has_events_open = true;
    body->events_open = atomic_load_explicit(&context->counters->events_open, memory_order_relaxed);
    body->uptime_ms = clock_monotonic_ms(clock) - context->started_ms;
    body->pid = (uint32_t)getpid();
    body->draining = atomic_load_explicit(&context->counters->draining, memory_order_relaxed);
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_STATUS;
    reply->status = body;
    return reply;
}

/* ---- */

static reply_record *answer(const struct ask_context *context, struct arena *arena, struct txn *txn,
                            const ask_record *ask)
{
    switch (ask->body_case) {
    case CLAIMWIRE__V1__ASK__BODY_REPLAY:
        return answer_replay(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_SNAPSHOT:
        return answer_snapshot(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_EVENTS:
        return answer_events(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_EVENT:
        return answer_event(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_ARTICLES:
        return answer_articles(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_CLAIMS:
        return answer_claims(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_DEAD:
        return answer_dead(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_DEAD_LETTER:
        return answer_dead_letter(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_WHY:
        return answer_why(arena, txn, ask);
    case CLAIMWIRE__V1__ASK__BODY_UNDO:
        return NULL; /* it writes: the loop's */
    case CLAIMWIRE__V1__ASK__BODY_STATUS:
        return answer_status(context, arena, txn, ask);
    default:
        return ask_reply(arena, ask, CLAIMWIRE__V1__REPLY_CODE__REPLY_BAD_REQUEST,
                         "this hub does not know that request");
    }
}

reply_record *ask_answer(const struct ask_context *context, struct arena *arena, const ask_record *ask)
{
    struct txn *txn;
    const enum err err = txn_begin_read(context->store, &txn);
    if (err)
        return answer_failed(arena, ask, err);
    reply_record *reply = answer(context, arena, txn, ask);
    txn_abort(txn);
    return reply;
}
