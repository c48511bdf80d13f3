/* SPDX-License-Identifier: Apache-2.0
 * What is stored once, and what is another revision. */
#include "support/test.h"

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

static const char first_words[] = "“The winch had failed since March,” said Ada Merrow, the foreman of Tarnwick. "
                                  "Three dockers were killed on Tuesday, police said.";
static const char other_words[] = "“The winch was new in April,” said Hugo Pell, the mayor of Tarnwick. "
                                  "Four dockers were killed on Tuesday, police said.";

static void the_same_article_twice_is_a_duplicate_and_publishes_nothing(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct fed fed = feed(hub, press_article("dock", first_words));
    assert_fed(fed, ACCEPTED);
    assert_int_equal(fed.revision, 1);
    const uint64_t last = query_drained(hub);
    assert_true(last > 0);
    fed = feed(hub, press_article("dock", first_words));
    assert_fed(fed, DUPLICATE);
    assert_int_equal(fed.revision, 1);
    assert_int_equal(query_drained(hub), last);
    assert_int_equal(query_articles(hub, NULL, NULL), 1);
}

static void a_duplicate_is_known_after_a_restart(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 10, false);
    const uint64_t last = query_drained(hub);
    hub_stop(hub);
    hub_start(hub);
    struct feeding *feeding = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < 10; i++)
        feeding_submit(feeding, press_report(i));
    feeding_finish(feeding);
    for (unsigned i = 0; i < 10; i++)
        assert_fed(feeding->fed[i], DUPLICATE);
    assert_int_equal(query_drained(hub), last);
    assert_int_equal(query_articles(hub, NULL, NULL), 10);
}

static void the_same_article_twice_in_one_window_is_stored_once(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    struct feeding *one = feeding_open(hub, 0, false), *two = feeding_open(hub, 0, false);
    for (unsigned i = 0; i < 50; i++) {
        feeding_submit(one, press_report(i));
        feeding_submit(two, press_report(i));
        feeding_poll(one, 0);
        feeding_poll(two, 0);
    }
    feeding_finish(one);
    feeding_finish(two);
    for (unsigned i = 0; i < 50; i++) {
        const bool first = one->fed[i].code == CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED;
        assert_fed(first ? one->fed[i] : two->fed[i], ACCEPTED);
        assert_fed(first ? two->fed[i] : one->fed[i], DUPLICATE);
    }
    assert_int_equal(query_articles(hub, NULL, NULL), 50);
}

static void other_words_under_the_same_id_are_a_revision(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    struct query_article row;
    hub_start(hub);
    assert_fed(feed(hub, press_article("dock", first_words)), ACCEPTED);
    query_drained(hub);
    const struct fed fed = feed(hub, press_article("dock", other_words));
    assert_fed(fed, REVISED);
    assert_int_equal(fed.revision, 2);
    query_drained(hub);
    assert_true(query_articles(hub, "dock", &row) >= 1);
    assert_int_equal(row.revision, 2);
    assert_int_equal(row.status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ);
}

static void going_back_to_older_words_needs_a_higher_revision(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    assert_fed(feed(hub, press_article("dock", first_words)), ACCEPTED);
    assert_fed(feed(hub, press_article("dock", other_words)), REVISED);
    const uint64_t last = query_drained(hub);
    assert_fed(feed(hub, press_article("dock", first_words)), DUPLICATE);
    assert_int_equal(query_drained(hub), last);

    Claimwire__V1__Article *back = press_article("dock", first_words);
    back->has_revision = true;
    back->revision = 7;
    const struct fed fed = feed(hub, back);
    assert_fed(fed, REVISED);
    assert_int_equal(fed.revision, 3);
    query_drained(hub);
    assert_fed(feed(hub, back), DUPLICATE);
}

static void the_same_words_under_another_id_are_a_copy(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    struct query_article one, two;
    char outlet[] = "lantern.example";
    hub_start(hub);
    assert_fed(feed(hub, press_report(3)), ACCEPTED);
    query_drained(hub);
    Claimwire__V1__Article *copy = press_report(3);
    copy->id = press_article("copy", "-")->id;
    copy->outlet = outlet;
    struct follower *follower = follow_live(hub);
    assert_fed(feed(hub, copy), ACCEPTED);
    query_drained(hub);
    query_articles(hub, "report-3", &one);
    query_articles(hub, "copy", &two);
    assert_string_equal(two.copy_of, "report-3");
    assert_int_equal(one.event, two.event);
    assert_int_equal(follow_for(follower, 100), 0); /* a copy is nothing new */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(the_same_article_twice_is_a_duplicate_and_publishes_nothing),
        FLOW_TEST(a_duplicate_is_known_after_a_restart),
        FLOW_TEST(the_same_article_twice_in_one_window_is_stored_once),
        FLOW_TEST(other_words_under_the_same_id_are_a_revision),
        FLOW_TEST(going_back_to_older_words_needs_a_higher_revision),
        FLOW_TEST(the_same_words_under_another_id_are_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
