/* SPDX-License-Identifier: Apache-2.0 */
#include "train/speech.h"

#include "train/learner.h"

#include <stdlib.h>

/* ---- cues */

static size_t drop(uint32_t *features, size_t count, uint32_t percent, uint64_t *chance)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (chance_next(chance) % 100 >= percent)
            features[kept++] = features[i];
    return kept;
}

typedef size_t features_of(const struct learned *learned, uint32_t token, uint32_t *features);

static size_t gate_features(const struct learned *learned, uint32_t token, uint32_t *features)
{
    learned_gate_features(learned, token, features);
    return GATE_FEATURES;
}

/* A cue within what another says is neither: where one ends and the other begins is for the roles. */
static void learn_cues(struct learner *learner, const struct lesson *lesson, features_of *features_of_token,
                       uint32_t percent, uint64_t *chance)
{
    uint32_t features[CUE_FEATURES_MAX];
    int32_t scores[WEIGHTS_WIDTH_MAX];
    for (uint32_t i = 0; i < lesson->tokens_count; i++) {
        if (!learned_may_cue(lesson->learned, i) || lesson->is_nested[i])
            continue;
        const size_t count = drop(features, features_of_token(lesson->learned, i, features), percent, chance);
        learner_score(learner, features, count, scores);
        const uint32_t guess = scores[1] > scores[0], right = lesson->is_head[i];
        learner_step(learner);
        if (guess != right)
            learner_update(learner, features, count, right, guess);
    }
}

/* Every lesson as often as it weighs. */
struct order {
    uint32_t *lessons, count;
};

static struct order order_of(const struct lesson *lessons, uint32_t count)
{
    struct order order = { must_calloc((size_t)count * ARTICLE_WEIGHT_MAX, sizeof *order.lessons), 0 };
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t times = 0; times < lessons[i].weight; times++)
            order.lessons[order.count++] = i;
    return order;
}

/* The first column, of no cue or no role, is what the others are told against. */
static struct learner *new_learner(const struct schedule *schedule, uint32_t columns)
{
    const struct learner_shape shape = { .lines_log2 = schedule->lines_log2,
                                         .mark_bits = schedule->mark_bits,
                                         .columns = columns,
                                         .seen_least = schedule->seen_least,
                                         .first_is_zero = true };
    return learner_new(&shape);
}

static struct weights train_cues(const struct lesson *lessons, uint32_t count, features_of *features_of_token,
                                 const struct schedule *schedule, uint32_t percent)
{
    struct learner *learner = new_learner(schedule, 2);
    const struct order order = order_of(lessons, count);
    uint64_t chance = schedule->seed;
    for (uint32_t time = 0; time < schedule->times; time++) {
        for (uint32_t round = 0; round < schedule->rounds; round++) {
            chance_shuffle(&chance, order.lessons, order.count);
            for (uint32_t i = 0; i < order.count; i++)
                learn_cues(learner, &lessons[order.lessons[i]], features_of_token, percent, &chance);
        }
        learner_settle(learner);
    }
    const struct weights weights = learner_pack(learner);
    learner_free(learner);
    free(order.lessons);
    return weights;
}

/* ---- roles */

struct role_learner {
    struct learner *roles, *steps;
    struct learned_window window;
    struct learned_scores scores;
    uint32_t role_features[LEARNED_WINDOW_MAX][ROLE_FEATURES], step_features[LEARNED_WINDOW_MAX][STEP_FEATURES];
};

static void score(struct role_learner *learner, const struct learned *learned)
{
    int32_t scores[WEIGHTS_WIDTH_MAX];
    for (uint32_t k = 0; k < learner->window.range.end - learner->window.range.first; k++) {
        learned_role_features(learned, &learner->window, k, learner->role_features[k]);
        learner_score(learner->roles, learner->role_features[k], ROLE_FEATURES, scores);
        memcpy(learner->scores.role[k], scores, sizeof learner->scores.role[k]);
        learned_step_features(learned, &learner->window, k, learner->step_features[k]);
        learner_score(learner->steps, learner->step_features[k], STEP_FEATURES, scores);
        memcpy(learner->scores.step[k], scores, sizeof learner->scores.step[k]);
    }
}

static void learn_roles(struct role_learner *learner, const struct lesson *lesson, uint32_t cue)
{
    uint8_t guess[LEARNED_WINDOW_MAX], right[LEARNED_WINDOW_MAX];
    learned_look(lesson->learned, cue, &learner->window);
    score(learner, lesson->learned);
    learned_best(&learner->window, &learner->scores, guess);
    lesson_roles(lesson, &learner->window, right);
    learner_step(learner->roles);
    learner_step(learner->steps);
    for (uint32_t k = 0; k < learner->window.range.end - learner->window.range.first; k++) {
        const uint32_t right_step = (k ? right[k - 1] : 0U) * ROLE_COUNT + right[k],
                       guess_step = (k ? guess[k - 1] : 0U) * ROLE_COUNT + guess[k];
        if (right[k] != guess[k])
            learner_update(learner->roles, learner->role_features[k], ROLE_FEATURES, right[k], guess[k]);
        if (right_step != guess_step)
            learner_update(learner->steps, learner->step_features[k], STEP_FEATURES, right_step, guess_step);
    }
}

static void train_roles(const struct lesson *lessons, uint32_t count, const struct speech_recipe *recipe,
                        struct speech_weights *made)
{
    struct role_learner *learner = must_calloc(1, sizeof *learner);
    const struct order order = order_of(lessons, count);
    uint64_t chance = recipe->roles.seed;
    learner->roles = new_learner(&recipe->roles, ROLE_COUNT);
    learner->steps = learner_new(&recipe->steps);
    for (uint32_t time = 0; time < recipe->roles.times; time++) {
        for (uint32_t round = 0; round < recipe->roles.rounds; round++) {
            chance_shuffle(&chance, order.lessons, order.count);
            for (uint32_t i = 0; i < order.count; i++)
                for (uint32_t token = 0; token < lessons[order.lessons[i]].tokens_count; token++)
                    if (lessons[order.lessons[i]].is_head[token])
                        learn_roles(learner, &lessons[order.lessons[i]], token);
        }
        learner_settle(learner->roles);
        learner_settle(learner->steps);
    }
    made->roles = learner_pack(learner->roles);
    made->steps = learner_pack(learner->steps);
    learner_free(learner->roles);
    learner_free(learner->steps);
    free(learner);
    free(order.lessons);
}

struct speech_weights speech_train(const struct lesson *lessons, uint32_t count, const struct speech_recipe *recipe)
{
    struct speech_weights made;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t token = 0; token < lessons[i].tokens_count; token++)
            lessons[i].learned->words[token].cue = lessons[i].is_head[token];
    made.gate = train_cues(lessons, count, gate_features, &recipe->gate, recipe->dropped_percent);
    made.cues = train_cues(lessons, count, learned_cue_features, &recipe->cues, recipe->dropped_percent);
    train_roles(lessons, count, recipe, &made);
    return made;
}
