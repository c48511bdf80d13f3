/* SPDX-License-Identifier: Apache-2.0 */
#include "record/fold.h"
#include "record/fold_check.h"

fact_record *fold_fact(const event_record *event, uint64_t id)
{
    for (size_t i = event->n_facts; i > 0; i--) /* the newest are asked for most */
        if (event->facts[i - 1]->id == id)
            return event->facts[i - 1];
    return NULL;
}

event_figure_record *fold_figure(const event_record *event, Claimwire__V1__Measure measure, const char *population)
{
    for (size_t i = 0; i < event->n_figures; i++) {
        event_figure_record *figure = event->figures[i];
        if (figure->measure == measure && fold_same_text(figure->population, population))
            return figure;
    }
    return NULL;
}

bool fold_opens_figure(const statement_record *statement, const figure_record *figure)
{
    return !statement->figures_apart && statement->polarity != CLAIMWIRE__V1__POLARITY__POLARITY_DENIED &&
           figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_OTHER && (figure->has_low || figure->has_high);
}
