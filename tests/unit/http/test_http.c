/* SPDX-License-Identifier: Apache-2.0
 * Addresses, tokens, verdicts and pages; the server itself is tested from
 * outside in tests/flow/test_http.py. */
#include "support/test.h"

#include <string.h>

#include "http/request.h"

static void only_numbers_and_localhost_are_addresses(void **state)
{
    static const struct {
        const char *text;
        bool fine, loopback;
    } cases[] = {
        { "127.0.0.1:8570", true, true },
        { "127.9.9.9:1", true, true },
        { "localhost:65535", true, true },
        { "[::1]:8570", true, true },
        { "0.0.0.0:8570", true, false },
        { "[::]:8570", true, false },
        { "192.0.2.7:80", true, false },
        { "[2001:db8::1]:80", true, false },
        { "off", false, false },
        { "", false, false },
        { ":80", false, false },
        { "127.0.0.1", false, false },
        { "127.0.0.1:0", false, false },
        { "127.0.0.1:65536", false, false },
        { "127.0.0.1:80x", false, false },
        { "127.0.0.1:", false, false },
        { "::1:80", false, false },
        { "[]:80", false, false },
        { "hub.example:80", false, false },
        { "127.0.0.1.evil.example:80", false, false },
        { "127.1:80", false, false },
        { "localhost.evil.example:80", false, false },
        { "[127.0.0.1]:80", false, false },
        { "0123456789012345678901234567890123456789012345678901234567890:80", false, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_address address;
        if (http_address_read(cases[i].text, &address) != cases[i].fine)
            fail_msg("'%s' was judged wrongly", cases[i].text);
        assert_true(!cases[i].fine || address.loopback == cases[i].loopback);
    }
}

static void a_token_is_equal_to_itself_alone(void **state)
{
    (void)state;
    assert_true(http_token_equal("0123456789abcdef", "0123456789abcdef"));
    assert_false(http_token_equal("0123456789abcdef", "0123456789abcdeF"));
    assert_false(http_token_equal("0123456789abcdef", "0123456789abcde"));
    assert_false(http_token_equal("0123456789abcdef", "0123456789abcdef0123456789abcdef"));
    assert_false(http_token_equal("0123456789abcdef", ""));
    assert_false(http_token_equal("", "0123456789abcdef"));
}

static enum http_verdict judge(bool loopback, const char *token, const char *path, const char *host,
                               const char *authorization)
{
    struct http_guard guard = { .loopback = loopback };
    const struct http_request request = { "GET", path, host, authorization, false };
    strcpy(guard.token, token);
    return http_request_judge(&guard, &request);
}

static void metrics_are_open_on_loopback_and_closed_off_it(void **state)
{
    static const char token[] = "0123456789abcdef";
    (void)state;
    assert_int_equal(judge(true, "", "/metrics", "localhost", NULL), HTTP_METRICS);
    assert_int_equal(judge(true, "", "/metrics", NULL, NULL), HTTP_METRICS);
    assert_int_equal(judge(true, "", "/metrics", "evil.example", NULL), HTTP_NO_HOST);
    assert_int_equal(judge(true, token, "/metrics", "localhost", NULL), HTTP_NO_TOKEN);
    assert_int_equal(judge(false, "", "/metrics", "localhost", "Bearer "), HTTP_CLOSED);
    assert_int_equal(judge(false, "", "/metrics", "localhost", "Bearer 0123456789abcdef"), HTTP_CLOSED);
    assert_int_equal(judge(false, token, "/metrics", "evil.example", NULL), HTTP_NO_TOKEN);
    assert_int_equal(judge(false, token, "/metrics", NULL, "Bearer 0123456789abcdeg"), HTTP_NO_TOKEN);
    assert_int_equal(judge(false, token, "/metrics", NULL, "0123456789abcdef"), HTTP_NO_TOKEN);
    assert_int_equal(judge(false, token, "/metrics", "evil.example", "bearer 0123456789abcdef"), HTTP_METRICS);
    assert_int_equal(judge(false, token, "/readyz", "evil.example", NULL), HTTP_READY);
    assert_int_equal(judge(false, token, "/livez", NULL, NULL), HTTP_LIVE);
    assert_int_equal(judge(false, token, "/../metrics", NULL, NULL), HTTP_NO_PAGE);
}

static void metrics_of_one_name_share_a_heading_and_labels_are_escaped(void **state)
{
    static char page[HTTP_PAGE_BYTES];
    const struct http_metric metrics[] = {
        { HTTP_COUNTER, "a_total", "as", "reason", "x\"y\\z\n", 3 },
        { HTTP_COUNTER, "a_total", "as", "reason", "y", 4 },
        { HTTP_GAUGE, "b", "bs", NULL, NULL, 0.25 },
    };
    static const char expected[] = "# HELP a_total as\n# TYPE a_total counter\na_total{reason=\"x\\\"y\\\\z\\n\"} 3\n"
                                   "a_total{reason=\"y\"} 4\n# HELP b bs\n# TYPE b gauge\nb 0.25\n";
    (void)state;
    assert_int_equal(http_page_metrics(metrics, 3, page), strlen(expected));
    assert_string_equal(page, expected);
}

static void a_page_that_is_too_small_is_not_cut(void **state)
{
    static char page[HTTP_PAGE_BYTES], help[HTTP_PAGE_BYTES];
    const struct http_metric metric = { HTTP_GAUGE, "b", help, NULL, NULL, 1 };
    (void)state;
    memset(help, 'h', sizeof help - 1);
    assert_int_equal(http_page_metrics(&metric, 1, page), 0);
}

static void one_trouble_is_enough_not_to_be_ready(void **state)
{
    static char page[HTTP_PAGE_BYTES];
    const struct http_check checks[] = { { "store", NULL }, { "work", "nobody is there" } };
    (void)state;
    assert_true(http_page_ready(checks, 1, false, page));
    assert_string_equal(page, "ready\n");
    assert_false(http_page_ready(checks, 2, true, page));
    assert_string_equal(page, "[+] store\n[-] work: nobody is there\nnot ready\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_numbers_and_localhost_are_addresses),
        cmocka_unit_test(a_token_is_equal_to_itself_alone),
        cmocka_unit_test(metrics_are_open_on_loopback_and_closed_off_it),
        cmocka_unit_test(metrics_of_one_name_share_a_heading_and_labels_are_escaped),
        cmocka_unit_test(a_page_that_is_too_small_is_not_cut),
        cmocka_unit_test(one_trouble_is_enough_not_to_be_ready),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
