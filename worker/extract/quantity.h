/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_QUANTITY_H
#define EXTRACT_QUANTITY_H

#include <stdbool.h>

#include "extract/lexicon.h"

/* "at least 20,000", "three to five", "dozens", "no": a count as an interval. */
struct quantity {
    double low, high; /* NAN: open */
    struct range words;
    bool single; /* "a", "an", "one" */
    bool more;   /* "three more": what is added to a number not given here */
};

/* The count that begins at `first`; false when there is none, or when it is a
 * year, an ordinal or a share. At most ten tokens are looked at. */
bool quantity_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity);

#endif
