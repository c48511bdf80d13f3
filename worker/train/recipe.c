/* SPDX-License-Identifier: Apache-2.0 */
#include "train/recipe.h"

#include "model/names.h"
#include "train/writer.h"

#include <stdlib.h>

const struct recipe recipe_full = {
    .jackknife = { .lines_log2 = 10, .mark_bits = 7, .rounds = 5, .times = 2, .seed = 11 },
    .tagger = { .lines_log2 = 10, .mark_bits = 7, .rounds = 8, .times = 4, .seed = 12345 },
    .parser = { .lines_log2 = 15, .mark_bits = 8, .seen_least = 2, .rounds = 10, .times = 4, .seed = 777 },
    .labels = { .lines_log2 = 11, .mark_bits = 6, .columns = RELATION_COUNT, .seen_least = 2 },
    .speech = {
        .gate = { .lines_log2 = 10, .mark_bits = 7, .rounds = 4, .times = 4, .seed = 23 },
        .cues = { .lines_log2 = 13, .mark_bits = 6, .rounds = 6, .times = 12, .seed = 31 },
        .roles = { .lines_log2 = 14, .mark_bits = 6, .rounds = 4, .times = 8, .seed = 47 },
        .steps = { .lines_log2 = 9, .mark_bits = 6, .columns = ROLE_COUNT * ROLE_COUNT },
        .dropped_percent = 20,
    },
};

struct span recipe_make(const struct recipe *recipe, struct treebank *treebank, struct lexis *lexis,
                        struct span licence, struct span manifest)
{
    struct writer writer = { .count = 0 };

    treebank_join_hyphens(treebank);
    lexis_count(lexis, treebank);
    const struct vocabulary vocabulary = lexis_pack(lexis);
    treebank_read_forms(treebank, &vocabulary);
    treebank_projectivise(treebank);
    tagger_jackknife(treebank, &recipe->jackknife);
    const struct parser_weights parser = parser_train(treebank, &recipe->parser, &recipe->labels);
    const struct weights tagger = tagger_train(treebank, &recipe->tagger);

    writer_add(&writer, "licence", licence.data, licence.size);
    writer_add(&writer, "manifest", manifest.data, manifest.size);
    writer_add_names(&writer);
    writer_add(&writer, "vocabulary", vocabulary.slots, vocabulary.slots_count * sizeof *vocabulary.slots);
    writer_add_table(&writer, FEATURES_TAG, &tagger);
    writer_add_table(&writer, FEATURES_ACTION, &parser.actions);
    writer_add_table(&writer, FEATURES_LABEL, &parser.labels);
    const struct span file = writer_pack(&writer);

    free((void *)tagger.lines);
    free((void *)parser.actions.lines);
    free((void *)parser.labels.lines);
    free((void *)vocabulary.slots);
    return file;
}

struct span recipe_add_speech(const struct recipe *recipe, const struct articles *articles, const struct model *model,
                              struct span licence, struct span manifest)
{
    const struct span vocabulary = model_section(model, "vocabulary");
    struct writer writer = { .count = 0 };
    struct lesson *lessons = lessons_make(articles, model);
    const struct speech_weights speech = speech_train(lessons, articles->count, &recipe->speech);
    writer_add(&writer, "licence", licence.data, licence.size);
    writer_add(&writer, "manifest", manifest.data, manifest.size);
    writer_add_names(&writer);
    writer_add(&writer, "vocabulary", vocabulary.data, vocabulary.size);
    for (enum feature_group group = FEATURES_TAG; group <= FEATURES_LABEL; group++)
        writer_add_table(&writer, group, model_table(model, group));
    writer_add_table(&writer, FEATURES_GATE, &speech.gate);
    writer_add_table(&writer, FEATURES_CUE, &speech.cues);
    writer_add_table(&writer, FEATURES_ROLE, &speech.roles);
    writer_add_table(&writer, FEATURES_STEP, &speech.steps);
    const struct span file = writer_pack(&writer);
    free((void *)speech.gate.lines);
    free((void *)speech.cues.lines);
    free((void *)speech.roles.lines);
    free((void *)speech.steps.lines);
    lessons_free(lessons, articles->count);
    return file;
}
