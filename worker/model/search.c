/* SPDX-License-Identifier: Apache-2.0 */
#include "model/search.h"

/* The search over the parser's states. */

struct candidate {
    const struct arcs_state *from;
    int32_t score;
    enum arcs_action action;
};

struct candidates {
    struct candidate list[ARCS_BEAM]; /* the best first */
    uint32_t count;
};

static void offer(struct candidates *candidates, struct candidate candidate)
{
    uint32_t at = candidates->count;
    if (at == ARCS_BEAM) {
        if (candidate.score <= candidates->list[at - 1].score)
            return;
        at--;
    } else {
        candidates->count++;
    }
    for (; at > 0 && candidates->list[at - 1].score < candidate.score; at--)
        candidates->list[at] = candidates->list[at - 1];
    candidates->list[at] = candidate;
}

static void expand(const struct arcs *arcs, const struct search_judge *judge, const struct arcs_state *state,
                   struct candidates *candidates)
{
    uint32_t features[ACTION_FEATURES];
    int32_t scores[ARCS_ACTIONS] = { 0 };
    const uint32_t allowed = arcs_allowed(arcs, state);

    if (allowed & (allowed - 1)) { /* else there is no choice */
        arcs_action_features(arcs, state, features);
        judge->score(judge->self, features, scores);
    }
    for (int action = 0; action < ARCS_ACTIONS; action++)
        if (allowed & 1u << action)
            offer(candidates, (struct candidate){ state, state->score + scores[action], (enum arcs_action)action });
}

static void take(struct arcs *arcs, const struct search_judge *judge, const struct candidate *candidate)
{
    uint32_t features[LABEL_FEATURES];
    uint8_t relation = 0;
    if (candidate->action != ARCS_SHIFT) {
        arcs_label_features(arcs, candidate->from, candidate->action, features);
        relation = judge->label(judge->self, features);
    }
    struct arcs_state *state = &arcs->states[arcs->used];
    arcs_step(arcs, candidate->from, candidate->action, relation, state, &arcs->cells[arcs->used]);
    state->score = candidate->score;
    arcs->used++;
}

const struct arcs_state *search_run(struct arcs *arcs, const struct search_judge *judge)
{
    const struct arcs_state *states = &arcs->first;
    uint32_t states_count = 1;

    for (uint32_t step = 1; step <= 2 * arcs->count; step++) {
        struct candidates candidates = { .count = 0 };
        for (uint32_t i = 0; i < states_count; i++)
            expand(arcs, judge, &states[i], &candidates);
        while (candidates.list[0].score - candidates.list[candidates.count - 1].score > judge->slack)
            candidates.count--;
        states = &arcs->states[arcs->used];
        states_count = candidates.count;
        for (uint32_t i = 0; i < candidates.count; i++)
            take(arcs, judge, &candidates.list[i]);
        arcs->best[step] = states;
    }
    return arcs->best[2 * arcs->count];
}

void search_read(const struct arcs_state *last, uint16_t *heads, uint8_t *relations)
{
    for (; last->before; last = last->before) {
        if (last->action == ARCS_SHIFT)
            continue;
        const uint32_t word = last->before->top->node - 1u;
        heads[word] = (uint16_t)arcs_head(last->before, last->action);
        relations[word] = last->relation;
    }
}

struct tables {
    const struct weights *actions, *labels;
};

static void score_by_table(void *self, const uint32_t features[ACTION_FEATURES], int32_t scores[ARCS_ACTIONS])
{
    int16_t sums[WEIGHTS_WIDTH_MAX];
    weights_score(((struct tables *)self)->actions, features, ACTION_FEATURES, sums);
    for (int action = 0; action < ARCS_ACTIONS; action++)
        scores[action] = sums[action];
}

static uint8_t label_by_table(void *self, const uint32_t features[LABEL_FEATURES])
{
    const struct weights *labels = ((struct tables *)self)->labels;
    int16_t sums[WEIGHTS_WIDTH_MAX];
    weights_score(labels, features, LABEL_FEATURES, sums);
    return (uint8_t)weights_best(labels, sums);
}

void search_parse(struct arcs *arcs, const struct weights *actions, const struct weights *labels, uint16_t *heads,
                  uint8_t *relations)
{
    struct tables tables = { actions, labels };
    const int32_t slack = ARCS_SLACK * (int32_t)actions->scale / 256;
    const struct search_judge judge = { score_by_table, label_by_table, slack, &tables };
    search_read(search_run(arcs, &judge), heads, relations);
}
