/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_QUANTITY_H
#define EXTRACT_QUANTITY_H

#include <stdbool.h>

#include "extract/lexicon.h"

/* "at least 20,000", "between three and five", "dozens", "1.2m", "no": a
 * number as an interval. An open high end is NAN; what is only bounded above
 * begins at 0. */
struct quantity {
    double low, high;
    struct range words;
    bool single;  /* "a", "an", "one" */
    bool article; /* "a", "an" and no number */
    bool more;    /* "three more": what is added to a number not given here */
    bool suffix;  /* "1.2m": a letter for the scale, which may be of metres */
};

/* The number that begins at `first`, counted or not: shares and years are
 * numbers too. At most sixteen tokens are looked at. */
bool quantity_number_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity);

/* The count that begins at `first`; false when there is none, or when it is a
 * year, an ordinal, a share or what is left of a number. */
bool quantity_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity);

/* Bounds the number by the qualifier that stands at [first, at), "at least";
 * false when no qualifier fills it. For signs between the two, "at least €5". */
bool quantity_bound(const struct lexed *lexed, uint32_t first, uint32_t at, struct quantity *quantity);

/* Bounds it by what stands behind the noun: "sixty head | at the least", "250 | of us at most". */
void quantity_bound_behind(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity);

/* Is the number at the token the first of a change, "rose 4 to 14", "from 3 to 5", so that "to" makes no range? */
bool quantity_changes(const struct lexed *lexed, uint32_t token);

/* Does the token by itself name a number: digits, "fourteen", but not "one"? */
bool quantity_is_number(const struct lexed *lexed, uint32_t token);

/* A plain year, "2014". */
bool quantity_is_year(const struct lexed *lexed, uint32_t token);

#endif
