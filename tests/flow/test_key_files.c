/* SPDX-License-Identifier: Apache-2.0
 * The files that keys are in, and the commands that use them. */
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "proto/keyfile.h"
#include "support/feeding.h"
#include "support/house.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

static char output[16384];

static void a_hub_does_not_start_with_keys_that_are_not_in_order(void **state)
{
    enum { NOTHING, CHMOD, REMOVE, TEXT };
    static const struct {
        const char *file;
        int what;
        mode_t mode;
        const char *text;
    } cases[] = {
        { "allow", CHMOD, 0622, NULL },
        { "allow", CHMOD, 0620, NULL },
        { "hub.key", CHMOD, 0640, NULL },
        { "hub.key", CHMOD, 0604, NULL },
        { "hub.pub", CHMOD, 0666, NULL },
        { ".", CHMOD, 0777, NULL },
        { "allow", REMOVE, 0, NULL },
        { "hub.key", REMOVE, 0, NULL },
        { "hub.pub", REMOVE, 0, NULL },
        { "allow", TEXT, 0, "" },
        { "allow", TEXT, 0, "feeder" },
        { "allow", TEXT, 0, "feeder short tide\n" },
        { "allow", TEXT, 0, "king rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 tide\n" },
        { "allow", TEXT, 0, "feeder, rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 tide\n" },
        { "allow", TEXT, 0, "feeder rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 ../tide\n" },
        { "allow", TEXT, 0, "feeder rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 local\n" },
        { "allow", TEXT, 0, "feeder rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 tide" },
        { "allow", TEXT, 0, "feeder rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 a b\n" },
        { "allow", TEXT, 0,
          "feeder rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 a\nquery rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 b\n" },
    };
    static const char *const start[] = { "hub", NULL };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct house *house = house_new();
        char secret[KEY_TEXT_BYTES];
        assert_null(keyfile_secret(house->folder, "hub", secret));
        if (cases[i].what == CHMOD)
            assert_int_equal(chmod(house_path(house, cases[i].file), cases[i].mode), 0);
        else if (cases[i].what == REMOVE)
            assert_int_equal(unlink(house_path(house, cases[i].file)), 0);
        else
            house_write_text(house, cases[i].text);
        const int code = hub_command(house->hub, output, sizeof output, start);
        if (code != EX_CONFIG)
            fail_msg("case %zu (%s) ends with %d:\n%s", i, cases[i].file, code, output);
        assert_non_null(strstr(output, cases[i].file));
        assert_null(strstr(output, secret));
    }
}

static void a_list_that_is_no_good_leaves_the_last_good_one(void **state)
{
    static const char *const texts[] = { "", "feeder", "feeder key name\n", "# cut of", NULL };
    (void)state;
    struct house *house = house_new();
    uint64_t kept = 0;
    hub_start(house->hub);
    for (size_t i = 0; texts[i]; i++) {
        house_write_text(house, texts[i]);
        kill(house->hub->pid, SIGHUP);
        house_await(house, "allow_kept", ++kept);
        assert_fed(feed(house->hub, press_report((unsigned)i)), ACCEPTED);
    }
    house_write_list(house, "tide");
    assert_int_equal(chmod(house_path(house, "allow"), 0666), 0);
    house_await(house, "allow_kept", ++kept);
    assert_fed(house_offer(house, "tide", false, press_report(100)), ACCEPTED);
    assert_int_equal(unlink(house_path(house, "allow")), 0);
    house_await(house, "allow_kept", ++kept);
    sleep_ms(2500);
    assert_int_equal(query_counter(house->hub, "allow_kept"), kept); /* told once */
    house_write_text(house, "# a list of nobody\n");
    claimwire_asker_close(house->hub->asker); /* by now nobody may ask */
    house->hub->asker = NULL;
    struct probe *probe[1] = { probe_open(house, PLACE_ASK, "jack") };
    const long long end = now_ms() + 10000;
    do {
        assert_true(now_ms() < end);
        probe_all(probe, 1, 500);
    } while (probe[0]->heard);
}

static void secrets_are_in_no_log_and_no_core(void **state)
{
    static const char *const names[] = { "hub", "jack", "tide", "work" };
    (void)state;
    struct house *house = house_new();
    char secret[KEY_TEXT_BYTES];
    hub_set(house->hub, "--log", "debug");
    hub_start(house->hub);
    assert_fed(feed(house->hub, press_report(1)), ACCEPTED);
    struct probe *probes[] = { probe_open(house, PLACE_FEED, "work"), probe_open(house, PLACE_ASK, "tide") };
    probe_all(probes, 2, 500);
    kill(house->hub->pid, SIGHUP);
    house_await(house, "allow_read", 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_null(keyfile_secret(house->folder, names[i], secret));
        assert_false(hub_said(house->hub, secret));
    }
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%ld/environ", (long)house->hub->pid);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_uid, 0); /* of a process that leaves a core it is that process's user */
}

/* ---- the command line */

static int run(struct house *house, const char *arguments)
{
    char line[1024];
    const char *build = getenv("CLAIMWIRE_BUILD");
    snprintf(line, sizeof line, "cd '%s' && '%s%s%s/claimwire' %s 2>&1", house->hub->folder,
             build && build[0] == '/' ? "" : getenv("PWD"), build && build[0] == '/' ? "" : "/",
             build ? build : "build", arguments);
    FILE *pipe = popen(line, "re");
    assert_non_null(pipe);
    output[fread(output, 1, sizeof output - 1, pipe)] = '\0';
    const int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void keygen_writes_a_pair_and_says_what_to_put_into_the_list(void **state)
{
    (void)state;
    struct house *house = house_new();
    const struct claimwire_keys fresh = house_keys(house, "fresh");
    char secret[KEY_TEXT_BYTES], public[KEY_TEXT_BYTES], line[160];
    struct stat status;
    assert_int_equal(run(house, "keygen keys fresh"), 0);
    assert_null(keyfile_secret(house->folder, "fresh", secret));
    assert_null(keyfile_public(house->folder, "fresh", public));
    assert_int_equal(stat(house_path(house, "fresh.key"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    snprintf(line, sizeof line, "feeder,subscriber,query %s fresh\n", public);
    assert_string_equal(output, line);
    assert_int_equal(run(house, "keygen keys fresh"), EX_CANTCREAT); /* never over another */
    assert_int_equal(run(house, "keygen keys ../fresh"), EX_CANTCREAT);
    assert_int_equal(run(house, "keygen keys local"), EX_CANTCREAT);
    house_write_text(house, line); /* as it is printed */
    house->hub->keys = &fresh;
    hub_start(house->hub);
}

static void the_command_line_takes_keys_from_its_options(void **state)
{
    (void)state;
    struct house *house = house_new();
    char line[512];
    hub_start(house->hub);
    snprintf(line, sizeof line, "status --timeout 5 --ask %s --keys keys --key clerk", house->hub->ask);
    assert_int_equal(run(house, line), 0);
    snprintf(line, sizeof line, "status --timeout 5 --ask %s --keys keys --key nobody", house->hub->ask);
    assert_int_equal(run(house, line), EX_NOPERM);
    snprintf(line, sizeof line, "watch --timeout 5 --wire %s --ask %s --keys keys --key nobody", house->hub->wire,
             house->hub->ask);
    assert_int_equal(run(house, line), EX_NOPERM);
    /* Some text: a key's may begin as JSON or a page does. */
    snprintf(line, sizeof line, "feed --timeout 9 --feed %s --keys keys --key clerk keys/allow", house->hub->feed);
    assert_int_equal(run(house, line), EX_NOPERM);
    snprintf(line, sizeof line, "dead drop 4 --ask %s --keys keys --key clerk", house->hub->ask);
    assert_int_equal(run(house, line), EX_NOPERM);
    snprintf(line, sizeof line, "status --timeout 1 --ask %s", house->hub->ask);
    assert_int_equal(run(house, line), EX_UNAVAILABLE);
    assert_int_equal(chmod(house_path(house, "clerk.key"), 0644), 0);
    snprintf(line, sizeof line, "status --timeout 5 --ask %s --keys keys --key clerk", house->hub->ask);
    assert_int_equal(run(house, line), EX_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_hub_does_not_start_with_keys_that_are_not_in_order),
        FLOW_TEST(a_list_that_is_no_good_leaves_the_last_good_one),
        FLOW_TEST(secrets_are_in_no_log_and_no_core),
        FLOW_TEST(keygen_writes_a_pair_and_says_what_to_put_into_the_list),
        FLOW_TEST(the_command_line_takes_keys_from_its_options),
    };
    /* A process that leaves no core cannot be searched for leaks either. */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
