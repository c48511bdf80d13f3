/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_SUBSCRIBER_H
#define CLIENT_LIB_SUBSCRIBER_H

#include "client/claimwire.h"
#include "client/lib/ask.h"

/* The inside of a subscriber. It is in one phase at a time:
 *
 *   LEARN     asks where the log ends, to start there        → LIVE
 *   CATCH_UP  replays from the cursor                        → LIVE, SNAPSHOT
 *   LIVE      reads the wire; anything that does not follow
 *             the cursor is left to a replay                 → CATCH_UP
 *   SNAPSHOT  takes the parts of a snapshot                  → CATCH_UP
 *
 * The wire is subscribed to from the start, so its queue holds what is
 * published during a replay; what the replay had already is dropped there. */
enum phase { PHASE_LEARN, PHASE_CATCH_UP, PHASE_LIVE, PHASE_SNAPSHOT };

/* What a phase made of one look: an item is ready, look again at once, or wait
 * for the sockets. Below zero, an error. */
enum { STEP_ITEM = 1, STEP_LOOK, STEP_WAIT };

struct claimwire_subscriber {
    void *context;
    struct peer wire, ask;
    bool snapshots;
    enum phase phase;
    struct claimwire_cursor at;
    bool located;                   /* `at` is known */
    uint64_t skip_until;            /* updates up to here are checked and not given out; see unproven() */
    struct claimwire_cursor wanted; /* the unproven cursor while skipping */
    int failed;                     /* the final error */
    uint64_t snapshot;              /* of it */
    bool heard;
    int64_t heard_ms;   /* the last time */
    int64_t checked_ms; /* when a wire that lags behind the cursor was last looked into */

    /* The one request under way; asked again under the same number. */
    uint64_t request;
    bool asking;
    int64_t ask_ms; /* when to ask (again) */

    /* The reply being given out, entry by entry or event by event. */
    Claimwire__V1__Reply *reply;
    size_t given;

    uint64_t snapshot_sequence; /* being taken */
    uint32_t part;
    bool opened; /* BEGIN was given out */

    /* What the caller holds until the next call. */
    struct claimwire_item item;
    zmq_msg_t live;
    Claimwire__V1__LogEntry *entry;
    Claimwire__V1__EventUpdate *update;
};

/* subscriber_check.c: the place of an entry. */
enum fit {
    FIT_NEXT,    /* taken: it is the item, and the cursor stands on it */
    FIT_SKIPPED, /* taken, but not to be given out */
    FIT_DOUBLE,  /* known already */
    FIT_GAP,     /* some before it are missing */
    FIT_FOREIGN, /* in place, but of another epoch or with another digest */
    FIT_MALFORMED,
};
/* `replayed`: another epoch may begin, and after sequence 0 any place may be the first. */
enum fit subscriber_take(struct claimwire_subscriber *subscriber, const void *bytes, size_t size, bool replayed);
/* Whether a heartbeat's cursor asks for a replay. */
bool subscriber_behind(struct claimwire_subscriber *subscriber, const struct claimwire_cursor *last, int64_t now_ms);
/* Ends what the caller holds. */
void subscriber_release(struct claimwire_subscriber *subscriber);

/* subscriber_ask.c: the phases that ask. */
int subscriber_ask_step(struct claimwire_subscriber *subscriber, int64_t now_ms);

#endif
