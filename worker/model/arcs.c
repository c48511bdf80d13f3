/* SPDX-License-Identifier: Apache-2.0 */
#include "model/arcs.h"

#include "model/features.h"
#include "model/names.h"

enum { STACK_BELOW = 3, VALENCY_MAX = 3 };

static void outside(struct arcs_node *node, const struct form *form, uint8_t tag)
{
    *node = (struct arcs_node){ .word = form->word, .tag = tag, .relation = RELATION_NONE };
}

void arcs_start(struct arcs *arcs, const struct form *forms, const uint8_t *tags, uint32_t count)
{
    arcs->depth = 0;
    arcs->front = 1;
    arcs->count = count;
    for (uint32_t i = 0; i < STACK_BELOW; i++)
        arcs->stack[i] = 0;
    outside(&arcs->nodes[0], &form_outside, TAG_OUTSIDE);
    for (uint32_t i = 0; i < count; i++)
        outside(&arcs->nodes[i + 1], &forms[i], tags[i]);
    outside(&arcs->nodes[count + 1], &form_root, TAG_ROOT);
    outside(&arcs->nodes[count + 2], &form_outside, TAG_OUTSIDE);
    outside(&arcs->nodes[count + 3], &form_outside, TAG_OUTSIDE);
}

uint32_t arcs_allowed(const struct arcs *arcs)
{
    uint32_t allowed = 0;
    if (arcs->front <= arcs->count)
        allowed |= 1u << ARCS_SHIFT;
    if (arcs->depth > 0 && (arcs->front <= arcs->count || arcs->depth == 1))
        allowed |= 1u << ARCS_LEFT;
    if (arcs->depth > 1)
        allowed |= 1u << ARCS_RIGHT;
    return allowed;
}

uint32_t arcs_head(const struct arcs *arcs, enum arcs_action action)
{
    return action == ARCS_LEFT ? arcs->front : arcs->stack[arcs->depth + STACK_BELOW - 2];
}

void arcs_shift(struct arcs *arcs)
{
    arcs->stack[arcs->depth++ + STACK_BELOW] = (uint16_t)arcs->front++;
}

void arcs_attach(struct arcs *arcs, uint32_t head, uint8_t relation)
{
    const uint16_t dependent = (uint16_t)arcs_top(arcs);
    struct arcs_node *above = &arcs->nodes[head];

    arcs->nodes[dependent].head = (uint16_t)head;
    arcs->nodes[dependent].relation = relation;
    if (dependent < head) {
        above->left2 = above->left;
        above->left = dependent;
        above->lefts = above->lefts < VALENCY_MAX ? (uint8_t)(above->lefts + 1) : VALENCY_MAX;
    } else {
        above->right2 = above->right;
        above->right = dependent;
        above->rights = above->rights < VALENCY_MAX ? (uint8_t)(above->rights + 1) : VALENCY_MAX;
    }
    arcs->depth--;
}

/* Near distances one by one, far ones in two classes. */
static uint32_t near_or_far(uint32_t from, uint32_t to, uint32_t far, uint32_t farther)
{
    const uint32_t distance = to - from;
    return distance <= far ? distance : distance <= farther ? far + 1 : far + 2;
}

#define W(node) ((node)->word)
#define T(node) ((uint32_t)(node)->tag)
#define R(node) ((uint32_t)(node)->relation)
#define L(node) (&nodes[(node)->left])
#define L2(node) (&nodes[(node)->left2])
#define RT(node) (&nodes[(node)->right])
#define RT2(node) (&nodes[(node)->right2])
#define V(node) ((uint32_t)(node)->lefts * 4 + (node)->rights)

void arcs_action_features(const struct arcs *arcs, uint32_t features[ACTION_FEATURES])
{
    const struct arcs_node *nodes = arcs->nodes;
    const uint16_t *top = &arcs->stack[arcs->depth + STACK_BELOW - 1];
    const struct arcs_node *s0 = &nodes[top[0]], *s1 = &nodes[top[-1]], *s2 = &nodes[top[-2]];
    const struct arcs_node *b0 = &nodes[arcs->front], *b1 = b0 + 1, *b2 = b0 + 2;
    const uint32_t distance = near_or_far(top[0], arcs->front, 5, 10);
    const uint32_t below = top[-1] ? near_or_far(top[-1], top[0], 5, 10) : 0;
    uint32_t number = 0;

#define ACTION_FEATURE(name, first, second, meaning)                                                                   \
    features[number] = feature_hash(number, first, second);                                                            \
    number++;
#include "model/features.def"
}

void arcs_label_features(const struct arcs *arcs, uint32_t head, uint32_t dependent,
                         uint32_t features[LABEL_FEATURES])
{
    const struct arcs_node *nodes = arcs->nodes;
    const struct arcs_node *h = &nodes[head], *d = &nodes[dependent];
    const struct arcs_node *before = d - 1, *after = d + 1, *before_head = h - 1;
    const uint32_t right = dependent > head;
    const uint32_t distance =
        (right ? near_or_far(head, dependent, 4, 8) : near_or_far(dependent, head, 4, 8)) + 8 * right;
    uint32_t number = 0;

#define LABEL_FEATURE(name, first, second, meaning)                                                                    \
    features[number] = feature_hash(number, first, second);                                                            \
    number++;
#include "model/features.def"
}

/* Scores of SHIFT are the zero that the two others are told against. */
static enum arcs_action choose(const struct arcs *arcs, const struct weights *actions)
{
    uint32_t features[ACTION_FEATURES];
    int16_t scores[WEIGHTS_WIDTH_MAX];
    const uint32_t allowed = arcs_allowed(arcs);

    if ((allowed & (allowed - 1)) == 0)
        return (enum arcs_action)__builtin_ctz(allowed);
    arcs_action_features(arcs, features);
    weights_score(actions, features, ACTION_FEATURES, scores);
    int best = allowed & 1u << ARCS_SHIFT ? 0 : INT16_MIN;
    enum arcs_action chosen = ARCS_SHIFT;
    for (enum arcs_action action = ARCS_LEFT; action <= ARCS_RIGHT; action++) {
        if (allowed & 1u << action && scores[action - 1] > best) {
            best = scores[action - 1];
            chosen = action;
        }
    }
    return chosen;
}

void arcs_parse(struct arcs *arcs, const struct weights *actions, const struct weights *labels)
{
    uint32_t features[LABEL_FEATURES];
    int16_t scores[WEIGHTS_WIDTH_MAX];

    while (!arcs_done(arcs)) {
        const enum arcs_action action = choose(arcs, actions);
        if (action == ARCS_SHIFT) {
            arcs_shift(arcs);
            continue;
        }
        const uint32_t head = arcs_head(arcs, action);
        arcs_label_features(arcs, head, arcs_top(arcs), features);
        weights_score(labels, features, LABEL_FEATURES, scores);
        arcs_attach(arcs, head, (uint8_t)weights_best(labels, scores));
    }
}
