/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "desk/figure.h"
#include "desk/inner.h"
#include "desk/parting.h"
#include "record/fold.h"
#include "store/events.h"

/* Two events on the way to be one. */
struct merge {
    struct desk *desk;
    struct arena *arena;
    struct txn *txn;
    stored_event_record *keeps, *goes;
    struct fact_page *facts;       /* of `goes` */
    struct member_page *members;   /* of `goes` */
    const struct parting *parting; /* whose rows are still to be moved, or NULL */
    stored_why_record *why;
};

/* ---- whether */

static bool is_open(const stored_event_record *row)
{
    return row->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
}

/* Whether the one event has room for the other. */
static bool fit(const struct merge *merge)
{
    const stored_event_record *keeps = merge->keeps, *goes = merge->goes;
    return keeps->facts + goes->facts < EVENT_FACTS_MAX &&
           keeps->text_bytes + goes->text_bytes < EVENT_TEXT_BYTES_MAX &&
           keeps->event->n_disputes + goes->event->n_disputes <= EVENT_DISPUTES_MAX && keeps->n_merged < MOVES_KEPT &&
           goes->n_merged == 0 && goes->articles <= MOVED_ARTICLES_MAX &&
           index_room(merge->desk->index, goes->articles + 1);
}

/* Reads the two, the elder one to keep. False in `wanted` when they are not to be merged. */
static enum err load(struct merge *merge, uint64_t a, uint64_t b, bool *wanted)
{
    const uint64_t elder = a < b ? a : b, younger = a < b ? b : a;
    enum err err = events_get(merge->arena, merge->txn, elder, &merge->keeps);
    if (err == ERR_OK)
        err = events_get(merge->arena, merge->txn, younger, &merge->goes);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    *wanted = is_open(merge->keeps) && is_open(merge->goes) && fit(merge);
    if (!*wanted)
        return ERR_OK;
    if (merge->parting) { /* as the store would list them */
        merge->members = merge->parting->members;
        qsort(merge->members->rows, merge->members->count, sizeof merge->members->rows[0], ids_order);
        merge->facts = merge->parting->theirs;
        return ERR_OK;
    }
    err = members_list(merge->arena, merge->txn, younger, 0, MOVED_ARTICLES_MAX + 1, &merge->members);
    if (err == ERR_OK)
        err = facts_list(merge->arena, merge->txn, younger, 0, EVENT_FACTS_MAX, &merge->facts);
    *wanted = err == ERR_OK && merge->members->count <= MOVED_ARTICLES_MAX;
    return err;
}

/* ---- the update */

static event_move_record *describe(const struct merge *merge)
{
    char text[64];
    event_move_record *move = event_move_make(merge->arena);
    uint64_t *others = arena_array(merge->arena, 1, sizeof *others);
    uint64_t *facts = arena_array(merge->arena, merge->facts->count + 1, sizeof *facts);
    if (!move || !others || !facts)
        return NULL;
    others[0] = merge->goes->event->id;
    for (size_t i = 0; i < merge->facts->count; i++)
        facts[i] = merge->facts->rows[i]->fact->id;
    move->others = others;
    move->n_others = 1;
    move->facts = facts;
    move->n_facts = merge->facts->count;
    snprintf(text, sizeof text, "alike (%.2f)", (double)merge->why->score);
    move->reason = arena_string(merge->arena, span_of(text));
    return move->reason ? move : NULL;
}

/* Folds the facts of the one into the other and says so, figures too. */
static enum err say(const struct merge *merge, struct sheet *sheet)
{
    event_record *goes = merge->goes->event;
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
    event_move_record *move = describe(merge);
    fact_record **facts = arena_array(merge->arena, merge->facts->count + 1, sizeof *facts);
    if (!update || !move || !facts)
        return ERR_MEMORY;
    for (size_t i = 0; i < merge->facts->count; i++)
        facts[i] = merge->facts->rows[i]->fact;
    goes->facts = facts;
    goes->n_facts = merge->facts->count;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE;
    update->move = move;
    const enum err err = fold_move(merge->arena, sheet->row->event, goes, update);
    if (err != ERR_OK)
        return err == ERR_FIELD_VALUE ? ERR_CORRUPT : err;
    sheet_emit(sheet, update);
    for (size_t i = 0; i < goes->n_figures && sheet->err == ERR_OK; i++)
        figure_adopt(sheet, goes->figures[i]);
    return sheet->err;
}

/* ---- what is for queries, and for the way back */

static bool add_ids(struct arena *arena, uint64_t **ids, size_t *count, const uint64_t *more, size_t more_count,
                    size_t max)
{
    uint64_t *list = arena_array(arena, *count + more_count + 1, sizeof *list);
    if (!list)
        return false;
    if (*count)
        memcpy(list, *ids, *count * sizeof *list);
    for (size_t i = 0; i < more_count && *count < max; i++)
        if (!ids_name(list, *count, more[i]))
            list[(*count)++] = more[i];
    *ids = list;
    return true;
}

static enum err note(const struct merge *merge, stored_event_record *keeps, const event_move_record *move)
{
    stored_event_record *goes = merge->goes;
    goes->moved_articles = arena_array(merge->arena, merge->members->count + 1, sizeof(uint64_t));
    if (!goes->moved_articles)
        return ERR_MEMORY;
    for (size_t i = 0; i < merge->members->count; i++)
        goes->moved_articles[goes->n_moved_articles++] = merge->members->rows[i].article;
    goes->moved_facts = move->facts;
    goes->n_moved_facts = move->n_facts;
    goes->moved_why = merge->why;
    keeps->has_facts = keeps->has_articles = keeps->has_text_bytes = true;
    keeps->facts += goes->facts;
    keeps->articles += goes->articles;
    keeps->text_bytes += goes->text_bytes;
    goes->facts = goes->articles = 0;
    keeps->has_partings = true;
    keeps->partings = goes->partings > keeps->partings ? goes->partings : keeps->partings;
    if (goes->event->last_seen_ms > keeps->event->last_seen_ms)
        keeps->event->last_seen_ms = goes->event->last_seen_ms;
    if (goes->event->first_seen_ms < keeps->event->first_seen_ms)
        keeps->event->first_seen_ms = goes->event->first_seen_ms;
    const uint64_t id = goes->event->id;
    if (!add_ids(merge->arena, &keeps->origins, &keeps->n_origins, goes->origins, goes->n_origins, EVENT_ORIGINS_MAX) ||
        !add_ids(merge->arena, &keeps->merged, &keeps->n_merged, &id, 1, MOVES_KEPT))
        return ERR_MEMORY;
    keeps->event->origins = (uint32_t)keeps->n_origins;
    return ERR_OK;
}

static enum err carry_out(const struct merge *merge, struct sheet *sheet, struct desk_outcome *outcome)
{
    const uint64_t from = merge->goes->event->id, to = merge->keeps->event->id;
    struct decision decision = { .event = sheet->row,
                                 .updates_count = sheet->updates_count,
                                 .updates = sheet->updates };
    sheet->row->event->n_facts = 0;
    enum err err = write_decision(merge->arena, merge->txn, &decision, outcome);
    if (err == ERR_OK)
        err = events_put(merge->txn, merge->goes);
    if (merge->parting)
        return err == ERR_OK ? parting_rest(merge->parting, to) : err;
    for (size_t i = 0; i < merge->facts->count && err == ERR_OK; i++)
        err = move_fact(merge->arena, merge->txn, merge->facts->rows[i], from, to);
    for (size_t i = 0; i < merge->members->count && err == ERR_OK; i++)
        err = move_article(merge->desk, merge->arena, merge->txn, merge->members->rows[i].article,
                           merge->members->rows[i].revision, from, to, NULL);
    return err;
}

static enum err do_merge(const struct merge *merge, const struct case_file *file, struct desk_outcome *outcome)
{
    struct sheet sheet;
    sheet_lay(&sheet, merge->arena, merge->keeps, 0, NULL, 0);
    sheet.article = decide_reference(merge->arena, file->article);
    sheet.at_ms = file->article->accepted_ms;
    if (sheet.err != ERR_OK || !sheet.article)
        return ERR_MEMORY;
    enum err err = say(merge, &sheet);
    if (err == ERR_OK)
        err = note(merge, sheet.row, sheet.updates[0]->move);
    return err == ERR_OK ? carry_out(merge, &sheet, outcome) : err;
}

enum err merge_events(const struct case_file *file, struct desk *desk, uint64_t a, uint64_t b, struct parting *parting,
                      struct desk_outcome *outcome)
{
    struct merge merge = { .desk = desk, .arena = file->arena, .txn = file->txn, .parting = parting };
    bool wanted = false;
    const enum err err = load(&merge, a, b, &wanted);
    if (err == ERR_OK && !wanted && parting)
        return parting_rest(parting, parting->back->event->id);
    if (err != ERR_OK || !wanted)
        return err;
    merge.why = why_because(file->arena, CLAIMWIRE__V1__RULE__RULE_BOTH, file->regroup.together, file->regroup.enough);
    if (!merge.why)
        return ERR_MEMORY;
    merge.why->has_article = merge.why->has_revision = true;
    merge.why->article = file->number;
    merge.why->revision = file->article->revision;
    return do_merge(&merge, file, outcome);
}
