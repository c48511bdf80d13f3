/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"
#include "resolve/pronoun.h"
#include "resolve/slice.h"

static source_record *resolve_source(struct claim_pass *pass, size_t number, const struct spoken *spoken)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    if (draft->source.first >= draft->source.end)
        return NULL;
    source_record *source = entity_source(pass->arena, pass->names, draft->source, &spoken->person[number]);
    if (!source)
        return NULL;
    if (entity_is_pronoun(&pass->lexed, draft->source) ||
        (draft->source.end == draft->source.first + 1 && document_is(pass->input->document, draft->source.first, "it")))
        pronoun_name(pass->arena, spoken, number, source);
    source->n_spans = slice_spans(pass->arena, pass->input->document, &draft->source, 1, &source->spans);
    return source;
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
    if (draft->continues != DRAFT_NONE)
        made->continues = pass->reading->attributions[draft->continues]->id;
    if (draft->parent != DRAFT_NONE)
        made->parent = pass->reading->attributions[draft->parent]->id;
    made->source = resolve_source(pass, number, spoken);
    pass->sources[number] = made->source;
    return made->n_content > 0;
}

bool voice_attributions(struct claim_pass *pass)
{
    const size_t count = pass->input->drafts->attributions_count;
    bool *person = arena_array(pass->arena, count, sizeof *person);
    pass->sources = arena_array(pass->arena, count, sizeof *pass->sources);
    const struct spoken spoken = { &pass->lexed, pass->names, pass->input->drafts, pass->sources, person };
    pass->reading->attributions = arena_array(pass->arena, count, sizeof *pass->reading->attributions);
    if (!person || !pass->sources || !pass->reading->attributions)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!make_attribution(pass, i, &spoken))
            return false;
    return true;
}
