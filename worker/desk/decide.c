/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/decide.h"

#include "base/limits.h"
#include "desk/dispute.h"
#include "desk/fact.h"
#include "desk/figure.h"
#include "desk/opening.h"
#include "desk/retract.h"
#include "desk/toll.h"

static struct sheet_fact *judge_new(struct bench *bench, const struct wording *said, claim_place_record *place)
{
    const claim_record *claim = said->claim;
    struct sheet *sheet = &bench->sheet;
    if (sheet_full(sheet))
        return NULL;
    statement_record *statement = fact_statement(sheet->arena, claim);
    if (!statement) {
        sheet->err = ERR_MEMORY;
        return NULL;
    }
    uint64_t fact = bench->input->next_fact + bench->new_facts++;
    toll_settle(sheet->row->event, claim, statement);
    if (!figure_revise(sheet, claim, fact, statement))
        sheet_say(sheet, claim->id, fact, statement);
    figure_move_hurt(sheet, claim);
    struct sheet_fact *added = sheet_add(sheet, fact, said);
    if (added && !retract_mistake(bench, said, place) && !retract_reversed(bench, said, added, place))
        dispute_raise(sheet, said, bench->input->weights, fact, bench->contrary);
    return added;
}

static void judge_known(struct bench *bench, const claim_record *claim, struct sheet_fact *known,
                        const struct origin *origin)
{
    struct sheet *sheet = &bench->sheet;
    const fact_record *fact = known->row->fact;
    const char *speaker = fact_speaker(claim);
    const statement_record *stated = fact_stated_by(fact, speaker);
    /* What a copy alters of its root is its own; it does not confirm the root. */
    const bool of_root = bench->input->echo && fact_has_origin(known->row, bench->input->origin.hash);
    const bool confirms = fact->origins < 2 && !of_root && !fact_has_origin(known->row, origin->hash);
    if ((!stated && sheet_full(sheet)) ||
        (!confirms && (!speaker || stated || fact->n_statements >= FACT_STATEMENTS_MAX)))
        return;
    statement_record *statement = fact_statement(sheet->arena, claim);
    if (!statement) {
        sheet->err = ERR_MEMORY;
        return;
    }
    if (stated) /* by the name under which the fact has it already */
        statement->speaker = stated->speaker;
    if (confirms)
        sheet_confirm(sheet, claim->id, fact->id, origin->name, statement);
    else
        sheet_say(sheet, claim->id, fact->id, statement);
}

/* Whether a copy's claim is its root's; then `fact` is the root's. */
static bool is_echo(const struct bench *bench, size_t number, const struct wording *said, struct sheet_fact **fact)
{
    const struct decide_input *input = bench->input;
    if (!input->echo || (*fact ? echo_other_voice(input->echo, (*fact)->row->fact, said->claim)
                               : echo_adds(input->echo, &bench->sheet, said, input->weights)))
        return false;
    if (!*fact)
        *fact = echo_fact(input->echo, &bench->sheet, input->reading, number, input->weights);
    return *fact != NULL;
}

/* Whether no words say what it denies (odds.h), but its number may: then a denial behind it, in words of its own, does
 * not go on with it. */
static bool is_likely_only(const claim_place_record *place)
{
    return place->denies_why && (place->denies_why->rule == CLAIMWIRE__V1__RULE__RULE_ODDS ||
                                 place->denies_why->rule == CLAIMWIRE__V1__RULE__RULE_COUNT);
}

static void judge(struct bench *bench, size_t number, claim_place_record *place)
{
    const struct decide_input *input = bench->input;
    const struct wording said = input->wordings[number];
    const claim_record *claim = said.claim;
    struct sheet *sheet = &bench->sheet;
    if (!claim)
        return;
    if (input->background && input->background[number]) {
        *place = *input->background[number];
        bench->before = (struct said_before){ place->fact, place->denies };
        return;
    }
    struct sheet_fact *fact = fact_known(sheet, &said, input->weights);
    const bool worded = fact != NULL;
    bench->contrary = worded ? (struct contrary){ 0 }
                             : dispute_contrary(sheet, &said, input->weights, bench->before,
                                                retract_is_mistake(claim) ? input->own.hash : 0);
    if (!fact && !retract_is_mistake(claim))
        fact = dispute_known(sheet, &said, input->weights, bench->contrary.fact, bench->before);
    const bool back = retract_corrected(bench, claim, fact);
    const bool echo = !back && is_echo(bench, number, &said, &fact);
    const struct origin *origin = input->echo && !echo && !fact ? &input->own : &input->origin;
    if (back) {
        retract_fact(sheet, fact->row->fact->id, "corrected");
    } else if (echo) {
        place->why = why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_COPY, 0, 0);
    } else if (fact) {
        place->why = worded ? fact_explain(sheet, fact, &said)
                            : why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_DENIAL, 0, 0);
        retract_reversed(bench, &said, fact, place);
        judge_known(bench, claim, fact, origin);
    } else {
        place->why = why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_NEW, 0, 0);
        fact = judge_new(bench, &said, place);
    }
    if (!fact || sheet->err != ERR_OK)
        return;
    if (!place->denies && (place->denies = dispute_denied(sheet, fact->row->fact->id)))
        place->denies_why = dispute_explain(sheet, place->denies, &said, input->weights, bench->before);
    if (!place->denies && (place->denies = fact->row->denies)) /* in another event */
        place->denies_why = why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_DENIAL, 0, 0);
    bench->before = (struct said_before){ fact->row->fact->id, is_likely_only(place) ? 0 : place->denies };
    bench->previous = said;
    place->has_fact = true;
    place->fact = fact->row->fact->id;
    place->has_denies = place->denies != 0;
    bench->mistake = retract_is_mistake(claim) ? place : NULL;
    fact->changed = true;
    fact->told = said.number;
    if (back)
        return;
    enum err err = fact_support(sheet->arena, fact->row, input->number, input->article->revision, claim, origin->hash);
    if (err != ERR_OK)
        sheet->err = err;
    figure_report(sheet, claim);
}

/* ---- background */

/* The fact of an earlier happening that the claim tells again: a copy what its root does, any other what is known by
 * its words, or a denial of what is denied already. */
static struct sheet_fact *told_before(const struct bench *bench, const struct wording *said)
{
    const struct decide_input *input = bench->input;
    const struct sheet *sheet = &bench->sheet;
    const struct said_before none = { 0 };
    float share;
    struct sheet_fact *fact = fact_recalled(sheet, said, input->weights);
    if (fact) /* of a copy too: whoever its root has it from, it was not news there */
        return fact;
    if (input->echo)
        return echo_adds(input->echo, sheet, said, input->weights)
                   ? NULL
                   : echo_nearest(input->echo, sheet, said->claim, said->stems, input->weights, &share);
    const struct sheet_fact *denied = dispute_elsewhere(sheet, said, input->weights, true, &share);
    return denied ? dispute_again(sheet, said, none, denied->row->fact->id) : NULL;
}

static stored_why_record *explain_background(const struct bench *bench, const struct sheet_fact *fact,
                                             const struct wording *said)
{
    struct arena *arena = bench->sheet.arena;
    if (bench->input->echo)
        return why_because(arena, CLAIMWIRE__V1__RULE__RULE_COPY, 0, 0);
    return fact_recalled(&bench->sheet, said, bench->input->weights) == fact
               ? fact_explain(&bench->sheet, fact, said)
               : why_because(arena, CLAIMWIRE__V1__RULE__RULE_DENIAL, 0, 0);
}

/* A second origin is told of; who else says again what is long known is not. */
static void confirm(struct bench *bench, const claim_record *claim, struct sheet_fact *known)
{
    const struct origin *origin = &bench->input->origin;
    if (known->row->fact->origins < 2 && !fact_has_origin(known->row, origin->hash))
        judge_known(bench, claim, known, origin);
}

static void judge_background(struct bench *bench, size_t number, claim_place_record *place)
{
    const struct decide_input *input = bench->input;
    const struct wording said = input->wordings[number];
    const claim_record *claim = said.claim;
    struct sheet *sheet = &bench->sheet;
    if (!claim)
        return;
    struct sheet_fact *fact = told_before(bench, &said);
    if (!fact || !fact_has_room(fact->row)) /* a support that is only counted cannot follow its fact */
        return;
    place->why = explain_background(bench, fact, &said);
    if (!input->echo)
        confirm(bench, claim, fact);
    place->denies = dispute_denied(sheet, fact->row->fact->id);
    place->has_denies = place->denies != 0;
    place->has_fact = place->has_event = true;
    place->fact = fact->row->fact->id;
    place->event = sheet->row->event->id;
    fact->changed = true;
    const enum err err = sheet->err == ERR_OK ? fact_support(sheet->arena, fact->row, input->number,
                                                             input->article->revision, claim, input->origin.hash)
                                              : sheet->err;
    if (err == ERR_OK)
        fact_mark_background(fact->row);
    else
        sheet->err = err;
    figure_report(sheet, claim);
}

/* ---- the parts of an event that are for queries */

static void note_origin(struct sheet *sheet, uint64_t origin)
{
    stored_event_record *row = sheet->row;
    for (size_t i = 0; i < row->n_origins; i++)
        if (row->origins[i] == origin)
            return;
    uint64_t *list =
        row->n_origins < EVENT_ORIGINS_MAX ? arena_array(sheet->arena, row->n_origins + 1, sizeof *list) : NULL;
    if (!list)
        return; /* more are not counted */
    if (row->n_origins)
        memcpy(list, row->origins, row->n_origins * sizeof *list);
    list[row->n_origins++] = origin;
    row->origins = list;
    row->event->has_origins = true;
    row->event->origins = (uint32_t)row->n_origins;
}

static void note_article(struct bench *bench, bool withdrawn)
{
    const struct decide_input *input = bench->input;
    stored_event_record *row = bench->sheet.row;
    event_record *event = row->event;
    row->has_articles = true;
    if (withdrawn) {
        row->articles -= row->articles > 0;
        return;
    }
    row->articles += input->former == NULL;
    note_origin(&bench->sheet, input->origin.hash);
    if (!event->has_first_seen_ms || input->stream_ms < event->first_seen_ms)
        event->first_seen_ms = input->stream_ms;
    if (!event->has_last_seen_ms || input->stream_ms > event->last_seen_ms)
        event->last_seen_ms = input->stream_ms;
    event->has_first_seen_ms = event->has_last_seen_ms = true;
}

/* ---- the whole */

static enum err make_places(struct arena *arena, const reading_record *reading, struct decision *decision)
{
    decision->places = arena_array(arena, reading->n_claims + 1, sizeof *decision->places);
    if (!decision->places)
        return ERR_MEMORY;
    for (size_t i = 0; i < reading->n_claims; i++)
        if (!(decision->places[i] = claim_place_make(arena)))
            return ERR_MEMORY;
    decision->places_count = reading->n_claims;
    return ERR_OK;
}

enum err decide_finish(struct sheet *sheet, struct decision *decision)
{
    if (sheet->err != ERR_OK)
        return sheet->err;
    decision->facts = arena_array(sheet->arena, sheet->facts_count + 1, sizeof *decision->facts);
    if (!decision->facts)
        return ERR_MEMORY;
    for (size_t i = 0; i < sheet->facts_count; i++)
        if (sheet->facts[i].changed)
            decision->facts[decision->facts_count++] = sheet->facts[i].row;
    sheet->row->event->n_facts = 0;
    decision->event = sheet->row;
    decision->updates = sheet->updates;
    decision->updates_count = sheet->updates_count;
    return arena_overflowed(sheet->arena) ? ERR_MEMORY : ERR_OK;
}

article_ref_record *decide_reference(struct arena *arena, const stored_article_record *article)
{
    article_ref_record *ref = article_ref_make(arena);
    if (!ref)
        return NULL;
    ref->feeder = article->feeder;
    ref->id = article->article ? article->article->id : NULL;
    ref->has_revision = true;
    ref->revision = article->revision;
    return ref;
}

enum err decide(struct arena *arena, const struct decide_input *input, struct decision *decision)
{
    const reading_record *reading = input->reading;
    bool withdrawn = reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN;
    bool opens = !withdrawn && reading->status != CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE;
    *decision = (struct decision){ 0 };
    if (make_places(arena, reading, decision) != ERR_OK)
        return ERR_MEMORY;
    if (!input->event && !opens)
        return ERR_OK;

    struct bench bench = { .input = input };
    struct sheet *sheet = &bench.sheet;
    sheet_lay(sheet, arena, input->event, input->next_event, input->facts, input->event ? input->facts_count : 0);
    sheet_count(sheet, input->overlap, reading->n_claims); /* each may add one */
    sheet->kin = input->kin;
    sheet->article = decide_reference(arena, input->article);
    sheet->at_ms = input->stream_ms;
    sheet->number = input->number;
    sheet->revision = input->article->revision;
    if (sheet->err != ERR_OK || !sheet->article)
        return ERR_MEMORY;
    decision->opened = !input->event;
    if (decision->opened)
        opening_emit(sheet, input->article->article, reading);
    else if (opens)
        opening_amend(sheet, reading);
    sheet->totals = figure_totals(sheet->row->event, reading);
    for (size_t i = 0; opens && i < reading->n_claims && sheet->err == ERR_OK; i++)
        judge(&bench, i, decision->places[i]);
    if (input->former && sheet->err == ERR_OK)
        retract_former(&bench, withdrawn, NULL);
    if (sheet->err == ERR_OK)
        note_article(&bench, withdrawn);
    if (sheet->err == ERR_OK && withdrawn && sheet->row->articles == 0)
        sheet_close(sheet, "withdrawn");
    else if (sheet->err == ERR_OK && sheet_full(sheet))
        sheet_close(sheet, "full");
    decision->left = withdrawn;
    decision->new_facts = bench.new_facts;
    return decide_finish(sheet, decision);
}

enum err decide_ended(struct arena *arena, const struct decide_input *input, struct decision *decision)
{
    bool withdrawn = input->reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN;
    *decision = (struct decision){ 0 };
    struct bench bench = { .input = input };
    struct sheet *sheet = &bench.sheet;
    sheet_lay(sheet, arena, input->event, 0, input->facts, input->facts_count);
    sheet->article = decide_reference(arena, input->article);
    sheet->at_ms = input->stream_ms;
    if (sheet->err != ERR_OK || !sheet->article)
        return ERR_MEMORY;
    retract_former(&bench, withdrawn, input->reading);
    sheet->row->articles -= sheet->row->articles > 0;
    decision->left = true;
    return decide_finish(sheet, decision);
}

enum err decide_background(struct arena *arena, const struct decide_input *input, const reading_record *still,
                           struct decision *decision)
{
    const bool withdrawn = input->reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN;
    *decision = (struct decision){ 0 };
    struct bench bench = { .input = input };
    struct sheet *sheet = &bench.sheet;
    if (make_places(arena, input->reading, decision) != ERR_OK)
        return ERR_MEMORY;
    sheet_lay(sheet, arena, input->event, 0, input->facts, input->facts_count);
    sheet_count(sheet, input->overlap, 0);
    sheet->article = decide_reference(arena, input->article);
    sheet->at_ms = input->stream_ms;
    if (sheet->err != ERR_OK || !sheet->article)
        return ERR_MEMORY;
    for (size_t i = 0; i < input->reading->n_claims && sheet->err == ERR_OK; i++)
        judge_background(&bench, i, decision->places[i]);
    if (input->former && sheet->err == ERR_OK)
        retract_former(&bench, withdrawn, still);
    return decide_finish(sheet, decision);
}

enum err decide_quiet(struct arena *arena, const stored_event_record *event, int64_t at_ms, struct decision *decision)
{
    *decision = (struct decision){ 0 };
    struct sheet sheet;
    sheet_lay(&sheet, arena, event, 0, NULL, 0);
    sheet.at_ms = at_ms;
    if (sheet.err == ERR_OK)
        sheet_close(&sheet, "quiet");
    return decide_finish(&sheet, decision);
}
