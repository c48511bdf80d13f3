/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"

#include <math.h>
#include <stdio.h>

#include "extract/attribution.h"
#include "extract/mistake.h"
#include "extract/narration.h"
#include "extract/polarity.h"
#include "extract/quantity.h"
#include "extract/takeback.h"
#include "resolve/actor.h"
#include "resolve/atom.h"
#include "resolve/kind.h"
#include "resolve/slice.h"

enum { COVERED_PERCENT = 60 };

static const struct range nothing = { 0, 0 };

char *claim_id(struct claim_pass *pass, char letter, size_t number)
{
    char text[24];
    const int size = snprintf(text, sizeof text, "%c%zu", letter, number + 1);
    return arena_string(pass->arena, (struct span){ text, (size_t)size });
}

/* A claim of the attribution of that number, or a narrated one: DRAFT_NONE. */
static claim_record *start_claim(struct claim_pass *pass, uint32_t number)
{
    reading_record *reading = pass->reading;
    const attribution_record *attribution = number == DRAFT_NONE ? NULL : reading->attributions[number];
    claim_record *claim = claim_make(pass->arena);
    if (!claim)
        return NULL;
    claim->id = claim_id(pass, 'c', reading->n_claims);
    claim->has_kind = claim->has_quote = claim->has_polarity = claim->has_modality = claim->has_confidence = 1;
    if (attribution) {
        claim->attribution = attribution->id;
        claim->quote = attribution->quote;
        claim->source = pass->named[number];
        claim->cue = attribution->cue;
        claim->n_cue = attribution->n_cue;
    }
    return claim;
}

static bool counts_troops(const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures; i++)
        if (claim->figures[i]->measure == CLAIMWIRE__V1__MEASURE__MEASURE_TROOPS)
            return true;
    return false;
}

static void finish_claim(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count,
                         struct range apart, bool negated);

/* "This was wrong", in a sentence of its own behind what was told, is a claim too: the desk takes it for the denial. */
static void claim_of_verdict(struct claim_pass *pass, uint32_t told)
{
    const struct range verdict = mistake_verdict(pass->input->document, told);
    if (verdict.first == verdict.end || verdict.first == pass->withdrawn || pass->reading->n_claims == CLAIMS_MAX)
        return;
    pass->withdrawn = verdict.first;
    claim_record *claim = start_claim(pass, DRAFT_NONE);
    if (!claim)
        return;
    claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    claim->modality = CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED;
    claim->confidence = 0.8F;
    finish_claim(pass, claim, &verdict, 1, nothing, false);
}

/* `apart`: words within the content whose numbers another claim has. */
static void finish_claim(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count,
                         struct range apart, bool negated)
{
    const bool back = reversal_is_mistake(pass, claim, *content);
    const struct key_input key = {
        .document = pass->input->document,
        .content = content,
        .content_count = count,
        .polarity = claim->polarity,
        .modality = claim->modality,
        .negated = negated,
        .figure = claim->n_figures ? claim->figures[0] : NULL,
        .article_salt = pass->salt,
    };
    if (claim->n_figures == 0)
        figures_give_amounts(pass, claim, content, count, apart);
    if (claim->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT && counts_troops(claim))
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEPLOYMENT;
    claim->n_content = slice_spans(pass->arena, pass->input->document, content, count, &claim->content);
    if (claim->n_content == 0)
        return;
    claim->text = slice_text(pass->arena, pass->body, claim->content, claim->n_content);
    claim->has_fact_key = claim->has_topic_key = 1;
    claim_time_give(pass->arena, &pass->times, claim, content, count);
    setting_give_places(pass, claim, content, count);
    actors_give(pass->arena, &pass->entities, claim, content, count);
    if (key_make(pass->arena, pass->input->stemmer, &key, &claim->fact_key, &claim->topic_key))
        pass->reading->claims[pass->reading->n_claims++] = claim;
    if (back)
        claim_of_verdict(pass, content->first);
}

/* A part of what is partly quoted can be quoted in full, or not at all. */
static void give_quote(const struct claim_pass *pass, claim_record *claim, const struct draft_attribution *draft,
                       struct range clause)
{
    uint32_t words, quoted;
    if (draft->quote != DRAFT_MIXED)
        return;
    clause_words(pass->input->document, clause, &words, &quoted);
    claim->quote = quoted == 0      ? CLAIMWIRE__V1__QUOTE__QUOTE_INDIRECT
                   : quoted < words ? CLAIMWIRE__V1__QUOTE__QUOTE_MIXED
                                    : CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT;
}

static void claim_of_figure(struct claim_pass *pass, const struct draft_figure *draft)
{
    const bool held = draft->attribution != DRAFT_NONE;
    if (held && pass->input->drafts->attributions[draft->attribution].withheld)
        return;
    const attribution_record *holder = held ? pass->reading->attributions[draft->attribution] : NULL;
    claim_record *claim = start_claim(pass, draft->attribution);
    figure_record *figure = figures_make(pass, draft, "people");
    if (!claim || !figure || !(claim->figures = arena_array(pass->arena, 1, sizeof *claim->figures)))
        return;
    claim->figures[claim->n_figures++] = figure;
    claim->kind = draft->measure == DRAFT_ARRESTED ? CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ARREST
                                                   : CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY;
    claim->modality = holder ? holder->modality : CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED;
    claim->confidence = 0.8F;
    if (draft->high == 0) /* "nobody died" */
        claim->polarity = held && pass->input->drafts->attributions[draft->attribution].kind == CUE_DENIAL
                              ? holder->polarity
                              : CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    if (held) {
        give_quote(pass, claim, &pass->input->drafts->attributions[draft->attribution], draft->clause);
        reversal_give(pass, claim, &pass->input->drafts->attributions[draft->attribution]);
    }
    party_give_counted(pass, claim, draft);
    finish_claim(pass, claim, &draft->clause, 1, nothing, false);
}

/* "That is a lie", "called the report false": what is said of denies itself. */
static void give_untrue(const struct claim_pass *pass, claim_record *claim, size_t number, struct range content)
{
    if (!claim->reverses && kind_is_untrue(&pass->lexed, &pass->input->drafts->attributions[number], content))
        claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
}

static uint32_t words_of(const struct claim_pass *pass, struct range range)
{
    uint32_t words, quoted;
    clause_words(pass->input->document, range, &words, &quoted);
    return words;
}

static claim_record *claim_of_cue(struct claim_pass *pass, size_t number, struct range content)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    const attribution_record *attribution = pass->reading->attributions[number];
    claim_record *claim = start_claim(pass, (uint32_t)number);
    if (!claim)
        return NULL;
    claim->kind = kind_of_words(&pass->lexed, draft, content);
    claim->polarity = attribution->polarity;
    claim->modality = attribution->modality;
    claim->confidence = attribution->confidence;
    reversal_give(pass, claim, draft);
    return claim;
}

/* One part of several: whether it is denied or might be, it says itself. */
static void claim_of_atom(struct claim_pass *pass, size_t number, struct range atom, struct range apart, bool first,
                          bool charged)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    const struct polarity own = polarity_of(&pass->lexed, atom);
    claim_record *claim = claim_of_cue(pass, number, atom);
    if (!claim)
        return;
    if (!first && draft->kind != CUE_DENIAL && !claim->reverses)
        claim->polarity =
            own.denied ? CLAIMWIRE__V1__POLARITY__POLARITY_DENIED : CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED;
    if (!first && draft->modality != DRAFT_ALLEGED)
        claim->modality = (Claimwire__V1__Modality)own.modality;
    if (charged)
        claim->modality = CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED;
    give_untrue(pass, claim, number, atom);
    give_quote(pass, claim, draft, atom);
    party_give_told(pass, claim, atom);
    finish_claim(pass, claim, &atom, 1, apart, own.denied);
}

/* One part of what is quoted: it tells for itself what it denies. */
static void claim_of_part(struct claim_pass *pass, size_t number, struct range content)
{
    struct draft_attribution part = pass->input->drafts->attributions[number];
    content.first += lexed_is(&pass->lexed, content.first, WORD_CONJUNCTION);
    const struct polarity own = polarity_of(&pass->lexed, content);
    claim_record *claim = claim_of_cue(pass, number, content);
    if (!claim)
        return;
    if (part.kind == CUE_DENIAL || part.kind == CUE_STATEMENT)
        part.kind = own.own_denial ? CUE_DENIAL : CUE_STATEMENT;
    claim->kind = kind_of_words(&pass->lexed, &part, content);
    claim->polarity =
        own.denied ? CLAIMWIRE__V1__POLARITY__POLARITY_DENIED : CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED;
    claim->modality = (Claimwire__V1__Modality)own.modality;
    give_untrue(pass, claim, number, content);
    finish_claim(pass, claim, &content, 1, nothing, own.denied);
}

static void claims_of_sentence(struct claim_pass *pass, size_t number, struct range sentence)
{
    struct atoms atoms;
    atoms_cut(&pass->lexed, pass->input->drafts, (uint32_t)number, clause_trim(pass->input->document, sentence),
              &atoms);
    for (size_t i = 0; i < atoms.count && pass->reading->n_claims < CLAIMS_MAX; i++)
        claim_of_part(pass, number, atoms.ranges[i]);
}

/* "…," X said, "but …": are the parts of what is quoted clauses of their own? */
static bool stand_alone(const struct claim_pass *pass, const struct draft_attribution *draft)
{
    if (draft->content_count < 2 || draft->quote != DRAFT_DIRECT)
        return false;
    for (size_t c = 0; c < draft->content_count; c++) {
        const uint32_t first = draft->content[c].first;
        const bool opens = pass->input->document->tokens[first].flags & TOKEN_CAPITAL ||
                           lexed_is(&pass->lexed, first, WORD_CONJUNCTION | WORD_CONTRAST);
        if (!opens || !clause_is_finite(&pass->lexed, draft->content[c]))
            return false;
    }
    return true;
}

/* Of contents that tell a thing together, by their numbers. `first`: the cue's own bearing is on them. */
static void claims_of_contents(struct claim_pass *pass, size_t number, struct range group, bool first)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    const struct range *contents = &draft->content[group.first];
    struct atoms atoms;
    if (group.end - group.first > 1) {
        const size_t count = group.end - group.first;
        const struct range telling = polarity_telling(&pass->lexed, contents, count);
        claim_record *claim = claim_of_cue(pass, number, telling);
        if (!claim)
            return;
        give_untrue(pass, claim, number, telling);
        finish_claim(pass, claim, contents, count, nothing, polarity_of_parts(&pass->lexed, contents, count).denied);
        return;
    }
    struct range content = contents[0];
    content.first += group.first > 0 && lexed_is(&pass->lexed, content.first, WORD_CONJUNCTION);
    atoms_cut(&pass->lexed, pass->input->drafts, (uint32_t)number, content, &atoms);
    for (size_t i = 0; i < atoms.count && pass->reading->n_claims < CLAIMS_MAX; i++)
        claim_of_atom(pass, number, atoms.ranges[i], atoms.apart[i], first && i == 0,
                      i > 0 && atom_charge(&pass->lexed, atoms.ranges[i - 1]).first == atoms.ranges[i].first);
}

static void claims_of_attribution(struct claim_pass *pass, size_t number)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    const bool alone = stand_alone(pass, draft);
    if (alone || (draft->quote == DRAFT_DIRECT && draft->content_count == 1)) {
        struct atoms sentences = { .count = 0 };
        for (size_t c = 0; c < draft->content_count; c++)
            atoms_of_sentences(&pass->lexed, draft->content[c], &sentences);
        for (size_t i = 0; (alone || sentences.count > 1) && i < sentences.count; i++)
            claims_of_sentence(pass, number, sentences.ranges[i]);
        if (alone || sentences.count > 1)
            return;
    }
    struct range groups[CONTENT_RANGES_MAX];
    const size_t count = atoms_group(&pass->lexed, pass->input->drafts, draft, groups);
    for (size_t g = 0; g < count; g++)
        claims_of_contents(pass, number, groups[g], g == 0);
}

/* "Two brothers", "three ways": no number that anybody would report. */
static bool is_trifle(const figure_record *figure)
{
    enum { TRIFLE_MAX = 3 };
    return figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER && figure->has_high && figure->high <= TRIFLE_MAX &&
           figure->high == floor(figure->high);
}

static void claim_of_narration(struct claim_pass *pass, const struct draft_narrated *draft)
{
    claim_record *claim = start_claim(pass, DRAFT_NONE);
    if (!claim)
        return;
    claim->kind = kind_of_event(draft->kind);
    claim->confidence = 0.6F;
    if (draft->kind == EVENT_COUNT) {
        claim->confidence = 0.5F;
        figures_give_amounts(pass, claim, &draft->clause, 1, nothing);
        if (claim->n_figures == 0 || is_trifle(claim->figures[0]))
            return;
    }
    const bool denied = polarity_of(&pass->lexed, draft->clause).denied;
    if (denied)
        claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    party_give_told(pass, claim, draft->clause);
    finish_claim(pass, claim, &draft->clause, 1, nothing, denied);
}

/* "Regrets the loss of two lives", "speaks of 14 fires": an attitude that states a number with it. */
static bool has_number(const struct lexed *lexed, struct range words)
{
    for (uint32_t i = words.first; i < words.end && !lexed_is(lexed, words.first, WORD_PRONOUN); i++)
        if (quantity_is_number(lexed, i))
            return true;
    return false;
}

/* Claims of the figures first counted, so that an attribution that tells
 * nothing but them makes no claim of its own. */
static bool make_claims(struct claim_pass *pass)
{
    const struct drafts *drafts = pass->input->drafts;
    uint32_t *told = arena_array(pass->arena, drafts->attributions_count, sizeof *told);
    pass->reading->claims = arena_array(pass->arena, CLAIMS_MAX, sizeof *pass->reading->claims);
    if (!told || !pass->reading->claims)
        return false;
    for (uint32_t f = 0; f < drafts->figures_count; f++)
        if (drafts->figures[f].attribution != DRAFT_NONE)
            told[drafts->figures[f].attribution] += words_of(pass, drafts->figures[f].clause);
    uint32_t f = 0;
    for (uint32_t a = 0; a < drafts->attributions_count; a++) {
        uint32_t words = 0;
        const uint32_t start = drafts->attributions[a].content[0].first;
        for (uint32_t c = 0; c < drafts->attributions[a].content_count; c++)
            words += words_of(pass, drafts->attributions[a].content[c]);
        for (; f < drafts->figures_count && drafts->figures[f].clause.first < start &&
               pass->reading->n_claims < CLAIMS_MAX;
             f++)
            claim_of_figure(pass, &drafts->figures[f]);
        const bool covered = drafts->attributions[a].content_count > 1 && told[a] * 100 >= words * COVERED_PERCENT;
        const struct draft_attribution *draft = &drafts->attributions[a];
        const bool stated = !draft->withheld && (draft->kind != CUE_ATTITUDE || draft->quote != DRAFT_INDIRECT ||
                                                 has_number(&pass->lexed, draft->content[0]));
        if (!covered && stated && pass->reading->n_claims < CLAIMS_MAX)
            claims_of_attribution(pass, a);
    }
    for (; f < drafts->figures_count && pass->reading->n_claims < CLAIMS_MAX; f++)
        claim_of_figure(pass, &drafts->figures[f]);
    f = 0;
    for (uint32_t n = 0; n < drafts->narrated_count && pass->reading->n_claims < CLAIMS_MAX; n++) {
        while (f < drafts->figures_count && drafts->figures[f].clause.end <= drafts->narrated[n].clause.first)
            f++;
        /* What is counted in it tells it already. */
        if (f == drafts->figures_count || drafts->figures[f].clause.first >= drafts->narrated[n].clause.end)
            claim_of_narration(pass, &drafts->narrated[n]);
    }
    return true;
}

enum err resolve_claims(struct arena *arena, const struct resolve_input *input, reading_record *reading)
{
    struct claim_pass pass = { .arena = arena, .input = input, .reading = reading, .body = input->document->body };
    pass.salt = input->article->id ? input->article->id : "";
    if (lexed_make(arena, input->document, &pass.lexed) != ERR_OK || !entities_make(arena, &pass.lexed, &pass.entities))
        return ERR_TOO_LARGE;
    if (!scene_find(arena, &pass.lexed, &pass.scene))
        return ERR_TOO_LARGE;
    reading->place = scene_set(arena, &pass.lexed, &pass.scene);
    if (!setting_times(&pass) || !voice_attributions(&pass) || !make_claims(&pass))
        return ERR_TOO_LARGE;
    parts_fold(&pass);
    return arena_overflowed(arena) ? ERR_TOO_LARGE : ERR_OK;
}
