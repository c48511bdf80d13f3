/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UNIT_RECORD_UPDATES_H
#define UNIT_RECORD_UPDATES_H

#include "support/test.h"

#include "record/fold.h"

/* Updates of one event, made and folded for the tests of fold.c. */

enum { EVENT = 41 };

struct desk {
    struct arena *arena;
    event_record *event;
};

static inline void apply(struct desk *desk, event_update_record *update)
{
    assert_int_equal(fold_update(desk->arena, desk->event, update), ERR_OK);
    assert_int_equal(desk->event->revision, update->revision);
}

static inline void refuse(struct desk *desk, event_update_record *update)
{
    struct span before, after;
    assert_int_equal(event_pack(desk->arena, desk->event, &before), ERR_OK);
    assert_int_equal(fold_update(desk->arena, desk->event, update), ERR_FIELD_VALUE);
    assert_int_equal(event_pack(desk->arena, desk->event, &after), ERR_OK);
    assert_true(span_equal(before, after)); /* unchanged */
}

/* ---- updates */

static inline event_update_record *next(struct desk *desk, Claimwire__V1__Change change, int detail, uint64_t fact)
{
    event_update_record *update = event_update_make(desk->arena);
    update->has_event = update->has_revision = update->has_change = true;
    update->event = EVENT;
    update->revision = desk->event->revision + 1;
    update->change = change;
    update->detail_case = (Claimwire__V1__EventUpdate__DetailCase)detail;
    update->has_fact = fact != 0;
    update->fact = fact;
    return update;
}
#define NEXT(desk, change, detail, fact)                                                                               \
    next((desk), CLAIMWIRE__V1__CHANGE__##change, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_##detail, (fact))

static inline statement_record *statement(struct desk *desk, const char *speaker, const char *words)
{
    statement_record *made = statement_make(desk->arena);
    made->speaker = speaker ? arena_string(desk->arena, span_of(speaker)) : NULL;
    made->text = arena_string(desk->arena, span_of(words));
    return made;
}

static inline figure_record *add_figure(struct desk *desk, statement_record *to, Claimwire__V1__Measure measure,
                                        const char *population, double low)
{
    figure_record *figure = figure_make(desk->arena);
    figure->has_measure = figure->has_low = true;
    figure->measure = measure;
    figure->low = low;
    figure->population = population ? arena_string(desk->arena, span_of(population)) : NULL;
    figure_record **figures = arena_array(desk->arena, to->n_figures + 1, sizeof *figures);
    for (size_t i = 0; i < to->n_figures; i++)
        figures[i] = to->figures[i];
    figures[to->n_figures++] = figure;
    to->figures = figures;
    return figure;
}

static inline event_update_record *opened(struct desk *desk, const char *title)
{
    event_update_record *update = NEXT(desk, EVENT_OPENED, HEAD, 0);
    update->head = event_head_make(desk->arena);
    update->head->title = arena_string(desk->arena, span_of(title));
    update->head->has_type = true;
    update->head->type = CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER;
    return update;
}

static inline event_update_record *added(struct desk *desk, uint64_t fact, statement_record *what)
{
    event_update_record *update = NEXT(desk, CLAIM_ADDED, STATEMENT, fact);
    update->statement = what;
    return update;
}

static inline event_update_record *corroborated(struct desk *desk, uint64_t fact, statement_record *what)
{
    event_update_record *update = NEXT(desk, CLAIM_CORROBORATED, CORROBORATION, fact);
    update->corroboration = corroboration_make(desk->arena);
    update->corroboration->statement = what;
    return update;
}

static inline event_update_record *disputed(struct desk *desk, uint64_t fact, uint64_t denial)
{
    event_update_record *update = NEXT(desk, CLAIM_DISPUTED, DISPUTE, fact);
    update->dispute = dispute_make(desk->arena);
    update->dispute->has_fact = update->dispute->has_denial = true;
    update->dispute->fact = fact;
    update->dispute->denial = denial;
    return update;
}

static inline event_update_record *retracted(struct desk *desk, uint64_t fact)
{
    event_update_record *update = NEXT(desk, CLAIM_RETRACTED, RETRACTION, fact);
    update->retraction = reason_make(desk->arena);
    return update;
}

static inline event_update_record *revised(struct desk *desk, uint64_t fact, statement_record *what, double low)
{
    event_update_record *update = NEXT(desk, FIGURE_REVISED, FIGURE, fact);
    update->figure = figure_revision_make(desk->arena);
    update->figure->has_measure = true;
    update->figure->measure = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
    update->figure->has_low = low > 0;
    update->figure->low = low;
    update->figure->has_status = true;
    update->figure->status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED;
    update->figure->statement = what;
    return update;
}

static inline event_update_record *moved(struct desk *desk, Claimwire__V1__Change change, uint64_t fact, uint64_t other)
{
    event_update_record *update = next(desk, change, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE, 0);
    update->move = event_move_make(desk->arena);
    update->move->n_facts = update->move->n_others = 1;
    update->move->facts = arena_array(desk->arena, 1, sizeof(uint64_t));
    update->move->facts[0] = fact;
    update->move->others = arena_array(desk->arena, 1, sizeof(uint64_t));
    update->move->others[0] = other;
    return update;
}

static inline event_update_record *closed(struct desk *desk)
{
    event_update_record *update = NEXT(desk, EVENT_CLOSED, CLOSING, 0);
    update->closing = reason_make(desk->arena);
    return update;
}

#endif
