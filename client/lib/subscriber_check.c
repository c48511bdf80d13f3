/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/subscriber.h"

#include <string.h>

#include "proto/digest.h"

enum { CHECK_MS = 5000 };

void subscriber_release(struct claimwire_subscriber *subscriber)
{
    if (subscriber->entry)
        claimwire__v1__log_entry__free_unpacked(subscriber->entry, NULL);
    if (subscriber->update)
        claimwire__v1__event_update__free_unpacked(subscriber->update, NULL);
    subscriber->entry = NULL;
    subscriber->update = NULL;
    subscriber->item = (struct claimwire_item){ 0 };
}

static bool complete(const Claimwire__V1__LogEntry *entry)
{
    return entry->has_epoch && entry->has_sequence && entry->sequence > 0 && entry->has_update && entry->has_digest &&
           entry->digest.len == DIGEST_BYTES;
}

/* The chain starts as zero bytes before sequence 1. */
static bool chained(const struct claimwire_cursor *at, const Claimwire__V1__LogEntry *entry)
{
    struct digest before = { { 0 } };
    if (entry->sequence > 1 && !at->has_digest)
        return true;
    if (entry->sequence > 1)
        memcpy(before.bytes, at->digest, DIGEST_BYTES);
    const struct digest want =
        digest_chain(&before, entry->epoch, entry->sequence, entry->update.data, entry->update.len);
    return memcmp(want.bytes, entry->digest.data, DIGEST_BYTES) == 0;
}

static enum fit place(const struct claimwire_cursor *at, const Claimwire__V1__LogEntry *entry, bool replayed)
{
    bool first = at->sequence == 0 && replayed;
    if (entry->sequence <= at->sequence)
        return FIT_DOUBLE;
    if (entry->sequence != at->sequence + 1 && !first)
        return FIT_GAP;
    if (!replayed && at->has_epoch && entry->epoch != at->epoch)
        return FIT_FOREIGN;
    bool follows = entry->sequence == at->sequence + 1;
    return !follows || chained(at, entry) ? FIT_NEXT : FIT_FOREIGN;
}

static void advance(struct claimwire_cursor *at, const Claimwire__V1__LogEntry *entry)
{
    at->epoch = entry->epoch;
    at->sequence = entry->sequence;
    at->has_epoch = at->has_digest = true;
    memcpy(at->digest, entry->digest.data, DIGEST_BYTES);
}

enum fit subscriber_take(struct claimwire_subscriber *subscriber, const void *bytes, size_t size, bool replayed)
{
    ProtobufCMessage *message = NULL;
    subscriber_release(subscriber);
    if (peer_unpack(&claimwire__v1__log_entry__descriptor, bytes, size, &message) != CLAIMWIRE_OK)
        return FIT_MALFORMED;
    const Claimwire__V1__LogEntry *entry = subscriber->entry = (Claimwire__V1__LogEntry *)message;
    enum fit fit = complete(entry) ? place(&subscriber->at, entry, replayed) : FIT_MALFORMED;
    if (fit != FIT_NEXT)
        return fit;
    message = NULL;
    if (peer_unpack(&claimwire__v1__event_update__descriptor, entry->update.data, entry->update.len, &message) !=
        CLAIMWIRE_OK)
        return FIT_MALFORMED;
    subscriber->update = (Claimwire__V1__EventUpdate *)message;
    advance(&subscriber->at, entry);
    if (entry->sequence <= subscriber->skip_until)
        return FIT_SKIPPED;
    subscriber->item = (struct claimwire_item){
        .kind = CLAIMWIRE_UPDATE,
        .at = subscriber->at,
        .update = subscriber->update,
        .entry = bytes,
        .entry_bytes = size,
    };
    return FIT_NEXT;
}

/* A log that ends before the cursor is either old news from the queue or a
 * store that was rolled back: a replay tells which, but not each second. */
bool subscriber_behind(struct claimwire_subscriber *subscriber, const struct claimwire_cursor *last, int64_t now_ms)
{
    const struct claimwire_cursor *at = &subscriber->at;
    if (last->sequence > at->sequence)
        return true;
    bool same_digest = last->has_digest && at->has_digest && memcmp(last->digest, at->digest, DIGEST_BYTES) == 0;
    if (last->sequence == at->sequence && (at->sequence == 0 || same_digest))
        return false;
    if (now_ms - subscriber->checked_ms < CHECK_MS)
        return false;
    subscriber->checked_ms = now_ms;
    return true;
}
