/* SPDX-License-Identifier: Apache-2.0 */
#include "train/tagger.h"

#include "model/names.h"
#include "model/tag.h"

#include <stdlib.h>

enum { FOLDS = 8 };

static uint32_t best_of(const int32_t *scores, uint32_t columns)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < columns; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}

static void learn_sentence(struct learner *learner, const struct gold_sentence *sentence)
{
    uint32_t features[TAG_FEATURES];
    int32_t scores[WEIGHTS_WIDTH_MAX];
    bool inside = false;
    for (uint32_t at = 0; at < sentence->count; at++) {
        const struct form *form = &sentence->forms[at];
        sentence->tags[at] = form->tag;
        if (form->tag == FORM_TAG_OPEN) {
            tag_features(sentence->forms, sentence->tags, sentence->count, at, inside, features);
            learner_score(learner, features, TAG_FEATURES, scores);
            const uint32_t right = sentence->tokens[at].tag, guess = best_of(scores, TAG_COUNT);
            learner_step(learner);
            if (guess != right)
                learner_update(learner, features, TAG_FEATURES, right, guess);
            sentence->tags[at] = (uint8_t)guess;
        }
        inside ^= (form->flags & FORM_MARK) != 0;
    }
}

/* Counts the features that tokens have between their right tags. */
static void count_sentence(struct learner *learner, const struct gold_sentence *sentence)
{
    uint32_t features[TAG_FEATURES];
    bool inside = false;
    for (uint32_t at = 0; at < sentence->count; at++) {
        const struct form *form = &sentence->forms[at];
        sentence->tags[at] = sentence->tokens[at].tag;
        if (form->tag == FORM_TAG_OPEN) {
            tag_features(sentence->forms, sentence->tags, sentence->count, at, inside, features);
            learner_count(learner, features, TAG_FEATURES);
        }
        inside ^= (form->flags & FORM_MARK) != 0;
    }
}

static struct weights train(const struct treebank *treebank, uint32_t *order, uint32_t count,
                            const struct schedule *schedule)
{
    struct learner *learner = learner_new(
        &(struct learner_shape){ schedule->lines_log2, schedule->mark_bits, TAG_COUNT, schedule->seen_least, false });
    uint64_t chance = schedule->seed;
    for (uint32_t i = 0; i < count; i++)
        count_sentence(learner, &treebank->sentences[order[i]]);
    for (uint32_t time = 0; time < schedule->times; time++) {
        for (uint32_t round = 0; round < schedule->rounds; round++) {
            chance_shuffle(&chance, order, count);
            for (uint32_t i = 0; i < count; i++)
                learn_sentence(learner, &treebank->sentences[order[i]]);
        }
        learner_settle(learner);
    }
    const struct weights weights = learner_pack(learner);
    learner_free(learner);
    return weights;
}

struct weights tagger_train(const struct treebank *treebank, const struct schedule *schedule)
{
    uint32_t *order = must_calloc(treebank->count, sizeof *order);
    for (uint32_t i = 0; i < treebank->count; i++)
        order[i] = i;
    const struct weights weights = train(treebank, order, treebank->count, schedule);
    free(order);
    return weights;
}

void tagger_jackknife(struct treebank *treebank, const struct schedule *schedule)
{
    uint32_t *order = must_calloc(treebank->count, sizeof *order);
    uint8_t **tags = must_calloc(treebank->count, sizeof *tags);
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < treebank->count; i++)
            if (i % FOLDS != fold)
                order[count++] = i;
        const struct weights weights = train(treebank, order, count, schedule);
        for (uint32_t i = fold; i < treebank->count; i += FOLDS) {
            const struct gold_sentence *sentence = &treebank->sentences[i];
            tags[i] = must_calloc(sentence->count, 1);
            tag_sentence(&weights, sentence->forms, sentence->count, tags[i]);
        }
        free((void *)weights.lines);
    }
    for (uint32_t i = 0; i < treebank->count; i++) {
        memcpy(treebank->sentences[i].tags, tags[i], treebank->sentences[i].count);
        free(tags[i]);
    }
    free(tags);
    free(order);
}
