/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "text/clean.h"
#include "text/document.h"
#include "text/utf8.h"

enum { ARENA_BYTES = 32 * 1024 * 1024 };

static int setup(void **state)
{
    *state = arena_new(ARENA_BYTES);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct document *analyse(void **state, struct span body)
{
    struct document *document = NULL;
    arena_reset(*state);
    assert_int_equal(document_analyse(*state, body, SPAN(""), &document), ERR_OK);
    return document;
}

/* The tokens joined by bars. */
static void expect_tokens(void **state, const char *body, const char *expected)
{
    char text[512] = "";
    const struct document *document = analyse(state, span_of(body));
    for (uint32_t i = 0; i < document->tokens_count; i++) {
        const struct span token = document_token(document, i);
        if (i > 0)
            strcat(text, "|");
        strncat(text, token.data, token.size);
    }
    assert_string_equal(text, expected);
}

static void words_are_cut_as_treebanks_cut_them(void **state)
{
    expect_tokens(state, "Serbia's police didn't stop.", "Serbia|'s|police|did|n't|stop|.");
    expect_tokens(state, "It’s 3,000 of O’Brien’s.", "It|’s|3,000|of|O’Brien|’s|.");
    expect_tokens(state, "At 10:30 on Sept. 24 the U.S. paid $5.5 (half).",
                  "At|10:30|on|Sept.|24|the|U.S.|paid|$|5.5|(|half|)|.");
    expect_tokens(state, "A 15-year-old ... waited--long", "A|15-year-old|...|waited|--|long");
}

static void expect_sentences(void **state, const char *body, uint32_t count)
{
    const struct document *document = analyse(state, span_of(body));
    assert_int_equal(document->sentences_count, count);
    uint32_t next = 0;
    for (uint32_t s = 0; s < count; s++) {
        assert_int_equal(document->sentences[s].tokens.first, next);
        next = document->sentences[s].tokens.end;
    }
    assert_int_equal(next, document->tokens_count);
}

static void a_point_ends_a_sentence_only_where_it_should(void **state)
{
    expect_sentences(state, "Dr. Holt met J. Reed on Sept. 24. They paid 3.5 million. All of it.", 3);
    expect_sentences(state, "\"We won.\" She left. \"Did you?\" he asked.", 3);
    expect_sentences(state, "He lives in the U.S. The house is small. It is at 5 p.m. that he left", 3);
    expect_sentences(state, "The box of station no. 7 was full. Art. 12 says so.", 2);
    expect_sentences(state, "They said no. Seven left.", 2);
    expect_sentences(state, "one line\nanother line", 2);
    expect_sentences(state, "", 0);
    expect_sentences(state, "7:15 a.m. Police took ten men.", 2);
    expect_sentences(state, "Since 7:15 a.m. Police Street is shut.", 1);
}

static void quotations_are_paired_within_a_paragraph(void **state)
{
    const struct document *document =
        analyse(state, SPAN("\"One,\" he said, \"two.\" “Three ‘four’ “five” six.” «Seven.»"));
    assert_int_equal(document->quotations_count, 4);
    for (uint32_t q = 0; q < 4; q++)
        assert_true(document->quotations[q].closed);
    document = analyse(state, SPAN("a 6\" pipe and 12\" more"));
    assert_int_equal(document->quotations_count, 0);
}

static void an_open_quotation_runs_to_the_end_of_its_paragraph(void **state)
{
    const struct document *document = analyse(state, SPAN("“We were here.\n“We stayed.”\n“And left.”"));
    assert_int_equal(document->quotations_count, 3);
    assert_false(document->quotations[0].closed);
    assert_int_equal(document->quotations[0].tokens.end, document->paragraphs[0].tokens.end);
    assert_true(document->quotations[1].continues && document->quotations[1].closed);
    assert_false(document->quotations[2].continues);
}

static void repeated_and_blank_lines_are_not_read(void **state)
{
    const struct document *document = analyse(state, SPAN("Lead.\n\n \xC2\xA0\nText.\r\nLead.\r\nText.\n"));
    assert_int_equal(document->paragraphs_count, 2);
    assert_int_equal(document->tokens_count, 4);
}

static void bytes_that_are_no_text_are_read_to_their_end(void **state)
{
    static const char noise[] = "\xFF\xFE\xC0\x80 \xED\xA0\x80 \xE2\x80 a\xCC\x81 \xF4\x90\x80\x80\x00z";
    const struct span body = { noise, sizeof noise - 1 };
    const struct document *document = analyse(state, body);
    for (uint32_t i = 0; i < document->tokens_count; i++) {
        assert_true(document->tokens[i].start < document->tokens[i].end);
        assert_true(document->tokens[i].end <= body.size);
    }
    size_t at = 0;
    while (at < body.size)
        utf8_next(body, &at);
    assert_int_equal(at, body.size);
}

static void too_many_tokens_leave_the_rest_unread(void **state)
{
    const size_t size = 2 * ((size_t)TOKENS_MAX + 10);
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = i % 2 ? ' ' : 'x';
    const struct document *document = analyse(state, (struct span){ text, size });
    assert_true(document->partial);
    assert_int_equal(document->tokens_count, TOKENS_MAX);
    free(text);
}

static void a_full_arena_is_too_large(void **state)
{
    (void)state;
    struct document *document;
    struct arena *arena = arena_new(256);
    assert_int_equal(document_analyse(arena, SPAN("It rained all day long in the town."), SPAN(""), &document),
                     ERR_TOO_LARGE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_cut_as_treebanks_cut_them, setup, teardown),
        cmocka_unit_test_setup_teardown(a_point_ends_a_sentence_only_where_it_should, setup, teardown),
        cmocka_unit_test_setup_teardown(quotations_are_paired_within_a_paragraph, setup, teardown),
        cmocka_unit_test_setup_teardown(an_open_quotation_runs_to_the_end_of_its_paragraph, setup, teardown),
        cmocka_unit_test_setup_teardown(repeated_and_blank_lines_are_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_are_read_to_their_end, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_tokens_leave_the_rest_unread, setup, teardown),
        cmocka_unit_test(a_full_arena_is_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
