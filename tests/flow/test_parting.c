/* SPDX-License-Identifier: Apache-2.0
 * A hub that dies between the two frames of an answer takes nobody with it.
 *
 * With ZMQ_IMMEDIATE on the feeder's socket ZeroMQ ends the feeders here by an
 * assertion, within thirty deaths (client/lib/peer.h): it looks at its commands
 * at every hundredth frame of an unbroken run, which is a second one when the
 * run began behind zmq_poll. So the hub floods as fast as it can. */
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include "client/claimwire.h"
#include "proto/wire.h"
#include "support/hub.h"
#include "support/teardown.h"

enum {
    FEEDERS = 2,
    DEATHS = 30,
    FLOOD_MS = 60, /* of a hub, at most, from the first feeder that has come back */
    BACK_MS = 5000,
    BURST = 50,
    FRAME_BYTES = 4096,
    IDENTITY_BYTES = 8,
};

/* What the test tells its children, and they it. */
struct shared {
    volatile bool finish;            /* the hub now there is the last */
    volatile unsigned long welcomed; /* HELLOs answered */
};

/* ---- the hub: floods whoever greets it with answers that nobody waits for */

struct flood {
    void *socket;
    size_t known;
    char peers[FEEDERS][IDENTITY_BYTES];
    size_t sizes[FEEDERS];
};

static void send_to(struct flood *flood, size_t peer, enum wire_kind kind, const ProtobufCMessage *message)
{
    uint8_t head[WIRE_HEAD_BYTES], body[FRAME_BYTES];
    wire_head(head, kind);
    zmq_send(flood->socket, flood->peers[peer], flood->sizes[peer], ZMQ_SNDMORE);
    zmq_send(flood->socket, head, sizeof head, ZMQ_SNDMORE);
    zmq_send(flood->socket, body, protobuf_c_message_pack(message, body), 0);
}

static size_t place_of(struct flood *flood, const char *peer, size_t size)
{
    size_t i = 0;
    while (i < flood->known && (flood->sizes[i] != size || memcmp(flood->peers[i], peer, size) != 0))
        i++;
    if (i == flood->known && i < FEEDERS) {
        memcpy(flood->peers[i], peer, size);
        flood->sizes[flood->known++] = size;
    }
    return i;
}

/* Answers one message: true when there was one. */
static bool answer(struct flood *flood, struct shared *shared)
{
    char peer[FRAME_BYTES], head[FRAME_BYTES], body[FRAME_BYTES];
    const int size = zmq_recv(flood->socket, peer, sizeof peer, ZMQ_DONTWAIT);
    if (size < 0 || size > IDENTITY_BYTES)
        return false;
    zmq_recv(flood->socket, head, sizeof head, 0);
    const int bytes = zmq_recv(flood->socket, body, sizeof body, 0);
    const size_t place = place_of(flood, peer, (size_t)size);
    if (head[3] == WIRE_HELLO) {
        const Claimwire__V1__Welcome welcome = CLAIMWIRE__V1__WELCOME__INIT;
        send_to(flood, place, WIRE_WELCOME, &welcome.base);
        shared->welcomed++;
        return true;
    }
    Claimwire__V1__Submit *submit = claimwire__v1__submit__unpack(NULL, (size_t)bytes, (const uint8_t *)body);
    Claimwire__V1__Answer taken = CLAIMWIRE__V1__ANSWER__INIT;
    taken.has_request = taken.has_code = true;
    taken.request = submit->request;
    taken.code = CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED;
    if (shared->finish)
        send_to(flood, place, WIRE_ANSWER, &taken.base);
    claimwire__v1__submit__free_unpacked(submit, NULL);
    return true;
}

static void be_hub(const char *endpoint, struct shared *shared)
{
    const int high_water = 100000;
    struct flood flood = { 0 };
    Claimwire__V1__Answer nobodys = CLAIMWIRE__V1__ANSWER__INIT;
    nobodys.has_request = nobodys.has_code = true;
    nobodys.request = UINT64_MAX;
    nobodys.code = CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    flood.socket = zmq_socket(zmq_ctx_new(), ZMQ_ROUTER);
    zmq_setsockopt(flood.socket, ZMQ_SNDHWM, &high_water, sizeof high_water);
    while (zmq_bind(flood.socket, endpoint) != 0)
        sleep_ms(2);
    for (;;) {
        while (answer(&flood, shared))
            continue;
        for (size_t i = 0; i < flood.known * BURST; i++)
            send_to(&flood, i % flood.known, WIRE_ANSWER, &nobodys.base);
    }
}

/* ---- the feeders: one process, each with an article that no hub but the last takes */

static void count_answer(void *context, const struct claimwire_answer *answer)
{
    *(unsigned *)context += answer->code == CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED;
}

static int be_feeders(const char *endpoint)
{
    struct claimwire_feeder *feeders[FEEDERS];
    unsigned accepted = 0;
    Claimwire__V1__Article article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = "quay-1";
    article.body = "The ferry is back in port.";
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < FEEDERS; i++)
        if (claimwire_feeder_open(endpoint, NULL, count_answer, &accepted, &feeders[i]) != CLAIMWIRE_OK ||
            claimwire_feeder_submit(feeders[i], &article, 1) != CLAIMWIRE_OK)
            return 1;
    while (accepted < FEEDERS)
        for (size_t i = 0; i < FEEDERS; i++)
            if (claimwire_feeder_poll(feeders[i], 1) < 0)
                return 2;
    for (size_t i = 0; i < FEEDERS; i++)
        claimwire_feeder_close(feeders[i]);
    return 0;
}

/* ---- */

static pid_t start(void (*be)(const char *, struct shared *), const char *endpoint, struct shared *shared)
{
    const pid_t pid = fork();
    if (pid == 0 && be)
        be(endpoint, shared);
    if (pid == 0)
        _exit(be_feeders(endpoint));
    return pid;
}

static void feeders_outlive(const char *endpoint)
{
    int status = 0;
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(shared, MAP_FAILED);
    const pid_t feeders = start(NULL, endpoint, shared);
    for (int i = 0; i < DEATHS; i++) {
        const unsigned long welcomed = shared->welcomed;
        const pid_t hub = start(be_hub, endpoint, shared);
        for (int ms = 0; shared->welcomed == welcomed && ms < BACK_MS; ms++)
            sleep_ms(1);
        assert_true(shared->welcomed > welcomed);
        sleep_ms(rand() % FLOOD_MS);
        kill(hub, SIGKILL);
        waitpid(hub, NULL, 0);
        assert_int_equal(waitpid(feeders, &status, WNOHANG), 0);
    }
    shared->finish = true;
    const pid_t hub = start(be_hub, endpoint, shared);
    assert_int_equal(waitpid(feeders, &status, 0), feeders);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    kill(hub, SIGKILL);
    waitpid(hub, NULL, 0);
    munmap(shared, sizeof *shared);
}

static void feeders_outlive_hubs_that_die_in_the_middle_of_answers_over_tcp(void **state)
{
    (void)state;
    char endpoint[96];
    hub_free_endpoint(endpoint);
    feeders_outlive(endpoint);
}

static void feeders_outlive_hubs_that_die_in_the_middle_of_answers_over_ipc(void **state)
{
    (void)state;
    char endpoint[96];
    snprintf(endpoint, sizeof endpoint, "ipc://@claimwire-parting-%d", getpid());
    feeders_outlive(endpoint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(feeders_outlive_hubs_that_die_in_the_middle_of_answers_over_tcp),
        FLOW_TEST(feeders_outlive_hubs_that_die_in_the_middle_of_answers_over_ipc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
