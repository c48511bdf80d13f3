/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/fact.h"
#include "desk/figure.h"
#include "desk/toll.h"
#include "record/fold.h"
#include "record/fold_check.h"

enum {
    REPORT_TEXT_BYTES = 256,
    EVENT_REPORTS_MAX = 256, /* over all figures of an event, so that its row stays small */
    REPORTS_LEAST = 4,       /* of each figure, however many there are */
    MOVED_AGAIN_MS = 36 * 3600 * 1000,
};

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

/* The figure of which the claim is a report, or NULL. */
static event_figure_record *reported(const event_record *event, const claim_record *claim, const figure_record *from)
{
    const enum toll toll = toll_of(event, claim, from);
    if (!toll_is_people(from->measure))
        return toll == TOLL_WHOLE || toll == TOLL_PAST ? toll_find(event, from->measure, from->population) : NULL;
    return toll == TOLL_WHOLE   ? toll_find(event, from->measure, from->population)
           : toll == TOLL_MOVED ? toll_find_among(event, from->measure, from->population)
                                : NULL;
}

void figure_report(struct sheet *sheet, const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures && sheet->err == ERR_OK; i++) {
        const figure_record *from = claim->figures[i];
        event_figure_record *figure = reported(sheet->row->event, claim, from);
        if (figure)
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
                figure_low(other->has_low, other->low) == figure_low(report->has_low, report->low) &&
                figure_high(other->has_high, other->high) == figure_high(report->has_high, report->high))
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

/* ---- what the reports come to */

/* Whether the same move was told earlier in the history: as many, and neither is one more, or both and shortly after.
 */
static bool told_before(const event_figure_record *figure, size_t reports, double count, const char *text,
                        int64_t at_ms)
{
    const bool more = toll_tells_more(text);
    for (size_t i = 0; i < reports; i++) {
        const figure_report_record *report = figure->history[i];
        if (toll_tells_moved(report->text) && report->has_low && report->low == count &&
            toll_tells_more(report->text) == more && (!more || at_ms - report->at_ms < MOVED_AGAIN_MS))
            return true;
    }
    return false;
}

bool figure_moved_before(const event_record *event, const figure_record *figure, const char *text, int64_t at_ms)
{
    const event_figure_record *dead = toll_find_among(event, figure->measure, figure->population);
    return dead && told_before(dead, dead->n_history, figure->low, text, at_ms);
}

static bool is_of_dead(const event_figure_record *figure)
{
    return figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
}

static bool is_moved(const event_figure_record *figure, const figure_report_record *report)
{
    return is_of_dead(figure) && toll_tells_moved(report->text);
}

/* How many went from the injured to the dead in the reports of a count of dead from `since` on. */
static double moved_in(const event_figure_record *figure, int64_t since)
{
    double moved = 0;
    for (size_t i = 0; is_of_dead(figure) && i < figure->n_history; i++) {
        const figure_report_record *report = figure->history[i];
        if (is_moved(figure, report) && report->at_ms >= since &&
            !told_before(figure, i, report->low, report->text, report->at_ms))
            moved += report->low;
    }
    return moved;
}

/* … of all that concern the figure: its own, or of the injured those of the dead. */
static double moved_since(const event_record *event, const event_figure_record *figure, int64_t since)
{
    double moved = 0;
    if (figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED)
        for (size_t i = 0; i < event->n_figures; i++)
            moved -= moved_in(event->figures[i], since);
    return is_of_dead(figure) ? moved_in(figure, since) : moved;
}

/* Whether the figure is what a report says, or that with what was moved since. */
static bool is_reported(const event_record *event, const event_figure_record *figure)
{
    for (size_t i = 0; i < figure->n_history; i++) {
        const figure_report_record *report = figure->history[i];
        const double moved = is_moved(figure, report) ? 0 : moved_since(event, figure, report->at_ms);
        const double low = figure_low(figure->has_low, figure->low), high = figure_high(figure->has_high, figure->high);
        const double said_low = figure_low(report->has_low, report->low);
        const double said_high = figure_high(report->has_high, report->high);
        if ((low == said_low && high == said_high) || (low == said_low + moved && high == said_high + moved))
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
    size_t at = figure->n_history;
    while (at > 1 && is_moved(figure, figure->history[at - 1]))
        at--;
    if (at > 0) {
        const figure_report_record *report = figure->history[at - 1];
        const double moved = is_moved(figure, report) ? 0 : moved_since(sheet->row->event, figure, report->at_ms);
        last.has_low = report->has_low;
        last.low = report->has_low ? report->low + moved : 0;
        last.has_high = report->has_high;
        last.high = report->has_high ? report->high + moved : 0;
    }
    figure_emit(sheet, figure, &last);
}

void figure_take_back(struct sheet *sheet, uint32_t revision, const reading_record *still)
{
    event_record *event = sheet->row->event;
    bool dropped[EVENT_FIGURES_MAX] = { false }, dead = false;
    const size_t count = event->n_figures < EVENT_FIGURES_MAX ? event->n_figures : EVENT_FIGURES_MAX;
    for (size_t i = 0; i < count; i++) {
        dropped[i] = drop_reports(sheet, event->figures[i], revision, still);
        dead |= dropped[i] && is_of_dead(event->figures[i]);
    }
    for (size_t i = 0, at = 0; i < count && sheet->err == ERR_OK; i++) {
        event_figure_record *figure = event->figures[at];
        const bool hurt = dead && figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED && figure->n_history;
        if ((dropped[i] || hurt) && !is_reported(event, figure))
            roll_back(sheet, figure);
        /* A figure that nobody reports any more has been removed. */
        at += at < event->n_figures && event->figures[at] == figure;
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
        figure_emit(sheet, figure, &last);
    figure = fold_figure(sheet->row->event, other->measure, other->population);
    if (figure && sheet->err == ERR_OK)
        join_reports(sheet, figure, other);
}

enum err figure_of(struct arena *arena, const event_figure_record *figure, article_ref_record *const *articles,
                   size_t count, event_figure_record **of)
{
    figure_report_record **reports = arena_array(arena, figure->n_history + 1, sizeof *reports);
    event_figure_record *copy = event_figure_make(arena);
    size_t kept = 0;
    *of = NULL;
    if (!reports || !copy)
        return ERR_MEMORY;
    for (size_t i = 0; i < figure->n_history; i++)
        for (size_t k = 0; k < count; k++)
            if (same_article(figure->history[i]->article, articles[k])) {
                reports[kept++] = figure->history[i];
                break;
            }
    if (kept == 0)
        return ERR_OK;
    const figure_report_record *last = reports[kept - 1];
    *copy = *figure;
    copy->base.n_unknown_fields = 0;
    copy->has_low = last->has_low;
    copy->low = last->low;
    copy->has_high = last->has_high;
    copy->high = last->high;
    copy->history = reports;
    copy->n_history = kept;
    *of = copy;
    return ERR_OK;
}
