/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_cue.h"
#include "extract/learned_see.h"

enum { NEAR_TOKENS = 4, SENTENCE_TOKENS = 40, DEPENDENTS_MAX = 12 };

static uint32_t is_quoted(const struct learned *learned, uint32_t i)
{
    return i < learned->lexed->document->tokens_count && learned->words[i].quoted != QUOTED_NOT;
}

/* Two bits: quoted words or their marks before, and after. */
static uint32_t marks_within(const struct learned *learned, uint32_t token, uint32_t reach)
{
    uint32_t before = 0, after = 0;
    for (uint32_t k = 1; k <= reach; k++) {
        before |= token >= k && is_quoted(learned, token - k);
        after |= is_quoted(learned, token + k);
    }
    return before * 2 + after;
}

/* Two bits: cues of the rules before it in its sentence, and after. */
static uint32_t cues_of_rules(const struct learned *learned, uint32_t token)
{
    const struct document *document = learned->lexed->document;
    const struct range sentence = document->sentences[document->tokens[token].sentence].tokens;
    uint32_t found = 0;
    for (uint32_t k = 1; k < SENTENCE_TOKENS; k++) {
        if (token >= sentence.first + k && learned->words[token - k].hint)
            found |= 1;
        if (token + k < sentence.end && learned->words[token + k].hint)
            found |= 2;
    }
    return found;
}

bool learned_may_cue(const struct learned *learned, uint32_t token)
{
    const enum upos upos = learned_upos(learned, token);
    return learned->lexed->document->tokens[token].kind == TOKEN_WORD &&
           (learned->words[token].hint || upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_NOUN ||
            upos == UPOS_ADJ);
}

void learned_gate_features(const struct learned *learned, uint32_t token, uint32_t features[GATE_FEATURES])
{
    const struct seen here = see(learned, token), before1 = see(learned, token - 1), after1 = see(learned, token + 1),
                      after2 = see(learned, token + 2);
    const uint32_t inside = here.word->quoted == QUOTED_INSIDE, hint = here.word->hint != 0;
    const uint32_t marks4 = marks_within(learned, token, NEAR_TOKENS);
    uint32_t firsts[GATE_FEATURES], seconds[GATE_FEATURES], number = 0;
#define GATE_FEATURE(name, first, second, meaning)                                                                     \
    firsts[number] = first;                                                                                            \
    seconds[number++] = second;
#include "model/attribution.def"
    feature_hashes(firsts, seconds, GATE_FEATURES, features);
}

/* One head of the rules' cue: the first of its words that hangs on none of them. */
static bool heads_hint(const struct learned *learned, const struct draft_attribution *hint, uint32_t token)
{
    for (uint32_t i = hint->cue.first; i < hint->cue.end; i++)
        if (!token_in(hint->cue, learned->parsed->head[i]))
            return i == token;
    return false;
}

static size_t dependent_features(const struct learned *learned, uint32_t token, uint32_t *features, size_t count)
{
    enum {
        FIRST = 0
#define CUE_FEATURE(name, first, second, meaning) +1
#include "model/attribution.def"
    };
    const struct seen here = see(learned, token);
    uint32_t dependents = 0;
    for (uint32_t i = learned->words[token].child; i != DRAFT_NONE && dependents < DEPENDENTS_MAX;
         i = learned->words[i].sibling) {
        const struct seen child = see(learned, i);
        const uint32_t after = i > token;
        uint32_t number = FIRST;
        if (child.relation == RELATION_PUNCT)
            continue;
        dependents++;
#define DEPENDENT_FEATURE(name, first, second, meaning) features[count++] = feature_hash(number++, first, second);
#include "model/attribution.def"
    }
    return count;
}

static uint32_t dependents_of(const struct learned *learned, uint32_t token)
{
    uint32_t set = 0;
    for (uint32_t i = learned->words[token].child; i != DRAFT_NONE; i = learned->words[i].sibling)
        if (learned->parsed->relation[i] != RELATION_PUNCT)
            set |= UINT32_C(1) << (learned->parsed->relation[i] & 31);
    return set;
}

size_t learned_cue_features(const struct learned *learned, uint32_t token, uint32_t features[CUE_FEATURES_MAX])
{
    const struct learned_word *word = &learned->words[token];
    const struct seen here = see(learned, token), before1 = see(learned, token - 1), before2 = see(learned, token - 2),
                      after1 = see(learned, token + 1), after2 = see(learned, token + 2);
    const struct seen head = see(learned, learned->parsed->head[token]);
    const uint32_t head_word = WORD(head), head_tag = TAG(head);
    const uint32_t inside = word->quoted == QUOTED_INSIDE;
    const uint32_t marks1 = marks_within(learned, token, 1), marks4 = marks_within(learned, token, NEAR_TOKENS);
    const uint32_t dependents = dependents_of(learned, token), cues_near = cues_of_rules(learned, token);
    static const struct draft_attribution nothing;
    const struct draft_attribution *found = word->hint ? &learned->hints->attributions[word->hint - 1] : &nothing;
    const uint32_t hint = word->hint ? 1U + heads_hint(learned, found, token) : 0;
    const uint32_t hint_sure = (uint32_t)(found->confidence * 20 + 0.5F), hint_quote = found->quote,
                   hint_kind = found->kind, hint_nested = word->hint && found->parent != DRAFT_NONE,
                   hint_ranges = found->content_count;
    uint32_t number = 0;
    size_t count = 0;
#define CUE_FEATURE(name, first, second, meaning) features[count++] = feature_hash(number++, first, second);
#include "model/attribution.def"
    return dependent_features(learned, token, features, count);
}
