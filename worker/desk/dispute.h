/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_DISPUTE_H
#define DESK_DISPUTE_H

#include "desk/contrary.h"

/* Who says otherwise. Two facts of an event with one topic_key and opposite
 * polarity stand against each other, and so does a claim with the one fact
 * that its words contradict most (likeness.h); the denial attacks, whichever
 * came first. Who calls something a lie attacks what was said before.
 * Both keep their words and nobody is called right. A speaker who says both is
 * in no dispute with himself. */

/* The fact that the claim's words contradict most; else, of one that says no, the one that it most likely denies
 * (odds.h); else one that counts the same otherwise. `origin`, unless 0: who must have it. */
struct contrary dispute_contrary(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                 struct said_before before, uint64_t origin);

/* Says CLAIM_DISPUTED for each standing fact that the new fact, stated by
 * the claim, denies, or that denies it. `contrary`: as dispute_contrary has it, here and below. */
void dispute_raise(struct sheet *sheet, const struct wording *said, struct stem_weights weights, uint64_t fact,
                   struct contrary contrary);

/* Says that the claim, whose fact `denial` is another event's, denies the fact `attacked` of the sheet. */
void dispute_say(struct sheet *sheet, const claim_record *claim, uint64_t attacked, uint64_t denial);

/* The denial that the claim makes over again, or NULL: of the fact that its words contradict most. */
struct sheet_fact *dispute_known(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                 uint64_t contrary, struct said_before before);

/* The same, of the fact `denied`. */
struct sheet_fact *dispute_again(const struct sheet *sheet, const struct wording *said, struct said_before before,
                                 uint64_t denied);

/* The fact of another event than the claim's own that it denies, by enough of its words and, unless it tells of that
 * event's days (`then`), more than words; NULL: none. `share`: of the words. */
struct sheet_fact *dispute_elsewhere(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                     bool then, float *share);

/* The first fact that this one denies; 0: none. */
uint64_t dispute_denied(const struct sheet *sheet, uint64_t fact);

/* Why the claim denies this fact, which one of the above gave. NULL when the arena is full. */
stored_why_record *dispute_explain(const struct sheet *sheet, uint64_t fact, const struct wording *said,
                                   struct stem_weights weights, struct said_before before);

#endif
