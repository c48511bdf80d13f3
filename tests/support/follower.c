/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/follower.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/digest.h"
#include "support/teardown.h"

enum { ITEM_MS_MAX = 30000 };

static void end_follower(void *thing)
{
    struct follower *follower = thing;
    claimwire_subscriber_close(follower->subscriber);
    for (size_t i = 0; i < follower->count; i++)
        free(follower->seen[i].entry);
    free(follower->seen);
    free(follower);
}

static struct follower *open_follower(struct hub *hub, const struct claimwire_subscriber_options *options)
{
    struct follower *follower = calloc(1, sizeof *follower);
    assert_non_null(follower);
    teardown_add(follower, end_follower);
    if (options->start == CLAIMWIRE_START_CURSOR)
        follower->at = options->cursor;
    assert_int_equal(claimwire_subscriber_open(hub->wire, hub->ask, options, &follower->subscriber), CLAIMWIRE_OK);
    return follower;
}

struct follower *follow_oldest(struct hub *hub)
{
    const struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_OLDEST, .keys = hub->keys };
    return open_follower(hub, &options);
}

struct follower *follow_cursor(struct hub *hub, const struct claimwire_cursor *cursor, bool snapshots)
{
    const struct claimwire_subscriber_options options = {
        .start = CLAIMWIRE_START_CURSOR, .cursor = *cursor, .snapshots = snapshots, .keys = hub->keys
    };
    return open_follower(hub, &options);
}

struct follower *follow_live(struct hub *hub)
{
    const struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_LIVE, .keys = hub->keys };
    struct follower *follower = open_follower(hub, &options);
    const long long end = now_ms() + ITEM_MS_MAX;
    while (!claimwire_subscriber_at(follower->subscriber, &follower->at)) {
        assert_true(now_ms() < end);
        assert_int_equal(follow_one(follower, 20), CLAIMWIRE_TIMEOUT);
    }
    return follower;
}

static void remember(struct follower *follower, const struct claimwire_item *item)
{
    if (follower->count == follower->room) {
        follower->room = follower->room ? 2 * follower->room : 256;
        follower->seen = realloc(follower->seen, follower->room * sizeof *follower->seen);
        assert_non_null(follower->seen);
    }
    struct seen *seen = &follower->seen[follower->count++];
    *seen = (struct seen){ item->at.sequence, malloc(item->entry_bytes), item->entry_bytes };
    assert_non_null(seen->entry);
    memcpy(seen->entry, item->entry, item->entry_bytes);
}

/* The entry must follow what was seen before, and prove it. Before the first
 * there may be nothing to compare with. */
static void check_entry(const struct follower *follower, const struct claimwire_item *item)
{
    Claimwire__V1__LogEntry *entry = claimwire__v1__log_entry__unpack(NULL, item->entry_bytes, item->entry);
    assert_non_null(entry);
    assert_int_equal(entry->sequence, item->at.sequence);
    assert_int_equal(entry->epoch, item->at.epoch);
    assert_int_equal(entry->digest.len, DIGEST_BYTES);
    assert_memory_equal(entry->digest.data, item->at.digest, DIGEST_BYTES);
    if (follower->count > 0 || follower->at.sequence > 0)
        assert_int_equal(entry->sequence, follower->at.sequence + 1);
    if (follower->at.has_digest || entry->sequence == 1) {
        struct digest before = { { 0 } };
        if (entry->sequence > 1)
            memcpy(before.bytes, follower->at.digest, DIGEST_BYTES);
        const struct digest after =
            digest_chain(&before, entry->epoch, entry->sequence, entry->update.data, entry->update.len);
        assert_memory_equal(after.bytes, entry->digest.data, DIGEST_BYTES);
    }
    claimwire__v1__log_entry__free_unpacked(entry, NULL);
}

int follow_one(struct follower *follower, int timeout_ms)
{
    const struct claimwire_item *item;
    const int result = claimwire_subscriber_next(follower->subscriber, timeout_ms, &item);
    if (result != CLAIMWIRE_OK)
        return result;
    switch (item->kind) {
    case CLAIMWIRE_UPDATE:
        assert_false(follower->in_snapshot);
        check_entry(follower, item);
        remember(follower, item);
        follower->whole |= item->at.sequence == 1;
        if (follower->whole)
            ledger_update(&follower->ledger, item->update);
        break;
    case CLAIMWIRE_SNAPSHOT_BEGIN:
        follower->snapshots++;
        follower->in_snapshot = follower->whole = true;
        ledger_clear(&follower->ledger);
        break;
    case CLAIMWIRE_SNAPSHOT_EVENT:
        assert_true(follower->in_snapshot);
        ledger_event(&follower->ledger, item->event);
        break;
    case CLAIMWIRE_SNAPSHOT_END:
        follower->in_snapshot = false;
        break;
    }
    follower->at = item->at;
    return CLAIMWIRE_OK;
}

void follow_until(struct follower *follower, uint64_t sequence)
{
    const long long end = now_ms() + ITEM_MS_MAX;
    while (follower->at.sequence < sequence || follower->in_snapshot) {
        const int result = follow_one(follower, 200);
        if (result != CLAIMWIRE_OK && result != CLAIMWIRE_TIMEOUT)
            fail_msg("the subscriber at %llu has failed: %s", (unsigned long long)follower->at.sequence,
                     claimwire_strerror(result));
        if (now_ms() > end)
            fail_msg("the subscriber stays at %llu of %llu", (unsigned long long)follower->at.sequence,
                     (unsigned long long)sequence);
    }
    assert_int_equal(follower->at.sequence, sequence);
}

size_t follow_for(struct follower *follower, int ms)
{
    const size_t before = follower->count;
    for (const long long end = now_ms() + ms; now_ms() < end;) {
        const int result = follow_one(follower, (int)(end - now_ms()));
        assert_true(result == CLAIMWIRE_OK || result == CLAIMWIRE_TIMEOUT);
    }
    return follower->count - before;
}

/* ---- comparing */

/* The update of an entry, packed again without the hub's clock. To be freed. */
static uint8_t *timeless(const struct seen *seen, size_t *size)
{
    Claimwire__V1__LogEntry *entry = claimwire__v1__log_entry__unpack(NULL, seen->entry_bytes, seen->entry);
    assert_non_null(entry);
    Claimwire__V1__EventUpdate *update =
        claimwire__v1__event_update__unpack(NULL, entry->update.len, entry->update.data);
    assert_non_null(update);
    update->has_at_ms = false;
    uint8_t *bytes = malloc(claimwire__v1__event_update__get_packed_size(update));
    assert_non_null(bytes);
    *size = claimwire__v1__event_update__pack(update, bytes);
    claimwire__v1__event_update__free_unpacked(update, NULL);
    claimwire__v1__log_entry__free_unpacked(entry, NULL);
    return bytes;
}

bool follow_same(const struct follower *a, const struct follower *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        size_t size_a, size_b;
        uint8_t *bytes_a = timeless(&a->seen[i], &size_a), *bytes_b = timeless(&b->seen[i], &size_b);
        same = a->seen[i].sequence == b->seen[i].sequence && size_a == size_b && memcmp(bytes_a, bytes_b, size_a) == 0;
        free(bytes_a);
        free(bytes_b);
        if (!same)
            print_message("the two differ at sequence %llu\n", (unsigned long long)a->seen[i].sequence);
    }
    if (a->count != b->count)
        print_message("one saw %zu updates, the other %zu\n", a->count, b->count);
    return same;
}
