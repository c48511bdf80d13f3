/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_AMOUNT_H
#define RESOLVE_AMOUNT_H

#include "extract/lexicon.h"
#include "record/record.h"

/* Money, shares and troops: what a claim counts besides those harmed. */
struct amount {
    Claimwire__V1__Measure measure;
    char population[32]; /* ISO 4217 code, "troops", or what follows "percent of" */
    const char *unit;
    double low, high; /* NAN: open */
    struct range words;
};

/* The amount whose words begin at `first`; false when there is none. */
bool amount_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct amount *amount);

#endif
