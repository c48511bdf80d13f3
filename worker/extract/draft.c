/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/draft.h"

#include "extract/attribution.h"
#include "extract/dialogue.h"
#include "extract/estimate.h"
#include "extract/frame.h"
#include "extract/learned_read.h"
#include "extract/narration.h"
#include "extract/release.h"
#include "extract/telling.h"
#include "model/names.h"
#include "model/parse.h"

/* Most Words Begin With a Capital: a headline, where subjects cannot be told
 * from what goes before them. */
static bool is_headline(const struct document *document, struct range sentence)
{
    enum { CAPITAL_PERCENT = 60, WORDS_MIN = 4 };
    uint32_t words = 0, capitals = 0;
    for (uint32_t i = sentence.first; i < sentence.end; i++) {
        words += document->tokens[i].kind == TOKEN_WORD && !document->tokens[i].quotation;
        capitals += document->tokens[i].flags & TOKEN_CAPITAL && !document->tokens[i].quotation;
    }
    const bool ends = document->body.data[document->tokens[sentence.end - 1].start] == '.';
    return words >= WORDS_MIN && !ends && capitals * 100 >= words * CAPITAL_PERCENT;
}

/* The cues of a sentence, or of a content in which others are reported. */
static void read_cues(struct attribution_pass *pass, struct range bounds)
{
    const struct document *document = pass->lexed->document;
    pass->bounds = bounds;
    for (uint32_t i = bounds.first; i < bounds.end; i++) {
        struct cue cue;
        if (document->tokens[i].quotation || i < pass->read_until)
            continue;
        if (cue_at(pass, i, &cue) || cue_according(pass, i, &cue) || cue_nominal(pass, i, &cue))
            attribution_of_cue(pass, &cue);
    }
}

/* Who is reported by whom: the cues within the contents of this sentence's attributions. */
static void read_nested(struct attribution_pass *pass, uint32_t from)
{
    const uint32_t until = pass->drafts->attributions_count, read_until = pass->read_until;
    for (uint32_t a = from; a < until; a++) {
        const struct draft_attribution *outer = &pass->drafts->attributions[a];
        if (outer->quote == DRAFT_DIRECT || outer->kind == CUE_ATTITUDE)
            continue;
        pass->parent = a;
        pass->read_until = 0;
        for (uint32_t c = 0; c < outer->content_count && c < CONTENT_RANGES_MAX; c++)
            read_cues(pass, outer->content[c]);
    }
    pass->parent = DRAFT_NONE;
    pass->read_until = read_until;
}

/* Cues outside quotation marks; what is said inside a quotation is part of it. */
static void read_by_rules(struct attribution_pass *pass, uint32_t number)
{
    const struct document *document = pass->lexed->document;
    const struct range sentence = document->sentences[number].tokens;
    if (is_headline(document, sentence))
        return;
    const uint32_t from = pass->drafts->attributions_count;
    read_cues(pass, sentence);
    read_nested(pass, from);
}

/* With a reader, by what was learned; without, by the rules alone. */
static void read_paragraph(struct attribution_pass *pass, struct learned_reader *reader, struct dialogue *dialogue,
                           const struct release *release, uint32_t number)
{
    const struct document *document = pass->lexed->document;
    const struct paragraph *paragraph = &document->paragraphs[number];
    const uint32_t from = pass->drafts->attributions_count;
    dialogue_read(dialogue, pass, number);
    for (uint32_t s = paragraph->sentences.first; s < paragraph->sentences.end; s++) {
        const struct range sentence = document->sentences[s].tokens;
        if (sentence.end - sentence.first > READ_SENTENCE_TOKENS_MAX)
            continue;
        if (reader) {
            learned_read_sentence(reader, pass, s, false);
            estimate_read(pass, sentence);
        } else {
            read_by_rules(pass, s);
        }
        if (!is_headline(document, sentence) && !(reader && release_is_point(pass->lexed, release, number))) {
            narration_find_sentence(pass->lexed, pass->drafts, s);
            if (reader)
                telling_find_sentence(learned_reader_learned(reader), pass->drafts, s);
        }
    }
    dialogue_mark_dashes(pass, number, from);
    attribution_of_rest(pass, reader, paragraph);
    /* What is reported inside a quotation, once it is known whose the quotation is. */
    for (uint32_t s = paragraph->sentences.first; reader && s < paragraph->sentences.end; s++)
        if (document->sentences[s].tokens.end - document->sentences[s].tokens.first <= READ_SENTENCE_TOKENS_MAX)
            learned_read_sentence(reader, pass, s, true);
    if (reader)
        release_read(pass, release, number, from);
}

static enum err read_document(struct arena *arena, const struct lexed *lexed, struct learned_reader *reader,
                              struct drafts **out)
{
    const struct document *document = lexed->document;
    struct drafts *drafts = arena_alloc(arena, sizeof *drafts);
    if (!drafts)
        return ERR_TOO_LARGE;
    drafts->attributions = arena_unset(arena, ATTRIBUTIONS_MAX, sizeof *drafts->attributions);
    drafts->figures = arena_unset(arena, DRAFT_FIGURES_MAX, sizeof *drafts->figures);
    drafts->narrated = arena_unset(arena, DRAFT_FIGURES_MAX, sizeof *drafts->narrated);
    struct attribution_pass pass = {
        .lexed = lexed,
        .drafts = drafts,
        .parent = DRAFT_NONE,
        .taken = arena_array(arena, document->quotations_count, sizeof *pass.taken),
    };
    struct dialogue *dialogue = dialogue_new(arena, lexed);
    if (arena_overflowed(arena) || !dialogue)
        return ERR_TOO_LARGE;
    struct release release;
    release_find(lexed, &release);
    for (uint32_t p = 0; p < document->paragraphs_count; p++)
        read_paragraph(&pass, reader, dialogue, &release, p);
    *out = drafts;
    return ERR_OK;
}

/* The trees of the sentences that tell what happened. */
static enum err parse_told(struct arena *arena, const struct model *model, const struct document *document,
                           struct parsed *parsed, struct drafts *drafts)
{
    bool *wanted = arena_array(arena, document->sentences_count, sizeof *wanted);
    if (!wanted)
        return ERR_TOO_LARGE;
    for (uint32_t f = 0; f < drafts->figures_count; f++)
        if (parsed->relation[drafts->figures[f].words.first] == RELATION_NONE)
            wanted[document->tokens[drafts->figures[f].words.first].sentence] = true;
    for (uint32_t n = 0; n < drafts->narrated_count; n++)
        if (parsed->relation[drafts->narrated[n].clause.first] == RELATION_NONE)
            wanted[document->tokens[drafts->narrated[n].clause.first].sentence] = true;
    drafts->parsed = parsed;
    return parse_trees(arena, model, document, wanted, parsed);
}

enum err extract_drafts(struct arena *arena, const struct model *model, const struct document *document,
                        struct drafts **out)
{
    struct lexed lexed;
    struct drafts *drafts = NULL;
    struct learned_reader *reader = NULL;
    enum err err = lexed_make(arena, document, &lexed);
    if (err == ERR_OK)
        err = read_document(arena, &lexed, NULL, &drafts);
    if (err == ERR_OK && model && learned_is_in(model)) {
        err = learned_reader_new(arena, model, &lexed, drafts, &reader);
        if (err == ERR_OK)
            err = read_document(arena, &lexed, reader, &drafts);
    }
    if (err == ERR_OK)
        err = frame_casualties(arena, &lexed, drafts);
    if (err == ERR_OK && reader)
        err = parse_told(arena, model, document, learned_reader_parsed(reader), drafts);
    *out = drafts;
    return err;
}
