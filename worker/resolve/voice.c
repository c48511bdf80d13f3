/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "resolve/claim.h"
#include "resolve/pronoun.h"
#include "resolve/slice.h"

/* "his lawyer": the lawyer of Henrik Dahl. */
static void tell_whose(struct arena *arena, const struct spoken *spoken, size_t number)
{
    struct speaker *speaker = &spoken->speakers[number];
    char *role = speaker->source->role, text[256];
    pronoun_speaker(arena, spoken, number);
    const int size = speaker->source->name ? snprintf(text, sizeof text, "%s of %s", role, speaker->source->name) : 0;
    const bool fits = size > 0 && (size_t)size < sizeof text;
    speaker->source->role = fits ? arena_string(arena, (struct span){ text, (size_t)size }) : role;
    speaker->source->name = NULL;
    speaker->member = MEMBER_NONE;
    speaker->person = false;
}

static bool give_source(struct claim_pass *pass, size_t number, const struct spoken *spoken)
{
    const struct range words = pass->input->drafts->attributions[number].source;
    struct speaker *speaker = &spoken->speakers[number];
    speaker->member = MEMBER_NONE;
    if (range_empty(words))
        return true;
    if (!entity_speaker(pass->arena, &pass->entities, words, speaker))
        return false;
    if (pronoun_stands(&pass->lexed, words) ||
        (!speaker->source->name && (pronoun_issues(&pass->lexed, words) || pronoun_describes(&pass->lexed, words))))
        pronoun_speaker(pass->arena, spoken, number);
    else if (!speaker->source->name && speaker->source->role && pronoun_owns(&pass->lexed, words))
        tell_whose(pass->arena, spoken, number);
    speaker->source->n_spans = slice_spans(pass->arena, pass->input->document, &words, 1, &speaker->source->spans);
    return true;
}

/* A claim's source is the name alone: of "Ana Holt, the harbour master," its first two words; of "The
 * Hydrology Institute in Fenwick, which …" its first three. */
static source_record *name_source(const struct claim_pass *pass, size_t number, const struct speaker *speaker)
{
    const struct range words = pass->input->drafts->attributions[number].source;
    struct source_parts parts;
    if (range_empty(words) || !speaker->source->name || pronoun_stands(&pass->lexed, words))
        return speaker->source;
    source_parse(&pass->entities, words, &parts);
    if (range_empty(parts.name) || parts.name.first < words.first || parts.name.end > words.end)
        return speaker->source;
    const bool person =
        speaker->person || (parts.name.end > parts.name.first + 1 && !name_is_body(&pass->lexed, parts.name));
    const bool within = parts.core.first == words.first && parts.name.end <= parts.core.end;
    if (!person && !within)
        return speaker->source;
    const struct range alone = person ? parts.name : parts.core;
    source_record *named = source_make(pass->arena);
    if (!named)
        return NULL;
    *named = *speaker->source;
    named->n_spans = slice_spans(pass->arena, pass->input->document, &alone, 1, &named->spans);
    return named;
}

/* The attribution whose cue this one goes on from; NULL when it has its own. */
static const attribution_record *cue_holder(const struct claim_pass *pass, const struct draft_attribution *draft)
{
    const uint32_t holder = draft->part_of != DRAFT_NONE ? draft->part_of : draft->continues;
    return draft->cue.end == draft->cue.first && holder != DRAFT_NONE ? pass->reading->attributions[holder] : NULL;
}

static bool make_attribution(struct claim_pass *pass, size_t number, const struct spoken *spoken)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    attribution_record *made = attribution_make(pass->arena);
    if (!made)
        return false;
    pass->reading->attributions[pass->reading->n_attributions++] = made;
    made->id = claim_id(pass, 'a', number);
    made->has_quote = made->has_polarity = made->has_modality = made->has_confidence = 1;
    made->quote = (Claimwire__V1__Quote)draft->quote;
    made->polarity =
        draft->denied ? CLAIMWIRE__V1__POLARITY__POLARITY_DENIED : CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED;
    made->modality = (Claimwire__V1__Modality)draft->modality;
    made->confidence = draft->confidence;
    made->n_content =
        slice_spans(pass->arena, pass->input->document, draft->content, draft->content_count, &made->content);
    made->n_cue =
        slice_spans(pass->arena, pass->input->document, &draft->cue, draft->cue.end > draft->cue.first, &made->cue);
    const attribution_record *holder = cue_holder(pass, draft);
    if (holder) {
        made->cue = holder->cue;
        made->n_cue = holder->n_cue;
    }
    if (draft->part_of != DRAFT_NONE)
        made->id = (pass->holders[number] = pass->reading->attributions[draft->part_of])->id;
    if (draft->continues != DRAFT_NONE)
        made->continues = pass->reading->attributions[draft->continues]->id;
    if (draft->parent != DRAFT_NONE)
        made->parent = pass->reading->attributions[draft->parent]->id;
    if (!give_source(pass, number, spoken))
        return false;
    made->source = spoken->speakers[number].source;
    pass->named[number] = made->source ? name_source(pass, number, &spoken->speakers[number]) : NULL;
    return made->n_content > 0;
}

bool voice_attributions(struct claim_pass *pass)
{
    const size_t count = pass->input->drafts->attributions_count;
    struct speaker *speakers = arena_array(pass->arena, count, sizeof *speakers);
    pass->holders = arena_array(pass->arena, count, sizeof *pass->holders);
    const struct spoken spoken = { &pass->entities, pass->input->drafts, speakers };
    pass->reading->attributions = arena_array(pass->arena, count, sizeof *pass->reading->attributions);
    pass->named = arena_array(pass->arena, count, sizeof *pass->named);
    if (!speakers || !pass->holders || !pass->named || !pass->reading->attributions)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!make_attribution(pass, i, &spoken))
            return false;
    return true;
}
