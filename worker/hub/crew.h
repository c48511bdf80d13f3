/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_CREW_H
#define HUB_CREW_H

#include "hub/frame.h"
#include "proto/keyfile.h"

/* The extractors that have been heard of. */
enum { CREW_MAX = 256, CREW_SLOTS_MAX = 16, CREW_NAME_BYTES = WIRE_AGENT_BYTES_MAX + 1 };

struct extractor {
    bool present;
    bool alone; /* holds a second try or waits for one: gets nothing else */
    struct peer peer;
    char name[CREW_NAME_BYTES];
    char key[KEY_TEXT_BYTES]; /* that it came with; "" on a plain socket */
    uint64_t session;
    uint32_t slots, held;
    int64_t seen_ms; /* monotonic */
};

struct crew {
    struct extractor extractors[CREW_MAX];
};

/* Takes a READY. When the name is known under another session, that process
 * is gone: `lost` receives its index and nothing else happens; the caller
 * takes its leases back, calls crew_forget and hands the READY in again.
 * Returns the index, or -1 when there is no room or the message is no good. */
int crew_ready(struct crew *crew, const struct peer *peer, const ready_record *ready, int64_t now_ms, int *lost);

/* Index of that session, or -1. */
int crew_find(const struct crew *crew, uint64_t session);

/* An extractor with a free slot, the one that holds least; -1 when none has.
 * `alone`: one that holds nothing. */
int crew_free(const struct crew *crew, bool alone);

/* Gives the extractor that holds least nothing more, so that it falls idle
 * and can take a second try. Nothing when one is kept free already. */
void crew_reserve(struct crew *crew);

void crew_forget(struct crew *crew, int index);

/* Forgets those that hold nothing and were silent since `before_ms`. */
void crew_forget_silent(struct crew *crew, int64_t before_ms);

uint32_t crew_count(const struct crew *crew);

#endif
