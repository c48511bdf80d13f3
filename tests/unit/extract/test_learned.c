/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "extract/learned_cue.h"

/* The model built into the program, on texts that the rules alone cannot read. */

enum { ARENA_BYTES = 8 * 1024 * 1024 };

struct fixture {
    struct arena *arena;
    struct model *model;
    struct document *document;
};

static int setup(void **state)
{
    static struct fixture fixture;
    char reason[MODEL_REASON_BYTES];
    fixture.arena = arena_new(ARENA_BYTES);
    *state = &fixture;
    return fixture.arena && model_open(NULL, &fixture.model, reason) == ERR_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    model_close(fixture->model);
    arena_free(fixture->arena);
    return 0;
}

static struct drafts *read(struct fixture *fixture, const struct model *model, const char *body)
{
    struct drafts *drafts;
    arena_reset(fixture->arena);
    assert_int_equal(document_analyse(fixture->arena, span_of(body), SPAN(""), &fixture->document), ERR_OK);
    assert_int_equal(extract_drafts(fixture->arena, model, fixture->document, &drafts), ERR_OK);
    return drafts;
}

static void expect_words(const struct fixture *fixture, struct range range, const char *words)
{
    const struct token *tokens = fixture->document->tokens;
    assert_true(range.first < range.end);
    const struct span text = span_slice(fixture->document->body, tokens[range.first].start, tokens[range.end - 1].end);
    if (text.size != strlen(words) || memcmp(text.data, words, text.size) != 0)
        fail_msg("\"%.*s\" is not \"%s\"", (int)text.size, text.data, words);
}

static void a_cue_that_no_list_has_is_learned(void **state)
{
    struct fixture *fixture = *state;
    static const char body[] = "The harbour master moaned that nobody had paid for the ropes.\n";
    assert_int_equal(read(fixture, NULL, body)->attributions_count, 0);
    const struct drafts *drafts = read(fixture, fixture->model, body);
    assert_int_equal(drafts->attributions_count, 1);
    expect_words(fixture, drafts->attributions[0].source, "The harbour master");
    expect_words(fixture, drafts->attributions[0].cue, "moaned");
    expect_words(fixture, drafts->attributions[0].content[0], "nobody had paid for the ropes");
}

static void both_levels_of_nested_speech_have_their_source(void **state)
{
    struct fixture *fixture = *state;
    const struct drafts *drafts =
        read(fixture, fixture->model, "Ana Holt said the minister had promised that the bridge would open.\n");
    assert_int_equal(drafts->attributions_count, 2);
    expect_words(fixture, drafts->attributions[0].source, "Ana Holt");
    expect_words(fixture, drafts->attributions[1].source, "the minister");
    assert_int_equal(drafts->attributions[0].parent, DRAFT_NONE);
    assert_int_equal(drafts->attributions[1].parent, 0);
}

static void what_is_told_plainly_is_nobodys_word(void **state)
{
    struct fixture *fixture = *state;
    const struct drafts *drafts =
        read(fixture, fixture->model, "Divers searched the wreck and raised two anchors. The crew went home by bus.\n");
    assert_int_equal(drafts->attributions_count, 0);
}

/* Contents in order and apart, the outer before the inner, whatever the text. */
static void drafts_are_in_order(void **state)
{
    struct fixture *fixture = *state;
    static const char *const pieces[] = { "said ",
                                          "\"",
                                          "Ana Holt ",
                                          "claimed that ",
                                          ", ",
                                          ". ",
                                          "he told her to say ",
                                          "\n",
                                          "which X denied ",
                                          "according to ",
                                          "the dam \"held\" " };
    char body[4096];
    uint32_t chance = 7;
    for (int text = 0; text < 50; text++) {
        size_t size = 0;
        while (size + 64 < sizeof body) {
            chance = chance * 1664525U + 1013904223U;
            size += (size_t)snprintf(body + size, sizeof body - size, "%s",
                                     pieces[(chance >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        const struct drafts *drafts = read(fixture, fixture->model, body);
        for (uint32_t a = 0; a < drafts->attributions_count; a++) {
            const struct draft_attribution *one = &drafts->attributions[a];
            assert_true(one->content_count > 0 && one->content_count <= CONTENT_RANGES_MAX);
            for (uint32_t c = 0; c < one->content_count; c++) {
                assert_true(one->content[c].first < one->content[c].end);
                assert_true(one->content[c].end <= fixture->document->tokens_count);
                assert_true(c == 0 || one->content[c - 1].end <= one->content[c].first);
            }
            assert_true(one->parent == DRAFT_NONE || one->parent < a);
            assert_true(one->part_of == DRAFT_NONE || one->part_of < a);
            assert_true(one->continues == DRAFT_NONE || one->continues < a);
        }
    }
}

static void a_cue_is_a_cue_and_none_is_far_from_it(void **state)
{
    (void)state;
    static struct learned_scores scores;
    const struct learned_window window = { .cue = 20, .range = { 10, 40 } };
    uint8_t roles[LEARNED_WINDOW_MAX];
    for (uint32_t k = 0; k < 30; k++) {
        scores.role[k][ROLE_CUE] = 5;
        scores.role[k][ROLE_CONTENT] = k > 14 ? 9 : 0;
    }
    scores.role[10][ROLE_SOURCE] = 1000;
    learned_best(&window, &scores, roles);
    assert_int_equal(roles[10], ROLE_CUE);
    assert_int_equal(roles[11], ROLE_CUE);
    assert_int_equal(roles[0], ROLE_NONE);
    assert_int_equal(roles[20], ROLE_CONTENT);
}

static void a_full_arena_is_too_large(void **state)
{
    struct fixture *fixture = *state;
    struct drafts *drafts = NULL;
    static char body[200000];
    struct arena *small = arena_new(6 * 1024 * 1024);
    for (size_t i = 0; i + 1 < sizeof body; i++)
        body[i] = "Ana said it. "[i % 13];
    assert_int_equal(document_analyse(small, span_of(body), SPAN(""), &fixture->document), ERR_OK);
    assert_int_equal(extract_drafts(small, fixture->model, fixture->document, &drafts), ERR_TOO_LARGE);
    arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cue_that_no_list_has_is_learned),
        cmocka_unit_test(both_levels_of_nested_speech_have_their_source),
        cmocka_unit_test(what_is_told_plainly_is_nobodys_word),
        cmocka_unit_test(drafts_are_in_order),
        cmocka_unit_test(a_cue_is_a_cue_and_none_is_far_from_it),
        cmocka_unit_test(a_full_arena_is_too_large),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
