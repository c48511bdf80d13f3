/* SPDX-License-Identifier: Apache-2.0 */
#include "train/parser.h"

#include "model/search.h"
#include "model/names.h"

#include <stdlib.h>

struct run {
    struct learner *actions, *labels;
    struct search_judge judge;
    const struct gold_sentence *sentence;
    struct arcs arcs;
    /* the gold steps, gold[0] before the first */
    struct arcs_state gold[ARCS_STEPS_MAX + 1];
    struct arcs_cell gold_cells[ARCS_STEPS_MAX];
    uint16_t last_child[ARCS_TOKENS_MAX + 2]; /* of each word, 0: none */
    uint16_t heads[ARCS_TOKENS_MAX];          /* of what was found */
    uint8_t relations[ARCS_TOKENS_MAX];
};

static void judge_score(void *self, const uint32_t features[ACTION_FEATURES], int32_t scores[ARCS_ACTIONS])
{
    int32_t sums[WEIGHTS_WIDTH_MAX];
    learner_score(((struct run *)self)->actions, features, ACTION_FEATURES, sums);
    for (int action = 0; action < ARCS_ACTIONS; action++)
        scores[action] = sums[action];
}

static uint8_t judge_label(void *self, const uint32_t features[LABEL_FEATURES])
{
    int32_t sums[WEIGHTS_WIDTH_MAX];
    uint32_t best = 0;
    learner_score(((struct run *)self)->labels, features, LABEL_FEATURES, sums);
    for (uint32_t i = 1; i < RELATION_COUNT; i++)
        if (sums[i] > sums[best])
            best = i;
    return (uint8_t)best;
}

static uint32_t gold_head(const struct run *run, uint32_t word)
{
    return run->sentence->tokens[word - 1].head;
}

static bool is_choice(uint32_t allowed)
{
    return (allowed & (allowed - 1)) != 0;
}

/* The step of the gold tree: arcs as soon as they can be made. */
static enum arcs_action gold_action(const struct run *run, const struct arcs_state *state)
{
    if (state->depth == 0)
        return ARCS_SHIFT;
    const uint32_t top = state->top->node, head = gold_head(run, top);
    if (head == state->front->node)
        return ARCS_LEFT;
    if (state->depth > 1 && head == state->top->below->node && run->last_child[top] < state->front->node)
        return ARCS_RIGHT;
    return ARCS_SHIFT;
}

/* Walks the gold steps; false when they do not lead to the end (two words below the root). */
static bool walk_gold(struct run *run, bool counting)
{
    uint32_t features[LABEL_FEATURES > ACTION_FEATURES ? LABEL_FEATURES : ACTION_FEATURES];
    int32_t scores[ARCS_ACTIONS];

    memset(run->last_child, 0, sizeof run->last_child);
    for (uint32_t word = 1; word <= run->sentence->count; word++)
        run->last_child[gold_head(run, word)] = (uint16_t)word;
    run->gold[0] = run->arcs.first;
    for (uint32_t step = 0; step < 2 * run->sentence->count; step++) {
        const struct arcs_state *from = &run->gold[step];
        const uint32_t allowed = arcs_allowed(&run->arcs, from);
        const enum arcs_action action = gold_action(run, from);
        uint8_t relation = 0;
        if (!(allowed & 1u << action))
            return false;
        if (action != ARCS_SHIFT && counting) {
            relation = run->sentence->tokens[from->top->node - 1].relation;
        } else if (action != ARCS_SHIFT) {
            arcs_label_features(&run->arcs, from, action, features);
            relation = judge_label(run, features);
        }
        struct arcs_state *to = &run->gold[step + 1];
        arcs_step(&run->arcs, from, action, relation, to, &run->gold_cells[step]);
        if (!counting && is_choice(allowed)) {
            arcs_action_features(&run->arcs, from, features);
            judge_score(run, features, scores);
            to->score += scores[action];
        }
    }
    return true;
}

/* The relation of the arc that this step makes, if it is one of the gold tree. */
static void learn_label(struct run *run, const struct arcs_state *state)
{
    uint32_t features[LABEL_FEATURES];
    const struct arcs_state *from = state->before;
    const uint32_t right = run->sentence->tokens[from->top->node - 1].relation;
    arcs_label_features(&run->arcs, from, state->action, features);
    learner_step(run->labels);
    const uint8_t guess = judge_label(run, features);
    if (guess != right)
        learner_update(run->labels, features, LABEL_FEATURES, right, guess);
}

static void learn_labels(struct run *run, const struct arcs_state *last, bool has_gold)
{
    for (const struct arcs_state *state = last; state->before; state = state->before)
        if (state->action != ARCS_SHIFT &&
            arcs_head(state->before, state->action) == gold_head(run, state->before->top->node))
            learn_label(run, state);
    if (!has_gold)
        return;
    for (const struct arcs_state *state = &run->gold[2 * run->sentence->count]; state->before; state = state->before) {
        const uint32_t word = state->before->top->node;
        if (state->action != ARCS_SHIFT && run->heads[word - 1] != gold_head(run, word))
            learn_label(run, state);
    }
}

/* Moves the weights of the ways up to the state, as far as they are not common to both. */
static void move_way(struct run *run, const struct arcs_state *state, uint32_t steps, int32_t by)
{
    uint32_t features[ACTION_FEATURES];
    for (uint32_t i = 0; i < steps; i++, state = state->before) {
        if (!is_choice(arcs_allowed(&run->arcs, state->before)))
            continue;
        arcs_action_features(&run->arcs, state->before, features);
        learner_add(run->actions, features, ACTION_FEATURES, state->action, by);
    }
}

/* How many steps the two ways have in common. */
static uint32_t common_steps(const struct run *run, const struct arcs_state *last)
{
    uint32_t common = 2 * run->sentence->count, at = common;
    for (const struct arcs_state *state = last; state->before; state = state->before, at--)
        if (state->action != run->gold[at].action || state->relation != run->gold[at].relation)
            common = at - 1;
    return common;
}

static void learn_actions(struct run *run, const struct arcs_state *last)
{
    const uint32_t steps = 2 * run->sentence->count;
    uint32_t worst = 0;
    int32_t most = -1;

    learner_step(run->actions);
    if (common_steps(run, last) == steps)
        return;
    for (uint32_t step = 1; step <= steps; step++) {
        const int32_t lost = run->arcs.best[step]->score - run->gold[step].score;
        if (lost > most || (lost == most && most == 0)) {
            most = lost;
            worst = step;
        }
    }
    if (worst == 0)
        return;
    const struct arcs_state *found = run->arcs.best[worst];
    uint32_t differ = 0, at = worst;
    for (const struct arcs_state *state = found; state->before; state = state->before, at--)
        if (state->action != run->gold[at].action || state->relation != run->gold[at].relation)
            differ = worst - at + 1;
    move_way(run, &run->gold[worst], differ, 1);
    move_way(run, found, differ, -1);
}

/* Counts the features of the gold steps. */
static void count_sentence(struct run *run, const struct gold_sentence *sentence)
{
    uint32_t features[LABEL_FEATURES > ACTION_FEATURES ? LABEL_FEATURES : ACTION_FEATURES];
    run->sentence = sentence;
    arcs_start(&run->arcs, sentence->forms, sentence->tags, sentence->count);
    if (!walk_gold(run, true))
        return;
    for (uint32_t step = 1; step <= 2 * sentence->count; step++) {
        const struct arcs_state *state = &run->gold[step];
        arcs_action_features(&run->arcs, state->before, features);
        learner_count(run->actions, features, ACTION_FEATURES);
        if (state->action == ARCS_SHIFT)
            continue;
        arcs_label_features(&run->arcs, state->before, state->action, features);
        learner_count(run->labels, features, LABEL_FEATURES);
    }
}

static void learn_sentence(struct run *run, const struct gold_sentence *sentence)
{
    run->sentence = sentence;
    arcs_start(&run->arcs, sentence->forms, sentence->tags, sentence->count);
    const bool has_gold = walk_gold(run, false);
    const struct arcs_state *last = search_run(&run->arcs, &run->judge);
    search_read(last, run->heads, run->relations);
    if (has_gold)
        learn_actions(run, last);
    learn_labels(run, last, has_gold);
}

struct parser_weights parser_train(const struct treebank *treebank, const struct schedule *schedule,
                                   const struct learner_shape *labels)
{
    struct run *run = must_calloc(1, sizeof *run);
    uint32_t *order = must_calloc(treebank->count, sizeof *order);
    uint64_t chance = schedule->seed;
    run->actions = learner_new(&(struct learner_shape){ schedule->lines_log2, schedule->mark_bits, ARCS_ACTIONS,
                                                        schedule->seen_least, false });
    run->labels = learner_new(labels);
    run->judge = (struct search_judge){ judge_score, judge_label, INT32_MAX, run };
    for (uint32_t i = 0; i < treebank->count; i++)
        order[i] = i;
    for (uint32_t i = 0; i < treebank->count; i++)
        count_sentence(run, &treebank->sentences[i]);
    for (uint32_t time = 0; time < schedule->times; time++) {
        for (uint32_t round = 0; round < schedule->rounds; round++) {
            chance_shuffle(&chance, order, treebank->count);
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
