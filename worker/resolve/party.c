/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/party.h"

#include "extract/narration.h"
#include "resolve/actor.h"
#include "resolve/claim.h"

/* Behind those it tells of it is passive, or has no object: "were killed by", "died". */
static bool is_passive(const struct claim_pass *pass, const struct draft_figure *draft)
{
    return draft->verb >= draft->people.first || lexed_is(&pass->lexed, draft->verb, WORD_PREPOSITION);
}

/* "Missiles struck a block, killing five": whoever the sentence told of before. */
static struct party told_before(const struct claim_pass *pass, uint32_t verb)
{
    const struct document *document = pass->input->document;
    const struct range before = { document->sentences[document->tokens[verb].sentence].tokens.first, verb };
    struct party agent, patient;
    struct happening happening;
    if (verb == before.first || !document_is(document, verb - 1, ",") ||
        !narration_event(&pass->lexed, before, &happening))
        return (struct party){ .head = DRAFT_NONE };
    party_of_happening(&pass->lexed, pass->input->drafts->parsed, &happening, &agent, &patient);
    return happening.passive ? (struct party){ .head = DRAFT_NONE } : agent;
}

static struct party doer_of(const struct claim_pass *pass, const struct draft_figure *draft)
{
    const bool passive = is_passive(pass, draft);
    const struct party agent = party_agent(&pass->lexed, pass->input->drafts->parsed, draft->verb, passive);
    return passive || agent.head != DRAFT_NONE ? agent : told_before(pass, draft->verb);
}

/* "dozens", "four", "a fourth body": of whom the figure is. */
static bool is_number_alone(const struct claim_pass *pass, const struct draft_figure *draft, uint32_t head)
{
    return head < draft->words.end || document_is(pass->input->document, head, "body") ||
           document_is(pass->input->document, head, "others");
}

void party_give_counted(struct claim_pass *pass, claim_record *claim, const struct draft_figure *draft)
{
    const struct parsed *parsed = pass->input->drafts->parsed;
    struct party agent = { .head = DRAFT_NONE };
    if (!parsed || draft->high == 0 || (draft->verb == DRAFT_NONE && draft->people.end == draft->words.end))
        return;
    const struct party patient = party_known(parsed, draft->people);
    if (draft->verb != DRAFT_NONE)
        agent = doer_of(pass, draft);
    claim->agent = actor_named(pass->arena, &pass->entities, agent.words, agent.head);
    claim->patient = actor_named(pass->arena, &pass->entities, patient.words, patient.head);
    if (claim->patient && is_number_alone(pass, draft, patient.head))
        claim->patient->name = arena_string(pass->arena, span_of(draft->population));
}

void party_give_told(struct claim_pass *pass, claim_record *claim, struct range content)
{
    struct party agent, patient;
    struct happening happening;
    if (!pass->input->drafts->parsed || !narration_event(&pass->lexed, content, &happening))
        return;
    party_of_happening(&pass->lexed, pass->input->drafts->parsed, &happening, &agent, &patient);
    claim->agent = actor_named(pass->arena, &pass->entities, agent.words, agent.head);
    claim->patient = actor_named(pass->arena, &pass->entities, patient.words, patient.head);
}
