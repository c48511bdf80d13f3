/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/parting.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/figure.h"
#include "desk/inner.h"
#include "record/fold.h"
#include "store/articles.h"
#include "store/events.h"

static bool goes_back(const struct parting *parting, const stored_fact_record *row)
{
    return ids_name(parting->back->moved_facts, parting->back->n_moved_facts, row->fact->id);
}

bool parting_is_of_back(const struct parting *parting, uint64_t article)
{
    for (size_t i = 0; i < parting->members->count; i++)
        if (parting->members->rows[i].article == article)
            return true;
    return false;
}

/* ---- who carries what: no article carries a fact of the other event, but as background */

/* What moves with its article says so when it does (move_article), all facts at once. */
static bool moves_along(const struct parting *parting, const support_record *support)
{
    for (size_t i = 0; i < parting->members->count; i++)
        if (parting->members->rows[i].article == support->article)
            return parting->members->rows[i].revision == support->revision;
    return false;
}

/* Nor does its reading say so: it names the twin, if there is one, or, with its `event`, what it told as background. */
static enum err turn_place(const struct parting *parting, const support_record *support, uint64_t from, uint64_t fact,
                           uint64_t event)
{
    const size_t used = arena_used(parting->arena);
    stored_reading_record *reading;
    enum err err = articles_get_places(parting->arena, parting->txn, support->article, support->revision, &reading);
    for (size_t i = 0; err == ERR_OK && i < reading->n_places; i++)
        if (reading->places[i]->fact == from) {
            reading->places[i]->fact = fact;
            reading->places[i]->has_event = event != 0;
            reading->places[i]->event = event;
        }
    if (err == ERR_OK)
        err = articles_put_reading(parting->txn, support->article, support->revision, reading);
    arena_rewind(parting->arena, used);
    return err == ERR_NOT_FOUND ? ERR_OK : err; /* what is not kept says nothing */
}

/* A fact that was taken back gets no twin: the other side goes on naming it, as background. */
static enum err cut_support(struct parting *parting, struct sheet_fact *fact)
{
    size_t kept = 0;
    stored_fact_record *row = fact->row;
    const uint64_t id = row->fact->id;
    const bool back = goes_back(parting, row), stands = fact_stands(row);
    enum err err = parting->opens && !back && stands ? twin_make(parting, row) : ERR_OK;
    for (size_t i = 0; i < row->n_support && err == ERR_OK; i++) {
        support_record *support = row->support[i];
        const bool of_back = parting_is_of_back(parting, support->article);
        if (support->background || of_back == back || !stands)
            row->support[kept++] = support;
        if (support->background || of_back == back)
            continue;
        fact->changed = true;
        support->has_background = support->background = !stands;
        if (!stands)
            err = turn_place(parting, support, id, id, back ? parting->back->event->id : parting->stays->event->id);
        else if (!moves_along(parting, support))
            err = turn_place(parting, support, id, of_back ? twin_of(parting, id) : 0, 0);
    }
    row->n_support = kept;
    return err;
}

static void retract_bare(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->facts_count && sheet->err == ERR_OK; i++) {
        const stored_fact_record *row = sheet->facts[i].row;
        if (row->n_support > 0 || row->support_more > 0 ||
            row->fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED)
            continue;
        event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
        reason_record *reason = reason_make(sheet->arena);
        if (!update || !reason) {
            sheet->err = ERR_MEMORY;
            return;
        }
        reason->reason = (char *)(uintptr_t) "parted";
        update->has_fact = true;
        update->fact = row->fact->id;
        update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION;
        update->retraction = reason;
        sheet_emit(sheet, update);
        sheet->facts[i].changed = true;
    }
}

/* ---- the updates */

static event_update_record *describe(const struct parting *parting, struct sheet *sheet)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__EVENT_SPLIT);
    event_move_record *move = event_move_make(parting->arena);
    uint64_t *others = arena_array(parting->arena, 1, sizeof *others);
    uint64_t *facts = arena_array(parting->arena, parting->facts->count + 1, sizeof *facts);
    if (!update || !move || !others || !facts)
        return NULL;
    others[0] = parting->back->event->id;
    move->others = others;
    move->n_others = 1;
    move->facts = facts;
    for (size_t i = 0; i < parting->facts->count; i++)
        if (goes_back(parting, parting->facts->rows[i]))
            facts[move->n_facts++] = parting->facts->rows[i]->fact->id;
    move->reason = (char *)(uintptr_t)parting->reason;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE;
    update->move = move;
    return update;
}

/* The split, and what the event that stays has no more. */
static enum err say_split(struct parting *parting, struct sheet *sheet)
{
    event_update_record *update = describe(parting, sheet);
    if (!update)
        return ERR_MEMORY;
    const enum err err = fold_move(parting->arena, sheet->row->event, parting->back->event, update);
    if (err != ERR_OK)
        return err == ERR_FIELD_VALUE ? ERR_CORRUPT : err;
    sheet_emit(sheet, update);
    size_t kept = 0;
    for (size_t i = 0; i < sheet->facts_count && sheet->err == ERR_OK; i++) {
        sheet->err = cut_support(parting, &sheet->facts[i]);
        if (!goes_back(parting, sheet->facts[i].row))
            sheet->facts[kept++] = sheet->facts[i];
    }
    sheet->facts_count = kept;
    if (sheet->err == ERR_OK)
        retract_bare(sheet);
    const size_t said = sheet->updates_count;
    for (size_t i = 0; i < parting->articles_count && sheet->err == ERR_OK; i++) {
        sheet->article = parting->articles[i];
        figure_take_back(sheet, UINT32_MAX, NULL);
    }
    sheet->article = parting->by;
    for (size_t i = said; i < sheet->updates_count && parting->by; i++)
        sheet->updates[i]->article = parting->by; /* which brings it, though the figure was another's */
    return sheet->err;
}

/* What the articles that go have reported, before it is taken back. */
static enum err copy_figures(struct parting *parting, const event_record *event)
{
    parting->figures = arena_array(parting->arena, event->n_figures + 1, sizeof *parting->figures);
    if (!parting->figures)
        return ERR_MEMORY;
    for (size_t i = 0; i < event->n_figures; i++) {
        event_figure_record *figure = NULL;
        const enum err err =
            figure_of(parting->arena, event->figures[i], parting->articles, parting->articles_count, &figure);
        if (err != ERR_OK)
            return err;
        if (figure)
            parting->figures[parting->figures_count++] = figure;
    }
    return ERR_OK;
}

/* ---- writing */

static void forget(uint64_t *ids, size_t *count, uint64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (ids[i] != id)
            ids[kept++] = ids[i];
    *count = kept;
}

/* The newest MOVES_KEPT partings are remembered. */
static bool part(struct arena *arena, stored_event_record *row, uint64_t other)
{
    const size_t skip = row->n_apart >= MOVES_KEPT ? row->n_apart - MOVES_KEPT + 1 : 0;
    uint64_t *list = arena_array(arena, row->n_apart + 1, sizeof *list);
    if (!list)
        return false;
    if (row->n_apart > skip)
        memcpy(list, row->apart + skip, (row->n_apart - skip) * sizeof *list);
    row->n_apart -= skip;
    list[row->n_apart++] = other;
    row->apart = list;
    return true;
}

static enum err note(const struct parting *parting, stored_event_record *stays, size_t facts)
{
    stored_event_record *back = parting->back;
    const uint32_t articles = (uint32_t)parting->members->count;
    back->has_facts = back->has_articles = true;
    back->facts = (uint32_t)facts;
    back->articles = articles;
    stays->facts -= (uint32_t)facts < stays->facts ? (uint32_t)facts : stays->facts;
    stays->articles -= articles < stays->articles ? articles : stays->articles;
    forget(stays->merged, &stays->n_merged, back->event->id);
    if (!parting->for_good)
        return ERR_OK;
    return part(parting->arena, stays, back->event->id) && part(parting->arena, back, stays->event->id) ? ERR_OK
                                                                                                        : ERR_MEMORY;
}

/* Of `facts`, what goes. */
static enum err take_facts(struct parting *parting)
{
    struct fact_page *moved = parting->moved =
        arena_alloc(parting->arena, sizeof *moved + parting->facts->count * sizeof moved->rows[0]);
    for (size_t i = 0; moved && i < parting->facts->count; i++) {
        stored_fact_record *row = parting->facts->rows[i];
        if (!goes_back(parting, row))
            continue;
        row->event = parting->back->event->id;
        moved->rows[moved->count++] = row;
    }
    return moved ? ERR_OK : ERR_MEMORY;
}

static enum err move_articles(const struct parting *parting, uint64_t to)
{
    const struct carried carried = { parting->moved, parting->twins_count, parting->twins };
    enum err err = ERR_OK;
    for (size_t i = 0; i < parting->members->count && err == ERR_OK; i++)
        err = move_article(parting->desk, parting->arena, parting->txn, parting->members->rows[i].article,
                           parting->members->rows[i].revision, parting->stays->event->id, to, &carried);
    return err;
}

static bool is_twin(const struct parting *parting, uint64_t fact)
{
    for (size_t i = 0; i < parting->twins_count; i++)
        if (parting->twins[i].row->fact->id == fact)
            return true;
    return false;
}

static enum err move_facts(const struct parting *parting, uint64_t to)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < parting->theirs->count && err == ERR_OK; i++) {
        stored_fact_record *row = parting->theirs->rows[i];
        const uint64_t from = is_twin(parting, row->fact->id) ? 0 : parting->stays->event->id;
        err = move_fact(parting->arena, parting->txn, row, from, to);
    }
    return err;
}

enum err parting_rest(const struct parting *parting, uint64_t to)
{
    const enum err err = move_facts(parting, to);
    return err == ERR_OK ? move_articles(parting, to) : err;
}

/* A parting may settle what is disputed, in either event. */
static void lay_out(const struct parting *parting, const stored_event_record *row, const struct fact_page *facts,
                    struct sheet *sheet)
{
    sheet_lay(sheet, parting->arena, row, 0, facts->rows, facts->count);
    sheet->at_ms = parting->at_ms;
    sheet->article = parting->by;
    for (size_t i = 0; i < sheet->facts_count; i++)
        sheet->facts[i].changed = sheet->facts[i].row->fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED;
}

static enum err write_sheet(const struct parting *parting, struct sheet *sheet, struct decision *decision,
                            struct desk_outcome *outcome)
{
    *decision = (struct decision){ 0 };
    const enum err err = decide_finish(sheet, decision);
    if (sheet->row->event->id == parting->back->event->id)
        decision->facts_count = 0; /* their rows come when it is known where to */
    return err == ERR_OK ? write_decision(parting->arena, parting->txn, decision, outcome) : err;
}

/* What the event that is back says: facts that nobody of its own carries, and
 * its end when it has no article in the window. */
static enum err say_back(struct parting *parting, struct desk_outcome *outcome)
{
    struct sheet sheet;
    struct decision decision;
    const uint64_t id = parting->back->event->id;
    parting->back->n_moved_articles = parting->back->n_moved_facts = 0;
    parting->back->moved_why = NULL;
    lay_out(parting, parting->back, parting->moved, &sheet);
    for (size_t i = 0; i < parting->figures_count && sheet.err == ERR_OK; i++)
        figure_adopt(&sheet, parting->figures[i]);
    if (sheet.err == ERR_OK)
        twin_say(parting, &sheet);
    if (sheet.err == ERR_OK)
        retract_bare(&sheet);
    if (sheet.err == ERR_OK && !parting->passes && !index_newest(parting->desk->index, id))
        sheet_close(&sheet, "quiet");
    parting->theirs =
        arena_alloc(parting->arena, sizeof *parting->theirs + sheet.facts_count * sizeof parting->theirs->rows[0]);
    if (sheet.err == ERR_OK && !parting->theirs)
        sheet.err = ERR_MEMORY;
    for (size_t i = 0; i < sheet.facts_count && sheet.err == ERR_OK; i++)
        parting->theirs->rows[parting->theirs->count++] = sheet.facts[i].row;
    return write_sheet(parting, &sheet, &decision, outcome);
}

enum err parting_carry_out(struct parting *parting, struct desk_outcome *outcome)
{
    struct sheet sheet;
    struct decision decision;
    const uint64_t back = parting->back->event->id;
    parting->twins = arena_array(parting->arena, parting->facts->count + 1, sizeof *parting->twins);
    if (!parting->twins)
        return ERR_MEMORY;
    lay_out(parting, parting->stays, parting->facts, &sheet);
    for (size_t i = 0; i < sheet.facts_count; i++)
        parting->facts->rows[i] = sheet.facts[i].row; /* the copies, which change */
    enum err err = sheet.err == ERR_OK && parting->opens ? copy_figures(parting, sheet.row->event) : sheet.err;
    if (err == ERR_OK)
        err = say_split(parting, &sheet);
    if (err == ERR_OK)
        err = note(parting, sheet.row, parting->facts->count - sheet.facts_count);
    if (err == ERR_OK)
        err = write_sheet(parting, &sheet, &decision, outcome);
    if (err == ERR_OK)
        err = take_facts(parting);
    if (err == ERR_OK && !parting->passes)
        err = move_articles(parting, back);
    if (err == ERR_OK)
        err = say_back(parting, outcome);
    return err == ERR_OK && !parting->passes ? move_facts(parting, back) : err;
}
