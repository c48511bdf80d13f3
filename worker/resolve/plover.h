/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_PLOVER_H
#define RESOLVE_PLOVER_H

#include "record/record.h"
#include "resolve/normal.h"

/* What a story is about, as PLOVER has it: a type and a mode. By the stems of
 * plover.def in the title and the first sentences, the title's counted thrice
 * and each stem twice at most; too few of them, and the reading has no type. */
void plover_give(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                 const struct document *body, reading_record *reading);

/* Where the words do not say, what the first claims tell of: an attack, an
 * agreement, an accusation. Claims that only state give no type. */
void plover_by_claims(struct arena *arena, reading_record *reading);

#endif
