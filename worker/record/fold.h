/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_FOLD_H
#define RECORD_FOLD_H

#include <stdbool.h>

#include "record/record.h"

/* State is the fold of the updates: this is the only code that changes the
 * foldable fields of an event, in the desk as for whoever replays the log.
 * proto/WIRE.md ("The fold") states the rules for other languages.
 *
 * `event` starts as event_make() for EVENT_OPENED and must be the update's
 * event afterwards. The facts that the update names must be among
 * event->facts, or be new to the event; for CLAIM_RETRACTED also those that
 * the retracted one denies (event->disputes tells). Others may be left out.
 * New arrays live in the arena; what the update carries (texts, statements,
 * disputes, a place) is shared, not copied, and must live as long as the event.
 * Appending copies an array of pointers: at most 4 KiB an update, as the lists
 * are bounded.
 *
 * FIELD_VALUE when the update does not follow the state (a revision skipped,
 * an unknown fact, a change of a closed event other than taking back) or is not whole; the event is
 * then unchanged. MEMORY when the arena is full; the event is then half
 * changed and must be thrown away. */
enum err fold_update(struct arena *arena, event_record *event, const event_update_record *update);

/* EVENT_MERGED and EVENT_SPLIT move facts between two events, with the disputes
 * about those facts whose denials do not stay behind: to be called for each of the update's `others`, before
 * fold_update of the event itself.
 *
 * EVENT_MERGED: `other`, which is open, gives the facts named and becomes a
 * tombstone that points at `event`. EVENT_SPLIT: `other`, a tombstone that
 * points at `event` and opens again, or an open event, gets them. Its revision stays.
 * FIELD_VALUE, and nothing changed, when the update does not fit the two. */
enum err fold_move(struct arena *arena, event_record *event, event_record *other, const event_update_record *update);

/* The fact of that id among event->facts, or NULL. */
fact_record *fold_fact(const event_record *event, uint64_t id);

/* The figure of that measure and population, or NULL. A missing population is
 * an empty one. */
event_figure_record *fold_figure(const event_record *event, Claimwire__V1__Measure measure, const char *population);

/* True when CLAIM_ADDED with this statement opens the figure in an event that
 * has none of its measure and population: the statement is affirmed, its figures are none apart, the
 * measure is not MEASURE_OTHER, and an end is known. */
bool fold_opens_figure(const statement_record *statement, const figure_record *figure);

#endif
