/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_cue.h"
#include "extract/learned_see.h"

#include <stdlib.h>

enum { NO_NEIGHBOUR = 7, ARC_BACK = 64, ARC_SIBLINGS = 130 };

static uint32_t distance_of(uint32_t tokens)
{
    return tokens < 4 ? tokens : tokens < 7 ? 4 : tokens < 12 ? 5 : tokens < 25 ? 6 : 7;
}

/* Before or behind the cue, and in its sentence? */
static uint32_t side_of(const struct learned *learned, const struct learned_window *window, uint32_t token)
{
    const struct token *tokens = learned->lexed->document->tokens;
    return (token > window->cue) * 2U + (tokens[token].sentence == tokens[window->cue].sentence);
}

static bool starts_sentence(const struct learned *learned, uint32_t token)
{
    const struct document *document = learned->lexed->document;
    return document->sentences[document->tokens[token].sentence].tokens.first == token;
}

void learned_role_features(const struct learned *learned, const struct learned_window *window, uint32_t k,
                           uint32_t features[ROLE_FEATURES])
{
    enum { NEAR_TOKENS = 6, OTHER_SENTENCES = 3 };
    static const struct learned_near outside = { .role = NO_NEIGHBOUR, .phrase = NO_NEIGHBOUR };
    static const struct draft_attribution nothing;
    const struct token *tokens = learned->lexed->document->tokens;
    const uint32_t token = window->range.first + k, size = window->range.end - window->range.first;
    const struct seen here = see(learned, token), before1 = see(learned, token - 1), after1 = see(learned, token + 1);
    const struct seen cue = see(learned, window->cue), top = see(learned, window->near[k].top);
    const struct learned_near *near_before = k ? &window->near[k - 1] : &outside,
                              *near_after = k + 1 < size ? &window->near[k + 1] : &outside;
    const struct draft_attribution *hint =
        cue.word->hint ? &learned->hints->attributions[cue.word->hint - 1] : &nothing;
    const uint32_t side = side_of(learned, window, token), up = window->near[k].up,
                   top_relation = window->near[k].top_relation, way = PAIR(top_relation, up);
    const uint32_t top_word = WORD(top), top_tag = TAG(top), top_after = window->near[k].top > window->cue;
    const uint32_t steps = token > window->cue ? token - window->cue : window->cue - token;
    const uint32_t distance = distance_of(steps), step = steps > NEAR_TOKENS ? NEAR_TOKENS : steps,
                   near = token > window->cue ? NEAR_TOKENS + step : NEAR_TOKENS - step;
    const uint32_t commas = window->near[k].commas, marks = window->near[k].marks, cues = window->near[k].cues;
    const uint32_t role = window->near[k].role, role_before = near_before->role, role_after = near_after->role;
    const uint32_t phrase = window->near[k].phrase, phrase_before = near_before->phrase,
                   phrase_after = near_after->phrase;
    const uint32_t quoted = here.word->quoted, cue_quoted = cue.word->quoted == QUOTED_INSIDE;
    const uint32_t same_quotation = quoted == QUOTED_INSIDE && tokens[token].quotation == tokens[window->cue].quotation;
    const uint32_t between = tokens[token].sentence - tokens[window->cue].sentence + OTHER_SENTENCES,
                   other = side & 1 ? 0 : between & 7;
    const uint32_t is_first = starts_sentence(learned, token), is_cue = here.word->cue;
    const uint32_t is_ancestor = window->near[k].ancestor;
    const uint32_t hint_sure = (uint32_t)(hint->confidence * 20 + 0.5F), hint_quote = hint->quote,
                   hint_kind = hint->kind;
    uint32_t firsts[ROLE_FEATURES], seconds[ROLE_FEATURES], number = 0;
#define ROLE_FEATURE(name, first, second, meaning)                                                                     \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/attribution.def"
    feature_hashes(firsts, seconds, ROLE_FEATURES, features);
}

/* The arc between a token and the one before it, if any. */
static uint32_t arc_of(const struct parsed *parsed, uint32_t token)
{
    if (parsed->head[token] == token - 1)
        return 1U + parsed->relation[token];
    if (parsed->head[token - 1] == token)
        return 1U + ARC_BACK + parsed->relation[token - 1];
    return parsed->head[token] == parsed->head[token - 1] ? ARC_SIBLINGS : 0;
}

void learned_step_features(const struct learned *learned, const struct learned_window *window, uint32_t k,
                           uint32_t features[STEP_FEATURES])
{
    const uint32_t token = window->range.first + k;
    const struct seen here = see(learned, token), before1 = see(learned, token - 1);
    const uint32_t side = side_of(learned, window, token);
    const uint32_t beside = token == window->cue ? 1 : token == window->cue + 1 ? 2 : 0;
    const uint32_t quoted = here.word->quoted, quoted_before = before1.word->quoted;
    const uint32_t is_first = starts_sentence(learned, token), arc = token ? arc_of(learned->parsed, token) : 0;
    const uint32_t role = window->near[k].role, role_before = k ? window->near[k - 1].role : NO_NEIGHBOUR;
    const uint32_t phrase = window->near[k].phrase, phrase_before = k ? window->near[k - 1].phrase : NO_NEIGHBOUR;
    const uint32_t top = window->near[k].top;
    const uint32_t same_top = top == DRAFT_NONE ? 0 : k && window->near[k - 1].top == top ? 2 : 1;
    uint32_t firsts[STEP_FEATURES], seconds[STEP_FEATURES], number = 0;
#define STEP_FEATURE(name, first, second, meaning)                                                                     \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/attribution.def"
    feature_hashes(firsts, seconds, STEP_FEATURES, features);
}

/* ---- decoding */

/* May the token have that role? */
static bool is_open(const struct learned_window *window, uint32_t k, uint32_t role)
{
    const uint32_t token = window->range.first + k;
    if (token == window->cue)
        return role == ROLE_CUE;
    return role != ROLE_CUE || (token < window->cue + LEARNED_CUE_REACH && window->cue < token + LEARNED_CUE_REACH);
}

void learned_best(const struct learned_window *window, const struct learned_scores *scores,
                  uint8_t roles[LEARNED_WINDOW_MAX])
{
    enum { NEVER = -(1 << 28) };
    const uint32_t size = window->range.end - window->range.first;
    uint8_t from[LEARNED_WINDOW_MAX][ROLE_COUNT] = { { 0 } };
    int32_t best[ROLE_COUNT] = { 0 };
    for (uint32_t k = 0; k < size; k++) {
        int32_t next[ROLE_COUNT];
        for (uint32_t role = 0; role < ROLE_COUNT; role++) {
            next[role] = NEVER + NEVER;
            for (uint32_t before = 0; before < (k ? ROLE_COUNT : 1); before++) {
                const int32_t score = best[before] + scores->step[k][before * ROLE_COUNT + role];
                if (score > next[role]) {
                    next[role] = score;
                    from[k][role] = (uint8_t)before;
                }
            }
            next[role] = is_open(window, k, role) && next[role] > NEVER ? next[role] + scores->role[k][role] : NEVER;
        }
        memcpy(best, next, sizeof best);
    }
    uint8_t role = 0;
    for (uint8_t i = 1; i < ROLE_COUNT; i++)
        if (best[i] > best[role])
            role = i;
    for (uint32_t k = size; k > 0; k--) {
        roles[k - 1] = role;
        role = from[k - 1][role];
    }
}
