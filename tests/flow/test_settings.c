/* SPDX-License-Identifier: Apache-2.0
 * Settings, and one store's one owner. */
#include "support/test.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "support/feeding.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

static char output[16384];

static int check(struct hub *hub, const char *first, const char *second)
{
    const char *const arguments[] = { "check", first, second, NULL };
    return hub_command(hub, output, sizeof output, arguments);
}

static void a_second_owner_is_refused_and_told_who_the_first_is(void **state)
{
    (void)state;
    struct hub *hub = hub_new(), *second = hub_new();
    char first[32];
    const char *const arguments[] = { "hub", NULL };
    hub_start(hub);
    memcpy(second->data, hub->data, sizeof second->data);
    assert_int_equal(hub_command(second, output, sizeof output, arguments), EX_CONFIG);
    snprintf(first, sizeof first, "process %ld", (long)hub->pid);
    if (!strstr(output, first))
        fail_msg("'%s' is not said in: %s", first, output);
    assert_true(hub_alive(hub));
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
    const char *const scan[] = { "verify", NULL };
    assert_int_not_equal(hub_command(second, output, sizeof output, scan), 0);
}

static void a_killed_owner_leaves_the_store_to_the_next(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    hub_start(hub);
    assert_fed(feed(hub, press_report(1)), ACCEPTED);
    hub_kill(hub);
    const long long begin = now_ms();
    hub_start(hub);
    assert_in_range(now_ms() - begin, 0, 3000);
    assert_int_equal(query_articles(hub, NULL, NULL), 1);
    assert_int_equal(query_status(hub)->incarnation, 2);
}

static void close_socket(void *thing)
{
    close(*(int *)thing);
}

static void an_endpoint_that_is_taken_ends_the_hub_with_a_reason(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    static int taken;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    char endpoint[64];
    taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    teardown_add(&taken, close_socket);
    assert_int_equal(bind(taken, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(taken, 1), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &size), 0);
    snprintf(endpoint, sizeof endpoint, "tcp://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
    const char *const arguments[] = { "hub", "--feed", endpoint, NULL };
    assert_int_equal(hub_command(hub, output, sizeof output, arguments), EX_CANTCREAT);
    assert_non_null(strstr(output, endpoint));
}

static void check_prints_every_setting_and_its_origin(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    assert_int_equal(check(hub, "--backlog", "77"), 0);
    assert_non_null(strstr(output, "backlog = 77  # flag"));
    assert_non_null(strstr(output, hub->data));
    assert_non_null(strstr(output, "window-days = 10  # default"));
}

static void check_refuses_what_cannot_be(void **state)
{
    static const struct {
        const char *flag, *value;
    } cases[] = {
        { "--feed", "tcp://0.0.0.0:1" },
        { "--feed", "tcp://*:5570" },
        { "--wire", "tcp://192.168.0.1:5572" },
        { "--ask", "inproc://ask" },
        { "--work", "tcp://127.0.0.1" },
        { "--work", "tcp://127.0.0.1:70000" },
        { "--feed", "" },
        { "--wire", "tcp://127.evil.example:1" },
        { "--workers", "many" },
        { "--workers", "-1" },
        { "--workers", "257" },
        { "--backlog", "0" },
        { "--lease-ms", "1e3" },
        { "--map-mib", "99999999999999999999" },
        { "--keep-updates", "3 weeks" },
        { "--keep-bodies", "0d" },
        { "--log", "loud" },
        { "--key", "../hub" },
    };
    (void)state;
    struct hub *hub = hub_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int code = check(hub, cases[i].flag, cases[i].value);
        if (code != EX_CONFIG)
            fail_msg("%s '%s' ends with %d", cases[i].flag, cases[i].value, code);
        assert_non_null(strstr(output, cases[i].flag));
    }
}

/* Keys, or the word that nobody needs any. */
static void other_addresses_than_loopback_need_keys_or_a_word(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    assert_int_equal(check(hub, "--feed=tcp://0.0.0.0:5570", NULL), EX_CONFIG);
    assert_non_null(strstr(output, "--keys"));
    assert_int_equal(check(hub, "--feed=tcp://0.0.0.0:5570", "--insecure"), 0);
    assert_int_equal(check(hub, "--feed=tcp://0.0.0.0:5570", "--insecure=no"), EX_CONFIG);
    assert_int_equal(check(hub, "--feed=tcp://0.0.0.0:5570", "--keys=/nowhere"), 0);
    assert_int_equal(check(hub, "--insecure=perhaps", NULL), EX_CONFIG);
}

static void write_settings(struct hub *hub, char *path, size_t size, const char *text)
{
    snprintf(path, size, "%s/settings", hub->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void the_settings_file_is_weaker_than_a_flag(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    char path[128];
    write_settings(hub, path, sizeof path, "# of this house\n\nbacklog = 1234\nworkers=7\n");
    assert_int_equal(check(hub, "--settings", path), 0);
    assert_non_null(strstr(output, "backlog = 1234"));
    assert_non_null(strstr(output, "workers = 2  # flag"));
}

static void an_unknown_key_of_the_settings_file_is_refused(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    char path[128];
    write_settings(hub, path, sizeof path, "backlog = 1234\nbaklog = 12\n");
    assert_int_equal(check(hub, "--settings", path), EX_CONFIG);
    assert_non_null(strstr(output, "baklog"));
    assert_non_null(strstr(output, ":2:"));
    assert_int_equal(check(hub, "--settings", "/nowhere/settings"), EX_CONFIG);
}

static void an_unknown_flag_or_command_is_a_mistake_of_usage(void **state)
{
    (void)state;
    struct hub *hub = hub_new();
    const char *const flag[] = { "--bakclog", "12", NULL }, *const command[] = { "dance", NULL };
    assert_int_equal(hub_command(hub, output, sizeof output, flag), EX_USAGE);
    assert_int_equal(hub_command(hub, output, sizeof output, command), EX_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW_TEST(a_second_owner_is_refused_and_told_who_the_first_is),
        FLOW_TEST(a_killed_owner_leaves_the_store_to_the_next),
        FLOW_TEST(an_endpoint_that_is_taken_ends_the_hub_with_a_reason),
        FLOW_TEST(check_prints_every_setting_and_its_origin),
        FLOW_TEST(check_refuses_what_cannot_be),
        FLOW_TEST(other_addresses_than_loopback_need_keys_or_a_word),
        FLOW_TEST(the_settings_file_is_weaker_than_a_flag),
        FLOW_TEST(an_unknown_key_of_the_settings_file_is_refused),
        FLOW_TEST(an_unknown_flag_or_command_is_a_mistake_of_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
