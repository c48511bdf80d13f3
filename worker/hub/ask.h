/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ASK_H
#define HUB_ASK_H

#include "hub/counters.h"
#include "hub/frame.h"
#include "hub/hub.h"

/* Replay, snapshots and queries, on a thread of its own: it only reads the
 * store, each request in a short read transaction, so no question keeps an
 * article waiting. What must write goes on to the loop (errand.h) and comes
 * back as a reply. */
struct ask;

/* Binds the ask endpoint and starts the thread. `errands` is the inproc
 * address the loop listens on. */
struct ask *ask_start(void *context, const struct hub_options *options, struct store *store, struct counters *counters,
                      const char *errands);

/* Ends the thread; no read transaction is open afterwards. */
void ask_stop(struct ask *ask);

/* Answers one request out of the store; NULL when it must go to the loop.
 * The reply lives in the arena. */
struct ask_context {
    const struct hub_options *options;
    struct store *store;
    struct counters *counters;
    int64_t started_ms; /* monotonic */
};
reply_record *ask_answer(const struct ask_context *context, struct arena *arena, const ask_record *ask);

/* A reply of that code; `message` is static. */
reply_record *ask_reply(struct arena *arena, const ask_record *ask, Claimwire__V1__ReplyCode code, const char *message);

#endif
