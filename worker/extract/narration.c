/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/narration.h"

#include <stdlib.h>

#include "extract/attribution.h"
#include "extract/verb.h"

enum {
    VERB_WITHIN_TOKENS = 24,
    SUBJECT_TOKENS_MIN = 1,
    CLAUSE_TOKENS_MIN = 5,
    CLAUSE_TOKENS_MAX = 40,
    FORM_BYTES_MAX = 16
};

static const struct event {
    const char *form;
    enum event_kind kind;
} events[] = {
#define EVENT(form, kind) { form, kind },
#include "extract/event.def"
#undef EVENT
};

static int compare(const void *form, const void *event)
{
    return strcmp(form, ((const struct event *)event)->form);
}

static enum event_kind event_of(const struct document *document, uint32_t i)
{
    char form[FORM_BYTES_MAX];
    const struct span text = document_token(document, i);
    if (document->tokens[i].kind != TOKEN_WORD || text.size >= sizeof form || text.data[0] < 'a')
        return EVENT_NONE;
    memcpy(form, text.data, text.size);
    form[text.size] = '\0';
    const struct event *event = bsearch(form, events, sizeof events / sizeof *events, sizeof *events, compare);
    return event ? event->kind : EVENT_NONE;
}

/* The verb of event.def in the first words of the clause; DRAFT_NONE: none, or a word of doubt before it. */
static uint32_t event_verb(const struct lexed *lexed, struct range clause)
{
    for (uint32_t i = clause.first; i < clause.end && i < clause.first + VERB_WITHIN_TOKENS; i++) {
        if (lexed_is(lexed, i, WORD_NEGATION | WORD_FUTURE | WORD_CONDITIONAL | WORD_UNREAL | WORD_SUBORDINATOR) &&
            !lexed_is(lexed, i, WORD_PREPOSITION))
            return DRAFT_NONE;
        if (event_of(lexed->document, i) != EVENT_NONE)
            return i;
    }
    return DRAFT_NONE;
}

enum event_kind narration_event(const struct lexed *lexed, struct range clause)
{
    const uint32_t verb = event_verb(lexed, clause);
    return verb == DRAFT_NONE ? EVENT_NONE : event_of(lexed->document, verb);
}

/* Does it say when or where? A sentence that does not may tell of anything. */
static bool is_placed(const struct lexed *lexed, struct range clause)
{
    for (uint32_t i = clause.first; i < clause.end; i++)
        if (lexed_is(lexed, i, WORD_TIME) ||
            (i > clause.first && phrase_is_name(lexed, i) && lexed_is(lexed, i - 1, WORD_PREPOSITION)))
            return true;
    return false;
}

/* Is the verb the first finite one, with no comma between it and its subject? */
static bool is_simple(const struct lexed *lexed, struct range clause, uint32_t verb)
{
    const struct document *document = lexed->document;
    if (verb < clause.first + SUBJECT_TOKENS_MIN ||
        lexed_is(lexed, clause.first, WORD_PRONOUN | WORD_PREPOSITION | WORD_FOLLOWS))
        return false;
    for (uint32_t i = clause.first; i < verb; i++)
        if (document->tokens[i].kind == TOKEN_PUNCTUATION || document->tokens[i].quotation || verb_is_plain(lexed, i) ||
            document_is(document, i, "who") || document_is(document, i, "which") || document_is(document, i, "that") ||
            document_is(document, i, "to") || lexed_is(lexed, i, WORD_PAST))
            return false;
    return true;
}

static bool is_reported(const struct drafts *drafts, const struct document *document, uint32_t sentence)
{
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const uint32_t token = drafts->attributions[a - 1].content[0].first;
        if (document->tokens[token].sentence == sentence)
            return true;
        if (document->tokens[token].sentence < sentence)
            return false;
    }
    return false;
}

/* "…, killing three", "…, which …": where the happening itself is told. */
static uint32_t clause_end(const struct lexed *lexed, struct range sentence, uint32_t verb)
{
    const struct document *document = lexed->document;
    uint32_t i = verb + 1;
    while (i < sentence.end && !strchr(",;:.!?()", document->body.data[document->tokens[i].start]))
        i++;
    return i;
}

void narration_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number)
{
    const struct document *document = lexed->document;
    const struct range sentence = document->sentences[number].tokens;
    if (drafts->narrated_count == DRAFT_FIGURES_MAX || is_reported(drafts, document, number))
        return;
    const uint32_t verb = event_verb(lexed, sentence);
    if (verb == DRAFT_NONE || !is_simple(lexed, sentence, verb))
        return;
    const struct range clause =
        clause_trim(document, (struct range){ sentence.first, clause_end(lexed, sentence, verb) });
    const uint32_t size = clause.end - clause.first;
    if (size < CLAUSE_TOKENS_MIN || size > CLAUSE_TOKENS_MAX || !is_placed(lexed, clause))
        return;
    drafts->narrated[drafts->narrated_count++] = (struct draft_narrated){ clause, event_of(document, verb) };
}
