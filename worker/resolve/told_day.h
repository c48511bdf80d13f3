/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_TOLD_DAY_H
#define RESOLVE_TOLD_DAY_H

#include "record/record.h"

/* The day of which an article tells: what tells late reports of one happening from reports of the next.
 *
 * A late report begins with what is new, and says in the same breath of when: "the army admitted on Wednesday that a
 * trader shot dead on Sept 5 had been unarmed". So it is the first day that the first TOLD_LATE_BYTES name which lies
 * more than TOLD_FRESH_DAYS before publication and no more than TOLD_OLD_DAYS, be it by its distance alone ("nine days
 * after the hill fell"); else the first that the first LEAD_BYTES name. Further on, an older day is as often that of
 * another happening of the kind: of late reports of fifteen sets the first 250 bytes name 33 such days, 25 of them
 * right, the first 800 58 and 41; of reports of the first days 8 and 22, hardly one right. */
enum { TOLD_LATE_BYTES = 250, TOLD_FRESH_DAYS = 2, TOLD_OLD_DAYS = 20 };

/* Into features.told_day, from the reading's times; `body` is what their spans are of. */
void told_day_note(reading_record *reading, const char *body);

#endif
