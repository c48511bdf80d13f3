/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

#include "proto/keyfile.h"
#include "proto/wire.h"
#include "support/query.h"
#include "support/teardown.h"

enum { AWAIT_MS_MAX = 10000, GREET_MS = 200, PACKED_MAX = 256, LIST_BYTES = 4096 };

static const struct {
    const char *name, *roles;
} people[] = {
    { "tide", "feeder" },
    { "work", "worker" },
    { "reader", "subscriber" },
    { "clerk", "query" },
    { "boss", "admin" },
    { "archivist", "feeder,admin" },
    { "jack", "feeder,worker,subscriber,query,admin" },
    { "nobody", NULL },
    { "hub", NULL },
};

static void make_pair(const struct house *house, const char *name)
{
    char secret[KEY_TEXT_BYTES], public[KEY_TEXT_BYTES];
    assert_int_equal(zmq_curve_keypair(public, secret), 0);
    assert_null(keyfile_write(house->folder, name, secret, public));
}

struct house *house_new(void)
{
    struct house *house = calloc(1, sizeof *house);
    assert_non_null(house);
    teardown_add(house, free);
    house->hub = hub_new();
    snprintf(house->folder, sizeof house->folder, "%s/keys", house->hub->folder);
    assert_int_equal(mkdir(house->folder, 0700), 0);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        make_pair(house, people[i].name);
    house_write_list(house, NULL);
    house->jack = house_keys(house, "jack");
    hub_use_keys(house->hub, &house->jack);
    return house;
}

const char *house_path(const struct house *house, const char *file)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", house->folder, file);
    return path;
}

struct claimwire_keys house_keys(const struct house *house, const char *name)
{
    return (struct claimwire_keys){ house->folder, name };
}

void house_write_text(struct house *house, const char *text)
{
    char beside[256];
    snprintf(beside, sizeof beside, "%s", house_path(house, "allow.new"));
    FILE *file = fopen(beside, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(beside, 0600), 0);
    assert_int_equal(rename(beside, house_path(house, "allow")), 0);
}

void house_write_list(struct house *house, const char *without)
{
    char text[LIST_BYTES] = "# who may do what here\n\n", key[KEY_TEXT_BYTES];
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        const size_t used = strlen(text);
        if (!people[i].roles || (without && strcmp(without, people[i].name) == 0))
            continue;
        assert_null(keyfile_public(house->folder, people[i].name, key));
        snprintf(text + used, sizeof text - used, "%s %s\t%s\n", people[i].roles, key, people[i].name);
    }
    house_write_text(house, text);
}

void house_await(struct house *house, const char *counter, uint64_t value)
{
    const long long end = now_ms() + AWAIT_MS_MAX;
    while (query_counter(house->hub, counter) != value) {
        if (now_ms() > end)
            fail_msg("%s does not become %llu", counter, (unsigned long long)value);
        sleep_ms(20);
    }
}

/* ---- feeding */

struct feeding *house_feeder(struct house *house, const char *name, bool archive)
{
    const struct claimwire_keys keys = house_keys(house, name);
    house->hub->keys = &keys;
    struct feeding *feeding = feeding_open(house->hub, 0, archive);
    house->hub->keys = &house->jack;
    return feeding;
}

struct fed house_offer(struct house *house, const char *name, bool archive, const Claimwire__V1__Article *article)
{
    struct feeding *feeding = house_feeder(house, name, archive);
    feeding_submit(feeding, article);
    feeding_finish(feeding);
    const struct fed fed = feeding->fed[0];
    teardown_now(feeding);
    return fed;
}

/* ---- probes */

static void end_probe(void *thing)
{
    struct probe *probe = thing;
    zmq_close(probe->socket);
    zmq_ctx_term(probe->context);
    free(probe);
}

static void set_text(void *socket, int option, const char *key)
{
    assert_int_equal(zmq_setsockopt(socket, option, key, KEY_TEXT_BYTES), 0);
}

static void set_keys(struct house *house, struct probe *probe)
{
    char secret[KEY_TEXT_BYTES], public[KEY_TEXT_BYTES], hub[KEY_TEXT_BYTES];
    const bool astray = strcmp(probe->name, "astray") == 0;
    if (strcmp(probe->name, "none") == 0)
        return;
    assert_null(keyfile_secret(house->folder, astray ? "jack" : probe->name, secret));
    assert_null(keyfile_public(house->folder, astray ? "nobody" : "hub", hub));
    assert_int_equal(zmq_curve_public(public, secret), 0);
    set_text(probe->socket, ZMQ_CURVE_SERVERKEY, hub);
    set_text(probe->socket, ZMQ_CURVE_PUBLICKEY, public);
    set_text(probe->socket, ZMQ_CURVE_SECRETKEY, secret);
}

struct probe *probe_open(struct house *house, enum place place, const char *name)
{
    const char *const endpoints[PLACES] = { house->hub->feed, house->hub->work, house->hub->wire, house->hub->ask };
    const int linger_ms = 0;
    struct probe *probe = calloc(1, sizeof *probe);
    assert_non_null(probe);
    probe->place = place;
    probe->name = name;
    probe->context = zmq_ctx_new();
    probe->socket = zmq_socket(probe->context, place == PLACE_WIRE ? ZMQ_SUB : ZMQ_DEALER);
    assert_non_null(probe->socket);
    teardown_add(probe, end_probe);
    zmq_setsockopt(probe->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    if (place == PLACE_WIRE)
        zmq_setsockopt(probe->socket, ZMQ_SUBSCRIBE, "", 0);
    set_keys(house, probe);
    assert_int_equal(zmq_connect(probe->socket, endpoints[place]), 0);
    return probe;
}

static void send(struct probe *probe, enum wire_kind kind, const ProtobufCMessage *message)
{
    uint8_t head[WIRE_HEAD_BYTES], packed[PACKED_MAX];
    wire_head(head, kind);
    assert_true(protobuf_c_message_get_packed_size(message) <= sizeof packed);
    const size_t size = protobuf_c_message_pack(message, packed);
    if (zmq_send(probe->socket, head, sizeof head, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0)
        zmq_send(probe->socket, packed, size, ZMQ_DONTWAIT);
}

/* What the endpoint answers at once: a WELCOME, a LEASE (while there is
 * anything to read), a REPLY. */
static void greet(struct probe *probe)
{
    Claimwire__V1__Hello hello = CLAIMWIRE__V1__HELLO__INIT;
    Claimwire__V1__Ready ready = CLAIMWIRE__V1__READY__INIT;
    Claimwire__V1__Ask ask = CLAIMWIRE__V1__ASK__INIT;
    Claimwire__V1__StatusRequest status = CLAIMWIRE__V1__STATUS_REQUEST__INIT;
    char name[64];
    probe->greetings++;
    snprintf(name, sizeof name, "%s-%p-%u", probe->name, (void *)probe, probe->greetings);
    switch (probe->place) {
    case PLACE_FEED:
        send(probe, WIRE_HELLO, &hello.base);
        break;
    case PLACE_WORK:
        ready.name = name;
        ready.has_session = ready.has_slots = true;
        ready.session = (uint64_t)(uintptr_t)probe + probe->greetings;
        ready.slots = 1;
        send(probe, WIRE_READY, &ready.base);
        break;
    case PLACE_ASK:
        ask.body_case = CLAIMWIRE__V1__ASK__BODY_STATUS;
        ask.status = &status;
        send(probe, WIRE_ASK, &ask.base);
        break;
    default:
        break;
    }
}

static bool listen_once(struct probe *probe)
{
    uint8_t bytes[64];
    return zmq_recv(probe->socket, bytes, sizeof bytes, ZMQ_DONTWAIT) >= 0;
}

void probe_all(struct probe *const probes[], size_t count, int ms)
{
    const long long end = now_ms() + ms;
    for (size_t i = 0; i < count; i++) {
        while (listen_once(probes[i]))
            continue;
        probes[i]->heard = false;
    }
    for (long long greet_ms = 0; now_ms() < end; sleep_ms(10)) {
        const bool again = now_ms() >= greet_ms;
        for (size_t i = 0; i < count; i++) {
            if (again && !probes[i]->heard)
                greet(probes[i]);
            while (listen_once(probes[i]))
                probes[i]->heard = true;
        }
        greet_ms = again ? now_ms() + GREET_MS : greet_ms;
    }
}
