/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "unit/client/hub.h"

enum { ANSWERS_MAX = 64, TURNS = 200, TURN_MS = 20 };

struct heard {
    size_t count;
    uint64_t tags[ANSWERS_MAX];
    Claimwire__V1__AnswerCode codes[ANSWERS_MAX];
    char reasons[ANSWERS_MAX][32];
};

struct fixture {
    struct hub hub;
    struct heard heard;
    struct claimwire_feeder *feeder;
    uint64_t requests[ANSWERS_MAX]; /* of the Submits received, in order */
    char ids[ANSWERS_MAX][16];
    size_t received;
    uint32_t window;
};

static void hear(void *context, const struct claimwire_answer *answer)
{
    struct heard *heard = context;
    heard->tags[heard->count] = answer->tag;
    heard->codes[heard->count] = answer->code;
    snprintf(heard->reasons[heard->count], sizeof heard->reasons[0], "%s", answer->reason ? answer->reason : "");
    heard->count++;
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    const struct claimwire_feeder_options options = { .window = 8 };
    *state = fixture;
    fixture->window = 8;
    return fixture && hub_open(&fixture->hub) &&
                   claimwire_feeder_open(fixture->hub.feed, &options, hear, &fixture->heard, &fixture->feeder) == 0
               ? 0
               : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    claimwire_feeder_close(fixture->feeder);
    hub_close(&fixture->hub);
    free(fixture);
    return 0;
}

static int submit(struct fixture *fixture, const char *id, uint64_t tag)
{
    Claimwire__V1__Article article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = (char *)id;
    article.body = "The ferry came in an hour late.";
    return claimwire_feeder_submit(fixture->feeder, &article, tag);
}

/* Takes one message, if there is any: greets back, or notes the submission. */
static bool hub_hears_submit(struct fixture *fixture)
{
    struct hub *hub = &fixture->hub;
    ProtobufCMessage *message = NULL;
    int kind = hub_receive(hub, hub->feed_socket, 0, &claimwire__v1__submit__descriptor, &message);
    if (kind == WIRE_HELLO) {
        Claimwire__V1__Welcome welcome = CLAIMWIRE__V1__WELCOME__INIT;
        welcome.has_window = true;
        welcome.window = fixture->window;
        hub_send(hub, hub->feed_socket, WIRE_WELCOME, &welcome.base);
    }
    if (kind == WIRE_SUBMIT) {
        const Claimwire__V1__Submit *submit = (const Claimwire__V1__Submit *)message;
        fixture->requests[fixture->received] = submit->request;
        snprintf(fixture->ids[fixture->received++], sizeof fixture->ids[0], "%s", submit->article->id);
    }
    if (message)
        protobuf_c_message_free_unpacked(message, NULL);
    return kind != 0;
}

/* Turns of client and hub until that many submissions were received. */
static void exchange(struct fixture *fixture, size_t submissions)
{
    for (int turn = 0; turn < TURNS && fixture->received < submissions; turn++) {
        assert_true(claimwire_feeder_poll(fixture->feeder, TURN_MS) >= 0);
        while (hub_hears_submit(fixture))
            ;
    }
    assert_int_equal(fixture->received, submissions);
}

static void answer(struct fixture *fixture, uint64_t request, Claimwire__V1__AnswerCode code, uint32_t retry_after_ms)
{
    Claimwire__V1__Answer message = CLAIMWIRE__V1__ANSWER__INIT;
    message.has_request = message.has_code = true;
    message.request = request;
    message.code = code;
    message.has_retry_after_ms = retry_after_ms > 0;
    message.retry_after_ms = retry_after_ms;
    hub_send(&fixture->hub, fixture->hub.feed_socket, WIRE_ANSWER, &message.base);
}

static void hear_answers(struct fixture *fixture, size_t answers)
{
    for (int turn = 0; turn < TURNS && fixture->heard.count < answers; turn++)
        assert_true(claimwire_feeder_poll(fixture->feeder, TURN_MS) >= 0);
    assert_int_equal(fixture->heard.count, answers);
}

static void an_answer_reaches_the_caller_once(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(submit(fixture, "a1", 7), CLAIMWIRE_OK);
    exchange(fixture, 1);
    answer(fixture, fixture->requests[0] + 65536, CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE, 0);
    hear_answers(fixture, 1);
    claimwire_feeder_poll(fixture->feeder, 100);
    assert_int_equal(fixture->heard.count, 1);
    assert_int_equal(fixture->heard.tags[0], 7);
    assert_int_equal(fixture->heard.codes[0], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED);
    assert_int_equal(claimwire_feeder_pending(fixture->feeder), 0);
}

static void a_full_window_refuses_until_an_answer_comes(void **state)
{
    struct fixture *fixture = *state;
    char id[16];
    for (unsigned i = 0; i < 8; i++) {
        snprintf(id, sizeof id, "w%u", i);
        assert_int_equal(submit(fixture, id, i), CLAIMWIRE_OK);
    }
    assert_int_equal(submit(fixture, "w8", 8), CLAIMWIRE_AGAIN);
    exchange(fixture, 8);
    answer(fixture, fixture->requests[3], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    hear_answers(fixture, 1);
    assert_int_equal(fixture->heard.tags[0], 3);
    assert_int_equal(submit(fixture, "w8", 8), CLAIMWIRE_OK);
}

static void the_hub_s_window_bounds_what_is_sent(void **state)
{
    struct fixture *fixture = *state;
    fixture->window = 2;
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(submit(fixture, (const char *[]){ "b0", "b1", "b2", "b3" }[i], i), CLAIMWIRE_OK);
    exchange(fixture, 2);
    claimwire_feeder_poll(fixture->feeder, 100);
    assert_false(hub_hears_submit(fixture) && fixture->received > 2);
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    exchange(fixture, 3);
    assert_string_equal(fixture->ids[2], "b2");
}

static void what_is_unanswered_goes_to_the_next_hub(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(submit(fixture, "r0", 0), CLAIMWIRE_OK);
    assert_int_equal(submit(fixture, "r1", 1), CLAIMWIRE_OK);
    exchange(fixture, 2);
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    hear_answers(fixture, 1);

    hub_stop(&fixture->hub);
    claimwire_feeder_poll(fixture->feeder, 50);
    hub_start(&fixture->hub);
    exchange(fixture, 3);
    assert_string_equal(fixture->ids[2], "r1");
    assert_int_equal(fixture->requests[2], fixture->requests[1]);
    answer(fixture, fixture->requests[2], CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE, 0);
    hear_answers(fixture, 2);
    assert_int_equal(fixture->heard.tags[1], 1);
}

static void an_answer_that_got_lost_is_asked_for_again(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(submit(fixture, "l0", 0), CLAIMWIRE_OK);
    exchange(fixture, 1);
    exchange(fixture, 2); /* after 3 s, the connection being up all the time */
    assert_int_equal(fixture->requests[1], fixture->requests[0]);
}

static void a_retry_is_sent_again_after_its_time(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(submit(fixture, "t0", 0), CLAIMWIRE_OK);
    exchange(fixture, 1);
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__RETRY, 300);
    assert_int_equal(claimwire_feeder_poll(fixture->feeder, 100), 0);
    assert_false(hub_hears_submit(fixture) && fixture->received > 1);
    exchange(fixture, 2);
    assert_int_equal(fixture->heard.count, 0);
    answer(fixture, fixture->requests[1], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    hear_answers(fixture, 1);
}

static void two_submissions_of_one_id_go_one_after_the_other(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(submit(fixture, "same", 0), CLAIMWIRE_OK);
    assert_int_equal(submit(fixture, "same", 1), CLAIMWIRE_OK);
    assert_int_equal(submit(fixture, "other", 2), CLAIMWIRE_OK);
    exchange(fixture, 2);
    assert_string_equal(fixture->ids[1], "other");
    answer(fixture, fixture->requests[0], CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED, 0);
    exchange(fixture, 3);
    assert_string_equal(fixture->ids[2], "same");
}

static void what_no_hub_would_take_is_rejected_without_one(void **state)
{
    struct fixture *fixture = *state;
    Claimwire__V1__Article article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = "no-body";
    assert_int_equal(claimwire_feeder_submit(fixture->feeder, &article, 5), CLAIMWIRE_OK);
    hear_answers(fixture, 1);
    assert_int_equal(fixture->heard.codes[0], CLAIMWIRE__V1__ANSWER_CODE__REJECTED);
    assert_string_equal(fixture->heard.reasons[0], "FIELD_MISSING");
    hub_hears_submit(fixture);
    assert_int_equal(fixture->received, 0);
}

static void other_transports_are_refused(void **state)
{
    struct claimwire_feeder *feeder;
    (void)state;
    assert_int_equal(claimwire_feeder_open("udp://127.0.0.1:1", NULL, hear, NULL, &feeder), CLAIMWIRE_USAGE);
    assert_null(feeder);
    assert_int_equal(claimwire_feeder_open("tcp://", NULL, hear, NULL, &feeder), CLAIMWIRE_USAGE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_reaches_the_caller_once),
        TEST(a_full_window_refuses_until_an_answer_comes),
        TEST(the_hub_s_window_bounds_what_is_sent),
        TEST(what_is_unanswered_goes_to_the_next_hub),
        TEST(an_answer_that_got_lost_is_asked_for_again),
        TEST(a_retry_is_sent_again_after_its_time),
        TEST(two_submissions_of_one_id_go_one_after_the_other),
        TEST(what_no_hub_would_take_is_rejected_without_one),
        cmocka_unit_test(other_transports_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
