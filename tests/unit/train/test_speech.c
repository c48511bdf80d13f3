/* SPDX-License-Identifier: Apache-2.0 */
/* Attribution learned from three small articles, on top of the model built into the program. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "train/recipe.h"

static const char articles_text[] =
    "{\"id\": \"a\", \"title\": \"Ferry\", \"body\": \"The ferry sank. Ana Holt vowed to raise it.\", \"weight\": 2, "
    "\"attributions\": [{\"cue\": [{\"start\": 25, \"end\": 33}], \"source\": {\"spans\": [{\"start\": 16, \"end\": "
    "24}]}, "
    "\"content\": [{\"start\": 34, \"end\": 42}]}]}\n"
    "{\"id\": \"b\", \"body\": \"The clerk moaned that it rained.\"}\n"
    "{\"id\": \"b\", \"attributions\": [{\"cue\": [{\"start\": 10, \"end\": 16}], \"source\": null, "
    "\"content\": [{\"start\": 22, \"end\": 31}]}]}\n";

static const struct recipe small = {
    .speech = { .gate = { .lines_log2 = 4, .mark_bits = 4, .rounds = 2, .times = 1, .seed = 3 },
                .cues = { .lines_log2 = 6, .mark_bits = 4, .rounds = 6, .times = 2, .seed = 5 },
                .roles = { .lines_log2 = 6, .mark_bits = 4, .rounds = 6, .times = 2, .seed = 7 },
                .steps = { .lines_log2 = 4, .mark_bits = 4, .columns = ROLE_COUNT * ROLE_COUNT } },
};

static bool read_text(struct articles *articles, const char *text)
{
    FILE *file = fmemopen((void *)text, strlen(text), "r");
    *articles = (struct articles){ 0 };
    const bool fine = articles_read(articles, file, "text");
    fclose(file);
    return fine;
}

static struct span make(const struct model *model)
{
    struct articles articles;
    assert_true(read_text(&articles, articles_text));
    const struct span file = recipe_add_speech(&small, &articles, model, SPAN("ours"), SPAN("this test"));
    articles_free(&articles);
    return file;
}

static void the_same_articles_make_the_same_bytes(void **state)
{
    struct model *model = *state, *made;
    char reason[MODEL_REASON_BYTES];
    const struct span first = make(model), second = make(model);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    assert_int_equal(model_read(first.data, first.size, &made, reason), ERR_OK);
    assert_non_null(model_table(made, FEATURES_CUE));
    assert_int_equal(model_table(made, FEATURES_STEP)->lines_log2, 4);
    model_close(made);
    free((void *)first.data);
    free((void *)second.data);
}

static void annotations_become_roles(void **state)
{
    struct articles articles;
    struct learned_window window;
    uint8_t roles[LEARNED_WINDOW_MAX];
    assert_true(read_text(&articles, articles_text));
    assert_int_equal(articles.count, 2);
    assert_int_equal(articles.articles[0].weight, 2);
    assert_int_equal(articles.articles[1].annotations_count, 1);
    struct lesson *lessons = lessons_make(&articles, *state);
    /* The ferry sank . | Ana Holt vowed to raise it . */
    assert_int_equal(lessons[0].heads[0], 6);
    assert_true(lessons[0].is_head[6]);
    learned_look(lessons[0].learned, 6, &window);
    assert_int_equal(window.range.first, 4);
    lesson_roles(&lessons[0], &window, roles);
    const uint8_t expected[] = { ROLE_SOURCE, ROLE_SOURCE, ROLE_CUE, ROLE_CONTENT, ROLE_CONTENT, ROLE_CONTENT };
    assert_memory_equal(roles, expected, sizeof expected); /* the "to" goes to the clause */
    lessons_free(lessons, articles.count);
    articles_free(&articles);
}

static void what_is_no_annotated_article_is_refused(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "no JSON\n",
        "{\"body\": \"No id.\"}\n",
        "{\"id\": \"unknown\", \"attributions\": []}\n",
        "{\"id\": \"a\", \"body\": \"Short.\", \"weight\": 99}\n",
        "{\"id\": \"a\", \"body\": \"Short.\", \"attributions\": [{\"cue\": [{\"start\": 3, \"end\": 70}]}]}\n",
        "{\"id\": \"a\", \"body\": \"Short.\", \"attributions\": [{\"cue\": [{\"start\": 3, \"end\": 3}]}]}\n",
        "{\"id\": \"a\", \"body\": \"Short.\", \"attributions\": [{\"cue\": 4}]}\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct articles articles;
        assert_false(read_text(&articles, broken[i]));
        articles_free(&articles);
    }
}

static int setup(void **state)
{
    static struct model *model;
    char reason[MODEL_REASON_BYTES];
    const enum err err = model_open(NULL, &model, reason);
    *state = model;
    return err == ERR_OK ? 0 : -1;
}

static int teardown(void **state)
{
    model_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_articles_make_the_same_bytes),
        cmocka_unit_test(annotations_become_roles),
        cmocka_unit_test(what_is_no_annotated_article_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
