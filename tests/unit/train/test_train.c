/* SPDX-License-Identifier: Apache-2.0 */
/* A tiny model out of a treebank of our own prose: the whole way, in a second. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/names.h"
#include "train/predict.h"
#include "train/recipe.h"

static const char treebank_text[] = "# text = The mayor said that the bridge had fallen.\n"
                                    "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n"
                                    "2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n"
                                    "3\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_\n"
                                    "4\tthat\tthat\tSCONJ\tIN\t_\t8\tmark\t_\t_\n"
                                    "5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\t_\n"
                                    "6\tbridge\tbridge\tNOUN\tNN\t_\t8\tnsubj\t_\t_\n"
                                    "7\thad\thave\tAUX\tVBD\t_\t8\taux\t_\t_\n"
                                    "8\tfallen\tfall\tVERB\tVBN\t_\t3\tccomp\t_\t_\n"
                                    "9\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n"
                                    "\n"
                                    "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                    "1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n"
                                    "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n"
                                    "3\tcross\tcross\tVERB\tVB\t_\t0\troot\t_\t_\n"
                                    "4\tit\tit\tPRON\tPRP\t_\t3\tobj\t_\t_\n"
                                    "4.1\tnow\tnow\tADV\tRB\t_\t_\t_\t_\t_\n"
                                    "\n"
                                    "1\tA\ta\tDET\tDT\t_\t2\tdet\t_\t_\n"
                                    "2\tboat\tboat\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n"
                                    "3\tsank\tsink\tVERB\tVBD\t_\t0\troot\t_\t_\n"
                                    "4\tyesterday\tyesterday\tNOUN\tNN\t_\t3\tobl:unmarked\t_\t_\n"
                                    "5\tthat\tthat\tPRON\tWDT\t_\t7\tnsubj\t_\t_\n"
                                    "6\thad\thave\tAUX\tVBD\t_\t7\taux\t_\t_\n"
                                    "7\tleaked\tleak\tVERB\tVBN\t_\t2\tacl:relcl\t_\t_\n"
                                    "8\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n";

static const struct recipe small = {
    .jackknife = { .lines_log2 = 6, .mark_bits = 5, .rounds = 4, .times = 1, .seed = 3 },
    .tagger = { .lines_log2 = 6, .mark_bits = 5, .rounds = 8, .times = 2, .seed = 5 },
    .parser = { .lines_log2 = 8, .mark_bits = 5, .rounds = 12, .times = 2, .seed = 7 },
    .labels = { .lines_log2 = 6, .mark_bits = 5, .columns = RELATION_COUNT },
};

static bool append_text(struct treebank *treebank, const char *text)
{
    FILE *file = fmemopen((void *)text, strlen(text), "r");
    const bool fine = treebank_read(treebank, file, "text");
    fclose(file);
    return fine;
}

static bool read_text(struct treebank *treebank, const char *text)
{
    *treebank = (struct treebank){ 0 };
    return append_text(treebank, text);
}

static struct span make(void)
{
    struct treebank treebank = { 0 };
    struct lexis *lexis = lexis_new();
    for (int i = 0; i < 8; i++) /* so that every fold has seen every word */
        assert_true(append_text(&treebank, treebank_text));
    lexis_add(lexis, SPAN("ferry"), FORM_NOUN, 6, 0);
    const struct span file = recipe_make(&small, &treebank, lexis, SPAN("ours"), SPAN("this test"));
    lexis_free(lexis);
    treebank_free(&treebank);
    return file;
}

static void the_same_inputs_make_the_same_bytes(void **state)
{
    (void)state;
    const struct span first = make(), second = make();
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    free((void *)first.data);
    free((void *)second.data);
}

static void what_was_learned_is_known(void **state)
{
    (void)state;
    const struct span file = make();
    struct model *model;
    char reason[MODEL_REASON_BYTES], *out = NULL;
    size_t size = 0;

    if (model_read(file.data, file.size, &model, reason) != ERR_OK)
        fail_msg("%s", reason);
    FILE *in = fmemopen((void *)treebank_text, strlen(treebank_text), "r"), *written = open_memstream(&out, &size);
    assert_true(predict_file(model, in, written));
    fclose(in);
    fclose(written);
    assert_non_null(strstr(out, "2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n"));
    assert_non_null(strstr(out, "8\tfallen\tfall\tVERB\tVBN\t_\t3\tccomp\t_\t_\n"));
    assert_non_null(strstr(out, "1-2\tDon't\t"));
    free(out);

    struct form form;
    form_read(model_vocabulary(model), SPAN("Ferry"), &form);
    assert_int_equal(form.flags, FORM_NOUN);
    assert_int_equal(form.class, 6);
    form_read(model_vocabulary(model), SPAN("ferries"), &form);
    assert_int_equal(form.flags, 0);
    model_close(model);
    free((void *)file.data);
}

static void multiword_and_empty_nodes_are_left_out(void **state)
{
    (void)state;
    struct treebank treebank;
    assert_true(read_text(&treebank, treebank_text));
    assert_int_equal(treebank.count, 3);
    assert_int_equal(treebank.sentences[1].count, 4);
    assert_int_equal(treebank.sentences[0].tokens[2].head, 10); /* the root stands behind the words */
    assert_int_equal(treebank.sentences[2].tokens[6].relation, RELATION_ACL_RELCL);
    treebank_free(&treebank);
}

static void compounds_come_joined_too(void **state)
{
    (void)state;
    static const char text[] = "1\tA\ta\tDET\tDT\t_\t4\tdet\t_\t_\n"
                               "2\tlong\tlong\tADJ\tJJ\t_\t4\tadvmod\t_\t_\n"
                               "3\t-\t-\tPUNCT\tHYPH\t_\t2\tpunct\t_\t_\n"
                               "4\tawaited\tawait\tVERB\tVBN\t_\t5\tamod\t_\t_\n"
                               "5\tferry\tferry\tNOUN\tNN\t_\t0\troot\t_\t_\n";
    struct treebank treebank;
    assert_true(read_text(&treebank, text));
    treebank_join_hyphens(&treebank);
    assert_int_equal(treebank.count, 2);
    const struct gold_token *tokens = treebank.sentences[1].tokens;
    assert_int_equal(treebank.sentences[1].count, 3);
    assert_string_equal(tokens[1].text, "long-awaited");
    assert_int_equal(tokens[1].tag, TAG_VERB_VBN);
    assert_int_equal(tokens[1].relation, RELATION_AMOD);
    assert_int_equal(tokens[0].head, 2);
    assert_int_equal(tokens[1].head, 3);
    assert_int_equal(tokens[2].head, 4);
    treebank_free(&treebank);
}

static void crossing_arcs_are_hung_higher(void **state)
{
    (void)state;
    struct treebank treebank;
    assert_true(read_text(&treebank, treebank_text));
    treebank_projectivise(&treebank);
    assert_int_equal(treebank.sentences[2].tokens[6].head, 3);
    assert_int_equal(treebank.sentences[2].tokens[0].head, 2);
    treebank_free(&treebank);
}

static void what_is_no_treebank_is_refused(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "1\tThe\tthe\tDET\n",
        "1\tThe\tthe\tDET\tDT\t_\tx\tdet\t_\t_\n",
        "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n",
        "1\tThe\tthe\tDET\tDT\t_\t99999\tdet\t_\t_\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct treebank treebank;
        assert_false(read_text(&treebank, broken[i]));
        treebank_free(&treebank);
    }
}

static void a_subtype_goes_with_its_relation(void **state)
{
    (void)state;
    assert_int_equal(relation_of("nsubj:pass"), RELATION_NSUBJ_PASS);
    assert_int_equal(relation_of("det:predet"), RELATION_DET);
    assert_int_equal(relation_of("unheard-of"), RELATION_DEP);
    assert_int_equal(tag_of("VERB", "VBZ"), TAG_VERB_VBZ);
    assert_int_equal(tag_of("ADP", "NNP"), TAG_ADP_IN); /* a rare pair goes with its universal part */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_inputs_make_the_same_bytes),    cmocka_unit_test(what_was_learned_is_known),
        cmocka_unit_test(multiword_and_empty_nodes_are_left_out), cmocka_unit_test(compounds_come_joined_too),
        cmocka_unit_test(crossing_arcs_are_hung_higher),          cmocka_unit_test(what_is_no_treebank_is_refused),
        cmocka_unit_test(a_subtype_goes_with_its_relation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
