/* SPDX-License-Identifier: Apache-2.0
 * Updates that are gone, logs that are not this log, and copies of a store. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

enum { CUT_MS_MAX = 20000 };

/* Retention looks once a second. */
static void wait_until_cut(struct hub *hub, uint64_t sequence)
{
    const long long end = now_ms() + CUT_MS_MAX;
    while (query_status(hub)->oldest_sequence <= sequence) {
        if (now_ms() > end)
            fail_msg("updates up to %llu are still there", (unsigned long long)sequence);
        sleep_ms(20);
    }
}

static int first_error(struct follower *follower)
{
    const long long end = now_ms() + CUT_MS_MAX;
    int result = CLAIMWIRE_TIMEOUT;
    while (result == CLAIMWIRE_TIMEOUT && now_ms() < end)
        result = follow_one(follower, 200);
    return result;
}

static void a_cursor_whose_updates_are_gone_takes_the_snapshot(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    struct ledger ledger = { 0 };
    hub_set(hub, "--keep-updates", "1k");
    hub_start(hub);
    feed_reports(hub, 0, 3, true);
    const uint64_t early = query_drained(hub);
    struct follower *first = follow_live(hub);
    feed_reports(hub, 3, 57, true);
    query_drained(hub);
    wait_until_cut(hub, early + 1);

    struct follower *strict = follow_cursor(hub, &first->at, false);
    assert_int_equal(first_error(strict), CLAIMWIRE_TOO_OLD);
    assert_true(claimwire_subscriber_snapshot(strict->subscriber) > early);

    struct follower *second = follow_cursor(hub, &first->at, true);
    feed_reports(hub, 60, 20, true);
    follow_until(second, query_drained(hub));
    assert_true(second->snapshots >= 1);
    query_events(hub, &ledger);
    assert_true(ledger.count > 0);
    assert_true(ledger_same(&second->ledger, &ledger));
}

static void from_the_oldest_begins_with_the_oldest_that_is_kept(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_set(hub, "--keep-updates", "1k");
    hub_start(hub);
    feed_reports(hub, 0, 40, true);
    const uint64_t last = query_drained(hub);
    wait_until_cut(hub, last / 2);
    hub_stop(hub);
    hub_set(hub, "--keep-updates", "forever"); /* so that it stays where it is */
    hub_start(hub);
    const uint64_t oldest = query_status(hub)->oldest_sequence;
    struct follower *follower = follow_oldest(hub);
    follow_until(follower, last);
    assert_int_equal(follower->seen[0].sequence, oldest);
    assert_int_equal(follower->count, last - oldest + 1);
}

static void backup(struct hub *hub, const char *directory)
{
    const char *const arguments[] = { "backup", directory, NULL };
    char output[2048];
    const int code = hub_command(hub, output, sizeof output, arguments);
    if (code != 0)
        fail_msg("backup ends with %d: %s", code, output);
    assert_non_null(strstr(output, "sequence"));
}

static void verify(struct hub *hub)
{
    const char *const arguments[] = { "verify", NULL };
    char output[4096];
    const int code = hub_command(hub, output, sizeof output, arguments);
    if (code != 0)
        fail_msg("verify ends with %d: %s", code, output);
    assert_non_null(strstr(output, " 0 findings"));
}

static void a_restored_backup_knows_its_cursors_from_those_of_what_was_lost(void **state)
{
    (void)state;
    struct hub *hub = hub_new(), *copy = hub_new();
    hub_start(hub);
    feed_reports(hub, 0, 10, false);
    struct follower *before = follow_oldest(hub);
    follow_until(before, query_drained(hub));
    const struct claimwire_cursor kept = before->at;
    backup(hub, copy->data);
    feed_reports(hub, 10, 10, false);
    follow_until(before, query_drained(hub));
    const struct claimwire_cursor lost = before->at;
    assert_true(lost.sequence > kept.sequence);
    hub_stop(hub);

    verify(copy);
    hub_start(copy);
    assert_int_equal(query_cursor(copy).sequence, kept.sequence);
    assert_true(query_status(copy)->epoch != kept.epoch);
    feed_reports(copy, 20, 10, false);
    const uint64_t last = query_drained(copy);
    struct follower *continued = follow_cursor(copy, &kept, false);
    follow_until(continued, last);
    assert_int_equal(continued->count, last - kept.sequence);
    assert_int_equal(first_error(follow_cursor(copy, &lost, false)), CLAIMWIRE_DIVERGED);
}

static void a_diverged_subscriber_may_take_the_snapshot_instead(void **state)
{
    (void)state;
    struct hub *hub = hub_new(), *copy = hub_new();
    struct ledger ledger = { 0 };
    hub_start(hub);
    feed_reports(hub, 0, 10, false);
    query_drained(hub);
    backup(hub, copy->data);
    feed_reports(hub, 10, 10, false);
    query_drained(hub);
    const struct claimwire_cursor lost = query_cursor(hub);
    hub_stop(hub);
    hub_start(copy);
    feed_reports(copy, 30, 5, false);
    struct follower *follower = follow_cursor(copy, &lost, true);
    const uint64_t last = query_drained(copy);
    assert_int_equal(first_error(follower), CLAIMWIRE_OK);
    follow_until(follower, last);
    query_events(copy, &ledger);
    assert_true(ledger_same(&follower->ledger, &ledger));
}

static void a_backup_into_a_folder_that_exists_is_refused(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    char output[2048];
    hub_start(hub);
    const char *const arguments[] = { "backup", hub->folder, NULL };
    assert_int_not_equal(hub_command(hub, output, sizeof output, arguments), 0);
    assert_true(hub_alive(hub));
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_cursor_whose_updates_are_gone_takes_the_snapshot),
        FLOW_TEST(from_the_oldest_begins_with_the_oldest_that_is_kept),
        FLOW_TEST(a_restored_backup_knows_its_cursors_from_those_of_what_was_lost),
        FLOW_TEST(a_diverged_subscriber_may_take_the_snapshot_instead),
        FLOW_TEST(a_backup_into_a_folder_that_exists_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
