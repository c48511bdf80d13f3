/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_BEARING_H
#define EXTRACT_BEARING_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* What the words of a cue, with those before its verb, make of what it reports. */
enum bearing {
    BEARING_HELD,
    BEARING_WITHHELD, /* nothing is said of it: "declined to comment on X", "would not say whether X", "asked if X" */
    BEARING_NEGATED,  /* the opposite: "does not believe that X", "refused to X" */
    BEARING_OPEN,     /* it may be: "did not rule out X", "is checking whether X" */
};

enum bearing bearing_of(const struct lexed *lexed, const struct draft_attribution *made);

#endif
