/* SPDX-License-Identifier: Apache-2.0 */
#include "record/fold.h"

#include "base/limits.h"
#include "record/fold_check.h"

/* Appends to an array of pointers, which is copied: whether an array has room
 * behind it cannot be seen, and it may belong to whoever unpacked the event. */
#define APPEND(arena, array, count, item) append((arena), (void ***)(void *)&(array), &(count), (item))
static enum err append(struct arena *arena, void ***array, size_t *count, void *item)
{
    void **grown = arena_array(arena, *count + 1, sizeof *grown);
    if (!grown || !item)
        return ERR_MEMORY;
    if (*count > 0)
        memcpy(grown, *array, *count * sizeof *grown);
    grown[*count] = item;
    *array = grown;
    ++*count;
    return ERR_OK;
}

static bool is_attacked(const event_record *event, uint64_t fact)
{
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->fact == fact)
            return true;
    return false;
}

/* ---- facts and statements */

static void set_status(fact_record *fact, Claimwire__V1__FactStatus status)
{
    fact->has_status = true;
    fact->status = status;
}

static void set_origins(fact_record *fact, uint32_t origins)
{
    fact->has_origins = true;
    fact->origins = origins;
}

/* What the disputes and origins make of a fact that stands. */
static void settle(const event_record *event, fact_record *fact)
{
    if (is_attacked(event, fact->id))
        set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED);
    else if (fact->origins >= 2)
        set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_CORROBORATED);
    else
        set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED);
}

/* Adds the statement unless its speaker has made one of this fact. */
static enum err add_statement(struct arena *arena, fact_record *fact, statement_record *statement)
{
    for (size_t i = 0; i < fact->n_statements; i++) {
        const statement_record *known = fact->statements[i]->statement;
        if (known && fold_same_text(known->speaker, statement->speaker))
            return ERR_OK;
    }
    if (fact->n_statements >= FACT_STATEMENTS_MAX)
        return ERR_OK;

    stated_by_record *stated = stated_by_make(arena);
    if (!stated)
        return ERR_MEMORY;
    stated->statement = statement;
    return APPEND(arena, fact->statements, fact->n_statements, stated);
}

static enum err add_fact(struct arena *arena, event_record *event, uint64_t id, char *text)
{
    fact_record *fact = fact_make(arena);
    if (!fact)
        return ERR_MEMORY;
    fact->has_id = true;
    fact->id = id;
    fact->text = text;
    set_origins(fact, 1);
    set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED);
    return APPEND(arena, event->facts, event->n_facts, fact);
}

/* The fact with this statement, whether either is new or not. Left out when
 * the event has as many facts as it may. */
static enum err state_fact(struct arena *arena, event_record *event, uint64_t id, statement_record *statement)
{
    fact_record *fact = fold_fact(event, id);
    if (!fact) {
        if (event->n_facts >= EVENT_FACTS_MAX)
            return ERR_OK;
        if (add_fact(arena, event, id, statement->text) != ERR_OK)
            return ERR_MEMORY;
        fact = event->facts[event->n_facts - 1];
    } else if (fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED) {
        set_origins(fact, 1);
        settle(event, fact);
    }
    return add_statement(arena, fact, statement);
}

/* ---- figures */

static void set_ends(event_figure_record *figure, bool has_low, double low, bool has_high, double high)
{
    figure->has_low = has_low;
    figure->low = has_low ? low : 0;
    figure->has_high = has_high;
    figure->high = has_high ? high : 0;
}

/* A new figure at the end of the event's, or NULL when the arena is full. */
static event_figure_record *add_figure(struct arena *arena, event_record *event, Claimwire__V1__Measure measure,
                                       char *population)
{
    event_figure_record *figure = event_figure_make(arena);
    if (!figure)
        return NULL;
    figure->has_measure = true;
    figure->measure = measure;
    figure->population = population;
    return APPEND(arena, event->figures, event->n_figures, figure) == ERR_OK ? figure : NULL;
}

static enum err open_figures(struct arena *arena, event_record *event, const statement_record *statement)
{
    for (size_t i = 0; i < statement->n_figures; i++) {
        const figure_record *from = statement->figures[i];
        if (event->n_figures >= EVENT_FIGURES_MAX)
            return ERR_OK;
        if (!fold_opens_figure(statement, from) || fold_figure(event, from->measure, from->population))
            continue;
        event_figure_record *figure = add_figure(arena, event, from->measure, from->population);
        if (!figure)
            return ERR_MEMORY;
        figure->unit = from->unit;
        set_ends(figure, from->has_low, from->low, from->has_high, from->high);
        figure->has_status = true;
        figure->status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
    }
    return ERR_OK;
}

static void remove_figure(event_record *event, const event_figure_record *figure)
{
    size_t kept = 0;
    for (size_t i = 0; i < event->n_figures; i++)
        if (event->figures[i] != figure)
            event->figures[kept++] = event->figures[i];
    event->n_figures = kept;
}

/* ---- one function a change; what they need is checked before, in is_whole */

static void set_head(event_record *event, const event_head_record *head)
{
    event->title = head->title ? head->title : event->title;
    event->mode = head->mode ? head->mode : event->mode;
    event->time = head->time ? head->time : event->time;
    event->place = head->place ? head->place : event->place;
    if (head->has_type) {
        event->has_type = true;
        event->type = head->type;
    }
}

static enum err claim_added(struct arena *arena, event_record *event, const event_update_record *update)
{
    enum err err = state_fact(arena, event, update->fact, update->statement);
    return err == ERR_OK ? open_figures(arena, event, update->statement) : err;
}

static enum err claim_corroborated(struct arena *arena, event_record *event, const event_update_record *update)
{
    fact_record *fact = fold_fact(event, update->fact);
    if (!fact) /* left out of a full event */
        return ERR_OK;
    if (fact->origins < 2)
        set_origins(fact, 2);
    settle(event, fact);
    statement_record *statement = update->corroboration->statement;
    return statement ? add_statement(arena, fact, statement) : ERR_OK;
}

static enum err claim_disputed(struct arena *arena, event_record *event, const event_update_record *update)
{
    dispute_record *dispute = update->dispute;
    fact_record *fact = fold_fact(event, dispute->fact);

    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->fact == dispute->fact && event->disputes[i]->denial == dispute->denial)
            return ERR_OK;
    if (!fact || event->n_disputes >= EVENT_DISPUTES_MAX)
        return ERR_OK;
    enum err err = APPEND(arena, event->disputes, event->n_disputes, dispute);
    if (err == ERR_OK && fact->status != CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED)
        settle(event, fact);
    return err;
}

static enum err figure_revised(struct arena *arena, event_record *event, const event_update_record *update)
{
    const figure_revision_record *revision = update->figure;
    event_figure_record *figure = fold_figure(event, revision->measure, revision->population);

    if (revision->statement && state_fact(arena, event, update->fact, revision->statement) != ERR_OK)
        return ERR_MEMORY;
    if (!revision->has_low && !revision->has_high) {
        remove_figure(event, figure);
        return ERR_OK;
    }
    if (!figure && event->n_figures >= EVENT_FIGURES_MAX)
        return ERR_OK;
    if (!figure && !(figure = add_figure(arena, event, revision->measure, revision->population)))
        return ERR_MEMORY;
    set_ends(figure, revision->has_low, revision->low, revision->has_high, revision->high);
    figure->has_status = true;
    figure->status = revision->status;
    figure->unit = revision->unit ? revision->unit : figure->unit;
    return ERR_OK;
}

/* Drops the disputes that `keeps` refuses, in place. */
static void drop_disputes(event_record *event, bool (*keeps)(const dispute_record *, uint64_t), uint64_t fact)
{
    size_t kept = 0;
    for (size_t i = 0; i < event->n_disputes; i++)
        if (keeps(event->disputes[i], fact))
            event->disputes[kept++] = event->disputes[i];
    event->n_disputes = kept;
}

static bool is_denied_by_another(const dispute_record *dispute, uint64_t fact)
{
    return dispute->denial != fact;
}

static bool is_of_others(const dispute_record *dispute, uint64_t fact)
{
    return dispute->denial != fact && dispute->fact != fact;
}

/* A denial is gone: what nobody else denies stands again. */
static void settle_disputed(event_record *event)
{
    for (size_t i = 0; i < event->n_facts; i++)
        if (event->facts[i]->status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED)
            settle(event, event->facts[i]);
}

static void claim_retracted(event_record *event, const event_update_record *update)
{
    fact_record *fact = fold_fact(event, update->fact);
    if (fact)
        set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
    drop_disputes(event, is_denied_by_another, update->fact);
    settle_disputed(event);
}

static void event_split(event_record *event, const event_update_record *update)
{
    for (size_t m = 0; m < update->move->n_facts; m++) {
        const uint64_t id = update->move->facts[m];
        size_t kept = 0;
        for (size_t i = 0; i < event->n_facts; i++)
            if (event->facts[i]->id != id)
                event->facts[kept++] = event->facts[i];
        event->n_facts = kept;
        drop_disputes(event, is_of_others, id);
    }
    settle_disputed(event);
}

static enum err apply(struct arena *arena, event_record *event, const event_update_record *update)
{
    switch (update->change) {
    case CLAIMWIRE__V1__CHANGE__EVENT_OPENED:
    case CLAIMWIRE__V1__CHANGE__EVENT_CHANGED:
        set_head(event, update->head);
        return ERR_OK;
    case CLAIMWIRE__V1__CHANGE__CLAIM_ADDED:
        return claim_added(arena, event, update);
    case CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED:
        return claim_corroborated(arena, event, update);
    case CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED:
        return claim_disputed(arena, event, update);
    case CLAIMWIRE__V1__CHANGE__FIGURE_REVISED:
        return figure_revised(arena, event, update);
    case CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED:
        claim_retracted(event, update);
        return ERR_OK;
    case CLAIMWIRE__V1__CHANGE__EVENT_MERGED:
        return ERR_OK; /* fold_move has brought the facts */
    case CLAIMWIRE__V1__CHANGE__EVENT_SPLIT:
        event_split(event, update);
        return ERR_OK;
    case CLAIMWIRE__V1__CHANGE__EVENT_CLOSED:
        event->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED;
        return ERR_OK;
    default:
        return ERR_FIELD_VALUE; /* fold_check has refused it */
    }
}

enum err fold_update(struct arena *arena, event_record *event, const event_update_record *update)
{
    enum err err = fold_check(event, update);
    if (err != ERR_OK)
        return err;

    event->has_id = event->has_revision = event->has_status = true;
    event->id = update->event;
    event->revision = update->revision;
    return apply(arena, event, update);
}

/* ---- between two events */

static bool names(const uint64_t *ids, size_t count, uint64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* Hands over the facts that the update names, in their order, and the disputes
 * about them whose denials do not stay behind. */
static enum err hand_over(struct arena *arena, event_record *from, event_record *to, const event_move_record *move)
{
    size_t kept = 0;
    for (size_t i = 0; i < move->n_facts; i++) {
        fact_record *fact = fold_fact(from, move->facts[i]);
        if (fact && !fold_fact(to, fact->id) && to->n_facts < EVENT_FACTS_MAX &&
            APPEND(arena, to->facts, to->n_facts, fact) != ERR_OK)
            return ERR_MEMORY;
    }
    for (size_t i = 0; i < from->n_facts; i++)
        if (!names(move->facts, move->n_facts, from->facts[i]->id))
            from->facts[kept++] = from->facts[i];
    from->n_facts = kept;
    kept = 0;
    for (size_t i = 0; i < from->n_disputes; i++) {
        dispute_record *dispute = from->disputes[i];
        const bool attacked = names(move->facts, move->n_facts, dispute->fact);
        const bool denies = names(move->facts, move->n_facts, dispute->denial);
        if (!attacked && !denies)
            from->disputes[kept++] = dispute;
        else if (attacked && (denies || !fold_fact(from, dispute->denial)) && to->n_disputes < EVENT_DISPUTES_MAX &&
                 APPEND(arena, to->disputes, to->n_disputes, dispute) != ERR_OK)
            return ERR_MEMORY;
    }
    from->n_disputes = kept;
    settle_disputed(from);
    settle_disputed(to);
    return ERR_OK;
}

enum err fold_move(struct arena *arena, event_record *event, event_record *other, const event_update_record *update)
{
    const bool merges = update->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED;
    if ((!merges && update->change != CLAIMWIRE__V1__CHANGE__EVENT_SPLIT) || other->id == event->id ||
        fold_check(event, update) != ERR_OK || !names(update->move->others, update->move->n_others, other->id))
        return ERR_FIELD_VALUE;
    const bool is_open = other->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    const bool is_of_event =
        other->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY && other->merged_into == event->id;
    if (!is_open && (merges || !is_of_event))
        return ERR_FIELD_VALUE;
    other->has_status = true;
    other->has_merged_into = merges;
    other->merged_into = merges ? event->id : 0;
    other->status = merges ? CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY : CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    return hand_over(arena, merges ? other : event, merges ? event : other, update->move);
}
