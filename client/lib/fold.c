/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/fold.h"

#include <stdlib.h>
#include <string.h>

typedef Claimwire__V1__Event event_t;
typedef Claimwire__V1__Fact fact_t;
typedef Claimwire__V1__Statement statement_t;
typedef Claimwire__V1__EventFigure event_figure_t;
typedef Claimwire__V1__EventUpdate update_t;

ProtobufCMessage *fold_copy(const ProtobufCMessage *message)
{
    const size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = malloc(size + 1);
    if (!bytes)
        return NULL;
    protobuf_c_message_pack(message, bytes);
    ProtobufCMessage *copy = protobuf_c_message_unpack(message->descriptor, NULL, size, bytes);
    free(bytes);
    return copy;
}

bool fold_append(void ***array, size_t *count, void *item)
{
    void **grown = item ? realloc(*array, (*count + 1) * sizeof *grown) : NULL;
    if (!grown)
        return false;
    grown[(*count)++] = item;
    *array = grown;
    return true;
}

/* Replaces a message or a text by a copy of another, unless that is absent. */
static bool replace_message(ProtobufCMessage **field, const ProtobufCMessage *message)
{
    ProtobufCMessage *copy = message ? fold_copy(message) : NULL;
    if (!message)
        return true;
    if (copy && *field)
        protobuf_c_message_free_unpacked(*field, NULL);
    *field = copy ? copy : *field;
    return copy != NULL;
}
#define REPLACE(field, message)                                                                                        \
    replace_message((ProtobufCMessage **)(void *)&(field), (const ProtobufCMessage *)(message))

static bool replace_text(char **field, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (!text)
        return true;
    if (copy)
        free(*field);
    *field = copy ? copy : *field;
    return copy != NULL;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

fact_t *fold_find_fact(const event_t *event, uint64_t id)
{
    for (size_t i = 0; i < event->n_facts; i++)
        if (event->facts[i]->id == id)
            return event->facts[i];
    return NULL;
}

static size_t find_figure(const event_t *event, Claimwire__V1__Measure measure, const char *population)
{
    size_t i = 0;
    while (i < event->n_figures &&
           (event->figures[i]->measure != measure || !same_text(event->figures[i]->population, population)))
        i++;
    return i;
}

/* ---- facts */

static void set_status(fact_t *fact, Claimwire__V1__FactStatus status)
{
    fact->has_status = true;
    fact->status = status;
}

static void set_origins(fact_t *fact, uint32_t origins)
{
    fact->has_origins = true;
    fact->origins = origins;
}

static void settle(const event_t *event, fact_t *fact)
{
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->fact == fact->id) {
            set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED);
            return;
        }
    set_status(fact, fact->origins >= 2 ? CLAIMWIRE__V1__FACT_STATUS__FACT_CORROBORATED
                                        : CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED);
}

void fold_settle(event_t *event)
{
    for (size_t i = 0; i < event->n_facts; i++)
        if (event->facts[i]->status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED)
            settle(event, event->facts[i]);
}

static bool add_statement(fact_t *fact, const statement_t *statement)
{
    for (size_t i = 0; i < fact->n_statements; i++)
        if (fact->statements[i]->statement && same_text(fact->statements[i]->statement->speaker, statement->speaker))
            return true;
    if (fact->n_statements >= FOLD_STATEMENTS_MAX)
        return true;
    Claimwire__V1__StatedBy *stated = calloc(1, sizeof *stated);
    if (!stated)
        return false;
    claimwire__v1__stated_by__init(stated);
    if (REPLACE(stated->statement, statement) && FOLD_APPEND(fact->statements, fact->n_statements, stated))
        return true;
    claimwire__v1__stated_by__free_unpacked(stated, NULL);
    return false;
}

static fact_t *add_fact(event_t *event, uint64_t id, const char *text)
{
    fact_t *fact = calloc(1, sizeof *fact);
    if (!fact)
        return NULL;
    claimwire__v1__fact__init(fact);
    fact->has_id = true;
    fact->id = id;
    set_origins(fact, 1);
    set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED);
    if (replace_text(&fact->text, text) && FOLD_APPEND(event->facts, event->n_facts, fact))
        return fact;
    claimwire__v1__fact__free_unpacked(fact, NULL);
    return NULL;
}

static bool state_fact(event_t *event, uint64_t id, const statement_t *statement)
{
    fact_t *fact = fold_find_fact(event, id);
    if (!fact && event->n_facts >= FOLD_FACTS_MAX)
        return true;
    if (!fact && !(fact = add_fact(event, id, statement->text)))
        return false;
    if (fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED) {
        set_origins(fact, 1);
        settle(event, fact);
    }
    return add_statement(fact, statement);
}

/* ---- figures */

static void drop_figure(event_t *event, size_t at)
{
    claimwire__v1__event_figure__free_unpacked(event->figures[at], NULL);
    memmove(event->figures + at, event->figures + at + 1, (--event->n_figures - at) * sizeof *event->figures);
}

/* The figure, new where there was none; NULL when out of memory. */
static event_figure_t *take_figure(event_t *event, Claimwire__V1__Measure measure, const char *population)
{
    const size_t at = find_figure(event, measure, population);
    if (at < event->n_figures)
        return event->figures[at];
    event_figure_t *figure = calloc(1, sizeof *figure);
    if (!figure)
        return NULL;
    claimwire__v1__event_figure__init(figure);
    figure->has_measure = true;
    figure->measure = measure;
    if (replace_text(&figure->population, population) && FOLD_APPEND(event->figures, event->n_figures, figure))
        return figure;
    claimwire__v1__event_figure__free_unpacked(figure, NULL);
    return NULL;
}

static bool set_figure(event_figure_t *figure, const Claimwire__V1__FigureRevision *to)
{
    figure->has_low = to->has_low;
    figure->low = to->has_low ? to->low : 0;
    figure->has_high = to->has_high;
    figure->high = to->has_high ? to->high : 0;
    figure->has_status = true;
    figure->status = to->status;
    return replace_text(&figure->unit, to->unit);
}

static bool open_figures(event_t *event, const statement_t *statement)
{
    if (statement->figures_apart || statement->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED)
        return true;
    for (size_t i = 0; i < statement->n_figures && event->n_figures < FOLD_FIGURES_MAX; i++) {
        const Claimwire__V1__Figure *from = statement->figures[i];
        if (from->measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER || (!from->has_low && !from->has_high) ||
            find_figure(event, from->measure, from->population) < event->n_figures)
            continue;
        Claimwire__V1__FigureRevision to = CLAIMWIRE__V1__FIGURE_REVISION__INIT;
        to.has_low = from->has_low;
        to.low = from->low;
        to.has_high = from->has_high;
        to.high = from->high;
        to.unit = from->unit;
        event_figure_t *figure = take_figure(event, from->measure, from->population);
        if (!figure || !set_figure(figure, &to))
            return false;
    }
    return true;
}

static bool revise_figure(event_t *event, const update_t *update)
{
    const Claimwire__V1__FigureRevision *to = update->figure;
    const size_t at = find_figure(event, to->measure, to->population);
    if (to->statement && !state_fact(event, update->fact, to->statement))
        return false;
    if (!to->has_low && !to->has_high) {
        if (at < event->n_figures)
            drop_figure(event, at);
        return true;
    }
    if (at == event->n_figures && event->n_figures >= FOLD_FIGURES_MAX)
        return true;
    event_figure_t *figure = take_figure(event, to->measure, to->population);
    return figure && set_figure(figure, to);
}

/* ---- the other changes */

static bool set_head(event_t *event, const Claimwire__V1__EventHead *head)
{
    event->has_type = event->has_type || head->has_type;
    event->type = head->has_type ? head->type : event->type;
    return replace_text(&event->title, head->title) && replace_text(&event->mode, head->mode) &&
           REPLACE(event->time, head->time) && REPLACE(event->place, head->place);
}

static bool corroborate(event_t *event, const update_t *update)
{
    fact_t *fact = fold_find_fact(event, update->fact);
    if (!fact)
        return true;
    if (fact->origins < 2)
        set_origins(fact, 2);
    settle(event, fact);
    return !update->corroboration->statement || add_statement(fact, update->corroboration->statement);
}

static bool add_dispute(event_t *event, const Claimwire__V1__Dispute *dispute)
{
    fact_t *fact = fold_find_fact(event, dispute->fact);
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->fact == dispute->fact && event->disputes[i]->denial == dispute->denial)
            return true;
    if (!fact || event->n_disputes >= FOLD_DISPUTES_MAX)
        return true;
    ProtobufCMessage *copy = fold_copy(&dispute->base);
    if (!FOLD_APPEND(event->disputes, event->n_disputes, copy))
        return false;
    if (fact->status != CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED)
        settle(event, fact);
    return true;
}

static void retract(event_t *event, uint64_t id)
{
    fact_t *fact = fold_find_fact(event, id);
    size_t kept = 0;
    if (fact)
        set_status(fact, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
    for (size_t i = 0; i < event->n_disputes; i++) {
        if (event->disputes[i]->denial != id)
            event->disputes[kept++] = event->disputes[i];
        else
            claimwire__v1__dispute__free_unpacked(event->disputes[i], NULL);
    }
    event->n_disputes = kept;
    fold_settle(event);
}

/* ---- one update */

/* Whether the update has the detail that its change needs. */
static bool is_whole(const update_t *update)
{
    static const Claimwire__V1__EventUpdate__DetailCase details[] = {
        [CLAIMWIRE__V1__CHANGE__EVENT_OPENED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD,
        [CLAIMWIRE__V1__CHANGE__CLAIM_ADDED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT,
        [CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION,
        [CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE,
        [CLAIMWIRE__V1__CHANGE__FIGURE_REVISED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE,
        [CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION,
        [CLAIMWIRE__V1__CHANGE__EVENT_CHANGED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD,
        [CLAIMWIRE__V1__CHANGE__EVENT_MERGED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE,
        [CLAIMWIRE__V1__CHANGE__EVENT_SPLIT] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE,
        [CLAIMWIRE__V1__CHANGE__EVENT_CLOSED] = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING,
    };
    const size_t change = (size_t)update->change;
    /* A change of a later release carries what this one cannot show: its revision counts. */
    return change == 0 || change >= sizeof details / sizeof *details || update->detail_case == details[change];
}

static bool apply(event_t *event, const update_t *update)
{
    switch (update->change) {
    case CLAIMWIRE__V1__CHANGE__EVENT_OPENED:
    case CLAIMWIRE__V1__CHANGE__EVENT_CHANGED:
        return set_head(event, update->head);
    case CLAIMWIRE__V1__CHANGE__CLAIM_ADDED:
        return state_fact(event, update->fact, update->statement) && open_figures(event, update->statement);
    case CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED:
        return corroborate(event, update);
    case CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED:
        return add_dispute(event, update->dispute);
    case CLAIMWIRE__V1__CHANGE__FIGURE_REVISED:
        return revise_figure(event, update);
    case CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED:
        retract(event, update->fact);
        return true;
    case CLAIMWIRE__V1__CHANGE__EVENT_SPLIT: /* what no tombstone took */
        return fold_hand_over(event, NULL, update->move);
    case CLAIMWIRE__V1__CHANGE__EVENT_CLOSED:
        event->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED;
        return true;
    default:
        return true;
    }
}

int fold_apply(event_t *event, const update_t *update)
{
    const bool opens = update->change == CLAIMWIRE__V1__CHANGE__EVENT_OPENED;
    if (!is_whole(update) || update->revision != event->revision + 1 || opens != (event->revision == 0))
        return CLAIMWIRE_CORRUPT;
    event->has_id = event->has_revision = event->has_status = true;
    event->id = update->event;
    event->revision = update->revision;
    return apply(event, update) ? CLAIMWIRE_OK : CLAIMWIRE_MEMORY;
}
