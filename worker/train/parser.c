/* SPDX-License-Identifier: Apache-2.0 */
#include "train/parser.h"

#include "model/arcs.h"
#include "model/names.h"

#include <stdlib.h>

enum {
    EXPLORE_OF_10 = 9, /* how often a wrong step is taken, from the second round on */
};

struct run {
    struct learner *actions, *labels;
    const struct gold_sentence *sentence;
    struct arcs arcs;
    uint64_t chance;
    bool explore;
};

static uint32_t gold_head(const struct run *run, uint32_t word)
{
    return run->sentence->tokens[word - 1].head;
}

/* How many gold arcs can no longer be had after the action. */
static uint32_t cost_of(const struct run *run, enum arcs_action action)
{
    const struct arcs *arcs = &run->arcs;
    const uint32_t front = arcs->front;
    uint32_t cost = 0;

    if (action == ARCS_SHIFT) {
        for (uint32_t i = 1; i <= arcs->depth; i++) {
            const uint32_t word = arcs->stack[i + 2];
            cost += gold_head(run, word) == front;
            cost += i < arcs->depth && gold_head(run, front) == word;
        }
        return cost;
    }
    const uint32_t top = arcs_top(arcs), head = gold_head(run, top);
    const uint32_t below = arcs->depth > 1 ? arcs->stack[arcs->depth + 1] : 0;
    for (uint32_t i = front; i <= arcs->count; i++)
        cost += gold_head(run, i) == top;
    if (action == ARCS_LEFT)
        return cost + (head != front && (head > front || head == below));
    return cost + (head >= front);
}

static void learn_label(struct run *run, uint32_t head, uint8_t *relation)
{
    uint32_t features[LABEL_FEATURES];
    int32_t scores[WEIGHTS_WIDTH_MAX];
    const uint32_t word = arcs_top(&run->arcs);
    uint32_t best = 0;

    arcs_label_features(&run->arcs, head, word, features);
    learner_score(run->labels, features, LABEL_FEATURES, scores);
    for (uint32_t i = 1; i < RELATION_COUNT; i++)
        if (scores[i] > scores[best])
            best = i;
    *relation = (uint8_t)best;
    if (gold_head(run, word) != head)
        return;
    const uint32_t right = run->sentence->tokens[word - 1].relation;
    learner_step(run->labels);
    if (best != right)
        learner_update(run->labels, features, LABEL_FEATURES, right, best);
}

/* The action to take, after learning from what was guessed. */
static enum arcs_action learn_action(struct run *run)
{
    uint32_t features[ACTION_FEATURES];
    int32_t scores[WEIGHTS_WIDTH_MAX];
    uint32_t costs[ARCS_ACTIONS], least = UINT32_MAX;
    const uint32_t allowed = arcs_allowed(&run->arcs);
    int guess = -1, right = -1;

    if ((allowed & (allowed - 1)) == 0)
        return (enum arcs_action)__builtin_ctz(allowed);
    arcs_action_features(&run->arcs, features);
    learner_score(run->actions, features, ACTION_FEATURES, scores);
    for (int action = 0; action < ARCS_ACTIONS; action++) {
        if (!(allowed & 1u << action))
            continue;
        costs[action] = cost_of(run, (enum arcs_action)action);
        if (guess < 0 || scores[action] > scores[guess])
            guess = action;
        if (costs[action] < least || (costs[action] == least && scores[action] > scores[right])) {
            least = costs[action];
            right = action;
        }
    }
    learner_step(run->actions);
    if (costs[guess] == least)
        return (enum arcs_action)guess;
    learner_update(run->actions, features, ACTION_FEATURES, (uint32_t)right, (uint32_t)guess);
    const bool follow = run->explore && chance_next(&run->chance) % 10 < EXPLORE_OF_10;
    return (enum arcs_action)(follow ? guess : right);
}

static void learn_sentence(struct run *run, const struct gold_sentence *sentence)
{
    run->sentence = sentence;
    arcs_start(&run->arcs, sentence->forms, sentence->tags, sentence->count);
    while (!arcs_done(&run->arcs)) {
        const enum arcs_action action = learn_action(run);
        if (action == ARCS_SHIFT) {
            arcs_shift(&run->arcs);
            continue;
        }
        const uint32_t head = arcs_head(&run->arcs, action);
        uint8_t relation;
        learn_label(run, head, &relation);
        arcs_attach(&run->arcs, head, relation);
    }
}

struct parser_weights parser_train(const struct treebank *treebank, const struct schedule *schedule,
                                   uint32_t label_rows_log2)
{
    struct run *run = must_calloc(1, sizeof *run);
    uint32_t *order = must_calloc(treebank->count, sizeof *order);
    run->actions = learner_new(schedule->rows_log2, ARCS_ACTIONS, true);
    run->labels = learner_new(label_rows_log2, RELATION_COUNT, false);
    run->chance = schedule->seed;
    for (uint32_t i = 0; i < treebank->count; i++)
        order[i] = i;
    for (uint32_t time = 0; time < schedule->times; time++) {
        for (uint32_t round = 0; round < schedule->rounds; round++) {
            run->explore = round > 0;
            chance_shuffle(&run->chance, order, treebank->count);
            for (uint32_t i = 0; i < treebank->count; i++)
                learn_sentence(run, &treebank->sentences[order[i]]);
        }
        learner_settle(run->actions);
        learner_settle(run->labels);
    }
    const struct parser_weights weights = { learner_pack(run->actions), learner_pack(run->labels) };
    learner_free(run->actions);
    learner_free(run->labels);
    free(order);
    free(run);
    return weights;
}
