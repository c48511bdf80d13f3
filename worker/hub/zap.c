/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/zap.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "base/clock.h"
#include "base/log.h"

#define ADDRESS "inproc://zeromq.zap.01"
#define ORDERS "inproc://zap-orders"

enum {
    CURVE_BYTES = 32,
    TEXT_BYTES = 256,         /* of a frame that is kept; a longer one makes a bad request */
    REFUSALS_LOGGED_MAX = 10, /* a minute */
    MINUTE_MS = 60000,
};

/* A request's frames, in their order. */
enum {
    FRAME_VERSION,
    FRAME_REQUEST,
    FRAME_DOMAIN,
    FRAME_ADDRESS,
    FRAME_IDENTITY,
    FRAME_MECHANISM,
    FRAME_KEY,
    FRAME_COUNT
};

struct request {
    bool whole; /* just those frames */
    size_t sizes[FRAME_COUNT];
    char texts[FRAME_COUNT][TEXT_BYTES + 1]; /* ended by a NUL */
};

struct zap {
    pthread_t thread;
    void *handler;    /* REP, of the thread */
    void *orders;     /* PAIR, of the thread */
    void *orders_far; /* its other end, used by zap_stop alone */
    struct allow *allow;
    struct fault fault;
    int64_t minute_ms; /* when the present minute of refusals began */
    unsigned refusals; /* in it */
};

unsigned zap_roles(const char *domain)
{
    static const struct {
        const char *domain;
        unsigned roles;
    } table[] = {
        { "feeder", ROLE_FEEDER },
        { "worker", ROLE_WORKER },
        { "subscriber", ROLE_SUBSCRIBER },
        { "query", ROLE_QUERY | ROLE_SUBSCRIBER | ROLE_ADMIN },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].domain, domain) == 0)
            return table[i].roles;
    return 0;
}

/* False when there is none. */
static bool receive(void *socket, struct request *request)
{
    size_t frame = 0;
    int more = 1;
    memset(request, 0, sizeof *request);
    request->whole = true;
    for (; more; frame++) {
        zmq_msg_t part;
        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, socket, frame == 0 ? ZMQ_DONTWAIT : 0) < 0) {
            zmq_msg_close(&part);
            return false;
        }
        const size_t size = zmq_msg_size(&part);
        more = zmq_msg_more(&part);
        if (frame < FRAME_COUNT && size <= TEXT_BYTES) {
            request->sizes[frame] = size;
            memcpy(request->texts[frame], zmq_msg_data(&part), size);
        } else {
            request->whole = false;
        }
        zmq_msg_close(&part);
    }
    request->whole = request->whole && frame == FRAME_COUNT;
    return true;
}

static bool frame_is(const struct request *request, int frame, const char *text)
{
    return request->sizes[frame] == strlen(text) && strcmp(request->texts[frame], text) == 0;
}

/* NULL when the peer may come in as `user`; else why not. */
static const char *judge(struct zap *zap, const struct request *request, struct user *user)
{
    char key[KEY_TEXT_BYTES];
    memset(user, 0, sizeof *user);
    if (!request->whole || !frame_is(request, FRAME_VERSION, "1.0") || !frame_is(request, FRAME_MECHANISM, "CURVE") ||
        request->sizes[FRAME_KEY] != CURVE_BYTES ||
        strlen(request->texts[FRAME_DOMAIN]) != request->sizes[FRAME_DOMAIN] ||
        !zmq_z85_encode(key, (const uint8_t *)request->texts[FRAME_KEY], CURVE_BYTES))
        return "bad request";
    if (allow_find(zap->allow, key, zap_roles(request->texts[FRAME_DOMAIN]), user))
        return NULL;
    if (user->name[0])
        return "wrong role";
    memcpy(user->key, key, sizeof key);
    strcpy(user->name, "?");
    return "unknown key";
}

static void log_refusal(struct zap *zap, const struct request *request, const struct user *user, const char *why)
{
    const int64_t now = clock_monotonic_ms(&clock_system);
    if (now - zap->minute_ms >= MINUTE_MS) {
        zap->minute_ms = now;
        zap->refusals = 0;
    }
    if (++zap->refusals <= REFUSALS_LOGGED_MAX)
        log_line(LOG_WARN, "zap", "refused %s at '%s': %s (key %s, name %s)%s", request->texts[FRAME_ADDRESS],
                 request->texts[FRAME_DOMAIN], why, user->key, user->name,
                 zap->refusals == REFUSALS_LOGGED_MAX ? "; no more refusals are logged in this minute" : "");
}

/* The user id is the key: every message of the connection carries it, and what
 * the key may do is looked up anew for each. */
static void answer(struct zap *zap, const struct request *request)
{
    struct user user;
    const char *why = judge(zap, request, &user);
    const char *const texts[] = { "1.0", NULL, why ? "400" : "200", why ? why : "OK", why ? "" : user.key, "" };
    enum { TEXTS = sizeof texts / sizeof *texts };
    if (why)
        log_refusal(zap, request, &user, why);
    for (int i = 0; i < TEXTS; i++) {
        const char *text = texts[i] ? texts[i] : request->texts[FRAME_REQUEST];
        const size_t size = texts[i] ? strlen(text) : request->sizes[FRAME_REQUEST];
        zmq_send(zap->handler, text, size, i + 1 < TEXTS ? ZMQ_SNDMORE : 0);
    }
}

static void *zap_main(void *argument)
{
    struct zap *zap = argument;
    struct request request;
    zmq_pollitem_t items[] = { { zap->handler, 0, ZMQ_POLLIN, 0 }, { zap->orders, 0, ZMQ_POLLIN, 0 } };
    while (!(items[1].revents & ZMQ_POLLIN)) {
        if (receive(zap->handler, &request)) {
            if (fault_due(&zap->fault, "zap.handler"))
                break;
            answer(zap, &request);
        } else {
            zmq_poll(items, 2, -1);
        }
    }
    if (!(items[1].revents & ZMQ_POLLIN))
        log_line(LOG_ERROR, "zap", "the handler has ended: nobody is let in any more");
    zmq_close(zap->handler);
    zmq_close(zap->orders);
    return NULL;
}

/* ---- life */

static void *open_socket(void *context, int type, bool bind, const char *address)
{
    const int linger_ms = 0;
    void *socket = zmq_socket(context, type);
    if (socket && zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) == 0 &&
        (bind ? zmq_bind(socket, address) : zmq_connect(socket, address)) == 0)
        return socket;
    if (socket)
        zmq_close(socket);
    return NULL;
}

struct zap *zap_start(void *context, struct allow *allow, const struct fault *fault)
{
    struct zap *zap = calloc(1, sizeof *zap);
    if (!zap)
        return NULL;
    zap->allow = allow;
    zap->fault = *fault;
    zap->minute_ms = clock_monotonic_ms(&clock_system);
    zap->handler = open_socket(context, ZMQ_REP, true, ADDRESS);
    zap->orders = open_socket(context, ZMQ_PAIR, true, ORDERS);
    zap->orders_far = open_socket(context, ZMQ_PAIR, false, ORDERS);
    if (zap->handler && zap->orders && zap->orders_far && pthread_create(&zap->thread, NULL, zap_main, zap) == 0)
        return zap;
    log_line(LOG_ERROR, "zap", "cannot start the handler at %s", ADDRESS);
    void *const sockets[] = { zap->handler, zap->orders, zap->orders_far };
    for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++)
        if (sockets[i])
            zmq_close(sockets[i]);
    free(zap);
    return NULL;
}

void zap_stop(struct zap *zap)
{
    if (!zap)
        return;
    zmq_send(zap->orders_far, "", 0, ZMQ_DONTWAIT);
    pthread_join(zap->thread, NULL);
    zmq_close(zap->orders_far);
    free(zap);
}
