/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "hub/dispatch_inner.h"
#include "hub/reading_check.h"
#include "record/splice.h"
#include "store/articles.h"

enum {
    ARENA_ROOM_BYTES = 160 * 1024 * 1024, /* kept free for articles, the desk and one more result */
    PEER_MESSAGES_MAX = 64,
    SILENT_MS = 5000, /* after which an extractor that holds nothing is forgotten */
};

struct dispatch *dispatch_open(void *context, const struct hub_options *options, struct counters *counters)
{
    const struct frame_limits limits = { WIRE_RESULT_BYTES_MAX, PEER_MESSAGES_MAX, PEER_MESSAGES_MAX };
    struct dispatch *dispatch = calloc(1, sizeof *dispatch);
    if (!dispatch)
        return NULL;
    dispatch->socket = frame_socket(context, ZMQ_ROUTER, &limits);
    dispatch->options = options;
    dispatch->counters = counters;
    dispatch->behind = true;
    dispatch->next_lease = 1;
    if (dispatch->socket && gate_open(&dispatch->gate, context, dispatch->socket, options, USHER_WORK) &&
        zmq_bind(dispatch->socket, options->work) == 0)
        return dispatch;
    log_line(LOG_ERROR, "dispatch", "cannot bind %s: %s", options->work, zmq_strerror(zmq_errno()));
    dispatch_close(dispatch);
    return NULL;
}

void dispatch_close(struct dispatch *dispatch)
{
    if (!dispatch)
        return;
    ring_clear(&dispatch->ring);
    gate_close(&dispatch->gate);
    frame_close(dispatch->socket, 0);
    free(dispatch);
}

void *dispatch_socket(struct dispatch *dispatch)
{
    return dispatch->socket;
}

/* ---- tries that end without a reading */

static void break_try(struct dispatch *dispatch, struct place *place, const char *reason, bool counts)
{
    struct extractor *extractor = &dispatch->crew.extractors[place->extractor];
    if (extractor->present && extractor->held > 0 && --extractor->held == 0)
        extractor->alone = false;
    place->state = PLACE_BROKEN;
    place->counts = counts;
    snprintf(place->reason, sizeof place->reason, "%s", reason);
}

/* The process is gone. It read its leases in order, so it died over the
 * oldest; the others are innocent. Without `blame`, so is that one. */
static void take_back(struct dispatch *dispatch, int extractor, const char *reason, bool blame)
{
    bool first = blame;
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state != PLACE_LEASED || place->extractor != extractor)
            continue;
        counter_add(dispatch->counters, COUNTER_leases_lost, 1);
        break_try(dispatch, place, reason, first);
        first = false;
    }
    crew_forget(&dispatch->crew, extractor);
}

/* Whose key the allow-list has no longer gets no further article, and those
 * it holds go to others. */
static void part_from_removed(struct dispatch *dispatch)
{
    struct user user;
    const uint64_t losses = dispatch->gate.allow ? allow_losses(dispatch->gate.allow) : 0;
    if (losses == dispatch->losses)
        return;
    dispatch->losses = losses;
    for (int i = 0; i < CREW_MAX; i++) {
        const struct extractor *extractor = &dispatch->crew.extractors[i];
        if (!extractor->present || allow_find(dispatch->gate.allow, extractor->key, dispatch->gate.roles, &user))
            continue;
        log_line(LOG_WARN, "dispatch", "parting from extractor %s: its key is no longer allowed", extractor->name);
        take_back(dispatch, i, "FORBIDDEN", false);
    }
}

static void break_expired(struct dispatch *dispatch, int64_t now)
{
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state != PLACE_LEASED || place->deadline_ms > now)
            continue;
        counter_add(dispatch->counters, COUNTER_leases_expired, 1);
        take_back(dispatch, place->extractor, "TIMEOUT", true);
    }
    crew_forget_silent(&dispatch->crew, now - SILENT_MS);
    atomic_store_explicit(&dispatch->counters->workers, crew_count(&dispatch->crew), memory_order_relaxed);
}

/* ---- what extractors send */

static void take_ready(struct dispatch *dispatch, struct arena *arena, struct frame *frame, const struct user *user)
{
    ready_record *ready;
    int lost = -1, index;
    if (ready_unpack(arena, frame_body(frame), &ready) != ERR_OK) {
        counter_add(dispatch->counters, COUNTER_messages_bad, 1);
        return;
    }
    index = crew_ready(&dispatch->crew, &frame->peer, ready, dispatch_now_ms(dispatch), &lost);
    if (index < 0 && lost >= 0) {
        log_line(LOG_WARN, "dispatch", "extractor %s has died and is back", ready->name);
        take_back(dispatch, lost, "CRASH", true);
        index = crew_ready(&dispatch->crew, &frame->peer, ready, dispatch_now_ms(dispatch), &lost);
    }
    if (index < 0)
        return;
    memcpy(dispatch->crew.extractors[index].key, user->key, KEY_TEXT_BYTES);
    dispatch_greet(dispatch, arena, &frame->peer);
}

static struct place *find_lease(struct dispatch *dispatch, const result_record *result)
{
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state == PLACE_LEASED && place->lease == result->lease)
            return dispatch->crew.extractors[place->extractor].session == result->session ? place : NULL;
    }
    return NULL;
}

static void take_reading(struct dispatch *dispatch, struct frame *frame, struct place *place, reading_record *reading)
{
    struct span packed;
    const char *wrong = splice_find(frame_body(frame), DISPATCH_RESULT_READING, &packed) == ERR_OK
                            ? reading_check(reading, packed)
                            : "it is not well formed";
    if (wrong) {
        log_line(LOG_WARN, "dispatch", "a reading is not valid: %s", wrong);
        break_try(dispatch, place, "BAD_READING", true);
        return;
    }
    break_try(dispatch, place, "", false); /* the slot is free again */
    ring_keep_result(&dispatch->ring, place, &frame->body);
    place->reading = reading;
    place->turn = dispatch->turn;
    counter_add(dispatch->counters, COUNTER_results_read, 1);
}

static void take_result(struct dispatch *dispatch, struct arena *arena, struct frame *frame)
{
    result_record *result;
    if (dispatch_unpack(arena, frame_body(frame), false, &result) != ERR_OK) {
        counter_add(dispatch->counters, COUNTER_messages_bad, 1);
        return; /* the lease runs out */
    }
    struct place *place = find_lease(dispatch, result);
    if (!place) {
        counter_add(dispatch->counters, COUNTER_results_stale, 1);
        return;
    }
    dispatch->crew.extractors[place->extractor].seen_ms = dispatch_now_ms(dispatch);
    if (result->code == CLAIMWIRE__V1__RESULT_CODE__RESULT_READ) {
        take_reading(dispatch, frame, place, result->reading);
        return;
    }
    counter_add(dispatch->counters, COUNTER_results_failed, 1);
    const char *reason = result->reason ? result->reason : "FAILED";
    break_try(dispatch, place, reason, strcmp(reason, "STOPPING") != 0);
    place->unreadable = result->code == CLAIMWIRE__V1__RESULT_CODE__RESULT_UNREADABLE;
}

void dispatch_gather(struct dispatch *dispatch, struct arena *arena)
{
    struct frame frame;
    dispatch->turn++;
    for (int taken = 0; taken < BATCH_MAX && arena_room(arena) > ARENA_ROOM_BYTES; taken++) {
        const enum frame_result got = frame_receive(dispatch->socket, true, &frame);
        if (got == FRAME_NONE)
            return;
        if (got == FRAME_BAD) {
            counter_add(dispatch->counters, COUNTER_messages_bad, 1);
            continue;
        }
        struct user user;
        if (!gate_admits(&dispatch->gate, &frame, &user))
            counter_add(dispatch->counters, COUNTER_messages_forbidden, 1);
        else if (frame.kind == WIRE_READY)
            take_ready(dispatch, arena, &frame, &user);
        else if (frame.kind == WIRE_RESULT)
            take_result(dispatch, arena, &frame);
        else
            counter_add(dispatch->counters, COUNTER_messages_bad, 1);
        frame_release(&frame);
    }
}

/* ---- places */

void dispatch_accepted(struct dispatch *dispatch, struct arena *arena, uint64_t accept, const article_record *article,
                       int64_t stream_ms)
{
    if (dispatch->behind || ring_full(&dispatch->ring)) {
        dispatch->behind = true;
        return;
    }
    struct place *place = ring_push(&dispatch->ring, accept, 0, stream_ms);
    dispatch->loaded = accept;
    const size_t used = arena_used(arena);
    struct span packed;
    if (article_pack(arena, article, &packed) == ERR_OK)
        ring_keep_article(&dispatch->ring, place, packed);
    arena_rewind(arena, used);
}

void dispatch_behind(struct dispatch *dispatch)
{
    dispatch->behind = true;
}

static enum err fill(struct dispatch *dispatch, struct arena *arena, struct txn *txn)
{
    if (!dispatch->behind || ring_full(&dispatch->ring))
        return ERR_OK;
    const size_t room = REORDER_PLACES_MAX - dispatch->ring.count;
    struct inbox_page *page;
    const enum err err = inbox_list(arena, txn, dispatch->loaded, room, &page);
    if (err)
        return err;
    for (size_t i = 0; i < page->count; i++) {
        const inbox_entry_record *entry = page->rows[i].entry;
        ring_push(&dispatch->ring, page->rows[i].accept, entry->attempts, entry->accepted_ms);
        dispatch->loaded = page->rows[i].accept;
    }
    dispatch->behind = page->count == room;
    return ERR_OK;
}

static enum err bury(struct dispatch *dispatch, struct arena *arena, struct txn *txn, struct place *place)
{
    const enum err err = inbox_bury(arena, txn, place->accept, place->reason, clock_wall_ms(&dispatch->options->clock));
    if (err)
        return err;
    log_line(LOG_WARN, "dispatch", "article at place %llu is dead: %s", (unsigned long long)place->accept,
             place->reason);
    counter_add(dispatch->counters, COUNTER_articles_dead, 1);
    ring_remove(&dispatch->ring, place);
    return ERR_OK;
}

static enum err settle_broken(struct dispatch *dispatch, struct arena *arena, struct txn *txn)
{
    /* From the end, because removing moves the front. */
    for (size_t i = dispatch->ring.count; i-- > 0;) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state != PLACE_BROKEN)
            continue;
        enum err err = inbox_release(arena, txn, place->accept, place->counts);
        if (err)
            return err;
        if (!place->counts && place->attempts > 0)
            place->attempts--;
        if (place->unreadable || place->attempts >= ATTEMPTS_MAX)
            err = bury(dispatch, arena, txn, place);
        else
            place->state = PLACE_WAITING;
        if (err)
            return err;
    }
    return ERR_OK;
}

/* ---- leases */

static enum err load_article(struct dispatch *dispatch, struct arena *arena, struct txn *txn, struct place *place)
{
    if (place->article)
        return ERR_OK;
    inbox_entry_record *entry;
    stored_article_record *row;
    struct span packed;
    enum err err = inbox_get(arena, txn, place->accept, &entry);
    if (!err)
        err = articles_get_whole(arena, txn, entry->article, entry->revision, &row);
    if (!err)
        err = article_pack(arena, row->article, &packed);
    if (!err)
        ring_keep_article(&dispatch->ring, place, packed);
    return err;
}

static enum err lease(struct dispatch *dispatch, struct arena *arena, struct txn *txn, struct place *place, int index)
{
    const size_t used = arena_used(arena);
    enum err err = load_article(dispatch, arena, txn, place);
    if (!err)
        err = inbox_lease(arena, txn, place->accept, &place->attempts);
    arena_rewind(arena, used);
    if (err)
        return err;
    struct extractor *extractor = &dispatch->crew.extractors[index];
    extractor->held++;
    extractor->alone = place->attempts > 1;
    place->state = PLACE_CHOSEN;
    place->extractor = index;
    place->lease = dispatch->next_lease++;
    return ERR_OK;
}

static enum err choose(struct dispatch *dispatch, struct arena *arena, struct txn *txn)
{
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state != PLACE_WAITING)
            continue;
        if (i > 0 && dispatch_front_only(dispatch))
            return ERR_OK;
        const int index = crew_free(&dispatch->crew, place->attempts > 0);
        if (index < 0 && place->attempts == 0)
            return ERR_OK;
        if (index < 0) {
            crew_reserve(&dispatch->crew);
            continue;
        }
        const enum err err = lease(dispatch, arena, txn, place, index);
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err dispatch_store(struct dispatch *dispatch, struct arena *arena, struct txn *txn, bool draining)
{
    part_from_removed(dispatch);
    break_expired(dispatch, dispatch_now_ms(dispatch));
    enum err err = settle_broken(dispatch, arena, txn);
    if (!err)
        err = fill(dispatch, arena, txn);
    if (!err && !draining)
        err = choose(dispatch, arena, txn);
    return err;
}

void dispatch_send(struct dispatch *dispatch)
{
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state != PLACE_CHOSEN)
            continue;
        place->state = PLACE_LEASED;
        place->deadline_ms = dispatch_now_ms(dispatch) + dispatch->options->lease_ms;
        if (place->article && dispatch_send_lease(dispatch, place))
            counter_add(dispatch->counters, COUNTER_leases_sent, 1);
        else
            break_try(dispatch, place, "GONE", false);
        ring_drop_article(&dispatch->ring, place);
    }
}
