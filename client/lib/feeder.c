/* SPDX-License-Identifier: Apache-2.0 */
#include "client/claimwire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/peer.h"
#include "client/lib/submissions.h"
#include "proto/article.h"

enum {
    HELLO_MS = 1000,  /* between two HELLOs while the hub is silent */
    LOST_MS = 3000,   /* what is unanswered for so long is sent again */
    CONNECT_MS = 100, /* between two tries to greet a hub that is not there */
    RETRY_MS_MIN = 10,
    RETRY_MS_MAX = 60 * 1000,
    FRAME_BYTES_MAX = 64 * 1024, /* of a Welcome or an Answer */
    BURST = 1024,                /* messages taken in at one go */
};

struct claimwire_feeder {
    void *context;
    struct peer peer;
    struct submissions all;
    claimwire_answer_function *answered;
    void *answered_context;
    char agent[WIRE_AGENT_BYTES_MAX];
    bool archive;
    unsigned changes; /* of the peer's connection, seen */
    bool welcome;     /* by the hub at the other end of this very connection */
    bool heard;
    uint32_t hub_window, article_bytes_max;
    int64_t heard_ms, hello_ms; /* of the last message; of the next HELLO at the soonest */
    int delivered;
};

static int start(struct claimwire_feeder *feeder, const char *endpoint, uint32_t window,
                 const struct claimwire_keys *keys)
{
    /* A request number holds its slot in 16 bits. */
    if (window == 0)
        window = WIRE_WINDOW_DEFAULT;
    if (window > SUBMISSIONS_MAX)
        return CLAIMWIRE_USAGE;
    if (!submissions_open(&feeder->all, window))
        return CLAIMWIRE_MEMORY;
    feeder->context = zmq_ctx_new();
    if (!feeder->context)
        return CLAIMWIRE_SOCKET;
    const struct peer_options peer_options = {
        .type = ZMQ_DEALER,
        .high_water = 2 * SUBMISSIONS_MAX,
        .bytes_max = FRAME_BYTES_MAX,
    };
    return peer_open(&feeder->peer, feeder->context, endpoint, &peer_options, keys);
}

int claimwire_feeder_open(const char *endpoint, const struct claimwire_feeder_options *options,
                          claimwire_answer_function *answered, void *context, struct claimwire_feeder **feeder)
{
    const struct claimwire_feeder_options defaults = { 0 };
    if (!options)
        options = &defaults;
    *feeder = calloc(1, sizeof **feeder);
    if (!*feeder)
        return CLAIMWIRE_MEMORY;
    struct claimwire_feeder *new = *feeder;
    new->answered = answered;
    new->answered_context = context;
    new->archive = options->archive;
    new->article_bytes_max = WIRE_SUBMIT_BYTES_MAX;
    strncpy(new->agent, options->agent ? options->agent : "libclaimwire/" CLAIMWIRE_VERSION, sizeof new->agent - 1);
    int result = start(new, endpoint, options->window, options->keys);
    if (result != CLAIMWIRE_OK) {
        claimwire_feeder_close(new);
        *feeder = NULL;
    }
    return result;
}

void claimwire_feeder_close(struct claimwire_feeder *feeder)
{
    if (!feeder)
        return;
    submissions_close(&feeder->all);
    peer_close(&feeder->peer);
    if (feeder->context)
        zmq_ctx_term(feeder->context);
    free(feeder);
}

/* ---- sending */

static int send_one(struct claimwire_feeder *feeder, struct submission *one, int64_t now_ms)
{
    if (one->bytes > feeder->article_bytes_max) {
        one->reason = "TOO_LARGE";
        one->message = "the article is larger than the hub takes";
        submission_set(&feeder->all, one, SUBMISSION_REFUSED);
        return CLAIMWIRE_OK;
    }
    int result = peer_send_packed(&feeder->peer, WIRE_SUBMIT, one->packed, one->bytes);
    if (result == CLAIMWIRE_OK) {
        one->sent_ms = now_ms;
        submission_set(&feeder->all, one, SUBMISSION_SENT);
    }
    return result;
}

static int send_waiting(struct claimwire_feeder *feeder, int64_t now_ms)
{
    struct submissions *all = &feeder->all;
    int result = CLAIMWIRE_OK;
    if (!feeder->welcome || all->sent + all->refused == all->count)
        return CLAIMWIRE_OK;
    struct submission *one = submissions_first(all);
    for (; one && result == CLAIMWIRE_OK && all->sent < feeder->hub_window; one = submissions_after(all, one))
        if (one->state == SUBMISSION_WAITING && one->not_before_ms <= now_ms && !submissions_blocked(all, one))
            result = send_one(feeder, one, now_ms);
    return result == CLAIMWIRE_AGAIN ? CLAIMWIRE_OK : result;
}

/* What was sent before `sent_before_ms` and is unanswered goes out again. */
static void send_again(struct claimwire_feeder *feeder, int64_t sent_before_ms)
{
    struct submission *one = submissions_first(&feeder->all);
    for (; one; one = submissions_after(&feeder->all, one))
        if (one->state == SUBMISSION_SENT && one->sent_ms < sent_before_ms)
            submission_set(&feeder->all, one, SUBMISSION_WAITING);
}

static bool something_is_late(const struct claimwire_feeder *feeder, int64_t now_ms)
{
    const struct submission *oldest = submissions_first(&feeder->all);
    return oldest && oldest->state == SUBMISSION_SENT && now_ms - oldest->sent_ms >= LOST_MS;
}

static int greet(struct claimwire_feeder *feeder, int64_t now_ms)
{
    bool silent = now_ms - feeder->heard_ms >= HELLO_MS;
    if (now_ms < feeder->hello_ms || (feeder->welcome && !silent && !something_is_late(feeder, now_ms)))
        return CLAIMWIRE_OK;
    Claimwire__V1__Hello hello = CLAIMWIRE__V1__HELLO__INIT;
    hello.agent = feeder->agent;
    int result = peer_send(&feeder->peer, WIRE_HELLO, &hello.base);
    feeder->hello_ms = now_ms + (result == CLAIMWIRE_OK ? HELLO_MS : CONNECT_MS);
    return result == CLAIMWIRE_AGAIN ? CLAIMWIRE_OK : result;
}

int claimwire_feeder_submit(struct claimwire_feeder *feeder, const Claimwire__V1__Article *article, uint64_t tag)
{
    const char *reason = NULL, *why = article_check(article, &reason);
    Claimwire__V1__Submit submit = CLAIMWIRE__V1__SUBMIT__INIT;
    submit.article = (Claimwire__V1__Article *)article;
    submit.has_request = true;
    submit.request = UINT64_MAX; /* the longest */
    submit.has_archive = feeder->archive;
    submit.archive = feeder->archive;
    size_t bytes = why ? 0 : claimwire__v1__submit__get_packed_size(&submit);
    if (!submissions_room(&feeder->all, bytes))
        return CLAIMWIRE_AGAIN;

    char *id = article->id ? strdup(article->id) : NULL;
    uint8_t *packed = why ? NULL : malloc(bytes);
    if ((article->id && !id) || (!why && !packed)) {
        free(id);
        free(packed);
        return CLAIMWIRE_MEMORY;
    }
    struct submission *one = submissions_add(&feeder->all, id);
    one->tag = tag;
    one->id = id;
    one->packed = packed;
    submit.request = one->request;
    one->bytes = why ? 0 : claimwire__v1__submit__pack(&submit, packed);
    feeder->all.bytes += one->bytes;
    one->reason = reason;
    one->message = why;
    if (why)
        submission_set(&feeder->all, one, SUBMISSION_REFUSED);
    return CLAIMWIRE_OK;
}

/* ---- receiving */

static void deliver(struct claimwire_feeder *feeder, struct submission *one, struct claimwire_answer *answer)
{
    answer->tag = one->tag;
    char *id = submissions_remove(&feeder->all, one); /* first: the callback may submit */
    answer->id = id;
    feeder->answered(feeder->answered_context, answer);
    feeder->delivered++;
    free(id);
}

static void deliver_refused(struct claimwire_feeder *feeder)
{
    struct submission *one = submissions_first(&feeder->all);
    while (one && feeder->all.refused > 0) {
        struct submission *next = submissions_after(&feeder->all, one);
        if (one->state == SUBMISSION_REFUSED) {
            struct claimwire_answer answer = {
                .code = CLAIMWIRE__V1__ANSWER_CODE__REJECTED,
                .reason = one->reason,
                .message = one->message,
            };
            deliver(feeder, one, &answer);
        }
        one = next;
    }
}

static void try_later(struct claimwire_feeder *feeder, struct submission *one, int64_t wait_ms, int64_t now_ms)
{
    wait_ms = wait_ms < RETRY_MS_MIN ? RETRY_MS_MIN : wait_ms > RETRY_MS_MAX ? RETRY_MS_MAX : wait_ms;
    one->not_before_ms = now_ms + wait_ms;
    submission_set(&feeder->all, one, SUBMISSION_WAITING);
}

static void take_answer(struct claimwire_feeder *feeder, const Claimwire__V1__Answer *message, int64_t now_ms)
{
    if (message->has_window && message->window > 0)
        feeder->hub_window = message->window;
    struct submission *one = message->has_request ? submissions_find(&feeder->all, message->request) : NULL;
    if (!one || one->state == SUBMISSION_REFUSED)
        return;
    switch (message->code) {
    case CLAIMWIRE__V1__ANSWER_CODE__RETRY:
        try_later(feeder, one, message->retry_after_ms, now_ms);
        return;
    case CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED:
    case CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE:
    case CLAIMWIRE__V1__ANSWER_CODE__REVISED:
    case CLAIMWIRE__V1__ANSWER_CODE__REJECTED:
        break;
    default:
        return; /* of a later version; the hub will be asked again */
    }
    struct claimwire_answer answer = {
        .code = message->code,
        .reason = message->reason,
        .message = message->message,
        .revision = message->revision,
        .digest = message->has_digest && message->digest.len == DIGEST_BYTES ? message->digest.data : NULL,
    };
    deliver(feeder, one, &answer);
}

static void take_welcome(struct claimwire_feeder *feeder, const Claimwire__V1__Welcome *message, int64_t now_ms)
{
    feeder->welcome = true;
    feeder->hub_window = message->has_window && message->window > 0 ? message->window : WIRE_WINDOW_DEFAULT;
    if (message->has_article_bytes_max && message->article_bytes_max > 0)
        feeder->article_bytes_max = message->article_bytes_max;
    send_again(feeder, now_ms - LOST_MS);
}

static void take(struct claimwire_feeder *feeder, int kind, zmq_msg_t *body, int64_t now_ms)
{
    const ProtobufCMessageDescriptor *descriptor = kind == WIRE_ANSWER    ? &claimwire__v1__answer__descriptor
                                                   : kind == WIRE_WELCOME ? &claimwire__v1__welcome__descriptor
                                                                          : NULL;
    ProtobufCMessage *message = NULL;
    if (!descriptor || peer_unpack(descriptor, zmq_msg_data(body), zmq_msg_size(body), &message) != CLAIMWIRE_OK)
        return;
    feeder->heard = true;
    feeder->heard_ms = now_ms;
    if (kind == WIRE_ANSWER)
        take_answer(feeder, (const Claimwire__V1__Answer *)message, now_ms);
    else
        take_welcome(feeder, (const Claimwire__V1__Welcome *)message, now_ms);
    protobuf_c_message_free_unpacked(message, NULL);
}

/* A new connection may lead to a new hub, and a broken one took with it what
 * lay in its queues: all that is unanswered goes out again once welcomed. */
static int tend_connection(struct claimwire_feeder *feeder)
{
    const int result = peer_tend(&feeder->peer);
    if (feeder->changes != feeder->peer.changes) {
        feeder->changes = feeder->peer.changes;
        feeder->welcome = false;
        feeder->hello_ms = 0;
        send_again(feeder, INT64_MAX);
    }
    return result;
}

static int receive_all(struct claimwire_feeder *feeder)
{
    for (int i = 0; i < BURST; i++) {
        int kind;
        zmq_msg_t body;
        int result = peer_receive(&feeder->peer, &kind, &body);
        if (result == CLAIMWIRE_AGAIN)
            return CLAIMWIRE_OK;
        if (result == CLAIMWIRE_CORRUPT)
            continue;
        if (result != CLAIMWIRE_OK)
            return result;
        take(feeder, kind, &body, peer_now_ms());
        zmq_msg_close(&body);
    }
    return CLAIMWIRE_OK;
}

/* When the feeder must act though nothing comes. */
static int64_t next_due_ms(const struct claimwire_feeder *feeder, int64_t now_ms)
{
    int64_t due_ms = feeder->hello_ms > now_ms ? feeder->hello_ms : now_ms + CONNECT_MS;
    const struct submission *one = submissions_first(&feeder->all);
    for (; one; one = submissions_after(&feeder->all, one))
        if (one->state == SUBMISSION_WAITING && one->not_before_ms > now_ms && one->not_before_ms < due_ms)
            due_ms = one->not_before_ms;
    return due_ms;
}

int claimwire_feeder_poll(struct claimwire_feeder *feeder, int timeout_ms)
{
    int64_t now_ms = peer_now_ms(), deadline_ms = now_ms + (timeout_ms > 0 ? timeout_ms : 0);
    feeder->delivered = 0;
    for (;;) {
        int result = tend_connection(feeder);
        if (result == CLAIMWIRE_OK)
            result = receive_all(feeder);
        if (result == CLAIMWIRE_OK)
            result = greet(feeder, now_ms);
        if (result == CLAIMWIRE_OK)
            result = send_waiting(feeder, now_ms);
        deliver_refused(feeder);
        if (result != CLAIMWIRE_OK && feeder->delivered == 0)
            return result;
        if (feeder->delivered > 0 || now_ms >= deadline_ms)
            return feeder->delivered;
        int64_t due_ms = next_due_ms(feeder, now_ms);
        struct peer *const peers[] = { &feeder->peer };
        result = peer_wait(peers, 1, (due_ms < deadline_ms ? due_ms : deadline_ms) - now_ms);
        if (result != CLAIMWIRE_OK)
            return result;
        now_ms = peer_now_ms();
    }
}

size_t claimwire_feeder_pending(const struct claimwire_feeder *feeder)
{
    return feeder->all.count;
}

bool claimwire_feeder_heard(const struct claimwire_feeder *feeder)
{
    return feeder->heard;
}

int64_t claimwire_feeder_silent_ms(const struct claimwire_feeder *feeder)
{
    return feeder->heard ? peer_now_ms() - feeder->heard_ms : -1;
}

bool claimwire_feeder_refused(const struct claimwire_feeder *feeder)
{
    return feeder->peer.refused;
}
