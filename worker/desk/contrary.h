/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_CONTRARY_H
#define DESK_CONTRARY_H

#include "desk/sheet.h"

/* Does one deny what the other says? By the words they share, and by how the
 * one stands beside the other (LIKENESS_CONTRARY_* of likeness.h). */

/* What the article states right before a claim: facts, or 0. */
struct said_before {
    uint64_t fact, denied; /* the second is what the first denies */
};

/* What the words of a claim contradict. */
struct contrary {
    uint64_t fact; /* 0: none */
    bool counted;  /* by another number alone: the claim says no to nothing */
};

/* Whether words of that kind charge somebody: they accuse, or are alleged. */
static inline bool contrary_accuses(Claimwire__V1__ClaimKind kind, Claimwire__V1__Modality modality)
{
    return kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION || modality == CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED;
}

/* How well claim and fact, of other speakers, fit as denial and what is denied;
 * 0: not enough. */
float contrary_score(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said,
                     struct stem_weights weights, struct said_before before);

/* Whether the fact, by its first statement, has the claim in it word for word, with its "no". */
bool contrary_repeats(const statement_record *first, const struct wording *said);

#endif
