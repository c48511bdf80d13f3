/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_DISPATCH_INNER_H
#define HUB_DISPATCH_INNER_H

#include "hub/crew.h"
#include "hub/dispatch.h"
#include "hub/gate.h"
#include "hub/ring.h"

/* What dispatch.c (who reads what), dispatch_order.c (which reading is due) and
 * dispatch_send.c share; nobody else includes it. */

struct dispatch {
    void *socket;
    const struct hub_options *options;
    struct counters *counters;
    struct gate gate;
    uint64_t losses; /* of its allow-list, when the crew was last looked through */
    struct crew crew;
    struct ring ring;
    uint64_t loaded; /* greatest accept number that is or was in the ring */
    bool behind;     /* the inbox may hold rows after `loaded` */
    uint64_t next_lease;
    uint64_t turn; /* counts dispatch_gather: readings unpacked in an older one are gone */
};

static inline int64_t dispatch_now_ms(const struct dispatch *dispatch)
{
    return clock_monotonic_ms(&dispatch->options->clock);
}

/* Enough readings wait for the front already: only the front is read on. */
static inline bool dispatch_front_only(const struct dispatch *dispatch)
{
    return dispatch->ring.held_bytes > RING_HELD_BYTES_MAX / 2;
}

/* A Result, and of its reading what the desk looks at; it has `passed` when it is unpacked once more. */
static inline enum err dispatch_unpack(struct arena *arena, struct span packed, bool passed, result_record **result)
{
    return record_unpack_judged(arena, &claimwire__v1__result__descriptor, packed, passed,
                                (ProtobufCMessage **)(void *)result);
}
enum { DISPATCH_RESULT_READING = 5 /* the field of a Result: wire.proto */ };

/* Tells an extractor, after its READY, that it counts as one. */
void dispatch_greet(struct dispatch *dispatch, struct arena *arena, const struct peer *peer);

/* A Lease with the place's article as it is. False: it did not go out. */
bool dispatch_send_lease(struct dispatch *dispatch, const struct place *place);

#endif
