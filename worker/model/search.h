/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "model/arcs.h"

/* The beam search over the parser's states. Shared by reading and training. */

/* What scores the steps: the model's tables, or what is being learned. */
struct search_judge {
    void (*score)(void *self, const uint32_t features[ACTION_FEATURES], int32_t scores[ARCS_ACTIONS]);
    uint8_t (*label)(void *self, const uint32_t features[LABEL_FEATURES]);
    int32_t slack; /* states so far behind the best one are given up */
    void *self;
};

/* Searches with a beam of ARCS_BEAM states. The result, best[2 * count], lives until the next arcs_start. */
const struct arcs_state *search_run(struct arcs *arcs, const struct search_judge *judge);

/* Heads (count + 1: the root) and relations of the words, from 0 on. */
void search_read(const struct arcs_state *last, uint16_t *heads, uint8_t *relations);

/* All of it with a model's tables. */
void search_parse(struct arcs *arcs, const struct weights *actions, const struct weights *labels, uint16_t *heads,
                  uint8_t *relations);

#endif
