/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/figure.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/toll.h"
#include "record/fold.h"
#include "record/fold_check.h"

bool figure_counts(const claim_record *claim, const figure_record *figure)
{
    bool said = claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED ||
                claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED;
    return toll_is_people(figure->measure) && said && claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED &&
           (figure->has_low || figure->has_high);
}

bool figure_equal(const figure_record *a, const figure_record *b)
{
    return figure_low(a->has_low, a->low) == figure_low(b->has_low, b->low) &&
           figure_high(a->has_high, a->high) == figure_high(b->has_high, b->high);
}

const figure_record *figure_people(figure_record *const *figures, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (toll_is_people(figures[i]->measure))
            return figures[i];
    return NULL;
}

/* The first sum of money, or NULL. */
static const figure_record *sum_of(figure_record *const *figures, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (figures[i]->measure == CLAIMWIRE__V1__MEASURE__MEASURE_MONEY)
            return figures[i];
    return NULL;
}

bool figure_same_sum(const statement_record *first, const claim_record *claim)
{
    enum { SUM_MIN = 1000 };
    const figure_record *a = sum_of(first->figures, first->n_figures), *b = sum_of(claim->figures, claim->n_figures);
    return a && b && a->low >= SUM_MIN && figure_equal(a, b);
}

Claimwire__V1__FigureStatus figure_compare(const event_figure_record *before, const figure_record *after)
{
    if (!before)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
    double low = figure_low(before->has_low, before->low), high = figure_high(before->has_high, before->high);
    double new_low = figure_low(after->has_low, after->low), new_high = figure_high(after->has_high, after->high);
    if (low == new_low && high == new_high)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
    if (!before->has_high && !after->has_high) /* "at least" so many */
        return new_low > low ? CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED
                             : CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED;
    if (new_low <= low && new_high >= high)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_WIDENED;
    if (new_low >= low && new_high <= high)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_CONVERGED;
    return new_low > low ? CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED : CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED;
}

/* The update's detail from what is before and what comes. */
static figure_revision_record *revision_of(struct sheet *sheet, const event_figure_record *before,
                                           const figure_record *after)
{
    figure_revision_record *revision = figure_revision_make(sheet->arena);
    if (!revision)
        return NULL;
    revision->has_measure = revision->has_status = true;
    revision->measure = after->measure;
    revision->population = before ? before->population : after->population;
    revision->unit = after->unit;
    revision->has_low = after->has_low;
    revision->low = after->low;
    revision->has_high = after->has_high;
    revision->high = after->high;
    revision->status = figure_compare(before, after);
    if (before) {
        revision->has_was_low = before->has_low;
        revision->was_low = before->low;
        revision->has_was_high = before->has_high;
        revision->was_high = before->high;
    }
    return revision;
}

static void emit_revision(struct sheet *sheet, figure_revision_record *revision, const char *claim, uint64_t fact)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__FIGURE_REVISED);
    if (!update)
        return;
    if (!revision) {
        sheet->err = ERR_MEMORY;
        return;
    }
    update->claim = (char *)(uintptr_t)claim;
    update->has_fact = fact != 0;
    update->fact = fact;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE;
    update->figure = revision;
    sheet_emit(sheet, update);
}

/* Whether another named speaker gives fewer than what the ledger has of these, as an upper end: a count contradicted,
 * and not one that rose or was corrected, or of those who are left. */
static bool is_countered(const claim_record *claim, const event_figure_record *before, const figure_record *after)
{
    const char *speaker = fact_speaker(claim);
    if (!before || !speaker || !after->has_high || !before->has_low || after->high >= before->low ||
        toll_tells_left(after->measure, claim->text))
        return false;
    for (size_t i = before->n_history; i > 0; i--) {
        const figure_report_record *report = before->history[i - 1];
        if (report->has_low == before->has_low && report->low == before->low)
            return report->speaker && strcmp(report->speaker, speaker) != 0;
    }
    return false;
}

/* Both sides' interval. */
static void dispute_interval(figure_revision_record *revision, const event_figure_record *before)
{
    revision->status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_DISPUTED;
    revision->has_high = before->has_high;
    revision->high = before->high;
}

/* ---- from the injured to the dead */

static const event_figure_record *hurt_of(const struct sheet *sheet, const figure_record *figure)
{
    return toll_find_among(sheet->row->event, CLAIMWIRE__V1__MEASURE__MEASURE_INJURED, figure->population);
}

/* Whether people who were counted injured are told, for the first time, to have died: as many as the figure says. Not
 * where the article counts all the dead as well. */
static bool moves(const struct sheet *sheet, const claim_record *claim, const figure_record *figure)
{
    const event_record *event = sheet->row->event;
    if (figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_KILLED ||
        (sheet->totals >> CLAIMWIRE__V1__MEASURE__MEASURE_KILLED & 1) || toll_of(event, claim, figure) != TOLL_MOVED)
        return false;
    const event_figure_record *hurt = hurt_of(sheet, figure);
    return hurt && hurt->has_low && hurt->low >= figure->high &&
           !figure_moved_before(event, figure, claim->text, sheet->at_ms);
}

/* What the ledger has, `by` more. */
static figure_record shifted(const event_figure_record *known, double by)
{
    figure_record figure;
    claimwire__v1__figure__init(&figure);
    figure.measure = known->measure;
    figure.population = known->population;
    figure.unit = known->unit;
    figure.has_low = known->has_low;
    figure.has_high = known->has_high;
    figure.low = known->has_low ? known->low + by : 0;
    figure.high = known->has_high ? known->high + by : 0;
    return figure;
}

void figure_move_hurt(struct sheet *sheet, const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures && sheet->err == ERR_OK; i++) {
        if ((sheet->totals >> CLAIMWIRE__V1__MEASURE__MEASURE_INJURED & 1) || !moves(sheet, claim, claim->figures[i]))
            continue;
        const event_figure_record *hurt = hurt_of(sheet, claim->figures[i]);
        const figure_record fewer = shifted(hurt, -claim->figures[i]->low);
        emit_revision(sheet, revision_of(sheet, hurt, &fewer), claim->id, 0);
    }
}

/* The same of an amount: only where the words tell that it is another than before. */
static bool amount_revised_to(const event_record *event, const claim_record *claim, const figure_record *figure,
                              const event_figure_record **before, figure_record *after)
{
    *before = toll_find(event, figure->measure, figure->population);
    *after = *figure;
    return *before && toll_of(event, claim, figure) == TOLL_WHOLE && toll_tells_changed(claim->text) &&
           figure_compare(*before, figure) != CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
}

/* What the figure makes the ledger say; false: nothing new. */
static bool revised_to(const struct sheet *sheet, const claim_record *claim, const figure_record *figure,
                       const event_figure_record **before, figure_record *after)
{
    const event_record *event = sheet->row->event;
    if (!toll_is_people(figure->measure))
        return amount_revised_to(event, claim, figure, before, after);
    if (moves(sheet, claim, figure)) {
        *before = toll_find_among(event, figure->measure, figure->population);
        if (*before)
            *after = shifted(*before, figure->low);
        return *before != NULL;
    }
    *before = toll_find(event, figure->measure, figure->population);
    *after = *figure;
    return toll_of(event, claim, figure) == TOLL_WHOLE &&
           figure_compare(*before, figure) != CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
}

bool figure_revise(struct sheet *sheet, const claim_record *claim, uint64_t fact, statement_record *statement)
{
    bool revised = false;
    for (size_t i = 0; i < claim->n_figures && sheet->err == ERR_OK; i++) {
        const event_figure_record *before;
        figure_record after;
        if (!revised_to(sheet, claim, claim->figures[i], &before, &after))
            continue;
        figure_revision_record *revision = revision_of(sheet, before, &after);
        if (revision && is_countered(claim, before, &after))
            dispute_interval(revision, before);
        if (revision && !revised)
            revision->statement = statement;
        emit_revision(sheet, revision, claim->id, fact);
        revised = true;
    }
    return revised;
}

uint32_t figure_totals(const event_record *event, const reading_record *reading)
{
    uint32_t totals = 0;
    for (size_t i = 0; i < reading->n_claims; i++)
        for (size_t k = 0; k < reading->claims[i]->n_figures; k++)
            if (toll_is_people(reading->claims[i]->figures[k]->measure) &&
                toll_of(event, reading->claims[i], reading->claims[i]->figures[k]) == TOLL_WHOLE)
                totals |= UINT32_C(1) << reading->claims[i]->figures[k]->measure;
    return totals;
}

void figure_emit(struct sheet *sheet, const event_figure_record *before, const figure_record *after)
{
    figure_revision_record *revision = revision_of(sheet, before, after);
    if (revision && !after->has_low && !after->has_high)
        revision->status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED;
    emit_revision(sheet, revision, NULL, 0);
}
