/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_FOLD_H
#define CLIENT_LIB_FOLD_H

#include "client/claimwire.h"

/* The fold of WIRE.md on one event, as protobuf-c allocates: what is in it is
 * freed with it. Written for subscribers; the hub has its own.
 *
 * CORRUPT when the update does not follow the state, which is then unchanged;
 * MEMORY when the event is half changed and must be thrown away. */
int fold_apply(Claimwire__V1__Event *event, const Claimwire__V1__EventUpdate *update);

/* EVENT_MERGED and EVENT_SPLIT between the update's event and one of its
 * `others`, before fold_apply. Nothing is changed where it names no such move. */
int fold_move(Claimwire__V1__Event *event, Claimwire__V1__Event *other, const Claimwire__V1__EventUpdate *update);

/* What its parts share; limits as WIRE.md has them: what is over is left out. fold_hand_over gives the facts of the
 * move, and the disputes among them, to `to`; with NULL they go. False when out of memory. */
enum { FOLD_FACTS_MAX = 1024, FOLD_STATEMENTS_MAX = 64, FOLD_FIGURES_MAX = 64, FOLD_DISPUTES_MAX = 256 };
bool fold_hand_over(Claimwire__V1__Event *from, Claimwire__V1__Event *to, const Claimwire__V1__EventMove *move);
Claimwire__V1__Fact *fold_find_fact(const Claimwire__V1__Event *event, uint64_t id);
/* A denial is gone: what nobody else denies stands again. */
void fold_settle(Claimwire__V1__Event *event);

/* A deep copy; NULL when out of memory. */
ProtobufCMessage *fold_copy(const ProtobufCMessage *message);

/* Appends to an array of pointers that protobuf-c frees. False when out of memory. */
#define FOLD_APPEND(array, count, item) fold_append((void ***)(void *)&(array), &(count), (item))
bool fold_append(void ***array, size_t *count, void *item);

#endif
