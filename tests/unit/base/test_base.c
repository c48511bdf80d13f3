/* SPDX-License-Identifier: Apache-2.0 */
/* The small things: errors, faults, hashes, spans. */
#include "support/test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/span.h"

static void every_error_has_a_word_a_sentence_and_a_verdict(void **state)
{
    (void)state;
    for (int err = 0; err < ERR_COUNT; err++) {
        assert_true(strlen(err_name((enum err)err)) > 1);
        assert_true(strlen(err_sentence((enum err)err)) > 3);
        assert_true((err_verdict((enum err)err) == VERDICT_NONE) == (err == ERR_OK));
    }
    assert_string_equal(err_name(ERR_TOO_LARGE), "TOO_LARGE");
    assert_int_equal(err_verdict(ERR_TOO_LARGE), VERDICT_REJECT);
    assert_int_equal(err_verdict(ERR_FULL), VERDICT_RETRY);
    assert_int_equal(err_verdict(ERR_CORRUPT), VERDICT_STOP);
}

/* The signal that ends a process which passes the point `times` times; 0: none. */
static int signal_of(const char *text, const char *point, int times)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct fault fault = fault_parse(text);
        for (int i = 0; i < times; i++)
            fault_point(&fault, point);
        _exit(0);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void a_fault_strikes_at_its_point_when_the_count_is_used_up(void **state)
{
    (void)state;
    assert_int_equal(signal_of("commit.before:3", "commit.before", 2), 0);
    assert_int_equal(signal_of("commit.before:3", "commit.before", 3), SIGKILL);
    assert_int_equal(signal_of("commit.before:1", "commit.after", 9), 0);
    assert_int_equal(signal_of("commit.before:1", "commit", 9), 0);
    assert_int_equal(signal_of("commit:1", "commit.before", 9), 0);
    assert_int_equal(signal_of("commit", "commit", 9), 0);
    assert_int_equal(signal_of(NULL, "commit", 9), 0);
}

static void a_hash_depends_on_bytes_and_seed(void **state)
{
    (void)state;
    assert_true(hash64("abc", 3, 0) == hash64("abc", 3, 0));
    assert_true(hash64("abc", 3, 0) != hash64("abd", 3, 0));
    assert_true(hash64("abc", 3, 0) != hash64("abc", 3, 1));
    /* XXH3_64bits of nothing with seed 0: checksums on disk must not change with the library. */
    assert_true(hash64("", 0, 0) == 0x2d06800538d394c2u);
}

static void spans_compare_by_their_bytes(void **state)
{
    (void)state;
    const struct span text = SPAN("harbour");
    assert_int_equal(text.size, 7);
    assert_true(span_equal(span_slice(text, 0, 3), SPAN("har")));
    assert_false(span_equal(span_slice(text, 0, 3), SPAN("hat")));
    assert_false(span_equal(text, SPAN("harbours")));
    assert_true(span_equal(span_of(NULL), (struct span){ "x", 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_a_word_a_sentence_and_a_verdict),
        cmocka_unit_test(a_fault_strikes_at_its_point_when_the_count_is_used_up),
        cmocka_unit_test(a_hash_depends_on_bytes_and_seed),
        cmocka_unit_test(spans_compare_by_their_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
