/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_AMOUNT_H
#define RESOLVE_AMOUNT_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "record/record.h"

enum { AMOUNT_POPULATION_BYTES = 64 };

/* Money, shares, troops and whatever else is counted, beside those harmed. */
struct amount {
    Claimwire__V1__Measure measure;
    char population[AMOUNT_POPULATION_BYTES]; /* ISO 4217 code; what is counted, "armoured vehicles"; of a share what
                                                 follows "percent of" */
    const char *unit;                         /* "people", "percent", the code, "km"; "" where it is the population */
    double low, high;                         /* NAN: open */
    struct range words;                       /* the number with its "at least" and its unit */
    uint32_t currency; /* the word for it, which may be of several; DRAFT_NONE: a sign, or no money */
};

/* The amount whose words begin at `first`; false when there is none, when it is
 * of time ago or a date, an age, a year or the number of a name, "Flight 370". */
bool amount_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct amount *amount);

#endif
