/* SPDX-License-Identifier: Apache-2.0 */
#include "client/claimwire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/ask.h"

enum { AGAIN_MS = 1000, CONNECT_MS = 20, MESSAGE_BYTES = 512 };

struct claimwire_asker {
    void *context;
    struct peer peer;
    int timeout_ms;
    uint64_t request;
    Claimwire__V1__Reply *reply; /* what the last result points into */
    char message[MESSAGE_BYTES];
};

int claimwire_asker_open(const char *endpoint, int timeout_ms, struct claimwire_asker **asker)
{
    return claimwire_asker_open_keyed(endpoint, timeout_ms, NULL, asker);
}

int claimwire_asker_open_keyed(const char *endpoint, int timeout_ms, const struct claimwire_keys *keys,
                               struct claimwire_asker **asker)
{
    *asker = calloc(1, sizeof **asker);
    if (!*asker)
        return CLAIMWIRE_MEMORY;
    (*asker)->timeout_ms = timeout_ms;
    (*asker)->context = zmq_ctx_new();
    int result = (*asker)->context ? ask_open(&(*asker)->peer, (*asker)->context, endpoint, keys) : CLAIMWIRE_SOCKET;
    if (result != CLAIMWIRE_OK) {
        claimwire_asker_close(*asker);
        *asker = NULL;
    }
    return result;
}

static void forget(struct claimwire_asker *asker)
{
    if (asker->reply)
        claimwire__v1__reply__free_unpacked(asker->reply, NULL);
    asker->reply = NULL;
    asker->message[0] = '\0';
}

void claimwire_asker_close(struct claimwire_asker *asker)
{
    if (!asker)
        return;
    forget(asker);
    peer_close(&asker->peer);
    if (asker->context)
        zmq_ctx_term(asker->context);
    free(asker);
}

const char *claimwire_asker_message(const struct claimwire_asker *asker)
{
    return asker->message;
}

/* Sends when due and waits, until the reply is there or the time is over. */
static int exchange(struct claimwire_asker *asker, const Claimwire__V1__Ask *ask, bool once)
{
    int64_t now_ms = peer_now_ms(), deadline_ms = now_ms + asker->timeout_ms, due_ms = now_ms;
    bool sent = false;
    for (;; now_ms = peer_now_ms()) {
        int result = ask_take_reply(&asker->peer, ask->request, &asker->reply);
        if (result != CLAIMWIRE_AGAIN)
            return result;
        if (now_ms >= deadline_ms)
            return CLAIMWIRE_TIMEOUT;
        if (now_ms >= due_ms && !(once && sent)) {
            result = peer_send(&asker->peer, WIRE_ASK, &ask->base);
            if (result != CLAIMWIRE_OK && result != CLAIMWIRE_AGAIN)
                return result;
            sent = sent || result == CLAIMWIRE_OK;
            due_ms = now_ms + (result == CLAIMWIRE_OK ? AGAIN_MS : CONNECT_MS);
        }
        int64_t wake_ms = due_ms < deadline_ms && !(once && sent) ? due_ms : deadline_ms;
        struct peer *const peers[] = { &asker->peer };
        result = peer_wait(peers, 1, wake_ms - now_ms);
        if (result == CLAIMWIRE_OK)
            result = peer_tend(&asker->peer);
        if (result != CLAIMWIRE_OK)
            return result;
        if (asker->peer.refused) {
            snprintf(asker->message, sizeof asker->message, "it does not let this key in");
            return CLAIMWIRE_FORBIDDEN;
        }
    }
}

/* `want` is the reply's body. */
static int request(struct claimwire_asker *asker, Claimwire__V1__Ask *ask, bool once,
                   Claimwire__V1__Reply__BodyCase want)
{
    forget(asker);
    ask->has_request = true;
    ask->request = ++asker->request;
    int result = exchange(asker, ask, once);
    if (result != CLAIMWIRE_OK)
        return result;
    if (asker->reply->message)
        snprintf(asker->message, sizeof asker->message, "%s", asker->reply->message);
    result = ask_result(asker->reply);
    bool answered = want == CLAIMWIRE__V1__REPLY__BODY__NOT_SET || asker->reply->body_case == want;
    return result == CLAIMWIRE_OK && !answered ? CLAIMWIRE_CORRUPT : result;
}

int claimwire_asker_status(struct claimwire_asker *asker, const Claimwire__V1__StatusReply **status)
{
    Claimwire__V1__StatusRequest body = CLAIMWIRE__V1__STATUS_REQUEST__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_STATUS;
    ask.status = &body;
    int result = request(asker, &ask, false, CLAIMWIRE__V1__REPLY__BODY_STATUS);
    *status = result == CLAIMWIRE_OK ? asker->reply->status : NULL;
    return result;
}

static int request_list(struct claimwire_asker *asker, Claimwire__V1__Ask__BodyCase what,
                        Claimwire__V1__ListRequest *body, Claimwire__V1__Reply__BodyCase want)
{
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    body->has_after = body->has_count_max = true;
    ask.body_case = what;
    ask.events = body; /* all members of the union are pointers to the one message */
    return request(asker, &ask, false, want);
}

static int request_page(struct claimwire_asker *asker, Claimwire__V1__Ask__BodyCase what, uint64_t after,
                        uint32_t count_max, Claimwire__V1__Reply__BodyCase want)
{
    Claimwire__V1__ListRequest body = CLAIMWIRE__V1__LIST_REQUEST__INIT;
    body.after = after;
    body.count_max = count_max;
    return request_list(asker, what, &body, want);
}

int claimwire_asker_events(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                           const Claimwire__V1__EventsReply **page)
{
    int result =
        request_page(asker, CLAIMWIRE__V1__ASK__BODY_EVENTS, after, count_max, CLAIMWIRE__V1__REPLY__BODY_EVENTS);
    *page = result == CLAIMWIRE_OK ? asker->reply->events : NULL;
    return result;
}

int claimwire_asker_articles(struct claimwire_asker *asker, uint64_t after, uint32_t count_max, bool newest_only,
                             const Claimwire__V1__ArticlesReply **page)
{
    Claimwire__V1__ListRequest body = CLAIMWIRE__V1__LIST_REQUEST__INIT;
    body.after = after;
    body.count_max = count_max;
    body.has_newest_only = true;
    body.newest_only = newest_only;
    int result = request_list(asker, CLAIMWIRE__V1__ASK__BODY_ARTICLES, &body, CLAIMWIRE__V1__REPLY__BODY_ARTICLES);
    *page = result == CLAIMWIRE_OK ? asker->reply->articles : NULL;
    return result;
}

int claimwire_asker_claims(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                           const Claimwire__V1__ClaimsReply **page)
{
    int result =
        request_page(asker, CLAIMWIRE__V1__ASK__BODY_CLAIMS, after, count_max, CLAIMWIRE__V1__REPLY__BODY_CLAIMS);
    *page = result == CLAIMWIRE_OK ? asker->reply->claims : NULL;
    return result;
}

int claimwire_asker_dead(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                         const Claimwire__V1__DeadReply **page)
{
    int result = request_page(asker, CLAIMWIRE__V1__ASK__BODY_DEAD, after, count_max, CLAIMWIRE__V1__REPLY__BODY_DEAD);
    *page = result == CLAIMWIRE_OK ? asker->reply->dead : NULL;
    return result;
}

int claimwire_asker_event(struct claimwire_asker *asker, uint64_t id, const Claimwire__V1__Event **event)
{
    Claimwire__V1__EventRequest body = CLAIMWIRE__V1__EVENT_REQUEST__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    body.has_id = true;
    body.id = id;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_EVENT;
    ask.event = &body;
    *event = NULL;
    int result = request(asker, &ask, false, CLAIMWIRE__V1__REPLY__BODY_EVENTS);
    if (result == CLAIMWIRE_OK && asker->reply->events->n_events == 0)
        result = CLAIMWIRE_NOT_FOUND;
    if (result == CLAIMWIRE_OK)
        *event = asker->reply->events->events[0];
    return result;
}

static int request_dead(struct claimwire_asker *asker, Claimwire__V1__DeadVerb verb, uint64_t id,
                        Claimwire__V1__Reply__BodyCase want)
{
    Claimwire__V1__DeadRequest body = CLAIMWIRE__V1__DEAD_REQUEST__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    body.has_verb = body.has_id = true;
    body.verb = verb;
    body.id = id;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_DEAD_LETTER;
    ask.dead_letter = &body;
    return request(asker, &ask, verb != CLAIMWIRE__V1__DEAD_VERB__DEAD_SHOW, want);
}

int claimwire_asker_dead_show(struct claimwire_asker *asker, uint64_t id, const Claimwire__V1__DeadLetter **letter)
{
    *letter = NULL;
    int result = request_dead(asker, CLAIMWIRE__V1__DEAD_VERB__DEAD_SHOW, id, CLAIMWIRE__V1__REPLY__BODY_DEAD);
    if (result == CLAIMWIRE_OK && asker->reply->dead->n_letters == 0)
        result = CLAIMWIRE_NOT_FOUND;
    if (result == CLAIMWIRE_OK)
        *letter = asker->reply->dead->letters[0];
    return result;
}

int claimwire_asker_dead_retry(struct claimwire_asker *asker, uint64_t id)
{
    return request_dead(asker, CLAIMWIRE__V1__DEAD_VERB__DEAD_RETRY, id, CLAIMWIRE__V1__REPLY__BODY__NOT_SET);
}

int claimwire_asker_dead_drop(struct claimwire_asker *asker, uint64_t id)
{
    return request_dead(asker, CLAIMWIRE__V1__DEAD_VERB__DEAD_DROP, id, CLAIMWIRE__V1__REPLY__BODY__NOT_SET);
}

int claimwire_asker_undo(struct claimwire_asker *asker, uint64_t event)
{
    Claimwire__V1__UndoRequest body = CLAIMWIRE__V1__UNDO_REQUEST__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    body.has_event = true;
    body.event = event;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_UNDO;
    ask.undo = &body;
    return request(asker, &ask, true, CLAIMWIRE__V1__REPLY__BODY__NOT_SET);
}

int claimwire_asker_backup(struct claimwire_asker *asker, const char *directory,
                           const Claimwire__V1__BackupReply **backup)
{
    Claimwire__V1__BackupRequest body = CLAIMWIRE__V1__BACKUP_REQUEST__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    body.directory = (char *)directory;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_BACKUP;
    ask.backup = &body;
    int result = request(asker, &ask, true, CLAIMWIRE__V1__REPLY__BODY_BACKUP);
    *backup = result == CLAIMWIRE_OK ? asker->reply->backup : NULL;
    return result;
}

int claimwire_asker_why(struct claimwire_asker *asker, const Claimwire__V1__WhyRequest *what,
                        const Claimwire__V1__WhyReply **reply)
{
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    ask.body_case = CLAIMWIRE__V1__ASK__BODY_WHY;
    ask.why = (Claimwire__V1__WhyRequest *)what;
    int result = request(asker, &ask, false, CLAIMWIRE__V1__REPLY__BODY_WHY);
    *reply = result == CLAIMWIRE_OK ? asker->reply->why : NULL;
    return result;
}

int claimwire_asker_replay(struct claimwire_asker *asker, const struct claimwire_cursor *after, uint32_t count_max,
                           const Claimwire__V1__ReplayReply **replay)
{
    struct ask_replay message;
    ask_replay_init(&message, after, count_max);
    int result = request(asker, &message.ask, false, CLAIMWIRE__V1__REPLY__BODY_REPLAY);
    *replay = result == CLAIMWIRE_OK ? asker->reply->replay : NULL;
    return result;
}

int claimwire_asker_snapshot_before(struct claimwire_asker *asker, uint64_t not_after,
                                    const Claimwire__V1__SnapshotPart **snapshot)
{
    struct ask_snapshot message;
    ask_snapshot_init(&message, 0, 0);
    message.request.has_not_after = true;
    message.request.not_after = not_after;
    int result = request(asker, &message.ask, false, CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART);
    *snapshot = result == CLAIMWIRE_OK ? asker->reply->snapshot_part : NULL;
    return result;
}

int claimwire_asker_snapshot(struct claimwire_asker *asker, uint64_t sequence, uint32_t part,
                             const Claimwire__V1__SnapshotPart **snapshot)
{
    struct ask_snapshot message;
    ask_snapshot_init(&message, sequence, part);
    int result = request(asker, &message.ask, false, CLAIMWIRE__V1__REPLY__BODY_SNAPSHOT_PART);
    *snapshot = result == CLAIMWIRE_OK ? asker->reply->snapshot_part : NULL;
    return result;
}
