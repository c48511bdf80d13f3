/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_FIGURE_H
#define DESK_FIGURE_H

#include <math.h>

#include "desk/sheet.h"

/* The ledger of an event's figures: for each (measure, population) the
 * interval of the newest new report, and who reported what.
 *
 * A new fact with another interval than the ledger's revises it. One interval
 * that holds the other is WIDENED or CONVERGED; else a greater low end (then a
 * greater high end) is RAISED, a smaller one LOWERED. A smaller one by another named
 * speaker than the ledger's is DISPUTED: the interval then holds both. Only people are
 * counted here (killed, injured, arrested, missing), and only from what counts them all (toll.h); of money, shares and
 * troops another amount revises the first where the words say that it has changed.
 * Injured people who are told to have died are moved: the dead are RAISED by them, and the injured
 * LOWERED, once. A known fact told again never revises: an old count repeated late does not bring it back. */

/* Whether this figure of the claim belongs in the ledger. */
bool figure_counts(const claim_record *claim, const figure_record *figure);

/* Whether two give the same interval. */
bool figure_equal(const figure_record *a, const figure_record *b);

/* The first of the figures that counts people, or NULL. */
const figure_record *figure_people(figure_record *const *figures, size_t count);

/* Whether both tell first of one sum of money, of four digits or more: a sum that two name is hardly another one. */
bool figure_same_sum(const statement_record *first, const claim_record *claim);

/* What the figure makes of the ledger's. FIRST: the same, or none there. */
Claimwire__V1__FigureStatus figure_compare(const event_figure_record *before, const figure_record *after);

/* Says the claim's new fact `fact` as FIGURE_REVISED where a figure of it
 * revises the ledger. False, and nothing said, when none does. */
bool figure_revise(struct sheet *sheet, const claim_record *claim, uint64_t fact, statement_record *statement);

/* Takes those who have died from the injured, where `claim` tells that; after the update that says they have. */
void figure_move_hurt(struct sheet *sheet, const claim_record *claim);

/* Bit 1 << measure for each that the reading counts all people of. */
uint32_t figure_totals(const event_record *event, const reading_record *reading);

/* Whether the history has it that so many of the injured have died. `at_ms`: of this report. */
bool figure_moved_before(const event_record *event, const figure_record *figure, const char *text, int64_t at_ms);

/* FIGURE_REVISED without a statement. `after` without ends: the figure goes. */
void figure_emit(struct sheet *sheet, const event_figure_record *before, const figure_record *after);

/* The ends of an interval, where an open one is 0 or without end. */
static inline double figure_low(protobuf_c_boolean has_low, double low)
{
    return has_low ? low : 0;
}

static inline double figure_high(protobuf_c_boolean has_high, double high)
{
    return has_high ? high : (double)INFINITY;
}

/* Notes the article's reports: history, for queries. */
void figure_report(struct sheet *sheet, const claim_record *claim);

/* Forgets the reports of the article's revisions before `revision`, and rolls
 * back figures that nobody reports any more. A report that `still`, unless it
 * is NULL, makes too is kept. */
void figure_take_back(struct sheet *sheet, uint32_t revision, const reading_record *still);

/* What another event's ledger has: where it is not in this one, or told later
 * there, it is said as FIGURE_REVISED; its reports are added in order of time. */
void figure_adopt(struct sheet *sheet, const event_figure_record *other);

/* The figure as these articles alone report it; `of` is NULL when none does. MEMORY when the arena is full. */
enum err figure_of(struct arena *arena, const event_figure_record *figure, article_ref_record *const *articles,
                   size_t count, event_figure_record **of);

#endif
