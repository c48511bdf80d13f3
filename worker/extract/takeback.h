/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_TAKEBACK_H
#define EXTRACT_TAKEBACK_H

#include "text/document.h"

/* Does who is quoted go back on what he has said? */
enum takeback {
    TAKEBACK_NONE,
    TAKEBACK_CLAIM,   /* "withdrew her claim that": it is said no more */
    TAKEBACK_DENIAL,  /* "took back his denial that": it is denied no more */
    TAKEBACK_CONCEDES /* "conceded that": it is so, whatever was said before */
};

/* By the words of a cue and the few between it and what is said. `content`: where what is said begins. */
enum takeback takeback_of(const struct document *document, struct range cue, uint32_t content);

/* "I withdraw what I said", "I had it from somebody else and I take it back": do the words spoken take others back? */
bool takeback_is_spoken(const struct document *document, struct range words);

#endif
