/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_LEDGER_H
#define SUPPORT_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "client/claimwire.h"

/* The gist of the fold, written by the rules of event.proto alone: of each
 * event its revision, title, status, facts with their status, figures and how
 * many disputes it has. */
enum { LEDGER_EVENTS_MAX = 4096, LEDGER_FACTS_MAX = 512, LEDGER_FIGURES_MAX = 64, LEDGER_DISPUTES_MAX = 256 };

struct ledger_fact {
    uint64_t id;
    Claimwire__V1__FactStatus status;
    bool corroborated;
};
struct ledger_figure {
    Claimwire__V1__Measure measure;
    char population[64];
    double low, high; /* NAN: open */
    Claimwire__V1__FigureStatus status;
};
struct ledger_dispute {
    uint64_t fact, denial;
};
struct ledger_entry {
    uint64_t id;
    uint32_t revision;
    char title[256];
    Claimwire__V1__EventStatus status;
    size_t fact_count, figure_count, dispute_count;
    struct ledger_fact facts[LEDGER_FACTS_MAX];
    struct ledger_figure figures[LEDGER_FIGURES_MAX];
    struct ledger_dispute disputes[LEDGER_DISPUTES_MAX];
};
struct ledger {
    size_t count;
    struct ledger_entry *entries[LEDGER_EVENTS_MAX];
};

void ledger_clear(struct ledger *ledger);
/* An event, or more facts of one, as a snapshot or a query has it. */
void ledger_event(struct ledger *ledger, const Claimwire__V1__Event *event);
/* Fails the test when the update does not follow the state. */
void ledger_update(struct ledger *ledger, const Claimwire__V1__EventUpdate *update);
/* Says on stdout where they differ. */
bool ledger_same(const struct ledger *ours, const struct ledger *theirs);

#endif
