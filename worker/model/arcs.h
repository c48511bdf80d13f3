/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_ARCS_H
#define MODEL_ARCS_H

#include "model/form.h"
#include "model/weights.h"

#include <stdbool.h>

/* The parser's states: the arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez
 * and Satta 2011) with the root behind the last word, searched with a beam.
 *
 * SHIFT moves the buffer's front to the stack; LEFT makes it, RIGHT the word
 * below, the head of the stack's top, and pops that. So n words take 2n steps.
 * A state never changes and shares what lies below it with those it came from
 * (Goldberg, Zhao and Huang 2013), so a step costs the same in a sentence of any
 * length. Shared by reading and training. */
enum {
    ARCS_TOKENS_MAX = 512,
    ARCS_STEPS_MAX = 2 * ARCS_TOKENS_MAX,
    ARCS_BEAM = 4,   /* states kept at every step */
    ARCS_SLACK = 64, /* how far behind the best one a state may be, in steps of training */
};

enum arcs_action { ARCS_SHIFT, ARCS_LEFT, ARCS_RIGHT, ARCS_ACTIONS };

/* Words are numbered from 1; 0 is no word, count + 1 the root. */
struct arcs_child {
    uint16_t node;
    uint16_t relation;
};

/* A word on the stack or in front of the buffer, with its outermost dependents so far. */
struct arcs_cell {
    const struct arcs_cell *below;
    uint16_t node;
    uint8_t lefts, rights; /* how many dependents, 3 means three or more */
    struct arcs_child left, left2, right, right2;
};

struct arcs_state {
    const struct arcs_state *before;
    const struct arcs_cell *top, *front;
    int32_t score;
    uint16_t depth;
    uint8_t action, relation; /* that led here from `before` */
};

struct arcs_word {
    uint32_t word, ending;
    uint16_t class;
    uint8_t tag;
};

struct arcs {
    uint32_t count;
    struct arcs_word words[ARCS_TOKENS_MAX + 4]; /* past the root two that are no words */
    struct arcs_cell fresh[ARCS_TOKENS_MAX + 4]; /* the same as cells that have no dependents */
    struct arcs_state first;
    /* the search: of every step the states kept, the best first */
    struct arcs_state states[ARCS_STEPS_MAX * ARCS_BEAM];
    struct arcs_cell cells[ARCS_STEPS_MAX * ARCS_BEAM];
    uint32_t used;
    const struct arcs_state *best[ARCS_STEPS_MAX + 1];
};

enum {
    ACTION_FEATURES = 0
#define ACTION_FEATURE(name, first, second, meaning) +1
#include "model/features.def"
    ,
    LABEL_FEATURES = 0
#define LABEL_FEATURE(name, first, second, meaning) +1
#include "model/features.def"
};

/* A sentence of at most ARCS_TOKENS_MAX words. */
void arcs_start(struct arcs *arcs, const struct form *forms, const uint8_t *tags, uint32_t count);

/* The actions that are possible, one bit each. The root takes one dependent. */
uint32_t arcs_allowed(const struct arcs *arcs, const struct arcs_state *state);

/* LEFT and RIGHT: the head that they give to the stack's top. */
static inline uint32_t arcs_head(const struct arcs_state *state, enum arcs_action action)
{
    return action == ARCS_LEFT ? state->front->node : state->top->below->node;
}

/* Writes the state after the action; the cell is for what that changes. The score is the one before. */
void arcs_step(const struct arcs *arcs, const struct arcs_state *from, enum arcs_action action, uint8_t relation,
               struct arcs_state *to, struct arcs_cell *cell);

void arcs_action_features(const struct arcs *arcs, const struct arcs_state *state, uint32_t features[ACTION_FEATURES]);

/* Of the arc that LEFT or RIGHT would make. */
void arcs_label_features(const struct arcs *arcs, const struct arcs_state *state, enum arcs_action action,
                         uint32_t features[LABEL_FEATURES]);

#endif
