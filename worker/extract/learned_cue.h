/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_CUE_H
#define EXTRACT_LEARNED_CUE_H

#include "extract/learned.h"

/* Who says what, as it was learned from annotated articles.
 *
 * The rules read first, and what they found goes into the features, so that
 * learning keeps what they are sure of and adds what no list of words has: a
 * perceptron says which words are cues, another gives each word beside a cue
 * its role, the best sequence by Viterbi's algorithm. The features are those
 * of model/attribution.def. Shared by reading and training. */
enum role { ROLE_NONE, ROLE_SOURCE, ROLE_CONTENT, ROLE_CUE, ROLE_COUNT };

enum {
    LEARNED_REACH = 110, /* tokens to either side of a cue that are looked at */
    LEARNED_WINDOW_MAX = 2 * LEARNED_REACH + 1,
    LEARNED_CUE_REACH = 8, /* a cue's words are that near its head */
    CUE_FEATURES_MAX = 160,
    GATE_FEATURES = 0
#define GATE_FEATURE(name, first, second, meaning) +1
#include "model/attribution.def"
    ,
    ROLE_FEATURES = 0
#define ROLE_FEATURE(name, first, second, meaning) +1
#include "model/attribution.def"
    ,
    STEP_FEATURES = 0
#define STEP_FEATURE(name, first, second, meaning) +1
#include "model/attribution.def"
};

/* What the features of a token beside a cue need to know of the way between. */
struct learned_near {
    uint8_t top_relation, up; /* of the dependent of the cue it is under; of the branch beside the cue */
    uint8_t commas, marks, cues;
    uint8_t role, phrase;
    bool ancestor;
    uint32_t top; /* that dependent, or DRAFT_NONE */
};

struct learned_window {
    uint32_t cue;
    struct range range;
    struct learned_near near[LEARNED_WINDOW_MAX]; /* from range.first on */
};

/* Scores of roles, and of a role (column) after another (row), one a token of a window. */
struct learned_scores {
    int32_t role[LEARNED_WINDOW_MAX][ROLE_COUNT];
    int32_t step[LEARNED_WINDOW_MAX][ROLE_COUNT * ROLE_COUNT];
};

/* May the token be the head of a cue? */
bool learned_may_cue(const struct learned *learned, uint32_t token);

/* Without the trees: could it be worth having them? */
void learned_gate_features(const struct learned *learned, uint32_t token, uint32_t features[GATE_FEATURES]);

/* Fills features, and says how many. */
size_t learned_cue_features(const struct learned *learned, uint32_t token, uint32_t features[CUE_FEATURES_MAX]);

/* What lies round a cue: its sentence, and what is quoted right before and after. */
void learned_look(const struct learned *learned, uint32_t cue, struct learned_window *window);

/* Of the token range.first + k. */
void learned_role_features(const struct learned *learned, const struct learned_window *window, uint32_t k,
                           uint32_t features[ROLE_FEATURES]);
void learned_step_features(const struct learned *learned, const struct learned_window *window, uint32_t k,
                           uint32_t features[STEP_FEATURES]);

/* The best sequence of roles. The cue has its own; others have it near the cue only. */
void learned_best(const struct learned_window *window, const struct learned_scores *scores,
                  uint8_t roles[LEARNED_WINDOW_MAX]);

/* Makes roles one source, one cue and whole contents; false when no content is left. In learned_span.c. */
bool learned_spans(const struct learned *learned, const struct learned_window *window,
                   uint8_t roles[LEARNED_WINDOW_MAX], struct draft_attribution *made);

#endif
