/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/dispute.h"
#include "desk/fact.h"
#include "desk/inner.h"
#include "desk/toll.h"
#include "store/events.h"

/* What an event that scored more than this has may be denied in an article of another: nothing speaks for its being the
 * article's own, but the words are not strange. */
#define RIVAL_SCORE_MIN (-0.05f)

/* ---- which denials */

/* Whether it is told as a denial, or says no and names days long before its own event. */
static bool may_be_abroad(const struct case_file *file, const struct wording *said)
{
    return said->stance == STANCE_DENIES ||
           (said->stance == STANCE_NEGATES && file->event && toll_is_past(file->event->event, said->claim->time));
}

/* Somebody's, new, and of nothing that the article's own event tells. */
static bool is_strange(const struct case_file *file, const struct wording *said, const claim_place_record *place)
{
    const claim_record *claim = said->claim;
    return place->fact && !place->denies && claim && !claim->reverses && fact_speaker(claim) &&
           claim->modality != CLAIMWIRE__V1__MODALITY__MODALITY_FUTURE && place->why &&
           place->why->rule == CLAIMWIRE__V1__RULE__RULE_NEW && may_be_abroad(file, said);
}

/* The wordings of those alone; NULL in `strange`: there is none. */
static enum err pick(const struct case_file *file, const struct decision *home, const struct wording **strange)
{
    const size_t count = file->reading->n_claims;
    struct wording *picked = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!is_strange(file, &file->wordings[i], home->places[i]))
            continue;
        if (!picked && !(picked = arena_array(file->arena, count, sizeof *picked)))
            return ERR_MEMORY;
        picked[i] = file->wordings[i];
    }
    *strange = picked;
    return ERR_OK;
}

/* ---- which event */

/* Whether it tells of days of that event, long before its own. */
static bool is_of_then(const struct case_file *file, const struct sheet *sheet, const claim_record *claim)
{
    const event_record *own = file->event ? file->event->event : NULL;
    return own && toll_is_past(own, claim->time) && toll_same_days(claim->time, sheet->row->event->time);
}

static stored_fact_record *row_of(const struct decision *home, uint64_t fact)
{
    for (size_t i = 0; i < home->facts_count; i++)
        if (home->facts[i]->fact->id == fact)
            return home->facts[i];
    return NULL;
}

static void link(const struct case_file *file, struct sheet *sheet, const struct decision *home, size_t number)
{
    const struct wording said = file->wordings[number];
    const claim_record *claim = said.claim;
    const struct stem_weights weights = { index_weight, file->desk->index };
    claim_place_record *place = home->places[number];
    stored_fact_record *row = row_of(home, place->fact);
    float share;
    struct sheet_fact *denied =
        row ? dispute_elsewhere(sheet, &said, weights, is_of_then(file, sheet, claim), &share) : NULL;
    if (!denied)
        return;
    const uint64_t fact = denied->row->fact->id;
    row->has_denies = row->has_denies_event = place->has_denies = true;
    row->denies = place->denies = fact;
    row->denies_event = sheet->row->event->id;
    place->denies_why = why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_WORDS, share, LIKENESS_CONTRARY_MIN);
    if (dispute_again(sheet, &said, (struct said_before){ 0 }, fact) ||
        sheet->row->event->n_disputes >= EVENT_DISPUTES_MAX)
        return; /* it is said there already */
    dispute_say(sheet, claim, fact, place->fact);
    denied->changed = true;
}

static enum err look_in(const struct case_file *file, const struct wording *strange, const struct decision *home,
                        uint64_t event, struct abroad *abroad)
{
    struct case_file other = *file;
    struct fact_list *facts = NULL;
    struct sheet sheet;
    other.wordings = strange;
    const enum err err = gather_contrary(&other, event, &facts);
    if (err != ERR_OK || !facts)
        return err;
    sheet_lay(&sheet, file->arena, other.event, 0, facts->rows, facts->count);
    sheet.article = decide_reference(file->arena, file->article);
    sheet.at_ms = file->article->accepted_ms;
    if (sheet.err != ERR_OK || !sheet.article)
        return ERR_MEMORY;
    for (size_t i = 0; i < file->reading->n_claims && sheet.err == ERR_OK; i++)
        if (strange[i].claim && !home->places[i]->denies)
            link(file, &sheet, home, i);
    if (sheet.err != ERR_OK || sheet.updates_count == 0)
        return sheet.err;
    return decide_finish(&sheet, &abroad->decisions[abroad->count++]);
}

enum err link_abroad(const struct case_file *file, const struct decision *home, struct abroad *abroad)
{
    const struct reasons *reasons = &file->reasons;
    const struct wording *strange = NULL;
    *abroad = (struct abroad){ 0 };
    if (reasons->rivals_count == 0 || !home->event || file->lineage.copy_of)
        return ERR_OK;
    enum err err = pick(file, home, &strange);
    if (err != ERR_OK || !strange)
        return err;
    size_t looked_at = 0;
    for (size_t i = 0; i < reasons->rivals_count && looked_at < ABROAD_EVENTS_MAX && err == ERR_OK; i++) {
        const uint64_t event = reasons->rivals[i]->event;
        if (reasons->rivals[i]->score <= RIVAL_SCORE_MIN || event == home->event->event->id)
            continue;
        looked_at++;
        err = look_in(file, strange, home, event, abroad);
    }
    return err;
}

/* ---- what other events hear of it */

/* The event, or the one that it went into. */
static enum err find_event(const struct case_file *file, uint64_t event, stored_event_record **row)
{
    enum { MERGES_MAX = 16 };
    enum err err = ERR_OK;
    for (int merges = 0; merges <= MERGES_MAX && event && err == ERR_OK; merges++) {
        err = events_get(file->arena, file->txn, event, row);
        event = err == ERR_OK ? (*row)->event->merged_into : 0;
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static bool is_disputed_by(const event_record *event, uint64_t denial)
{
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->denial == denial)
            return true;
    return false;
}

/* A denial is taken back: it is no dispute in that event either. */
static enum err retract_abroad(const struct case_file *file, const stored_fact_record *denial,
                               const event_update_record *update, struct desk_outcome *outcome)
{
    stored_event_record *row = NULL;
    stored_fact_record *attacked = NULL;
    struct decision decision = { 0 };
    struct sheet sheet;
    enum err err = find_event(file, denial->denies_event, &row);
    if (err != ERR_OK || row->event->id == update->event || !is_disputed_by(row->event, update->fact))
        return err;
    err = facts_get(file->arena, file->txn, row->event->id, denial->denies, &attacked);
    if (err != ERR_OK && err != ERR_NOT_FOUND)
        return err;
    sheet_lay(&sheet, file->arena, row, 0, &attacked, attacked ? 1 : 0);
    sheet.article = update->article;
    sheet.at_ms = update->at_ms;
    event_update_record *again = sheet_update(&sheet, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
    if (!again)
        return sheet.err;
    again->has_fact = true;
    again->fact = update->fact;
    again->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION;
    again->retraction = update->retraction;
    sheet_emit(&sheet, again);
    for (size_t i = 0; i < sheet.facts_count; i++)
        sheet.facts[i].changed = true;
    err = decide_finish(&sheet, &decision);
    return err == ERR_OK ? write_decision(file->arena, file->txn, &decision, outcome) : err;
}

enum err write_abroad(const struct case_file *file, const struct decision *home, const struct abroad *abroad,
                      struct desk_outcome *outcome)
{
    enum err err = ERR_OK;
    for (size_t i = 0; abroad && i < abroad->count && err == ERR_OK; i++)
        err = write_decision(file->arena, file->txn, &abroad->decisions[i], outcome);
    for (size_t i = 0; i < home->updates_count && err == ERR_OK; i++) {
        const event_update_record *update = home->updates[i];
        if (update->change != CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED)
            continue;
        const stored_fact_record *row = row_of(home, update->fact);
        if (row && row->denies_event)
            err = retract_abroad(file, row, update, outcome);
    }
    return err;
}
