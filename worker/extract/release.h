/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_RELEASE_H
#define EXTRACT_RELEASE_H

#include "extract/attribution.h"

/* An official notice, of which each plain sentence tells without a verb of saying what its issuer says: "The Prefecture
 * informs as follows." and then numbered points; or a statement as a whole, "The Ministry rejects …", "The company
 * wishes …", in the present as no report is; or a letter, "Dear customer, … Yours faithfully, Ana Holt". */
struct release {
    struct range source, cue; /* of the sentence that leads up to the points; empty: this is no such notice */
    uint32_t first, end;      /* paragraphs, of the first point and behind the last */
    bool whole;               /* every paragraph between them is one */
};

/* Linear in the paragraphs. */
void release_find(const struct lexed *lexed, struct release *release);

/* Is the paragraph one of the points? */
bool release_is_point(const struct lexed *lexed, const struct release *release, uint32_t paragraph);

/* The notice's source given to the attribution that leads up to the points, which says nothing itself; and
 * an attribution for each statement of a point that nobody has been found to say. `from`: the paragraph's first. */
void release_read(struct attribution_pass *pass, const struct release *release, uint32_t paragraph, uint32_t from);

#endif
