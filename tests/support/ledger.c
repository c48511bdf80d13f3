/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/ledger.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/teardown.h"

/* ---- finding */

static struct ledger_entry *find(const struct ledger *ledger, uint64_t id)
{
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->entries[i]->id == id)
            return ledger->entries[i];
    return NULL;
}

static struct ledger_entry *find_or_add(struct ledger *ledger, uint64_t id)
{
    struct ledger_entry *entry = find(ledger, id);
    if (entry)
        return entry;
    assert_true(ledger->count < LEDGER_EVENTS_MAX);
    entry = calloc(1, sizeof *entry);
    assert_non_null(entry);
    teardown_add(entry, free);
    entry->id = id;
    ledger->entries[ledger->count++] = entry;
    return entry;
}

static struct ledger_fact *find_fact(struct ledger_entry *entry, uint64_t id)
{
    for (size_t i = 0; i < entry->fact_count; i++)
        if (entry->facts[i].id == id)
            return &entry->facts[i];
    return NULL;
}

static struct ledger_figure *find_figure(struct ledger_entry *entry, Claimwire__V1__Measure measure,
                                         const char *population)
{
    for (size_t i = 0; i < entry->figure_count; i++)
        if (entry->figures[i].measure == measure &&
            strcmp(entry->figures[i].population, population ? population : "") == 0)
            return &entry->figures[i];
    return NULL;
}

void ledger_clear(struct ledger *ledger)
{
    ledger->count = 0;
}

/* ---- changing */

static void settle(struct ledger_entry *entry, struct ledger_fact *fact)
{
    fact->status =
        fact->corroborated ? CLAIMWIRE__V1__FACT_STATUS__FACT_CORROBORATED : CLAIMWIRE__V1__FACT_STATUS__FACT_REPORTED;
    for (size_t i = 0; i < entry->dispute_count; i++)
        if (entry->disputes[i].fact == fact->id)
            fact->status = CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED;
}

static struct ledger_fact *add_fact(struct ledger_entry *entry, uint64_t id)
{
    assert_true(entry->fact_count < LEDGER_FACTS_MAX);
    entry->facts[entry->fact_count] = (struct ledger_fact){ .id = id };
    return &entry->facts[entry->fact_count++];
}

static void state_fact(struct ledger_entry *entry, uint64_t id)
{
    struct ledger_fact *fact = find_fact(entry, id);
    if (!fact && entry->fact_count < LEDGER_FACTS_MAX) {
        add_fact(entry, id);
    } else if (fact && fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED) {
        fact->corroborated = false;
        settle(entry, fact);
    }
}

static void set_figure(struct ledger_entry *entry, Claimwire__V1__Measure measure, const char *population, double low,
                       double high, Claimwire__V1__FigureStatus status)
{
    struct ledger_figure *figure = find_figure(entry, measure, population);
    if (!figure) {
        if (entry->figure_count == LEDGER_FIGURES_MAX)
            return;
        figure = &entry->figures[entry->figure_count++];
        figure->measure = measure;
        snprintf(figure->population, sizeof figure->population, "%s", population ? population : "");
    }
    figure->low = low;
    figure->high = high;
    figure->status = status;
}

static void add_claim(struct ledger_entry *entry, const Claimwire__V1__EventUpdate *update)
{
    const Claimwire__V1__Statement *statement = update->statement;
    state_fact(entry, update->fact);
    for (size_t i = 0; i < statement->n_figures; i++) {
        const Claimwire__V1__Figure *figure = statement->figures[i];
        if (statement->polarity != CLAIMWIRE__V1__POLARITY__POLARITY_DENIED &&
            figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_OTHER && (figure->has_low || figure->has_high) &&
            !find_figure(entry, figure->measure, figure->population))
            set_figure(entry, figure->measure, figure->population, figure->has_low ? figure->low : (double)NAN,
                       figure->has_high ? figure->high : (double)NAN, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST);
    }
}

static void revise_figure(struct ledger_entry *entry, const Claimwire__V1__EventUpdate *update)
{
    const Claimwire__V1__FigureRevision *figure = update->figure;
    if (figure->statement)
        state_fact(entry, update->fact);
    if (figure->has_low || figure->has_high) {
        set_figure(entry, figure->measure, figure->population, figure->has_low ? figure->low : (double)NAN,
                   figure->has_high ? figure->high : (double)NAN, figure->status);
        return;
    }
    struct ledger_figure *gone = find_figure(entry, figure->measure, figure->population);
    if (gone)
        *gone = entry->figures[--entry->figure_count];
}

static void add_dispute(struct ledger_entry *entry, const Claimwire__V1__Dispute *dispute)
{
    struct ledger_fact *fact = find_fact(entry, dispute->fact);
    for (size_t i = 0; i < entry->dispute_count; i++)
        if (entry->disputes[i].fact == dispute->fact && entry->disputes[i].denial == dispute->denial)
            return;
    if (!fact || entry->dispute_count == LEDGER_DISPUTES_MAX)
        return;
    entry->disputes[entry->dispute_count++] = (struct ledger_dispute){ dispute->fact, dispute->denial };
    if (fact->status != CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED)
        settle(entry, fact);
}

static void retract(struct ledger_entry *entry, uint64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < entry->dispute_count; i++)
        if (entry->disputes[i].denial != id)
            entry->disputes[kept++] = entry->disputes[i];
    entry->dispute_count = kept;
    for (size_t i = 0; i < entry->fact_count; i++)
        if (entry->facts[i].status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED)
            settle(entry, &entry->facts[i]);
    struct ledger_fact *fact = find_fact(entry, id);
    if (fact)
        fact->status = CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED;
}

static void corroborate(struct ledger_entry *entry, uint64_t id)
{
    struct ledger_fact *fact = find_fact(entry, id);
    assert_non_null(fact);
    fact->corroborated = true;
    settle(entry, fact);
}

static bool is_moved(const Claimwire__V1__EventMove *move, uint64_t fact)
{
    for (size_t i = 0; i < move->n_facts; i++)
        if (move->facts[i] == fact)
            return true;
    return false;
}

static void settle_all(struct ledger_entry *entry)
{
    for (size_t i = 0; i < entry->fact_count; i++)
        if (entry->facts[i].status == CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED)
            settle(entry, &entry->facts[i]);
}

static void hand_over(struct ledger_entry *from, struct ledger_entry *to, const Claimwire__V1__EventMove *move)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->fact_count; i++) {
        if (!is_moved(move, from->facts[i].id))
            from->facts[kept++] = from->facts[i];
        else if (to->fact_count < LEDGER_FACTS_MAX)
            to->facts[to->fact_count++] = from->facts[i];
    }
    from->fact_count = kept;
    kept = 0;
    for (size_t i = 0; i < from->dispute_count; i++) {
        const struct ledger_dispute dispute = from->disputes[i];
        const bool attacked = is_moved(move, dispute.fact), denies = is_moved(move, dispute.denial);
        if (!attacked && !denies)
            from->disputes[kept++] = dispute;
        else if (attacked && denies && to->dispute_count < LEDGER_DISPUTES_MAX)
            to->disputes[to->dispute_count++] = dispute;
    }
    from->dispute_count = kept;
    settle_all(from);
    settle_all(to);
}

static void move_facts(struct ledger *ledger, struct ledger_entry *entry, const Claimwire__V1__EventUpdate *update)
{
    const bool merges = update->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED;
    for (size_t i = 0; i < update->move->n_others; i++) {
        struct ledger_entry *other = find_or_add(ledger, update->move->others[i]);
        hand_over(merges ? other : entry, merges ? entry : other, update->move);
        other->status =
            merges ? CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY : CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    }
}

void ledger_update(struct ledger *ledger, const Claimwire__V1__EventUpdate *update)
{
    struct ledger_entry *entry = find_or_add(ledger, update->event);
    assert_int_equal(entry->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(update->revision, entry->revision + 1);
    entry->revision = update->revision;
    switch (update->change) {
    case CLAIMWIRE__V1__CHANGE__EVENT_OPENED:
    case CLAIMWIRE__V1__CHANGE__EVENT_CHANGED:
        if (update->head->title)
            snprintf(entry->title, sizeof entry->title, "%s", update->head->title);
        break;
    case CLAIMWIRE__V1__CHANGE__CLAIM_ADDED:
        add_claim(entry, update);
        break;
    case CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED:
        corroborate(entry, update->fact);
        break;
    case CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED:
        add_dispute(entry, update->dispute);
        break;
    case CLAIMWIRE__V1__CHANGE__FIGURE_REVISED:
        revise_figure(entry, update);
        break;
    case CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED:
        retract(entry, update->fact);
        break;
    case CLAIMWIRE__V1__CHANGE__EVENT_MERGED:
    case CLAIMWIRE__V1__CHANGE__EVENT_SPLIT:
        move_facts(ledger, entry, update);
        break;
    case CLAIMWIRE__V1__CHANGE__EVENT_CLOSED:
        entry->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED;
        break;
    default:
        fail_msg("the ledger does not fold change %d", (int)update->change);
    }
}

/* ---- an event as it is served */

void ledger_event(struct ledger *ledger, const Claimwire__V1__Event *event)
{
    struct ledger_entry *entry = find_or_add(ledger, event->id);
    if (event->has_revision) { /* else further facts alone */
        entry->revision = event->revision;
        entry->status = event->status;
        snprintf(entry->title, sizeof entry->title, "%s", event->title ? event->title : "");
    }
    for (size_t i = 0; i < event->n_facts; i++) {
        struct ledger_fact *fact = add_fact(entry, event->facts[i]->id);
        fact->status = event->facts[i]->status;
        fact->corroborated = event->facts[i]->origins >= 2;
    }
    for (size_t i = 0; i < event->n_disputes; i++)
        entry->disputes[entry->dispute_count++] =
            (struct ledger_dispute){ event->disputes[i]->fact, event->disputes[i]->denial };
    for (size_t i = 0; i < event->n_figures; i++) {
        const Claimwire__V1__EventFigure *figure = event->figures[i];
        set_figure(entry, figure->measure, figure->population, figure->has_low ? figure->low : (double)NAN,
                   figure->has_high ? figure->high : (double)NAN, figure->status);
    }
}

/* ---- comparing */

static bool same_end(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static bool same_facts(struct ledger_entry *a, struct ledger_entry *b)
{
    for (size_t i = 0; i < a->fact_count; i++) {
        const struct ledger_fact *fact = &a->facts[i], *other = find_fact(b, fact->id);
        if (!other || other->status != fact->status || other->corroborated != fact->corroborated)
            return false;
    }
    return a->fact_count == b->fact_count;
}

static bool same_figures(struct ledger_entry *a, struct ledger_entry *b)
{
    for (size_t i = 0; i < a->figure_count; i++) {
        const struct ledger_figure *figure = &a->figures[i];
        const struct ledger_figure *other = find_figure(b, figure->measure, figure->population);
        if (!other || !same_end(figure->low, other->low) || !same_end(figure->high, other->high) ||
            figure->status != other->status)
            return false;
    }
    return a->figure_count == b->figure_count;
}

static const char *difference(struct ledger_entry *a, struct ledger_entry *b)
{
    if (!b)
        return "presence";
    if (a->revision != b->revision)
        return "revision";
    if (a->status != b->status)
        return "status";
    if (strcmp(a->title, b->title) != 0)
        return "title";
    if (!same_facts(a, b))
        return "facts";
    if (!same_figures(a, b))
        return "figures";
    return a->dispute_count == b->dispute_count ? NULL : "disputes";
}

bool ledger_same(const struct ledger *ours, const struct ledger *theirs)
{
    bool same = ours->count == theirs->count;
    if (!same)
        print_message("%zu events in one ledger, %zu in the other\n", ours->count, theirs->count);
    for (size_t i = 0; i < ours->count; i++) {
        const char *what = difference(ours->entries[i], find(theirs, ours->entries[i]->id));
        if (what)
            print_message("event %llu differs in its %s\n", (unsigned long long)ours->entries[i]->id, what);
        same = same && !what;
    }
    return same;
}
