/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_ARCS_H
#define MODEL_ARCS_H

#include "model/form.h"
#include "model/weights.h"

#include <stdbool.h>

/* The parser's state: the arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez
 * and Satta 2011) with the root behind the last word (Goldberg and Nivre 2013).
 *
 * SHIFT moves the buffer's front to the stack; LEFT makes it, RIGHT the word
 * below, the head of the stack's top, and pops that. So n words take 2n steps.
 * Shared by reading and training. */
enum { ARCS_TOKENS_MAX = 512 };

enum arcs_action { ARCS_SHIFT, ARCS_LEFT, ARCS_RIGHT, ARCS_ACTIONS };

struct arcs_node {
    uint32_t word;
    uint16_t head;
    uint16_t left, left2, right, right2; /* outermost dependents, 0: none */
    uint8_t tag, relation;
    uint8_t lefts, rights; /* how many, 3 means three or more */
};

/* Node 0 is no node, 1 to count the words, count + 1 the root, the next two are
 * no nodes again, so that the buffer can be looked into past its end. */
struct arcs {
    struct arcs_node nodes[ARCS_TOKENS_MAX + 4];
    uint16_t stack[ARCS_TOKENS_MAX + 4]; /* three times no node, then the words */
    uint32_t depth;                      /* of the stack, without those three */
    uint32_t front;                      /* of the buffer */
    uint32_t count;
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

/* Is every word attached? */
static inline bool arcs_done(const struct arcs *arcs)
{
    return arcs->depth == 0 && arcs->front > arcs->count;
}

/* The actions that are possible, one bit each. The root takes one dependent. */
uint32_t arcs_allowed(const struct arcs *arcs);

/* LEFT and RIGHT: the head that they give to the stack's top. */
uint32_t arcs_head(const struct arcs *arcs, enum arcs_action action);
static inline uint32_t arcs_top(const struct arcs *arcs)
{
    return arcs->stack[arcs->depth + 2];
}

void arcs_shift(struct arcs *arcs);
void arcs_attach(struct arcs *arcs, uint32_t head, uint8_t relation);

void arcs_action_features(const struct arcs *arcs, uint32_t features[ACTION_FEATURES]);
void arcs_label_features(const struct arcs *arcs, uint32_t head, uint32_t dependent,
                         uint32_t features[LABEL_FEATURES]);

/* Parses a sentence greedily. Afterwards nodes[1..count] have head and relation. */
void arcs_parse(struct arcs *arcs, const struct weights *actions, const struct weights *labels);

#endif
