/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_FATE_H
#define EXTRACT_FATE_H

#include "extract/draft.h"

/* Words that tell by themselves what befell those who are counted beside them, and in what company they do: "loss" is
 * of lives in "the loss of four miners", but "nine losses" are a team's. */
enum {
    FATE_NUMBER = 1,  /* behind "the number of" */
    FATE_SUM = 2,     /* with a verb that brings to a number: "put the losses at five" */
    FATE_OF = 4,      /* before those it befell: "the arrest of two men" */
    FATE_COUNTED = 8, /* right behind a number: "nine deaths" */
    FATE_ROUND = 16,  /* in the same clause as a number alone: "the toll has gone up to four" */
};

/* What the token tells in any company of `where`; DRAFT_UNCOUNTED: nothing. */
enum draft_measure fate_measure(const struct document *document, uint32_t token, int where);

#endif
