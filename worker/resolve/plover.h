/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_PLOVER_H
#define RESOLVE_PLOVER_H

#include "record/record.h"
#include "resolve/normal.h"

/* What a story is about, as PLOVER has it: a type and a mode. By the stems of
 * plover.def in the title and the first sentences, the title's counted thrice
 * and each stem twice at most; too few of them, and the reading has no type.
 * `weak`: fewer suffice, once the claims have not told either. A type that is
 * known stays. */
void plover_give(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                 const struct document *body, bool weak, reading_record *reading);

/* What claims tell of: an attack, an agreement; people harmed and things damaged, which is an accident until some
 * word says otherwise; an accusation, a denial, a demand. */
enum plover_told { PLOVER_DEEDS, PLOVER_HARM, PLOVER_SPEECH };

/* Where the words do not say, what the first claims tell of. Claims that only
 * state give no type. */
void plover_by_claims(struct arena *arena, enum plover_told of, reading_record *reading);

/* Asks the words, the deeds, fewer words, the harm, the speech, until one of them tells. */
void plover_find(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                 const struct document *body, reading_record *reading);

#endif
