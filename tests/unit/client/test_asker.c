/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "unit/client/hub.h"

enum { PATIENCE_MS = 3000, WAIT_MS = 1500 };

/* The asker waits inside its calls, so the hub has a thread: it leaves
 * `ignored` requests without an answer, then answers one with `code`. */
struct fixture {
    struct hub hub;
    struct claimwire_asker *asker;
    pthread_t thread;
    int ignored, received;
    Claimwire__V1__ReplyCode code;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    return fixture && hub_open(&fixture->hub) ? claimwire_asker_open(fixture->hub.ask, PATIENCE_MS, &fixture->asker)
                                              : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    claimwire_asker_close(fixture->asker);
    hub_close(&fixture->hub);
    free(fixture);
    return 0;
}

static void answer(struct fixture *fixture, uint64_t request)
{
    Claimwire__V1__Reply reply = CLAIMWIRE__V1__REPLY__INIT;
    Claimwire__V1__StatusReply status = CLAIMWIRE__V1__STATUS_REPLY__INIT;
    reply.has_request = reply.has_code = status.has_articles = true;
    reply.request = request;
    reply.code = fixture->code;
    reply.message = "as the test wants it";
    reply.body_case = CLAIMWIRE__V1__REPLY__BODY_STATUS;
    reply.status = &status;
    status.articles = 42;
    hub_send(&fixture->hub, fixture->hub.ask_socket, WIRE_REPLY, &reply.base);
}

static void *serve(void *context)
{
    struct fixture *fixture = context;
    ProtobufCMessage *message = NULL;
    bool over = false;
    while (!over &&
           hub_receive(&fixture->hub, fixture->hub.ask_socket, WAIT_MS, &claimwire__v1__ask__descriptor, &message)) {
        uint64_t request = ((const Claimwire__V1__Ask *)message)->request;
        over = fixture->received++ == fixture->ignored;
        if (over) {
            answer(fixture, request + 7); /* somebody else's */
            answer(fixture, request);
        }
        protobuf_c_message_free_unpacked(message, NULL);
    }
    return NULL;
}

static void start(struct fixture *fixture, int ignored, Claimwire__V1__ReplyCode code)
{
    fixture->ignored = ignored;
    fixture->code = code;
    assert_int_equal(pthread_create(&fixture->thread, NULL, serve, fixture), 0);
}

static void a_request_that_gets_lost_is_sent_again(void **state)
{
    struct fixture *fixture = *state;
    const Claimwire__V1__StatusReply *status;
    start(fixture, 1, CLAIMWIRE__V1__REPLY_CODE__REPLY_OK);
    assert_int_equal(claimwire_asker_status(fixture->asker, &status), CLAIMWIRE_OK);
    pthread_join(fixture->thread, NULL);
    assert_int_equal(status->articles, 42);
    assert_int_equal(fixture->received, 2);
}

static void what_is_not_idempotent_is_sent_once(void **state)
{
    struct fixture *fixture = *state;
    start(fixture, 1, CLAIMWIRE__V1__REPLY_CODE__REPLY_OK);
    assert_int_equal(claimwire_asker_dead_drop(fixture->asker, 3), CLAIMWIRE_TIMEOUT);
    pthread_join(fixture->thread, NULL);
    assert_int_equal(fixture->received, 1);
}

static void the_hub_s_refusal_comes_with_its_words(void **state)
{
    struct fixture *fixture = *state;
    const Claimwire__V1__Event *event;
    start(fixture, 0, CLAIMWIRE__V1__REPLY_CODE__REPLY_NOT_FOUND);
    assert_int_equal(claimwire_asker_event(fixture->asker, 9, &event), CLAIMWIRE_NOT_FOUND);
    pthread_join(fixture->thread, NULL);
    assert_null(event);
    assert_string_equal(claimwire_asker_message(fixture->asker), "as the test wants it");
}

static void an_answer_to_another_question_is_corrupt(void **state)
{
    struct fixture *fixture = *state;
    const Claimwire__V1__EventsReply *page;
    start(fixture, 0, CLAIMWIRE__V1__REPLY_CODE__REPLY_OK);
    assert_int_equal(claimwire_asker_events(fixture->asker, 0, 0, &page), CLAIMWIRE_CORRUPT);
    pthread_join(fixture->thread, NULL);
    assert_null(page);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_that_gets_lost_is_sent_again),
        TEST(what_is_not_idempotent_is_sent_once),
        TEST(the_hub_s_refusal_comes_with_its_words),
        TEST(an_answer_to_another_question_is_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
