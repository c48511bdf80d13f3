/* SPDX-License-Identifier: Apache-2.0
 * Keys: who is let in where, and what becomes of those who no longer are. */
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "proto/keyfile.h"
#include "support/feeding.h"
#include "support/follower.h"
#include "support/house.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

enum { LISTEN_MS = 2000 };

static const char *const places[PLACES] = { "feed", "work", "wire", "ask" };
static char output[4096];

/* ---- the matrix */

static const struct {
    const char *name;
    bool in[PLACES]; /* feed, work, wire, ask */
} matrix[] = {
    { "tide", { true, false, false, false } },  { "work", { false, true, false, false } },
    { "reader", { false, false, true, true } }, { "clerk", { false, false, false, true } },
    { "boss", { false, false, false, true } },  { "archivist", { true, false, false, true } },
    { "jack", { true, true, true, true } },     { "nobody", { false, false, false, false } },
    { "none", { false, false, false, false } }, { "astray", { false, false, false, false } },
};
enum { MATRIX = sizeof matrix / sizeof *matrix };

static void each_key_opens_the_endpoints_of_its_roles_and_no_other(void **state)
{
    (void)state;
    struct house *house = house_new();
    struct probe *probes[MATRIX * PLACES];
    hub_set(house->hub, "--workers", "0");
    hub_start(house->hub);
    for (unsigned i = 0; i < 20; i++) /* so that whoever may read gets a lease */
        assert_fed(feed(house->hub, press_report(i)), ACCEPTED);
    for (size_t i = 0; i < MATRIX * PLACES; i++)
        probes[i] = probe_open(house, i % PLACES, matrix[i / PLACES].name);
    probe_all(probes, MATRIX * PLACES, LISTEN_MS);
    for (size_t i = 0; i < MATRIX * PLACES; i++)
        if (probes[i]->heard != matrix[i / PLACES].in[i % PLACES])
            fail_msg("%s at %s: %s", probes[i]->name, places[i % PLACES], probes[i]->heard ? "let in" : "kept out");
    assert_true(hub_said(house->hub, "refused"));
}

static void a_key_taken_off_the_list_hears_nothing_more(void **state)
{
    (void)state;
    struct house *house = house_new();
    struct probe *probes[2 * PLACES];
    const struct claimwire_keys boss = house_keys(house, "boss");
    hub_set(house->hub, "--workers", "0");
    hub_start(house->hub);
    for (unsigned i = 0; i < 20; i++)
        assert_fed(feed(house->hub, press_report(i)), ACCEPTED);
    const char *const others[PLACES] = { "tide", "work", "reader", "clerk" };
    for (int i = 0; i < PLACES; i++) {
        probes[i] = probe_open(house, i, "jack");
        probes[PLACES + i] = probe_open(house, i, others[i]);
    }
    probe_all(probes, 2 * PLACES, LISTEN_MS);
    for (int i = 0; i < 2 * PLACES; i++)
        assert_true(probes[i]->heard);

    claimwire_asker_close(house->hub->asker);
    assert_int_equal(claimwire_asker_open_keyed(house->hub->ask, 10000, &boss, &house->hub->asker), CLAIMWIRE_OK);
    house_write_list(house, "jack");
    kill(house->hub->pid, SIGHUP);
    house_await(house, "allow_read", 1);
    probe_all(probes, 2 * PLACES, LISTEN_MS);
    for (int i = 0; i < PLACES; i++) {
        if (probes[i]->heard)
            fail_msg("jack still hears from %s", places[i]);
        if (!probes[PLACES + i]->heard)
            fail_msg("%s hears no more from %s", others[i], places[i]);
    }
    assert_true(query_counter(house->hub, "messages_forbidden") > 0);

    house_write_list(house, NULL); /* taken in again, without a signal */
    house_await(house, "allow_read", 2);
    probe_all(probes, 2 * PLACES, LISTEN_MS);
    assert_true(probes[PLACE_FEED]->heard && probes[PLACE_WORK]->heard && probes[PLACE_ASK]->heard);
}

static void a_subscriber_taken_off_the_list_is_told_so_and_comes_back_later(void **state)
{
    (void)state;
    struct house *house = house_new();
    const struct claimwire_keys reader = house_keys(house, "reader");
    hub_start(house->hub);
    house->hub->keys = &reader;
    struct follower *follower = follow_live(house->hub);
    house->hub->keys = &house->jack;
    feed_reports(house->hub, 0, 5, false);
    follow_until(follower, query_drained(house->hub));
    house_write_list(house, "reader");
    house_await(house, "allow_read", 1);
    const long long end = now_ms() + 10000;
    while (!claimwire_subscriber_refused(follower->subscriber)) {
        assert_true(now_ms() < end);
        follow_one(follower, 50);
    }
    feed_reports(house->hub, 5, 5, false);
    const uint64_t sequence = query_drained(house->hub);
    assert_int_equal(follow_for(follower, 500), 0);
    house_write_list(house, NULL);
    follow_until(follower, sequence);
}

/* ---- roles inside an endpoint */

static void articles_carry_the_name_of_the_key_that_fed_them(void **state)
{
    (void)state;
    struct house *house = house_new();
    const Claimwire__V1__ArticlesReply *page;
    hub_start(house->hub);
    const Claimwire__V1__Article *article = press_report(1);
    assert_fed(house_offer(house, "tide", false, article), ACCEPTED);
    assert_fed(house_offer(house, "tide", false, article), DUPLICATE);
    assert_fed(house_offer(house, "archivist", false, article), ACCEPTED); /* another's name is another article */
    query_drained(house->hub);
    assert_int_equal(claimwire_asker_articles(house->hub->asker, 0, 0, false, &page), CLAIMWIRE_OK);
    assert_int_equal(page->n_articles, 2);
    assert_string_equal(page->articles[0]->ref->feeder, "tide");
    assert_string_equal(page->articles[1]->ref->feeder, "archivist");
}

static void only_an_admin_feeds_an_archive_touches_dead_letters_and_backs_up(void **state)
{
    (void)state;
    struct house *house = house_new();
    const char *const names[] = { "clerk", "reader", "boss" };
    char folder[160];
    hub_start(house->hub);
    const struct fed fed = house_offer(house, "tide", true, press_report(1));
    assert_fed(fed, REJECTED);
    assert_string_equal(fed.reason, "FORBIDDEN");
    assert_fed(house_offer(house, "archivist", true, press_report(1)), ACCEPTED);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const bool admin = strcmp(names[i], "boss") == 0;
        const struct claimwire_keys keys = house_keys(house, names[i]);
        const Claimwire__V1__BackupReply *backup;
        const Claimwire__V1__DeadReply *dead;
        struct claimwire_asker *asker;
        snprintf(folder, sizeof folder, "%s/copy-%s", house->hub->folder, names[i]);
        assert_int_equal(claimwire_asker_open_keyed(house->hub->ask, 5000, &keys, &asker), CLAIMWIRE_OK);
        assert_int_equal(claimwire_asker_dead(asker, 0, 0, &dead), CLAIMWIRE_OK);
        const int missing = admin ? CLAIMWIRE_NOT_FOUND : CLAIMWIRE_FORBIDDEN;
        assert_int_equal(claimwire_asker_dead_retry(asker, 7), missing);
        assert_int_equal(claimwire_asker_dead_drop(asker, 7), missing);
        assert_int_equal(claimwire_asker_backup(asker, folder, &backup), admin ? CLAIMWIRE_OK : CLAIMWIRE_FORBIDDEN);
        assert_int_equal(access(folder, F_OK) == 0, admin);
        claimwire_asker_close(asker);
    }
}

static void extractors_have_keys_forked_ones_their_own(void **state)
{
    (void)state;
    struct house *house = house_new();
    int status;
    hub_start(house->hub);
    feed_reports(house->hub, 0, 10, false);
    query_drained(house->hub); /* by those forked beside it */
    hub_stop(house->hub);
    hub_set(house->hub, "--workers", "0");
    hub_start(house->hub);
    hub_start_extractor(house->hub);
    feed_reports(house->hub, 10, 10, false);
    query_drained(house->hub);
    hub_set(house->hub, "--key", "nobody");
    const pid_t refused = hub_start_extractor(house->hub);
    assert_int_equal(waitpid(refused, &status, 0), refused);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EX_NOPERM);
    const char *const backup[] = { "backup", house_path(house, "copy"), NULL };
    assert_int_equal(hub_command(house->hub, output, sizeof output, backup), EX_NOPERM);
}

/* ---- when the handler does not answer, and floods */

/* The extractors forked beside it have --work as it is bound. */
static void a_hub_bound_to_every_address_reads(void **state)
{
    (void)state;
    struct house *house = house_new();
    char bound[96];
    snprintf(bound, sizeof bound, "tcp://*%s", strrchr(house->hub->work, ':'));
    strcpy(house->hub->work, bound);
    hub_start(house->hub);
    feed_reports(house->hub, 0, 3, false);
    assert_true(query_drained(house->hub) > 0);
}

static void without_its_handler_a_hub_lets_nobody_in(void **state)
{
    (void)state;
    struct house *house = house_new();
    struct hub *hub = house->hub;
    struct probe *probes[8];
    snprintf(hub->ask, sizeof hub->ask, "ipc://%s/ask", hub->folder); /* stays plain: to see how the hub is */
    claimwire_asker_close(hub->asker);
    assert_int_equal(claimwire_asker_open(hub->ask, 10000, &hub->asker), CLAIMWIRE_OK);
    hub->fault = "zap.handler:1";
    hub_start(hub);
    for (int i = 0; i < 8; i++)
        probes[i] = probe_open(house, i % 2 ? PLACE_FEED : PLACE_WIRE, "jack");
    probe_all(probes, 8, LISTEN_MS);
    for (int i = 0; i < 8; i++)
        assert_false(probes[i]->heard);
    assert_true(hub_alive(hub));
    assert_true(hub_said(hub, "the handler has ended"));
    hub->fault = NULL;
    hub_kill(hub);
    hub_start(hub);
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
}

/* A thousand, of several kinds; each connection is made and given up. */
static void bad_handshakes_do_not_keep_a_feeder_waiting(void **state)
{
    enum { ROUNDS = 25, EACH = 40, ARTICLES = 20 };
    static const char *const kinds[] = { "nobody", "work", "none", "astray" };
    (void)state;
    struct house *house = house_new();
    hub_set(house->hub, "--workers", "1");
    hub_start(house->hub);
    const size_t before = hub_resident_kib(house->hub);
    struct feeding *feeding = house_feeder(house, "tide", false);
    long long longest = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct probe *probes[EACH];
        for (unsigned i = 0; i < EACH; i++)
            probes[i] = probe_open(house, PLACE_FEED, kinds[i % 4]);
        const long long begin = now_ms();
        for (unsigned i = 0; i < ARTICLES; i++)
            feeding_submit(feeding, press_report(round * ARTICLES + i));
        feeding_finish(feeding);
        longest = now_ms() - begin > longest ? now_ms() - begin : longest;
        probe_all(probes, EACH, 50);
        for (unsigned i = 0; i < EACH; i++) {
            assert_false(probes[i]->heard);
            teardown_now(probes[i]);
        }
    }
    assert_int_equal(feeding_stored(feeding), ROUNDS * ARTICLES);
    print_message("%d bad handshakes, the slowest of %d batches of %d articles took %lld ms\n", ROUNDS * EACH, ROUNDS,
                  ARTICLES, longest);
    assert_in_range(longest, 0, 5000);
    assert_in_range(hub_resident_kib(house->hub), 0, before + 128 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(each_key_opens_the_endpoints_of_its_roles_and_no_other),
        FLOW_TEST(a_key_taken_off_the_list_hears_nothing_more),
        FLOW_TEST(a_subscriber_taken_off_the_list_is_told_so_and_comes_back_later),
        FLOW_TEST(articles_carry_the_name_of_the_key_that_fed_them),
        FLOW_TEST(only_an_admin_feeds_an_archive_touches_dead_letters_and_backs_up),
        FLOW_TEST(extractors_have_keys_forked_ones_their_own),
        FLOW_TEST(a_hub_bound_to_every_address_reads),
        FLOW_TEST(without_its_handler_a_hub_lets_nobody_in),
        FLOW_TEST(bad_handshakes_do_not_keep_a_feeder_waiting),
    };
    /* A process that leaves no core cannot be searched for leaks either. */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
