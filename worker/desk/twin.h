/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_TWIN_H
#define DESK_TWIN_H

#include "desk/sheet.h"

/* A fact that articles of both sides tell when an event is parted stays with the elder; the side that leaves gets one
 * of its own, its twin, of what its articles say. */
struct parting;

struct twin {
    uint64_t of;             /* that stays */
    stored_fact_record *row; /* its own number; its statements and supports are still to be said */
};

/* Makes the twin of a fact that stays and stands, before its supports are cut; none where no article that leaves states
 * it. */
enum err twin_make(struct parting *parting, const stored_fact_record *row);

/* The number of the fact's twin; 0: it has none. */
uint64_t twin_of(const struct parting *parting, uint64_t fact);

/* CLAIM_ADDED for each statement and, where there are two origins, CLAIM_CORROBORATED, on the event that leaves;
 * CLAIM_DISPUTED where it has both sides of a denial. */
void twin_say(const struct parting *parting, struct sheet *sheet);

#endif
