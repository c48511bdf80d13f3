/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_cue.h"

#include "extract/phrase.h"
#include "model/names.h"

enum { CHAIN_MAX = 60, AUXILIARIES_MAX = 5, SUBJECT_TOKENS = 40, UP_ANCESTOR = 60, UP_NONE = 62, TOP_SELF = 61 };

static void cut_window(const struct learned *learned, struct learned_window *window)
{
    const struct document *document = learned->lexed->document;
    const uint32_t cue = window->cue, sentence = document->tokens[cue].sentence;
    uint32_t first = cue, end = cue + 1;
    while (first > 0 && cue - first < LEARNED_REACH &&
           (document->tokens[first - 1].sentence == sentence || learned->words[first - 1].quoted))
        first--;
    while (end < document->tokens_count && end - cue <= LEARNED_REACH &&
           (document->tokens[end].sentence == sentence || learned->words[end].quoted))
        end++;
    window->range = (struct range){ first, end };
}

static void count_between(const struct learned *learned, struct learned_window *window, uint32_t token,
                          uint32_t *commas, uint32_t *marks, uint32_t *cues)
{
    enum { COUNT_MAX = 3, CUES_MAX = 2 };
    const struct document *document = learned->lexed->document;
    struct learned_near *near = &window->near[token - window->range.first];
    const char first = document->body.data[document->tokens[token].start];
    near->commas = (uint8_t)(*commas > COUNT_MAX ? COUNT_MAX : *commas);
    near->marks = (uint8_t)(*marks > COUNT_MAX ? COUNT_MAX : *marks);
    near->cues = (uint8_t)(*cues > CUES_MAX ? CUES_MAX : *cues);
    *commas += first == ',' || first == ';';
    *marks += learned->words[token].quoted == QUOTED_MARK;
    *cues += learned->words[token].cue;
}

static void look_between(const struct learned *learned, struct learned_window *window)
{
    uint32_t commas = 0, marks = 0, cues = 0;
    for (uint32_t i = window->cue; i > window->range.first; i--)
        count_between(learned, window, i - 1, &commas, &marks, &cues);
    commas = marks = cues = 0;
    for (uint32_t i = window->cue + 1; i < window->range.end; i++)
        count_between(learned, window, i, &commas, &marks, &cues);
}

/* How every token of the sentence hangs on the cue. `chain` numbers the cue's ancestors from 2 on, the cue is 1. */
static void look_along_tree(const struct learned *learned, struct learned_window *window)
{
    uint8_t chain[LEARNED_WINDOW_MAX] = { 0 };
    const uint32_t *head = learned->parsed->head, first = window->range.first;
    uint8_t links = 1;
    for (uint32_t i = window->cue; token_in(window->range, i) && links < CHAIN_MAX; i = head[i])
        chain[i - first] = links++;
    for (uint32_t i = first; i < window->range.end; i++) {
        struct learned_near *near = &window->near[i - first];
        near->top = DRAFT_NONE;
        near->top_relation = UP_NONE;
        near->up = UP_NONE;
        near->ancestor = chain[i - first] > 1;
        if (i == window->cue)
            near->top_relation = TOP_SELF;
        if (near->ancestor)
            near->up = UP_ANCESTOR;
        uint32_t at = i, steps = 0;
        while (!chain[i - first] && token_in(window->range, head[at]) && steps++ < CHAIN_MAX) {
            const uint8_t link = chain[head[at] - first];
            if (link == 1) {
                near->top = at;
                near->top_relation = learned->parsed->relation[at];
            } else if (link) {
                near->up = learned->parsed->relation[at];
            }
            if (link)
                break;
            at = head[at];
        }
    }
}

static void mark_roles(struct learned_window *window, struct range range, enum role role)
{
    const uint32_t first = range.first > window->range.first ? range.first : window->range.first;
    for (uint32_t i = first; i < range.end && i < window->range.end; i++)
        window->near[i - window->range.first].role = (uint8_t)(1 + role);
}

/* What the rules make of it: 0 when this is no cue of theirs. */
static void look_at_hint(const struct learned *learned, struct learned_window *window)
{
    const uint32_t number = learned->words[window->cue].hint;
    for (uint32_t i = 0; i < window->range.end - window->range.first; i++)
        window->near[i].role = number ? 1 + ROLE_NONE : 0;
    if (!number)
        return;
    const struct draft_attribution *hint = &learned->hints->attributions[number - 1];
    for (uint32_t c = 0; c < hint->content_count; c++)
        mark_roles(window, hint->content[c], ROLE_CONTENT);
    mark_roles(window, hint->source, ROLE_SOURCE);
    mark_roles(window, hint->cue, ROLE_CUE);
}

static void mark_phrase(struct learned_window *window, struct range range, uint8_t number)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (token_in(window->range, i))
            window->near[i - window->range.first].phrase = number;
}

/* The noun phrases that could speak: before the verb with its auxiliaries, and behind it. */
static void look_at_phrases(const struct learned *learned, struct learned_window *window)
{
    const struct document *document = learned->lexed->document;
    const struct range sentence = document->sentences[document->tokens[window->cue].sentence].tokens;
    const uint8_t quoted = learned->words[window->cue].quoted;
    uint32_t verb = window->cue;
    for (uint32_t i = 0; i < window->range.end - window->range.first; i++)
        window->near[i].phrase = 0;
    while (verb > sentence.first && window->cue - verb < AUXILIARIES_MAX &&
           (learned_upos(learned, verb - 1) == UPOS_AUX || learned_upos(learned, verb - 1) == UPOS_ADV))
        verb--;
    uint32_t floor = verb;
    while (floor > sentence.first && verb - floor < SUBJECT_TOKENS && learned->words[floor - 1].quoted == quoted)
        floor--;
    mark_phrase(window, phrase_before(learned->lexed, floor, verb), 1);
    if (window->cue + 1 < sentence.end)
        mark_phrase(window, phrase_after(learned->lexed, window->cue + 1, sentence.end), 2);
}

void learned_look(const struct learned *learned, uint32_t cue, struct learned_window *window)
{
    window->cue = cue;
    cut_window(learned, window);
    window->near[cue - window->range.first] = (struct learned_near){ .top = DRAFT_NONE };
    look_between(learned, window);
    look_along_tree(learned, window);
    look_at_hint(learned, window);
    look_at_phrases(learned, window);
}
