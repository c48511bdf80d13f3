/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"
#include "resolve/pronoun.h"
#include "resolve/slice.h"

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
    speaker->source->n_spans = slice_spans(pass->arena, pass->input->document, &words, 1, &speaker->source->spans);
    return true;
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
    if (draft->part_of != DRAFT_NONE)
        made->id = (pass->holders[number] = pass->reading->attributions[draft->part_of])->id;
    if (draft->continues != DRAFT_NONE)
        made->continues = pass->reading->attributions[draft->continues]->id;
    if (draft->parent != DRAFT_NONE)
        made->parent = pass->reading->attributions[draft->parent]->id;
    if (!give_source(pass, number, spoken))
        return false;
    made->source = spoken->speakers[number].source;
    return made->n_content > 0;
}

bool voice_attributions(struct claim_pass *pass)
{
    const size_t count = pass->input->drafts->attributions_count;
    struct speaker *speakers = arena_array(pass->arena, count, sizeof *speakers);
    pass->holders = arena_array(pass->arena, count, sizeof *pass->holders);
    const struct spoken spoken = { &pass->entities, pass->input->drafts, speakers };
    pass->reading->attributions = arena_array(pass->arena, count, sizeof *pass->reading->attributions);
    if (!speakers || !pass->holders || !pass->reading->attributions)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!make_attribution(pass, i, &spoken))
            return false;
    return true;
}
