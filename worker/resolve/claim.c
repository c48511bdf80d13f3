/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "extract/attribution.h"
#include "extract/narration.h"
#include "extract/polarity.h"
#include "resolve/actor.h"
#include "resolve/amount.h"
#include "resolve/claim_time.h"
#include "resolve/entity.h"
#include "resolve/kind.h"
#include "resolve/pronoun.h"
#include "resolve/resolve.h"
#include "resolve/scene.h"
#include "resolve/slice.h"

enum { PLACES_MAX = 16, AMOUNTS_MAX = 8, COVERED_PERCENT = 60 };

struct claim_pass {
    struct arena *arena;
    const struct resolve_input *input;
    struct lexed lexed;
    struct names *names;
    struct scene scene;
    struct claim_times times;
    reading_record *reading;
    source_record **sources; /* one an attribution */
    struct span body;
    const char *salt;
};

static char *make_id(struct claim_pass *pass, char letter, size_t number)
{
    char text[24];
    const int size = snprintf(text, sizeof text, "%c%zu", letter, number + 1);
    return arena_string(pass->arena, (struct span){ text, (size_t)size });
}

/* ---- what stands in the words */

static void give_places(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count)
{
    place_record *found[PLACES_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (size_t m = scene_first(&pass->scene, content[c].first);
             m < pass->scene.count && pass->scene.mentions[m].words.end <= content[c].end && n < PLACES_MAX; m++) {
            place_record *place = scene_place(pass->arena, pass->input->document, &pass->scene.mentions[m]);
            if (place)
                found[n++] = place;
        }
    claim->places = arena_array(pass->arena, n, sizeof *claim->places);
    if (!claim->places)
        return;
    memcpy(claim->places, found, n * sizeof *found);
    claim->n_places = n;
}

/* ---- sources */

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

/* ---- attributions */

static bool make_attribution(struct claim_pass *pass, size_t number, const struct spoken *spoken)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    attribution_record *made = attribution_make(pass->arena);
    if (!made)
        return false;
    pass->reading->attributions[pass->reading->n_attributions++] = made;
    made->id = make_id(pass, 'a', number);
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

static bool make_attributions(struct claim_pass *pass)
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

/* ---- claims */

/* A claim of an attribution, or narrated where it is NULL. */
static claim_record *start_claim(struct claim_pass *pass, const attribution_record *attribution)
{
    reading_record *reading = pass->reading;
    claim_record *claim = claim_make(pass->arena);
    if (!claim)
        return NULL;
    claim->id = make_id(pass, 'c', reading->n_claims);
    claim->has_kind = claim->has_quote = claim->has_polarity = claim->has_modality = claim->has_confidence = 1;
    if (attribution) {
        claim->attribution = attribution->id;
        claim->quote = attribution->quote;
        claim->source = attribution->source;
        claim->cue = attribution->cue;
        claim->n_cue = attribution->n_cue;
    }
    return claim;
}

static figure_record *make_figure(struct claim_pass *pass, const struct draft_figure *draft, const char *unit)
{
    figure_record *figure = figure_make(pass->arena);
    if (!figure)
        return NULL;
    figure->has_measure = 1;
    figure->measure = (Claimwire__V1__Measure)draft->measure;
    figure->population = arena_string(pass->arena, span_of(draft->population));
    figure->unit = arena_string(pass->arena, span_of(unit));
    figure->has_low = !isnan(draft->low);
    figure->low = figure->has_low ? draft->low : 0;
    figure->has_high = !isnan(draft->high);
    figure->high = figure->has_high ? draft->high : 0;
    figure->span = slice_span(pass->arena, pass->input->document, draft->words);
    return figure->span ? figure : NULL;
}

static void give_amounts(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count)
{
    figure_record *found[AMOUNTS_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (uint32_t i = content[c].first; i < content[c].end && n < AMOUNTS_MAX; i++) {
            struct amount amount;
            if (!amount_at(&pass->lexed, i, content[c].end, &amount))
                continue;
            const struct draft_figure draft = {
                .population = amount.population, .low = amount.low, .high = amount.high, .words = amount.words
            };
            figure_record *figure = make_figure(pass, &draft, amount.unit);
            if (figure) {
                figure->measure = amount.measure;
                found[n++] = figure;
            }
            i = amount.words.end - 1;
        }
    if (n > 0 && (claim->figures = arena_array(pass->arena, n, sizeof *claim->figures))) {
        memcpy(claim->figures, found, n * sizeof *found);
        claim->n_figures = n;
    }
}

static void finish_claim(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count,
                         bool negated)
{
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
        give_amounts(pass, claim, content, count);
    claim->n_content = slice_spans(pass->arena, pass->input->document, content, count, &claim->content);
    if (claim->n_content == 0)
        return;
    claim->text = slice_text(pass->arena, pass->body, claim->content, claim->n_content);
    claim->has_fact_key = claim->has_topic_key = 1;
    claim_time_give(pass->arena, &pass->times, claim, content, count);
    give_places(pass, claim, content, count);
    actors_give(pass->arena, &pass->lexed, names_institutions(pass->names), claim, content, count);
    if (key_make(pass->arena, pass->input->stemmer, &key, &claim->fact_key, &claim->topic_key))
        pass->reading->claims[pass->reading->n_claims++] = claim;
}

static void claim_of_figure(struct claim_pass *pass, const struct draft_figure *draft)
{
    const bool held = draft->attribution != DRAFT_NONE;
    const attribution_record *holder = held ? pass->reading->attributions[draft->attribution] : NULL;
    claim_record *claim = start_claim(pass, holder);
    figure_record *figure = make_figure(pass, draft, "people");
    if (!claim || !figure || !(claim->figures = arena_array(pass->arena, 1, sizeof *claim->figures)))
        return;
    claim->figures[claim->n_figures++] = figure;
    claim->kind = draft->measure == DRAFT_ARRESTED ? CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ARREST
                                                   : CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY;
    claim->modality = holder ? holder->modality : CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED;
    claim->confidence = 0.8F;
    if (held && pass->input->drafts->attributions[draft->attribution].quote == DRAFT_MIXED) {
        uint32_t words, quoted;
        clause_words(pass->input->document, draft->clause, &words, &quoted);
        claim->quote = quoted == 0      ? CLAIMWIRE__V1__QUOTE__QUOTE_INDIRECT
                       : quoted < words ? CLAIMWIRE__V1__QUOTE__QUOTE_MIXED
                                        : CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT;
    }
    finish_claim(pass, claim, &draft->clause, 1, false);
}

static uint32_t words_of(const struct claim_pass *pass, struct range range)
{
    uint32_t words, quoted;
    clause_words(pass->input->document, range, &words, &quoted);
    return words;
}

static void claim_of_attribution(struct claim_pass *pass, size_t number)
{
    const struct draft_attribution *draft = &pass->input->drafts->attributions[number];
    const attribution_record *attribution = pass->reading->attributions[number];
    claim_record *claim = start_claim(pass, attribution);
    if (!claim)
        return;
    claim->kind = kind_of_cue(draft->kind);
    if (draft->kind == CUE_STATEMENT && !draft->denied)
        claim->kind = kind_of_event(narration_event(&pass->lexed, draft->content[0]));
    claim->polarity = attribution->polarity;
    claim->modality = attribution->modality;
    claim->confidence = attribution->confidence;
    finish_claim(pass, claim, draft->content, draft->content_count,
                 polarity_of(&pass->lexed, draft->content[0]).denied);
}

static void claim_of_narration(struct claim_pass *pass, const struct draft_narrated *draft)
{
    claim_record *claim = start_claim(pass, NULL);
    if (!claim)
        return;
    claim->kind = kind_of_event(draft->kind);
    claim->confidence = 0.6F;
    finish_claim(pass, claim, &draft->clause, 1, false);
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
        if (told[a] * 100 < words * COVERED_PERCENT && drafts->attributions[a].kind != CUE_ATTITUDE &&
            pass->reading->n_claims < CLAIMS_MAX)
            claim_of_attribution(pass, a);
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

/* ---- times */

static bool make_times(struct claim_pass *pass)
{
    const struct today today = calendar_today(pass->input->article, pass->input->accepted_ms);
    if (!claim_times_make(pass->arena, &pass->lexed, &today, &pass->times))
        return false;
    reading_record *reading = pass->reading;
    reading->times = arena_array(pass->arena, pass->times.count, sizeof *reading->times);
    for (size_t i = 0; reading->times && i < pass->times.count; i++) {
        time_mention_record *time = time_mention_make(pass->arena);
        span_record *span = slice_span(pass->arena, pass->input->document, pass->times.moments[i].words);
        if (!time || !span)
            continue;
        time->span = span;
        time->value = arena_string(pass->arena, span_of(pass->times.moments[i].value));
        reading->times[reading->n_times++] = time;
    }
    return true;
}

enum err resolve_claims(struct arena *arena, const struct resolve_input *input, reading_record *reading)
{
    struct claim_pass pass = { .arena = arena, .input = input, .reading = reading, .body = input->document->body };
    pass.salt = input->article->id ? input->article->id : "";
    if (lexed_make(arena, input->document, &pass.lexed) != ERR_OK || !(pass.names = names_make(arena, &pass.lexed)))
        return ERR_TOO_LARGE;
    if (!scene_find(arena, &pass.lexed, &pass.scene))
        return ERR_TOO_LARGE;
    reading->place = scene_set(arena, &pass.lexed, &pass.scene);
    if (!make_times(&pass) || !make_attributions(&pass) || !make_claims(&pass) || arena_overflowed(arena))
        return ERR_TOO_LARGE;
    return ERR_OK;
}
