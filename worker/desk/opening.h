/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_OPENING_H
#define DESK_OPENING_H

#include "desk/sheet.h"

/* Says EVENT_OPENED, with what one article tells of the event: its title, or
 * the first words of its first claim; the time and the place that most of its
 * claims name, the first of them when several do; the type and mode of the
 * reading, which may be unknown. */
void opening_emit(struct sheet *sheet, const article_record *article, const reading_record *reading);

/* The time that most of its claims name, the one told first when several do; NULL: none has one. */
date_interval_record *opening_time(const reading_record *reading);

/* Says EVENT_CHANGED where this later article tells of the event's type or place, which no one before it told. */
void opening_amend(struct sheet *sheet, const reading_record *reading);

#endif
