/* SPDX-License-Identifier: Apache-2.0 */
#include "model/arcs.h"

#include "model/features.h"
#include "model/names.h"

enum { VALENCY_MAX = 3 };

static const struct arcs_child nobody = { .node = 0, .relation = RELATION_NONE };

/* What lies below the stack, over and over. */
static const struct arcs_cell bottom = {
    .below = &bottom,
    .left = { 0, RELATION_NONE },
    .left2 = { 0, RELATION_NONE },
    .right = { 0, RELATION_NONE },
    .right2 = { 0, RELATION_NONE },
};

static void put_word(struct arcs *arcs, uint32_t node, const struct form *form, uint8_t tag, bool is_word)
{
    arcs->words[node] = (struct arcs_word){ form->word, form->suffix3, form->class, tag };
    arcs->fresh[node] = (struct arcs_cell){
        .node = is_word ? (uint16_t)node : 0,
        .left = nobody,
        .left2 = nobody,
        .right = nobody,
        .right2 = nobody,
    };
}

void arcs_start(struct arcs *arcs, const struct form *forms, const uint8_t *tags, uint32_t count)
{
    arcs->count = count;
    arcs->used = 0;
    put_word(arcs, 0, &form_outside, TAG_OUTSIDE, false);
    for (uint32_t i = 0; i < count; i++)
        put_word(arcs, i + 1, &forms[i], tags[i], true);
    put_word(arcs, count + 1, &form_root, TAG_ROOT, true);
    put_word(arcs, count + 2, &form_outside, TAG_OUTSIDE, false);
    put_word(arcs, count + 3, &form_outside, TAG_OUTSIDE, false);
    arcs->first = (struct arcs_state){ .top = &bottom, .front = &arcs->fresh[1] };
    arcs->best[0] = &arcs->first;
}

uint32_t arcs_allowed(const struct arcs *arcs, const struct arcs_state *state)
{
    const bool shifts = state->front->node <= arcs->count;
    uint32_t allowed = shifts ? 1u << ARCS_SHIFT : 0;
    if (state->depth > 0 && (shifts || state->depth == 1))
        allowed |= 1u << ARCS_LEFT;
    if (state->depth > 1)
        allowed |= 1u << ARCS_RIGHT;
    return allowed;
}

void arcs_step(const struct arcs *arcs, const struct arcs_state *from, enum arcs_action action, uint8_t relation,
               struct arcs_state *to, struct arcs_cell *cell)
{
    const struct arcs_child child = { from->top->node, relation };

    *to = (struct arcs_state){
        .before = from,
        .front = from->front,
        .score = from->score,
        .depth = (uint16_t)(action == ARCS_SHIFT ? from->depth + 1 : from->depth - 1),
        .action = (uint8_t)action,
        .relation = relation,
    };
    if (action == ARCS_SHIFT) {
        *cell = *from->front;
        cell->below = from->top;
        to->top = cell;
        to->front = &arcs->fresh[from->front->node + 1];
    } else if (action == ARCS_LEFT) {
        *cell = *from->front;
        cell->left2 = cell->left;
        cell->left = child;
        cell->lefts = cell->lefts < VALENCY_MAX ? (uint8_t)(cell->lefts + 1) : VALENCY_MAX;
        to->top = from->top->below;
        to->front = cell;
    } else {
        *cell = *from->top->below;
        cell->right2 = cell->right;
        cell->right = child;
        cell->rights = cell->rights < VALENCY_MAX ? (uint8_t)(cell->rights + 1) : VALENCY_MAX;
        to->top = cell;
    }
}

/* Near distances one by one, far ones in two classes. */
static uint32_t near_or_far(uint32_t from, uint32_t to, uint32_t far, uint32_t farther)
{
    const uint32_t distance = to - from;
    return distance <= far ? distance : distance <= farther ? far + 1 : far + 2;
}

#define W(x) (words[(x)->node].word)
#define T(x) ((uint32_t)words[(x)->node].tag)
#define C(x) ((uint32_t)words[(x)->node].class)
#define E(x) (words[(x)->node].ending)
#define R(x) ((uint32_t)(x)->relation)
#define L(x) (&(x)->left)
#define L2(x) (&(x)->left2)
#define RT(x) (&(x)->right)
#define RT2(x) (&(x)->right2)
#define V(x) ((uint32_t)(x)->lefts * 4 + (x)->rights)

void arcs_action_features(const struct arcs *arcs, const struct arcs_state *state, uint32_t features[ACTION_FEATURES])
{
    const struct arcs_word *words = arcs->words;
    const struct arcs_cell *s0 = state->top, *s1 = s0->below, *s2 = s1->below, *b0 = state->front;
    const struct arcs_cell *b1 = &arcs->fresh[b0->node + 1], *b2 = &arcs->fresh[b0->node + 2];
    const uint32_t distance = near_or_far(s0->node, b0->node, 5, 10);
    const uint32_t below = s1->node ? near_or_far(s1->node, s0->node, 5, 10) : 0;
    uint32_t firsts[ACTION_FEATURES], seconds[ACTION_FEATURES], number = 0;

#define ACTION_FEATURE(name, first, second, meaning)                                                                   \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/features.def"
    feature_hashes(firsts, seconds, ACTION_FEATURES, features);
}

void arcs_label_features(const struct arcs *arcs, const struct arcs_state *state, enum arcs_action action,
                         uint32_t features[LABEL_FEATURES])
{
    const struct arcs_word *words = arcs->words;
    const struct arcs_cell *d = state->top, *h = action == ARCS_LEFT ? state->front : d->below;
    const struct arcs_child beside[] = { { (uint16_t)(d->node - 1), 0 },
                                         { (uint16_t)(d->node + 1), 0 },
                                         { (uint16_t)(h->node - 1), 0 } };
    const struct arcs_child *before = &beside[0], *after = &beside[1], *before_head = &beside[2];
    const uint32_t right = action == ARCS_RIGHT;
    const uint32_t distance =
        (right ? near_or_far(h->node, d->node, 4, 8) : near_or_far(d->node, h->node, 4, 8)) + 8 * right;
    uint32_t firsts[LABEL_FEATURES], seconds[LABEL_FEATURES], number = 0;

#define LABEL_FEATURE(name, first, second, meaning)                                                                    \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/features.def"
    feature_hashes(firsts, seconds, LABEL_FEATURES, features);
}
