/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_FOLLOWER_H
#define SUPPORT_FOLLOWER_H

#include "client/claimwire.h"
#include "support/hub.h"
#include "support/ledger.h"

/* A subscriber and all that it has been given. Sees to it, with each item,
 * that sequences follow one another and that the running digest fits. */
struct seen {
    uint64_t sequence;
    uint8_t *entry; /* packed LogEntry */
    size_t entry_bytes;
};
struct follower {
    struct claimwire_subscriber *subscriber;
    size_t count, room;
    struct seen *seen; /* updates alone */
    struct claimwire_cursor at;
    unsigned snapshots; /* SNAPSHOT_BEGIN so far */
    bool in_snapshot;
    bool whole;           /* it knows the state, from empty or from a snapshot */
    struct ledger ledger; /* the fold, when whole */
};

/* From the oldest; live (this one waits until the hub is heard); after a cursor. */
struct follower *follow_oldest(struct hub *hub);
struct follower *follow_live(struct hub *hub);
struct follower *follow_cursor(struct hub *hub, const struct claimwire_cursor *cursor, bool snapshots);

/* One item, or the library's error. */
int follow_one(struct follower *follower, int timeout_ms);
/* Until that sequence has been seen, and no further. */
void follow_until(struct follower *follower, uint64_t sequence);
/* For so long; returns how many updates came. */
size_t follow_for(struct follower *follower, int ms);

/* True when the two were told the same, leaving aside
 * epoch, running digest and the time of the hub's clock. */
bool follow_same(const struct follower *a, const struct follower *b);

#endif
