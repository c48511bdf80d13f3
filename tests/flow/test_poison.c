/* SPDX-License-Identifier: Apache-2.0
 * Articles that kill who reads them, and readers that stop. */
#include "support/test.h"

#include <signal.h>
#include <string.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

static Claimwire__V1__Article *poison(void)
{
    Claimwire__V1__Article *article = press_report(7);
    article->id = press_article("poison", "-")->id;
    return article;
}

/* A hub whose extractors die of the article "poison", fed with it between
 * others, until it lies among the dead letters. */
static struct hub *hub_with_a_dead_letter(void)
{
    struct hub *hub = hub_new();
    hub->fault = "read.poison:1";
    hub_start(hub);
    feed_reports(hub, 100, 10, false);
    assert_fed(feed(hub, poison()), ACCEPTED);
    feed_reports(hub, 110, 10, false);
    query_drained(hub);
    query_dead(hub, 1);
    return hub;
}

static uint64_t only_letter(struct hub *hub)
{
    const Claimwire__V1__DeadReply *page;
    assert_int_equal(claimwire_asker_dead(hub->asker, 0, 0, &page), CLAIMWIRE_OK);
    assert_int_equal(page->n_letters, 1);
    assert_string_equal(page->letters[0]->article->id, "poison");
    return page->letters[0]->id;
}

static void an_article_that_kills_three_extractors_is_put_aside(void **state)
{
    (void)state;
    struct hub *hub = hub_with_a_dead_letter();
    struct query_article row;
    const Claimwire__V1__DeadLetter *letter;
    const uint64_t id = only_letter(hub);
    assert_int_equal(claimwire_asker_dead_show(hub->asker, id, &letter), CLAIMWIRE_OK);
    assert_int_equal(letter->attempts, 3);
    assert_string_equal(letter->reason, "CRASH");
    assert_string_equal(letter->content->body, poison()->body);
    assert_int_equal(query_articles(hub, "poison", &row), 1);
    assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_DEAD);
    assert_int_equal(query_articles(hub, NULL, NULL), 21);
    for (unsigned i = 100; i < 120; i++) {
        assert_int_equal(query_articles(hub, press_report(i)->id, &row), 1);
        assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
    }
    assert_int_equal(claimwire_asker_dead_show(hub->asker, id + 1000, &letter), CLAIMWIRE_NOT_FOUND);
}

static void a_dead_letter_is_retried_and_read_when_the_fault_is_gone(void **state)
{
    (void)state;
    struct hub *hub = hub_with_a_dead_letter();
    struct query_article row;
    assert_int_equal(claimwire_asker_dead_retry(hub->asker, only_letter(hub)), CLAIMWIRE_OK);
    query_dead(hub, 1); /* and dies of it again */
    assert_int_equal(query_counter(hub, "articles_dead"), 2);
    hub_stop(hub);
    hub->fault = NULL;
    hub_start(hub);
    const uint64_t before = query_sequence(hub);
    assert_int_equal(claimwire_asker_dead_retry(hub->asker, only_letter(hub)), CLAIMWIRE_OK);
    query_dead(hub, 0);
    assert_true(query_drained(hub) >= before);
    query_articles(hub, "poison", &row);
    assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
}

static void a_dropped_dead_letter_is_gone(void **state)
{
    (void)state;
    struct hub *hub = hub_with_a_dead_letter();
    const uint64_t id = only_letter(hub);
    assert_int_equal(claimwire_asker_dead_drop(hub->asker, id), CLAIMWIRE_OK);
    query_dead(hub, 0);
    assert_int_equal(claimwire_asker_dead_drop(hub->asker, id), CLAIMWIRE_NOT_FOUND);
    assert_int_equal(claimwire_asker_dead_retry(hub->asker, id), CLAIMWIRE_NOT_FOUND);
    assert_fed(feed(hub, poison()), DUPLICATE); /* it stays known */
}

static void deaths_of_the_hub_are_not_the_articles_fault(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    pid_t extractors[2];
    hub_set(hub, "--workers", "1");
    hub_start(hub);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(hub_extractors(hub, extractors, 2), 1);
        kill(extractors[0], SIGSTOP); /* whatever it holds, it never ends */
        assert_fed(feed(hub, press_report(i)), ACCEPTED);
        sleep_ms(100);
        hub_kill(hub);
        hub_start(hub);
    }
    query_drained(hub);
    assert_int_equal(query_status(hub)->dead, 0);
    assert_int_equal(query_articles(hub, NULL, NULL), 4);
}

static void what_a_stopped_extractor_says_too_late_is_fenced_off(void **state)
{
    enum { ARTICLES = 12, STOPPED_MS_MAX = 20000 };
    (void)state;
    struct hub *hub = hub_new();
    pid_t extractors[2];
    struct query_article row;
    hub_set(hub, "--lease-ms", "500");
    hub_start(hub);
    struct follower *follower = follow_live(hub);
    const long long end = now_ms() + STOPPED_MS_MAX;
    while (query_status(hub)->workers < 2) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    assert_int_equal(hub_extractors(hub, extractors, 2), 2);
    kill(extractors[0], SIGSTOP);
    feed_reports(hub, 0, ARTICLES, false);
    const uint64_t last = query_drained(hub); /* the other one has read them all */
    assert_true(query_counter(hub, "leases_expired") >= 1);
    kill(extractors[0], SIGCONT);
    while (query_counter(hub, "results_stale") == 0) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
    follow_until(follower, last);
    assert_int_equal(follow_for(follower, 300), 0);
    assert_int_equal(query_sequence(hub), last);
    for (unsigned i = 0; i < ARTICLES; i++) {
        assert_int_equal(query_articles(hub, press_report(i)->id, &row), 1);
        assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
    }
    assert_int_equal(query_status(hub)->dead, 0);
}

static void an_extractor_killed_from_outside_is_replaced(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    pid_t extractors[2];
    hub_start(hub);
    for (unsigned i = 0; i < 3; i++) {
        feed_reports(hub, 20 * i, 20, false);
        if (hub_extractors(hub, extractors, 2) > 0)
            kill(extractors[0], SIGKILL);
    }
    query_drained(hub);
    assert_int_equal(query_status(hub)->dead, 0);
    assert_int_equal(query_articles(hub, NULL, NULL), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(an_article_that_kills_three_extractors_is_put_aside),
        FLOW_TEST(a_dead_letter_is_retried_and_read_when_the_fault_is_gone),
        FLOW_TEST(a_dropped_dead_letter_is_gone),
        FLOW_TEST(deaths_of_the_hub_are_not_the_articles_fault),
        FLOW_TEST(what_a_stopped_extractor_says_too_late_is_fenced_off),
        FLOW_TEST(an_extractor_killed_from_outside_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
