/* SPDX-License-Identifier: Apache-2.0
 * Who is let in by handshake: with a handler, without one, with one that does
 * not answer; and what the handler makes of any request. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "hub/curve.h"
#include "hub/zap.h"

enum { WAIT_MS = 3000, REFUSED_MS = 700 };

struct room {
    char folder[64];
    char key[KEY_TEXT_BYTES], secret[KEY_TEXT_BYTES]; /* of a feeder in the list */
    struct curve_keys feeder;
    char hub_secret[KEY_TEXT_BYTES];
    struct allow *allow;
    void *context, *peers; /* the hub's, everybody else's */
};

static void write_list(struct room *room, const char *roles)
{
    char path[128];
    snprintf(path, sizeof path, "%s/allow", room->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fprintf(file, "# one\n\n%s %s tide\n", roles, room->key);
    fchmod(fileno(file), 0600);
    fclose(file);
}

static int setup(void **state)
{
    static struct room room;
    const char *why;
    unsigned line;
    strcpy(room.folder, "/tmp/claimwire-zap.XXXXXX");
    if (!mkdtemp(room.folder) || !curve_pair(room.secret, room.key) || !curve_pair(room.hub_secret, room.feeder.hub))
        return -1;
    memcpy(room.feeder.secret, room.secret, KEY_TEXT_BYTES);
    write_list(&room, "feeder,query");
    room.allow = allow_open(room.folder, &why, &line);
    room.context = zmq_ctx_new();
    room.peers = zmq_ctx_new();
    *state = &room;
    return room.allow ? 0 : -1;
}

static int teardown(void **state)
{
    struct room *room = *state;
    char path[128];
    zmq_ctx_term(room->peers);
    zmq_ctx_term(room->context);
    allow_close(room->allow);
    snprintf(path, sizeof path, "%s/allow", room->folder);
    unlink(path);
    return rmdir(room->folder);
}

static void *open_socket(void *context, int type)
{
    const int linger_ms = 0;
    void *socket = zmq_socket(context, type);
    assert_non_null(socket);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    return socket;
}

/* True when a message of a peer with those keys (NULL: a plain one) arrives at
 * a socket of that domain. */
static bool passes(struct room *room, const char *domain, const struct curve_keys *keys, int wait_ms)
{
    char endpoint[64], text[8];
    size_t size = sizeof endpoint;
    void *hub = open_socket(room->context, ZMQ_ROUTER), *peer = open_socket(room->peers, ZMQ_DEALER);
    assert_true(curve_guard(hub, room->hub_secret, domain));
    assert_int_equal(zmq_bind(hub, "tcp://127.0.0.1:*"), 0);
    assert_int_equal(zmq_getsockopt(hub, ZMQ_LAST_ENDPOINT, endpoint, &size), 0);
    if (keys)
        assert_true(curve_trust(peer, keys));
    assert_int_equal(zmq_connect(peer, endpoint), 0);
    zmq_send(peer, "hello", 5, ZMQ_DONTWAIT);
    zmq_pollitem_t item = { hub, 0, ZMQ_POLLIN, 0 };
    const bool came = zmq_poll(&item, 1, wait_ms) == 1;
    if (came)
        zmq_recv(hub, text, sizeof text, 0);
    zmq_close(peer);
    zmq_close(hub);
    return came;
}

static void nobody_passes_without_a_handler(void **state)
{
    assert_false(passes(*state, "feeder", &((struct room *)*state)->feeder, REFUSED_MS));
}

static void nobody_passes_while_the_handler_is_slow(void **state)
{
    struct room *room = *state;
    void *slow = open_socket(room->context, ZMQ_REP);
    assert_int_equal(zmq_bind(slow, "inproc://zeromq.zap.01"), 0);
    assert_false(passes(room, "feeder", &room->feeder, REFUSED_MS));
    zmq_close(slow);
}

static void the_handler_lets_in_by_domain_and_key(void **state)
{
    struct room *room = *state;
    const struct fault none = { NULL, 0 };
    struct curve_keys stranger = room->feeder, astray = room->feeder;
    char public[KEY_TEXT_BYTES];
    assert_true(curve_pair(stranger.secret, public));
    assert_true(curve_pair(public, astray.hub));
    struct zap *zap = zap_start(room->context, room->allow, &none);
    assert_non_null(zap);
    assert_true(passes(room, "feeder", &room->feeder, WAIT_MS));
    assert_true(passes(room, "query", &room->feeder, WAIT_MS));
    const char *const closed[] = { "worker", "subscriber", "admin", "feeder ", "Feeder", "*" };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        assert_false(passes(room, closed[i], &room->feeder, REFUSED_MS / 2));
    assert_false(passes(room, "feeder", &stranger, REFUSED_MS));
    assert_false(passes(room, "feeder", &astray, REFUSED_MS));
    assert_false(passes(room, "feeder", NULL, REFUSED_MS));
    assert_null(zap_start(room->context, room->allow, &none)); /* one a context */
    zap_stop(zap);
}

static void a_handler_that_has_ended_lets_nobody_in(void **state)
{
    struct room *room = *state;
    const struct fault second = fault_parse("zap.handler:2");
    struct zap *zap = zap_start(room->context, room->allow, &second);
    assert_non_null(zap);
    assert_true(passes(room, "feeder", &room->feeder, WAIT_MS));
    assert_false(passes(room, "feeder", &room->feeder, REFUSED_MS));
    assert_false(passes(room, "feeder", &room->feeder, REFUSED_MS));
    zap_stop(zap);
}

/* ---- requests as ZeroMQ would not send them */

struct asked {
    size_t count;
    const char *frames[10];
    size_t sizes[10];
    const char *status;
};

static void assert_status(struct room *room, const struct asked *asked)
{
    char status[8] = "", text[300];
    int more = 1;
    size_t size = sizeof more;
    void *socket = open_socket(room->context, ZMQ_REQ);
    assert_int_equal(zmq_connect(socket, "inproc://zeromq.zap.01"), 0);
    for (size_t i = 0; i < asked->count; i++)
        assert_true(zmq_send(socket, asked->frames[i], asked->sizes[i], i + 1 < asked->count ? ZMQ_SNDMORE : 0) >= 0);
    zmq_pollitem_t item = { socket, 0, ZMQ_POLLIN, 0 };
    assert_int_equal(zmq_poll(&item, 1, WAIT_MS), 1);
    for (int frame = 0; more; frame++) {
        const int got = zmq_recv(socket, text, sizeof text - 1, 0);
        assert_true(got >= 0);
        if (frame == 2) {
            assert_int_equal(got, 3);
            memcpy(status, text, 3);
        }
        assert_int_equal(zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size), 0);
    }
    assert_string_equal(status, asked->status);
    zmq_close(socket);
}

static void whatever_is_not_understood_is_refused_and_answered(void **state)
{
    struct room *room = *state;
    const struct fault none = { NULL, 0 };
    static char long_text[5000];
    uint8_t key[32];
    assert_non_null(zmq_z85_decode(key, room->key));
    const char *good = (const char *)key;
    const struct asked cases[] = {
        { 7, { "1.0", "1", "feeder", "127.0.0.1", "", "CURVE", good }, { 3, 1, 6, 9, 0, 5, 32 }, "200" },
        { 7, { "1.1", "1", "feeder", "127.0.0.1", "", "CURVE", good }, { 3, 1, 6, 9, 0, 5, 32 }, "400" },
        { 7, { "1.0", "1", "worker", "127.0.0.1", "", "CURVE", good }, { 3, 1, 6, 9, 0, 5, 32 }, "400" },
        { 7, { "1.0", "1", "", "127.0.0.1", "", "CURVE", good }, { 3, 1, 0, 9, 0, 5, 32 }, "400" },
        { 7, { "1.0", "1", "feeder\0x", "127.0.0.1", "", "CURVE", good }, { 3, 1, 8, 9, 0, 5, 32 }, "400" },
        { 7, { "1.0", "1", "feeder", "127.0.0.1", "", "CURVE", good }, { 3, 1, 6, 9, 0, 5, 31 }, "400" },
        { 7, { "1.0", "1", "feeder", "127.0.0.1", "", "PLAIN", good }, { 3, 1, 6, 9, 0, 5, 32 }, "400" },
        { 6, { "1.0", "1", "feeder", "127.0.0.1", "", "NULL" }, { 3, 1, 6, 9, 0, 4 }, "400" },
        { 8, { "1.0", "1", "feeder", "127.0.0.1", "", "CURVE", good, "" }, { 3, 1, 6, 9, 0, 5, 32, 0 }, "400" },
        { 7, { "1.0", "1", long_text, "127.0.0.1", "", "CURVE", good }, { 3, 1, 5000, 9, 0, 5, 32 }, "400" },
        { 1, { "" }, { 0 }, "400" },
        { 7, { "1.0", "1", "query", "127.0.0.1", "", "CURVE", good }, { 3, 1, 5, 9, 0, 5, 32 }, "200" },
    };
    struct zap *zap = zap_start(room->context, room->allow, &none);
    assert_non_null(zap);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_status(room, &cases[i]);
    zap_stop(zap);
}

/* ---- the list */

static void a_list_is_read_again_once_it_has_settled(void **state)
{
    struct room *room = *state;
    struct user user;
    const char *why;
    unsigned line;
    assert_true(allow_find(room->allow, room->key, ROLE_FEEDER, &user));
    assert_string_equal(user.name, "tide");
    assert_int_equal(user.roles, ROLE_FEEDER | ROLE_QUERY);
    assert_int_equal(allow_look(room->allow, false, &why, &line), ALLOW_SAME);
    write_list(room, "feeder,query,admin");
    assert_int_equal(allow_look(room->allow, false, &why, &line), ALLOW_SAME); /* it may be half written */
    assert_int_equal(allow_look(room->allow, false, &why, &line), ALLOW_READ);
    assert_int_equal(allow_look(room->allow, false, &why, &line), ALLOW_SAME);
    assert_int_equal(allow_losses(room->allow), 0);
    write_list(room, "query,admin");
    assert_int_equal(allow_look(room->allow, true, &why, &line), ALLOW_READ);
    assert_int_equal(allow_losses(room->allow), 1);
    assert_false(allow_find(room->allow, room->key, ROLE_FEEDER, &user));
    write_list(room, "feeder,king");
    assert_int_equal(allow_look(room->allow, true, &why, &line), ALLOW_KEPT);
    assert_int_equal(line, 3);
    assert_true(allow_find(room->allow, room->key, ROLE_ADMIN, &user));
}

static void the_hubs_own_user_outlives_every_file(void **state)
{
    struct room *room = *state;
    struct user own = { .name = "local", .roles = ROLE_WORKER }, user;
    char secret[KEY_TEXT_BYTES];
    const char *why;
    unsigned line;
    assert_true(curve_pair(secret, own.key));
    assert_true(allow_add(room->allow, &own));
    write_list(room, "query");
    assert_int_equal(allow_look(room->allow, true, &why, &line), ALLOW_READ);
    assert_true(allow_find(room->allow, own.key, ROLE_WORKER, &user));
    memcpy(room->key, own.key, KEY_TEXT_BYTES); /* nobody else may have it */
    write_list(room, "admin");
    assert_int_equal(allow_look(room->allow, true, &why, &line), ALLOW_KEPT);
}

int main(void)
{
#define ROOM_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        ROOM_TEST(nobody_passes_without_a_handler),
        ROOM_TEST(nobody_passes_while_the_handler_is_slow),
        ROOM_TEST(the_handler_lets_in_by_domain_and_key),
        ROOM_TEST(a_handler_that_has_ended_lets_nobody_in),
        ROOM_TEST(whatever_is_not_understood_is_refused_and_answered),
        ROOM_TEST(a_list_is_read_again_once_it_has_settled),
        ROOM_TEST(the_hubs_own_user_outlives_every_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
