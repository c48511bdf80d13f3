/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/complete.h"

#include "extract/attribution.h"
#include "extract/told.h"

enum { CLIMB_MAX = 6, GROWTH_MAX = 24, BESIDE_TOKENS_MAX = 8, SUBJECT_TOKENS_MAX = 16 };

/* Relations by which a word belongs to the clause of the one it hangs on. */
static bool belongs(uint8_t relation)
{
    switch (relation) {
    case RELATION_CC:
    case RELATION_CONJ:
    case RELATION_DEP:
    case RELATION_DISCOURSE:
    case RELATION_LIST:
    case RELATION_NONE:
    case RELATION_ORPHAN:
    case RELATION_PARATAXIS:
    case RELATION_PUNCT:
    case RELATION_ROOT:
    case RELATION_VOCATIVE:
        return false;
    default:
        return true;
    }
}

/* Does the word hang on a word of the content, over words that have no role? */
static bool hangs(const struct learned *learned, const struct learned_window *window, const uint8_t *roles,
                  uint32_t token)
{
    const struct parsed *parsed = learned->parsed;
    for (int steps = 0; steps < CLIMB_MAX; steps++) {
        if (!belongs(parsed->relation[token]) || !token_in(window->range, parsed->head[token]))
            return false;
        token = parsed->head[token];
        const uint8_t role = roles[token - window->range.first];
        if (role == ROLE_CONTENT)
            return true;
        if (role != ROLE_NONE)
            return false;
    }
    return false;
}

static bool may_join(const struct learned *learned, const struct learned_window *window, const uint8_t *roles,
                     uint32_t token, uint32_t beside)
{
    const struct document *document = learned->lexed->document;
    return roles[token - window->range.first] == ROLE_NONE && document->tokens[token].kind != TOKEN_PUNCTUATION &&
           document->tokens[token].sentence == document->tokens[beside].sentence &&
           document->tokens[token].quotation == document->tokens[beside].quotation && !learned->words[token].cue &&
           hangs(learned, window, roles, token);
}

static bool is_verb(const struct learned *learned, uint32_t token)
{
    return learned_upos(learned, token) == UPOS_VERB || learned_upos(learned, token) == UPOS_AUX;
}

/* The end of the words without a role that go on from a content up to a mark; `from` where a cue,
 * another role, a conjunction or a verb that is not subordinate comes first. */
static uint32_t rest_end(const struct learned *learned, const struct learned_window *window, const uint8_t *roles,
                         uint32_t from)
{
    const struct document *document = learned->lexed->document;
    bool subordinate = false;
    for (uint32_t i = from; i < window->range.end && i - from < GROWTH_MAX; i++) {
        const enum upos upos = learned_upos(learned, i);
        if (document->tokens[i].kind == TOKEN_PUNCTUATION ||
            document->tokens[i].sentence != document->tokens[from - 1].sentence)
            return i;
        subordinate |= upos == UPOS_SCONJ || upos == UPOS_PART;
        if (roles[i - window->range.first] != ROLE_NONE || learned->words[i].cue || upos == UPOS_CCONJ ||
            document->tokens[i].quotation != document->tokens[from - 1].quotation ||
            (is_verb(learned, i) && !subordinate))
            return from;
    }
    return from;
}

/* Clauses behind a verb go on to a mark. */
static void complete_clauses(const struct learned *learned, const struct learned_window *window, uint8_t *roles)
{
    const uint32_t first = window->range.first, size = window->range.end - first;
    bool clause = false;
    if (learned_upos(learned, window->cue) != UPOS_VERB)
        return;
    for (uint32_t k = window->cue - first + 1; k < size; k++) {
        if (roles[k] == ROLE_CONTENT)
            clause = (clause && roles[k - 1] == ROLE_CONTENT) || is_verb(learned, first + k);
        if (!clause || roles[k - 1] != ROLE_CONTENT || roles[k] != ROLE_NONE)
            continue;
        for (uint32_t end = rest_end(learned, window, roles, first + k); first + k < end; k++)
            roles[k] = ROLE_CONTENT;
    }
}

/* "said that …": it is no part of what was said. */
static bool is_that(const struct learned *learned, uint32_t token)
{
    return learned->parsed->relation[token] == RELATION_MARK && document_is(learned->lexed->document, token, "that");
}

void complete_contents(const struct learned *learned, const struct learned_window *window, uint8_t *roles)
{
    const uint32_t first = window->range.first, size = window->range.end - first;
    uint32_t grown = 0;
    for (uint32_t k = 1; k < size && grown < GROWTH_MAX; k++)
        if (roles[k - 1] == ROLE_CONTENT && may_join(learned, window, roles, first + k, first + k - 1)) {
            roles[k] = ROLE_CONTENT;
            grown++;
        }
    complete_clauses(learned, window, roles);
    for (uint32_t k = size; k-- > 1 && grown < GROWTH_MAX;)
        if (roles[k] == ROLE_CONTENT && !is_that(learned, first + k - 1) &&
            may_join(learned, window, roles, first + k - 1, first + k)) {
            roles[k - 1] = ROLE_CONTENT;
            grown++;
        }
}

/* Where "and" stands of "…, the company said in a statement, and …"; 0: nowhere. */
static uint32_t second_joint(const struct learned *learned, uint32_t from, uint32_t end)
{
    const struct document *document = learned->lexed->document;
    for (uint32_t i = from; i + 1 < end && i < from + BESIDE_TOKENS_MAX; i++) {
        if (document_is_mark(document, i, ","))
            return document_is(document, i + 1, "and") || document_is(document, i + 1, "but") ? i + 1 : 0;
        if (document->tokens[i].kind == TOKEN_PUNCTUATION || told_is_finite(learned, i))
            return 0;
    }
    return 0;
}

void complete_second(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    if (made->content_count == 0 || made->quote == DRAFT_DIRECT || range_empty(made->source))
        return;
    const struct range last = made->content[made->content_count - 1];
    const uint32_t past = made->source.end > made->cue.end ? made->source.end : made->cue.end;
    const struct range sentence = document->sentences[document->tokens[made->cue.first].sentence].tokens;
    if (last.end > made->source.first || last.end > made->cue.first || !token_in(sentence, last.first) ||
        !token_in(sentence, made->source.first) || past >= sentence.end)
        return;
    const uint32_t joint = second_joint(learned, past, sentence.end);
    uint32_t verb = 0;
    for (uint32_t i = joint + 1; joint && i < sentence.end; i++) {
        if (learned->words[i].cue || document->tokens[i].quotation || document_is_mark(document, i, ";:"))
            return;
        if (!verb && told_is_finite(learned, i))
            verb = i;
    }
    if (verb > joint + 1)
        attribution_content(made, clause_trim(document, (struct range){ joint, sentence.end }));
}

/* The first token of the words before the aside that begins at `aside`, behind the last mark that ends a clause, or
 * `aside` where these tell something, hold two words for a day and the like, or nothing. */
static uint32_t subject_before(const struct learned *learned, uint32_t first, uint32_t aside)
{
    const struct document *document = learned->lexed->document;
    uint32_t start = aside;
    bool noun = false;
    for (; start > first && aside - start < SUBJECT_TOKENS_MAX; start--) {
        const enum upos upos = learned_upos(learned, start - 1);
        if (document_is_mark(document, start - 1, ";:-") || document->tokens[start - 1].quotation)
            break;
        if (told_is_finite(learned, start - 1) || upos == UPOS_SCONJ || upos == UPOS_CCONJ)
            return aside;
        noun |= upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON || upos == UPOS_NUM;
    }
    const enum upos upos = start < aside ? learned_upos(learned, start) : UPOS_X;
    const bool adjunct = upos == UPOS_ADP || upos == UPOS_ADV || upos == UPOS_VERB || upos == UPOS_PART;
    return noun && !adjunct && (start == first || document_is_mark(document, start - 1, ";:-")) ? start : aside;
}

/* "The bridge, which X said would cost two million": what stands before is another's, unless nothing stands behind. */
static void drop_antecedent(const struct learned *learned, uint32_t aside, struct draft_attribution *made)
{
    uint32_t before = 0;
    if (aside == 0 || !DOCUMENT_IS(learned->lexed->document, aside - 1, "which", "who"))
        return;
    while (before < made->content_count && made->content[before].first < aside)
        before++;
    if (before == 0 || before == made->content_count)
        return;
    made->content_count -= before;
    memmove(made->content, made->content + before, made->content_count * sizeof *made->content);
}

/* "X called it false: no ship, he said, had come in": what stands before the colon is not what he said. */
static void drop_opening(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    struct range *first = &made->content[0];
    if (made->content_count < 2 || first->end > made->cue.first || !told_is_finite(learned, made->content[1].first))
        return;
    for (uint32_t i = first->end; i > first->first && first->end - i < SUBJECT_TOKENS_MAX; i--) {
        if (document->tokens[i - 1].quotation || told_is_finite(learned, i - 1))
            return;
        if (document_is_mark(document, i - 1, ":") && i < first->end) {
            first->first = i;
            return;
        }
    }
}

void complete_subject(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    if (made->content_count == 0 || range_empty(made->source))
        return;
    const uint32_t aside = made->source.first < made->cue.first ? made->source.first : made->cue.first;
    drop_antecedent(learned, aside, made);
    drop_opening(learned, made);
    if (made->content_count != 1)
        return;
    const struct range rest = made->content[0];
    const struct range sentence = document->sentences[document->tokens[made->cue.first].sentence].tokens;
    uint32_t verb = rest.first;
    while (verb < rest.end && (learned_upos(learned, verb) == UPOS_ADV || document->tokens[verb].kind == TOKEN_OPEN))
        verb++;
    if (!token_in(sentence, aside) || !token_in(sentence, rest.first) || aside < sentence.first + 2 ||
        rest.first <= made->cue.first || rest.first < made->source.end || verb == rest.end ||
        !told_is_finite(learned, verb) || !document_is_mark(document, aside - 1, ",") ||
        !document_is_mark(document, rest.first - 1 - (document->tokens[rest.first - 1].kind == TOKEN_OPEN), ","))
        return;
    const uint32_t first = subject_before(learned, sentence.first, aside - 1);
    if (first + 1 > aside - 1)
        return;
    made->content_count = 0;
    attribution_content(made, (struct range){ first, aside - 1 });
    uint32_t end = verb;
    while (end < rest.end && !(document_is_mark(document, end, ";") && !document->tokens[end].quotation))
        end++;
    attribution_content(made, clause_trim(document, (struct range){ rest.first, end }));
    attribution_content(made, clause_trim(document, (struct range){ end, rest.end }));
    made->quote = made->quote == DRAFT_DIRECT ? DRAFT_MIXED : made->quote;
}
