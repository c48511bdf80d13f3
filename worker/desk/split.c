/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "desk/inner.h"
#include "desk/opening.h"
#include "desk/parting.h"
#include "store/articles.h"
#include "store/log.h"

/* The article that opens the new event in hindsight: the eldest that goes. */
struct opener {
    stored_article_record *article;
    reading_record *reading;
};

/* Those that go and are of the event still. */
static enum err load_members(struct parting *parting, const struct match_regroup *regroup, struct opener *opener)
{
    parting->members =
        arena_alloc(parting->arena, sizeof *parting->members + regroup->count * sizeof parting->members->rows[0]);
    if (!parting->members)
        return ERR_MEMORY;
    parting->members->count = 0;
    for (size_t i = 0; i < regroup->count; i++) {
        const struct index_article *latest = index_latest(parting->desk->index, regroup->articles[i]);
        if (!latest || latest->event != parting->stays->event->id)
            return ERR_CORRUPT;
        enum err err = articles_get(parting->arena, parting->txn, latest->article, latest->revision, &opener->article);
        if (err == ERR_OK && i + 1 == regroup->count)
            err =
                articles_get_judged(parting->arena, parting->txn, latest->article, latest->revision, &opener->reading);
        if (err != ERR_OK)
            return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        article_ref_record *reference = decide_reference(parting->arena, opener->article);
        if (!reference)
            return ERR_MEMORY;
        parting->articles[parting->articles_count++] = reference;
        parting->members->rows[parting->members->count].article = latest->article;
        parting->members->rows[parting->members->count++].revision = latest->revision;
    }
    return ERR_OK;
}

/* Numbers of facts; more than once, too. */
struct numbers {
    size_t count, max;
    uint64_t *ids;
};

static bool make_room(struct arena *arena, struct numbers *numbers, size_t more)
{
    if (numbers->count + more <= numbers->max)
        return true;
    const size_t max = 2 * (numbers->count + more);
    uint64_t *ids = arena_array(arena, max, sizeof *ids);
    if (!ids)
        return false;
    if (numbers->count)
        memcpy(ids, numbers->ids, numbers->count * sizeof *ids);
    numbers->ids = ids;
    numbers->max = max;
    return true;
}

static enum err add_carried(const struct parting *parting, uint64_t article, uint32_t revision, struct numbers *numbers)
{
    stored_reading_record *reading;
    const enum err err = articles_get_places(parting->arena, parting->txn, article, revision, &reading);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    if (!make_room(parting->arena, numbers, reading->n_places))
        return ERR_MEMORY;
    for (size_t i = 0; i < reading->n_places; i++)
        if (reading->places[i]->fact)
            numbers->ids[numbers->count++] = reading->places[i]->fact;
    return ERR_OK;
}

static void sort(struct numbers *numbers)
{
    size_t kept = 0;
    if (numbers->count)
        qsort(numbers->ids, numbers->count, sizeof *numbers->ids, ids_order);
    for (size_t i = 0; i < numbers->count; i++)
        if (kept == 0 || numbers->ids[i] != numbers->ids[kept - 1])
            numbers->ids[kept++] = numbers->ids[i];
    numbers->count = kept;
}

static bool has(const struct numbers *numbers, size_t count, uint64_t id)
{
    return count > 0 && bsearch(&id, numbers->ids, count, sizeof id, ids_order);
}

/* What they deny, and by what they are denied. */
static bool add_disputed(const struct parting *parting, struct numbers *numbers)
{
    const event_record *event = parting->stays->event;
    const size_t carried = numbers->count;
    if (!make_room(parting->arena, numbers, event->n_disputes))
        return false;
    for (size_t i = 0; i < event->n_disputes; i++) {
        const uint64_t fact = event->disputes[i]->fact, denial = event->disputes[i]->denial;
        const bool denied = has(numbers, carried, fact), denies = has(numbers, carried, denial);
        if (denied != denies)
            numbers->ids[numbers->count++] = denied ? denial : fact;
    }
    return true;
}

/* The facts that the articles carry which go, and those in dispute with them: of the others nothing changes. */
static enum err load_facts(struct parting *parting)
{
    struct numbers numbers = { 0 };
    enum err err = ERR_OK;
    for (size_t i = 0; i < parting->members->count && err == ERR_OK; i++)
        err = add_carried(parting, parting->members->rows[i].article, parting->members->rows[i].revision, &numbers);
    sort(&numbers);
    if (err == ERR_OK && !add_disputed(parting, &numbers))
        err = ERR_MEMORY;
    sort(&numbers);
    if (err == ERR_OK)
        parting->facts =
            arena_alloc(parting->arena, sizeof *parting->facts + numbers.count * sizeof parting->facts->rows[0]);
    if (err != ERR_OK || !parting->facts)
        return err == ERR_OK ? ERR_MEMORY : err;
    parting->facts->count = 0;
    for (size_t i = 0; i < numbers.count && err == ERR_OK; i++) {
        err = facts_get(parting->arena, parting->txn, parting->stays->event->id, numbers.ids[i],
                        &parting->facts->rows[parting->facts->count]);
        parting->facts->count += err == ERR_OK;
        err = err == ERR_NOT_FOUND ? ERR_OK : err; /* it is another event's */
    }
    return err;
}

/* A fact goes when all that carry it go; who tells it as background is of neither. */
static bool goes(const struct parting *parting, const stored_fact_record *row)
{
    bool all = row->support_more == 0, any = false;
    for (size_t i = 0; i < row->n_support && all; i++) {
        size_t k = 0;
        if (row->support[i]->background)
            continue;
        while (k < parting->members->count && parting->members->rows[k].article != row->support[i]->article)
            k++;
        all = any = k < parting->members->count;
    }
    return all && any;
}

static enum err load(struct parting *parting, const struct match_regroup *regroup, struct opener *opener)
{
    const enum err err = load_members(parting, regroup, opener);
    return err == ERR_OK ? load_facts(parting) : err;
}

/* What the rows of the window say of the articles that go. */
static bool note_members(const struct parting *parting, stored_event_record *row)
{
    event_record *event = row->event;
    row->origins = arena_array(parting->arena, EVENT_ORIGINS_MAX, sizeof *row->origins);
    if (!row->origins)
        return false;
    for (size_t i = 0; i < parting->members->count; i++) {
        const struct index_article *article = index_latest(parting->desk->index, parting->members->rows[i].article);
        size_t seen = 0;
        while (seen < row->n_origins && row->origins[seen] != article->origin)
            seen++;
        if (seen == row->n_origins && seen < EVENT_ORIGINS_MAX)
            row->origins[row->n_origins++] = article->origin;
        if (!event->has_first_seen_ms || article->stream_ms < event->first_seen_ms)
            event->first_seen_ms = article->stream_ms;
        if (!event->has_last_seen_ms || article->stream_ms > event->last_seen_ms)
            event->last_seen_ms = article->stream_ms;
        event->has_first_seen_ms = event->has_last_seen_ms = true;
    }
    event->has_origins = true;
    event->origins = (uint32_t)row->n_origins;
    return true;
}

/* The new event, which has nothing yet but its head. */
static enum err open_event(struct parting *parting, const struct opener *opener, struct desk_outcome *outcome)
{
    struct sheet sheet;
    sheet_lay(&sheet, parting->arena, NULL, txn_state(parting->txn)->next_event++, NULL, 0);
    sheet.at_ms = parting->at_ms;
    sheet.article = parting->by;
    if (sheet.err == ERR_OK)
        opening_emit(&sheet, opener->article->article, opener->reading);
    if (sheet.err != ERR_OK)
        return sheet.err;
    stored_event_record *row = parting->back = sheet.row;
    row->moved_facts = arena_array(parting->arena, parting->facts->count + 1, sizeof *row->moved_facts);
    if (!row->moved_facts || !note_members(parting, row))
        return ERR_MEMORY;
    const struct decision decision = { .event = row, .updates_count = sheet.updates_count, .updates = sheet.updates };
    const enum err err = write_decision(parting->arena, parting->txn, &decision, outcome);
    for (size_t i = 0; i < parting->facts->count; i++)
        if (goes(parting, parting->facts->rows[i]))
            row->moved_facts[row->n_moved_facts++] = parting->facts->rows[i]->fact->id;
    return err;
}

/* On both, for who asks why, and how often it may be. */
static bool note_parting(const struct case_file *file, stored_event_record *stays, stored_event_record *back)
{
    uint64_t *parted = arena_array(file->arena, stays->n_parted + 1, sizeof *parted);
    stored_why_record *why =
        why_because(file->arena, CLAIMWIRE__V1__RULE__RULE_UNLIKE, file->regroup.apart, file->regroup.enough);
    if (!parted || !why)
        return false;
    why->has_article = why->has_revision = true;
    why->article = file->number;
    why->revision = file->article->revision;
    if (stays->n_parted)
        memcpy(parted, stays->parted, stays->n_parted * sizeof *parted);
    parted[stays->n_parted++] = back->event->id;
    stays->parted = parted;
    stays->has_partings = back->has_partings = back->has_parted_from = true;
    back->partings = ++stays->partings;
    back->parted_from = stays->event->id;
    back->parted_why = why;
    return true;
}

static const char *reason_of(struct arena *arena, float score)
{
    char text[64];
    snprintf(text, sizeof text, "unlike (%.2f)", (double)score);
    return arena_string(arena, span_of(text));
}

enum err split_event(const struct case_file *file, struct desk *desk, struct parting *parting,
                     struct desk_outcome *outcome)
{
    *parting = (struct parting){ .desk = desk,
                                 .arena = file->arena,
                                 .txn = file->txn,
                                 .stays = file->from,
                                 .by = decide_reference(file->arena, file->article),
                                 .reason = reason_of(file->arena, file->regroup.apart),
                                 .at_ms = file->article->accepted_ms,
                                 .opens = true,
                                 .passes = file->regroup.to != 0 };
    struct opener opener = { 0 };
    if (!parting->by || !parting->reason)
        return ERR_MEMORY;
    enum err err = load(parting, &file->regroup, &opener);
    if (err == ERR_OK)
        err = open_event(parting, &opener, outcome);
    if (err == ERR_OK && !note_parting(file, parting->stays, parting->back))
        err = ERR_MEMORY;
    return err == ERR_OK ? parting_carry_out(parting, outcome) : err;
}
