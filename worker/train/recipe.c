/* SPDX-License-Identifier: Apache-2.0 */
#include "train/recipe.h"

#include "train/writer.h"

#include <stdlib.h>

const struct recipe recipe_full = {
    .jackknife = { .rows_log2 = 16, .rounds = 4, .times = 1, .seed = 11 },
    .tagger = { .rows_log2 = 15, .rounds = 8, .times = 4, .seed = 12345 },
    .parser = { .rows_log2 = 20, .rounds = 8, .times = 4, .seed = 777 },
    .label_rows_log2 = 15,
};

struct span recipe_make(const struct recipe *recipe, struct treebank *treebank, struct lexis *lexis,
                        struct span licence, struct span manifest)
{
    struct writer writer = { .count = 0 };

    lexis_count(lexis, treebank);
    const struct vocabulary vocabulary = lexis_pack(lexis);
    treebank_read_forms(treebank, &vocabulary);
    treebank_projectivise(treebank);
    tagger_jackknife(treebank, &recipe->jackknife);
    const struct parser_weights parser = parser_train(treebank, &recipe->parser, recipe->label_rows_log2);
    const struct weights tagger = tagger_train(treebank, &recipe->tagger);

    writer_add(&writer, "licence", licence.data, licence.size);
    writer_add(&writer, "manifest", manifest.data, manifest.size);
    writer_add_names(&writer);
    writer_add(&writer, "vocabulary", vocabulary.slots, vocabulary.slots_count * sizeof *vocabulary.slots);
    writer_add_table(&writer, FEATURES_TAG, &tagger);
    writer_add_table(&writer, FEATURES_ACTION, &parser.actions);
    writer_add_table(&writer, FEATURES_LABEL, &parser.labels);
    const struct span file = writer_pack(&writer);

    free((void *)tagger.rows);
    free((void *)parser.actions.rows);
    free((void *)parser.labels.rows);
    free((void *)vocabulary.slots);
    return file;
}
