/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_RETRACT_H
#define DESK_RETRACT_H

#include "desk/contrary.h"
#include "desk/decide.h"

/* Who goes back on what was said: an outlet that was wrong, a speaker who takes
 * his words back, an article that is revised or withdrawn. A part of decide. */

/* What the judging of the claims carries along. */
struct bench {
    const struct decide_input *input;
    struct sheet sheet;
    uint64_t new_facts;
    /* Of the claim at hand: what comes before it; the fact that its words contradict most, where it is of none that is
     * known by its own (dispute_contrary). */
    struct said_before before;
    struct wording previous; /* of the claim before it; without a `claim` where there is none */
    struct contrary contrary;
    claim_place_record *mistake; /* of the claim right before, where that is one of the outlet's; or NULL */
};

/* "We were wrong to report that": a denial in the outlet's own name. */
bool retract_is_mistake(const claim_record *claim);

/* Takes back what the outlet alone has and `claim` says was a mistake; "That was wrong", right behind such a claim, is
 * the denial in its place. `place`: of the claim. False: nothing. */
bool retract_mistake(struct bench *bench, const struct wording *said, claim_place_record *place);

/* Links a concession to the denial of what it says, and takes back what the claim's speaker said before and now goes
 * back on (Claim.reverses, or "I take it back"), where nobody else says it; `fact`: of the claim. So that no stranger
 * takes away what somebody said, the article's origin must have carried those words, or a second origin tell it. False:
 * there is nothing of the kind. */
bool retract_reversed(struct bench *bench, const struct wording *said, const struct sheet_fact *fact,
                      claim_place_record *place);

/* Whether the article tells the fact as what an earlier version of it said, and nobody else has it; and takes it back.
 */
bool retract_corrected(const struct bench *bench, const claim_record *claim, const struct sheet_fact *fact);
void retract_fact(struct sheet *sheet, uint64_t fact, const char *reason);

/* What the former revision gave and this one does not. `still`, unless NULL:
 * nor does that reading, which belongs to another event. */
void retract_former(struct bench *bench, bool withdrawn, const reading_record *still);

#endif
