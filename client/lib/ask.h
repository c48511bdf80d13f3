/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_ASK_H
#define CLIENT_LIB_ASK_H

#include "client/claimwire.h"
#include "client/lib/peer.h"

/* What the asker and the subscriber share of the ask socket. */

int ask_open(struct peer *peer, void *context, const char *endpoint, const struct claimwire_keys *keys);

/* The reply to that request, to be freed: OK, or AGAIN when it is not there
 * yet. Replies to other requests, and what is malformed, are thrown away. */
int ask_take_reply(struct peer *peer, uint64_t request, Claimwire__V1__Reply **reply);

/* Reply.code as an error. */
int ask_result(const Claimwire__V1__Reply *reply);

/* An Ask and what it points at. It must not be moved. */
struct ask_replay {
    Claimwire__V1__Ask ask;
    Claimwire__V1__ReplayRequest request;
    Claimwire__V1__Cursor after;
};
/* The cursor's bytes must live as long. */
void ask_replay_init(struct ask_replay *message, const struct claimwire_cursor *after, uint32_t count_max);

struct ask_snapshot {
    Claimwire__V1__Ask ask;
    Claimwire__V1__SnapshotRequest request;
};
void ask_snapshot_init(struct ask_snapshot *message, uint64_t sequence, uint32_t part);

/* A cursor as the hub gives it; what is missing counts as unknown. */
struct claimwire_cursor ask_cursor(const Claimwire__V1__Cursor *cursor);

#endif
