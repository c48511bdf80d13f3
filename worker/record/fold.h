/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_FOLD_H
#define RECORD_FOLD_H

#include "record/record.h"

/* State is the fold of the updates: this is the only code that changes the
 * foldable fields of an event, in the desk as for whoever replays the log.
 *
 * `event` starts as event_make() for EVENT_OPENED and must be the update's
 * event afterwards. The facts that the update names must be among
 * event->facts, or be new to the event; others may be left out. New arrays
 * and all copied strings live in the arena.
 *
 * FIELD_VALUE when the update does not follow the state (a revision skipped,
 * an unknown fact, a change of a closed event); the event is then unchanged.
 * MEMORY when the arena is full; the event is then half changed and must be
 * thrown away. */
enum err fold_update(struct arena *arena, event_record *event, const event_update_record *update);

/* The fact of that id among event->facts, or NULL. */
fact_record *fold_fact(const event_record *event, uint64_t id);

/* The figure of that measure and population, or NULL. */
event_figure_record *fold_figure(const event_record *event, Claimwire__V1__Measure measure, const char *population);

#endif
