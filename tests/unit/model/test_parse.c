/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/arcs.h"
#include "model/names.h"
#include "model/parse.h"

enum { ARENA_BYTES = 32 * 1024 * 1024 };

struct reading {
    struct arena *arena;
    struct model *model;
    struct document *document;
    struct parsed *parsed;
};

static int setup(void **state)
{
    static struct reading reading;
    char reason[MODEL_REASON_BYTES];
    reading = (struct reading){ .arena = arena_new(ARENA_BYTES) };
    *state = &reading;
    return reading.arena && model_open(NULL, &reading.model, reason) == ERR_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct reading *reading = *state;
    model_close(reading->model);
    arena_free(reading->arena);
    return 0;
}

static void parse(struct reading *reading, const char *body, const bool *wanted)
{
    arena_reset(reading->arena);
    assert_int_equal(document_analyse(reading->arena, span_of(body), SPAN(""), &reading->document), ERR_OK);
    assert_int_equal(parse_tags(reading->arena, reading->model, reading->document, wanted, &reading->parsed), ERR_OK);
    assert_int_equal(parse_trees(reading->arena, reading->model, reading->document, wanted, reading->parsed), ERR_OK);
}

static uint32_t token_of(const struct reading *reading, const char *word)
{
    for (uint32_t i = 0; i < reading->document->tokens_count; i++)
        if (span_equal(document_token(reading->document, i), span_of(word)))
            return i;
    fail_msg("no token %s", word);
    return 0;
}

static void expect_arc(const struct reading *reading, const char *word, const char *head, enum relation relation)
{
    const uint32_t token = token_of(reading, word);
    assert_int_equal(reading->parsed->relation[token], relation);
    assert_int_equal(reading->parsed->head[token], head ? token_of(reading, head) : PARSED_NO_HEAD);
}

static void words_get_tags_heads_and_relations(void **state)
{
    struct reading *reading = *state;
    parse(reading, "The minister said that the police arrested two men in Lagos.", NULL);
    assert_int_equal(reading->parsed->tag[token_of(reading, "minister")], TAG_NOUN_NN);
    assert_int_equal(reading->parsed->tag[token_of(reading, "said")], TAG_VERB_VBD);
    assert_int_equal(reading->parsed->tag[token_of(reading, "Lagos")], TAG_PROPN_NNP);
    expect_arc(reading, "said", NULL, RELATION_ROOT);
    expect_arc(reading, "minister", "said", RELATION_NSUBJ);
    expect_arc(reading, "police", "arrested", RELATION_NSUBJ);
    expect_arc(reading, "arrested", "said", RELATION_CCOMP);
    expect_arc(reading, "men", "arrested", RELATION_OBJ);
    expect_arc(reading, "two", "men", RELATION_NUMMOD);
}

/* Every token of [first, end) reaches the one root without going round. */
static void expect_tree(const struct reading *reading, uint32_t first, uint32_t end)
{
    uint32_t roots = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t at = i;
        assert_true(reading->parsed->relation[i] < RELATION_COUNT);
        for (uint32_t steps = 0; reading->parsed->head[at] != PARSED_NO_HEAD; steps++) {
            at = reading->parsed->head[at];
            assert_true(at >= first && at < end);
            assert_true(steps < end - first);
        }
        roots += reading->parsed->head[i] == PARSED_NO_HEAD;
    }
    assert_int_equal(roots, 1);
}

static void every_sentence_is_one_tree(void **state)
{
    struct reading *reading = *state;
    parse(reading,
          "Rain. \"We will not go,\" she said, \"until it stops!\" ) ) ( -- ... \xFF\xFE\n"
          "the of and to in , , , . The mayor, who was there, left\n",
          NULL);
    for (uint32_t i = 0; i < reading->document->sentences_count; i++)
        expect_tree(reading, reading->document->sentences[i].tokens.first, reading->document->sentences[i].tokens.end);
}

static void a_sentence_without_end_is_read_in_pieces(void **state)
{
    struct reading *reading = *state;
    static char body[40000];
    size_t size = 0;
    while (size < sizeof body - 32)
        size += (size_t)sprintf(body + size, size % 3 ? "and (he ran " : "that she said ");
    parse(reading, body, NULL);
    const struct range all = reading->document->sentences[0].tokens;
    assert_true(all.end - all.first > 4 * ARCS_TOKENS_MAX);
    for (uint32_t first = all.first; first < all.end; first += ARCS_TOKENS_MAX)
        expect_tree(reading, first, all.end - first < ARCS_TOKENS_MAX ? all.end : first + ARCS_TOKENS_MAX);
}

static void what_is_not_wanted_is_not_read(void **state)
{
    struct reading *reading = *state;
    static const bool wanted[] = { false, true };
    parse(reading, "It rained. She left.", wanted);
    assert_int_equal(reading->parsed->tag[0], TAG_OUTSIDE);
    assert_int_equal(reading->parsed->head[0], PARSED_NO_HEAD);
    assert_int_equal(reading->parsed->relation[0], RELATION_NONE);
    expect_tree(reading, reading->document->sentences[1].tokens.first, reading->document->sentences[1].tokens.end);
}

static void an_empty_document_has_nothing(void **state)
{
    parse(*state, "", NULL);
}

static void a_full_arena_is_told(void **state)
{
    struct reading *reading = *state;
    struct arena *small = arena_new(64);
    struct parsed *parsed;
    parse(reading, "She left early and said nothing of it to anybody.", NULL);
    assert_int_equal(parse_tags(small, reading->model, reading->document, NULL, &parsed), ERR_TOO_LARGE);
    assert_int_equal(parse_trees(small, reading->model, reading->document, NULL, reading->parsed), ERR_TOO_LARGE);
    arena_free(small);
}

static void marks_of_any_kind_read_alike(void **state)
{
    struct reading *reading = *state;
    struct form curly, straight;
    form_read(model_vocabulary(reading->model), SPAN("\xE2\x80\x9C"), &curly);
    form_read(model_vocabulary(reading->model), SPAN("\""), &straight);
    assert_int_equal(curly.lower, straight.lower);
    assert_true(curly.flags & FORM_MARK);
    form_read(model_vocabulary(reading->model), SPAN("\xE2\x80\x99s"), &curly);
    form_read(model_vocabulary(reading->model), SPAN("'s"), &straight);
    assert_int_equal(curly.cased, straight.cased);
    form_read(model_vocabulary(reading->model), SPAN("1998"), &curly);
    form_read(model_vocabulary(reading->model), SPAN("2024"), &straight);
    assert_int_equal(curly.cased, straight.cased);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_get_tags_heads_and_relations, setup, teardown),
        cmocka_unit_test_setup_teardown(every_sentence_is_one_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sentence_without_end_is_read_in_pieces, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_wanted_is_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_document_has_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_arena_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_of_any_kind_read_alike, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
