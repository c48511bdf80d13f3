/* SPDX-License-Identifier: Apache-2.0
 * Messages that are none of WIRE.md. The hub lives, says what it can say, and
 * serves honest peers meanwhile. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/stranger.h"
#include "support/teardown.h"

enum { ANSWER_MS = 10000 };

static void assert_serves(struct hub *hub, unsigned report)
{
    assert_true(hub_alive(hub));
    assert_fed(feed(hub, press_report(report)), ACCEPTED);
    query_drained(hub);
}

/* The next answer must be REJECTED for this reason. */
static void assert_rejected(struct stranger *stranger, const char *reason)
{
    Claimwire__V1__Answer *answer = stranger_answer(stranger, ANSWER_MS);
    assert_non_null(answer);
    assert_int_equal(answer->code, CLAIMWIRE__V1__ANSWER_CODE__REJECTED);
    assert_string_equal(answer->reason, reason);
    claimwire__v1__answer__free_unpacked(answer, NULL);
}

static void articles_that_no_hub_takes_are_each_rejected_once(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    char large_id[400], control[] = "two\nlines", blank[] = "  \n", bad[] = "not \xff utf-8", overlong[] = "\xc0\xaf";
    hub_start(hub);
    struct stranger *stranger = stranger_open(ZMQ_DEALER, hub->feed);
    memset(large_id, 'i', sizeof large_id - 1);
    large_id[sizeof large_id - 1] = '\0';
    const struct {
        char *id, *body;
        const char *reason;
    } cases[] = {
        { NULL, "words", "FIELD_MISSING" },
        { "no-body", NULL, "FIELD_MISSING" },
        { control, "words", "FIELD_VALUE" },
        { "blank", blank, "FIELD_MISSING" },
        { "bad", bad, "UTF8" },
        { "overlong", overlong, "UTF8" },
        { large_id, "words", "TOO_LARGE" },
        { "", "words", "FIELD_MISSING" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Claimwire__V1__Article *article = press_article("-", "-");
        article->id = cases[i].id;
        article->body = cases[i].body;
        stranger_submit(stranger, i, article);
        assert_rejected(stranger, cases[i].reason);
    }
    stranger_submit(stranger, 99, press_noise(1, WIRE_BODY_BYTES_MAX + 1));
    assert_rejected(stranger, "TOO_LARGE");
    assert_null(stranger_answer(stranger, 100));
    assert_int_equal(query_articles(hub, NULL, NULL), 0);
    assert_serves(hub, 1);
}

static void the_largest_article_is_taken(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    assert_fed(feed(hub, press_noise(1, WIRE_BODY_BYTES_MAX)), ACCEPTED);
    query_drained(hub);
    assert_int_equal(query_status(hub)->dead, 0);
}

static void submits_that_are_no_protobuf_are_rejected(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *reason;
    } cases[] = {
        { "", 0, "FIELD_MISSING" },             /* nothing in it */
        { "\x12\x40\x0a", 3, "MALFORMED" },     /* cut off */
        { "\x12\x02\x32\x7f", 4, "MALFORMED" }, /* a length past the end */
        { "\x08\x01\x08\x02", 4, "MALFORMED" }, /* a field twice */
        { "\x12\x00\x12\x00", 4, "MALFORMED" }, /* a message twice */
        { "\x13\x14", 2, "MALFORMED" },         /* groups */
        { "\x12\x09\x0a\x01i\x32\x04"
          "a\0bc",
          11, "UTF8" }, /* a NUL */
        { "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, "MALFORMED" },
    };
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct stranger *stranger = stranger_open(ZMQ_DEALER, hub->feed);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stranger_send(stranger, WIRE_SUBMIT, cases[i].bytes, cases[i].size);
        assert_rejected(stranger, cases[i].reason);
    }
    stranger_send(stranger, '?', "", 0);
    assert_rejected(stranger, "VERSION");
    assert_serves(hub, 1);
}

static void messages_of_too_few_or_too_many_frames_harm_nobody(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    const char *const endpoints[] = { hub->feed, hub->work, hub->ask };
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++) {
        struct stranger *stranger = stranger_open(ZMQ_DEALER, endpoints[i]);
        stranger_send_frames(stranger, 1, 0);
        stranger_send_frames(stranger, 1, 4);
        stranger_send_frames(stranger, 2, 0);
        stranger_send_frames(stranger, 3, 10);
        stranger_send_frames(stranger, 20, 1000);
        stranger_send_frames(stranger, 5000, 1);
    }
    assert_serves(hub, 1);
    assert_true(query_counter(hub, "messages_bad") > 0);
}

/* A frame over the socket's limit ends the connection, not the hub. */
static void frames_over_the_limit_end_the_connection_alone(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    const char *const endpoints[] = { hub->feed, hub->work, hub->ask };
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++)
        stranger_send_frames(stranger_open(ZMQ_DEALER, endpoints[i]), 2, 16 * 1024 * 1024);
    sleep_ms(200);
    assert_serves(hub, 1);
    assert_true(hub_resident_kib(hub) < 512 * 1024);
}

static void rubbish_on_every_endpoint_harms_nobody(void **state)
{
    enum { ROUNDS = 300, BYTES_MAX = 600 };
    static const char kinds[] = "HSRXQ?LAUBWP";
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct stranger *strangers[] = { stranger_open(ZMQ_DEALER, hub->feed), stranger_open(ZMQ_DEALER, hub->work),
                                     stranger_open(ZMQ_DEALER, hub->ask) };
    struct follower *follower = follow_live(hub);
    uint8_t bytes[BYTES_MAX];
    srand(20250303);
    for (unsigned i = 0; i < ROUNDS; i++) {
        const size_t size = (size_t)rand() % BYTES_MAX;
        for (size_t k = 0; k < size; k++)
            bytes[k] = (uint8_t)(rand() >> 7);
        for (size_t k = 0; k < 3; k++)
            stranger_send(strangers[k], kinds[(size_t)rand() % (sizeof kinds - 1)], bytes, size);
        if (i % 100 == 0)
            feed_reports(hub, i, 5, false);
    }
    follow_until(follower, query_drained(hub));
    assert_serves(hub, 5000);
}

/* An extractor that nobody knows answers leases that it was never given. */
static void results_without_a_lease_are_fenced_off(void **state)
{
    enum { RESULTS = 200 };
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--workers", "0");
    hub_start(hub);
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
    struct stranger *stranger = stranger_open(ZMQ_DEALER, hub->work);
    Claimwire__V1__Result result = CLAIMWIRE__V1__RESULT__INIT;
    Claimwire__V1__Reading reading = CLAIMWIRE__V1__READING__INIT;
    result.has_lease = result.has_session = result.has_code = true;
    result.session = 4711;
    result.code = CLAIMWIRE__V1__RESULT_CODE__RESULT_READ;
    result.reading = &reading;
    for (unsigned i = 0; i < RESULTS; i++) {
        result.lease = i;
        stranger_send_message(stranger, WIRE_RESULT, &result.base);
    }
    const long long end = now_ms() + ANSWER_MS;
    while (query_counter(hub, "results_stale") < RESULTS) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    assert_int_equal(query_status(hub)->queued, 1);
    assert_int_equal(query_sequence(hub), 0);
}

/* Held for good, these topics would take some thousand bytes each. What waits for a hub that is slower
 * than the flood is all of them at worst, and a sanitizer doubles the room that each takes. */
#ifdef __SANITIZE_ADDRESS__
enum { GROWTH_KIB_MAX = 512 * 1024 };
#else
enum { GROWTH_KIB_MAX = 256 * 1024 };
#endif

static void a_flood_of_subscriptions_takes_bounded_memory(void **state)
{
    enum { SUBSCRIPTIONS = 100000, TOPIC_BYTES = 200, QUIET_MS = 1500 };
    (void)state;
    struct hub *hub = hub_new();
    char topic[TOPIC_BYTES + 1];
    setenv("ASAN_OPTIONS", "quarantine_size_mb=8", 1); /* what is freed counts as free there too */
    hub_start(hub);
    unsetenv("ASAN_OPTIONS");
    struct follower *follower = follow_live(hub);
    const size_t before = hub_resident_kib(hub);
    struct stranger *stranger = stranger_open(ZMQ_XSUB, hub->wire);
    const int high_water = 2000;
    zmq_setsockopt(stranger->socket, ZMQ_SNDHWM, &high_water, sizeof high_water);
    unsigned long long chance = 88172645463325252ull;
    for (unsigned i = 0; i < SUBSCRIPTIONS; i++) {
        topic[0] = 1;
        for (size_t k = 1; k <= TOPIC_BYTES; k++) {
            chance = chance * 6364136223846793005ull + 1442695040888963407ull;
            topic[k] = (char)(chance >> 56);
        }
        assert_true(zmq_send(stranger->socket, topic, sizeof topic, 0) >= 0);
    }
    sleep_ms(QUIET_MS);
    const size_t after = hub_resident_kib(hub);
    if (after > before + GROWTH_KIB_MAX)
        fail_msg("the hub has grown from %zu to %zu KiB", before, after);
    feed_reports(hub, 0, 10, false);
    follow_until(follower, query_drained(hub));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(articles_that_no_hub_takes_are_each_rejected_once),
        FLOW_TEST(the_largest_article_is_taken),
        FLOW_TEST(submits_that_are_no_protobuf_are_rejected),
        FLOW_TEST(messages_of_too_few_or_too_many_frames_harm_nobody),
        FLOW_TEST(frames_over_the_limit_end_the_connection_alone),
        FLOW_TEST(rubbish_on_every_endpoint_harms_nobody),
        FLOW_TEST(results_without_a_lease_are_fenced_off),
        FLOW_TEST(a_flood_of_subscriptions_takes_bounded_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
