/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_DISPATCH_H
#define HUB_DISPATCH_H

#include "base/limits.h"
#include "desk/desk.h"
#include "hub/counters.h"
#include "hub/frame.h"
#include "hub/hub.h"
#include "store/inbox.h"

/* Who reads what, and in which order the readings come back.
 *
 * The oldest accepted articles that are not applied yet stand in a ring of
 * places, in accept order. A place waits, is leased to an extractor, or is
 * done. Done places leave at the front, so the desk sees accept order; one
 * that is not done holds the others up for REORDER_WAIT_MS at most.
 *
 * A try is written down before it begins (inbox_lease) and is counted against
 * the article when its extractor dies or takes too long over it. A second try
 * is read by an extractor that holds nothing else, so that no other article
 * is blamed for this one. */
struct dispatch;

struct dispatch *dispatch_open(void *context, const struct hub_options *options, struct counters *counters);
void dispatch_close(struct dispatch *dispatch);
void *dispatch_socket(struct dispatch *dispatch);

/* Takes what extractors have sent, without the store. */
void dispatch_gather(struct dispatch *dispatch, struct arena *arena);

/* An article just stored; keeps its body in memory while there is room. */
void dispatch_accepted(struct dispatch *dispatch, struct arena *arena, uint64_t accept, const article_record *article,
                       int64_t stream_ms);

/* The inbox got a row by another way: a dead letter to be tried again. */
void dispatch_behind(struct dispatch *dispatch);

/* ---- inside the loop's transaction */

/* Fills free places from the inbox, gives up tries that are over, buries what
 * was tried too often, and writes down the tries that dispatch_send will
 * begin. No new ones when `draining`. */
enum err dispatch_store(struct dispatch *dispatch, struct arena *arena, struct txn *txn, bool draining);

/* The next reading that is due, in accept order; false when there is none.
 * Lives in the arena, and as packed until dispatch_applied, which gives the
 * place free after it was applied, or found stale. */
bool dispatch_due(struct dispatch *dispatch, struct arena *arena, struct desk_input *due);
void dispatch_applied(struct dispatch *dispatch, uint64_t accept);

/* ---- after its commit */

/* Sends the leases written down. */
void dispatch_send(struct dispatch *dispatch);

/* When dispatch_store has something to do though nothing arrives, monotonic
 * milliseconds; INT64_MAX: never. */
int64_t dispatch_next_ms(const struct dispatch *dispatch);

/* True when it has anything for a transaction to do now. */
bool dispatch_pending(const struct dispatch *dispatch);

/* True when no try is under way and no reading waits. */
bool dispatch_idle(const struct dispatch *dispatch);

#endif
