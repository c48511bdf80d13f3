/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/figure.h"

#include <math.h>

#include "base/limits.h"
#include "desk/fact.h"
#include "record/fold.h"
#include "record/fold_check.h"

enum {
    REPORT_TEXT_BYTES = 256,
    EVENT_REPORTS_MAX = 256, /* over all figures of an event, so that its row stays small */
    REPORTS_LEAST = 4,       /* of each figure, however many there are */
};

static double low_of(protobuf_c_boolean has_low, double low)
{
    return has_low ? low : 0;
}

static double high_of(protobuf_c_boolean has_high, double high)
{
    return has_high ? high : (double)INFINITY;
}

bool figure_is_people(const figure_record *figure)
{
    return figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_KILLED ||
           figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED ||
           figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_ARRESTED ||
           figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_MISSING;
}

bool figure_counts(const claim_record *claim, const figure_record *figure)
{
    bool said = claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED ||
                claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED;
    return figure_is_people(figure) && said && claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED &&
           (figure->has_low || figure->has_high);
}

bool figure_equal(const figure_record *a, const figure_record *b)
{
    return low_of(a->has_low, a->low) == low_of(b->has_low, b->low) &&
           high_of(a->has_high, a->high) == high_of(b->has_high, b->high);
}

Claimwire__V1__FigureStatus figure_compare(const event_figure_record *before, const figure_record *after)
{
    if (!before)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
    double low = low_of(before->has_low, before->low), high = high_of(before->has_high, before->high);
    double new_low = low_of(after->has_low, after->low), new_high = high_of(after->has_high, after->high);
    if (low == new_low && high == new_high)
        return CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST;
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
    revision->population = after->population;
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
 * and not one that rose or was corrected. */
static bool is_countered(const claim_record *claim, const event_figure_record *before, const figure_record *after)
{
    const char *speaker = fact_speaker(claim);
    if (!before || !speaker || !after->has_high || !before->has_low || after->high >= before->low)
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

bool figure_revise(struct sheet *sheet, const claim_record *claim, uint64_t fact, statement_record *statement)
{
    bool revised = false;
    for (size_t i = 0; i < claim->n_figures && sheet->err == ERR_OK; i++) {
        const figure_record *figure = claim->figures[i];
        const event_figure_record *before = fold_figure(sheet->row->event, figure->measure, figure->population);
        if (!figure_counts(claim, figure) ||
            figure_compare(before, figure) == CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST)
            continue;
        figure_revision_record *revision = revision_of(sheet, before, figure);
        if (revision && is_countered(claim, before, figure))
            dispute_interval(revision, before);
        if (revision && !revised)
            revision->statement = statement;
        emit_revision(sheet, revision, claim->id, fact);
        revised = true;
    }
    return revised;
}

/* ---- reports */

/* At most REPORT_TEXT_BYTES of the text, whole characters. */
static char *short_text(struct arena *arena, const char *text)
{
    struct span cut = span_of(text ? text : "");
    if (cut.size > REPORT_TEXT_BYTES) {
        cut.size = REPORT_TEXT_BYTES;
        while (cut.size > 0 && ((unsigned char)cut.data[cut.size] & 0xC0) == 0x80)
            cut.size--;
    }
    return arena_string(arena, cut);
}

static size_t reports_max(const event_record *event)
{
    size_t share = EVENT_REPORTS_MAX / (event->n_figures ? event->n_figures : 1);
    if (share > FIGURE_HISTORY_MAX)
        return FIGURE_HISTORY_MAX;
    return share < REPORTS_LEAST ? REPORTS_LEAST : share;
}

static void add_report(struct sheet *sheet, event_figure_record *figure, const claim_record *claim,
                       const figure_record *from)
{
    size_t room = reports_max(sheet->row->event);
    size_t skip = figure->n_history >= room ? figure->n_history - room + 1 : 0;
    size_t kept = figure->n_history - skip;
    figure_report_record **list = arena_array(sheet->arena, kept + 1, sizeof *list);
    figure_report_record *report = figure_report_make(sheet->arena);
    if (!list || !report || !(report->text = short_text(sheet->arena, claim->text))) {
        sheet->err = ERR_MEMORY;
        return;
    }
    if (kept)
        memcpy(list, figure->history + skip, kept * sizeof *list);
    report->article = sheet->article;
    report->speaker = (char *)(uintptr_t)fact_speaker(claim);
    report->has_low = from->has_low;
    report->low = from->low;
    report->has_high = from->has_high;
    report->high = from->high;
    report->has_at_ms = true;
    report->at_ms = sheet->at_ms;
    list[kept] = report;
    figure->history = list;
    figure->n_history = kept + 1;
}

void figure_report(struct sheet *sheet, const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures && sheet->err == ERR_OK; i++) {
        const figure_record *from = claim->figures[i];
        event_figure_record *figure = fold_figure(sheet->row->event, from->measure, from->population);
        if (figure && claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED &&
            (from->has_low || from->has_high))
            add_report(sheet, figure, claim, from);
    }
}

/* ---- taking back */

static bool same_article(const article_ref_record *a, const article_ref_record *b)
{
    return a && b && a->id && b->id && strcmp(a->id, b->id) == 0 &&
           strcmp(a->feeder ? a->feeder : "", b->feeder ? b->feeder : "") == 0;
}

/* Whether a claim of the reading gives the figure as the report has it. */
static bool still_reports(const reading_record *still, const event_figure_record *figure,
                          const figure_report_record *report)
{
    for (size_t i = 0; still && i < still->n_claims; i++)
        for (size_t k = 0; k < still->claims[i]->n_figures; k++) {
            const figure_record *other = still->claims[i]->figures[k];
            if (other->measure == figure->measure && fold_same_text(other->population, figure->population) &&
                low_of(other->has_low, other->low) == low_of(report->has_low, report->low) &&
                high_of(other->has_high, other->high) == high_of(report->has_high, report->high))
                return true;
        }
    return false;
}

/* Drops the article's former reports; true when there were any. */
static bool drop_reports(const struct sheet *sheet, event_figure_record *figure, uint32_t revision,
                         const reading_record *still)
{
    size_t kept = 0, count = figure->n_history;
    for (size_t i = 0; i < count; i++) {
        const figure_report_record *report = figure->history[i];
        if (!same_article(report->article, sheet->article) || report->article->revision >= revision ||
            still_reports(still, figure, report))
            figure->history[kept++] = figure->history[i];
    }
    figure->n_history = kept;
    return kept < count;
}

static bool is_reported(const event_figure_record *figure)
{
    for (size_t i = 0; i < figure->n_history; i++) {
        const figure_report_record *report = figure->history[i];
        if (low_of(report->has_low, report->low) == low_of(figure->has_low, figure->low) &&
            high_of(report->has_high, report->high) == high_of(figure->has_high, figure->high))
            return true;
    }
    return false;
}

static void roll_back(struct sheet *sheet, const event_figure_record *figure)
{
    figure_record last;
    claimwire__v1__figure__init(&last);
    last.measure = figure->measure;
    last.population = figure->population;
    last.unit = figure->unit;
    if (figure->n_history) {
        const figure_report_record *report = figure->history[figure->n_history - 1];
        last.has_low = report->has_low;
        last.low = report->low;
        last.has_high = report->has_high;
        last.high = report->high;
    }
    figure_revision_record *revision = revision_of(sheet, figure, &last);
    if (revision && !figure->n_history)
        revision->status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED;
    emit_revision(sheet, revision, NULL, 0);
}

void figure_take_back(struct sheet *sheet, uint32_t revision, const reading_record *still)
{
    event_record *event = sheet->row->event;
    for (size_t i = 0; i < event->n_figures && sheet->err == ERR_OK;) {
        event_figure_record *figure = event->figures[i];
        bool lost = drop_reports(sheet, figure, revision, still) && !is_reported(figure);
        if (lost)
            roll_back(sheet, figure);
        /* A figure that nobody reports any more has been removed. */
        if (!lost || (i < event->n_figures && event->figures[i] == figure))
            i++;
    }
}

/* ---- from another event */

static int64_t last_report_ms(const event_figure_record *figure)
{
    return figure->n_history ? figure->history[figure->n_history - 1]->at_ms : INT64_MIN;
}

/* Both histories in order of time; of what is too much, the oldest goes. */
static void join_reports(struct sheet *sheet, event_figure_record *figure, const event_figure_record *other)
{
    const size_t both = figure->n_history + other->n_history, room = reports_max(sheet->row->event);
    figure_report_record **list = arena_array(sheet->arena, both + 1, sizeof *list);
    if (!list) {
        sheet->err = ERR_MEMORY;
        return;
    }
    for (size_t i = 0, a = 0, b = 0; i < both; i++) {
        const bool ours =
            b == other->n_history || (a < figure->n_history && figure->history[a]->at_ms <= other->history[b]->at_ms);
        list[i] = ours ? figure->history[a++] : other->history[b++];
    }
    const size_t skip = both > room ? both - room : 0;
    figure->history = list + skip;
    figure->n_history = both - skip;
}

void figure_adopt(struct sheet *sheet, const event_figure_record *other)
{
    figure_record last;
    event_figure_record *figure = fold_figure(sheet->row->event, other->measure, other->population);
    claimwire__v1__figure__init(&last);
    last.measure = other->measure;
    last.population = other->population;
    last.unit = other->unit;
    last.has_low = other->has_low;
    last.low = other->low;
    last.has_high = other->has_high;
    last.high = other->high;
    if (!figure || (last_report_ms(other) > last_report_ms(figure) &&
                    figure_compare(figure, &last) != CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST))
        emit_revision(sheet, revision_of(sheet, figure, &last), NULL, 0);
    figure = fold_figure(sheet->row->event, other->measure, other->population);
    if (figure && sheet->err == ERR_OK)
        join_reports(sheet, figure, other);
}
