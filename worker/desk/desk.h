/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "store/txn.h"

/* The desk says what is new. It takes readings one by one, in accept order,
 * decides which event an article belongs to, what of it is known already, and
 * writes the updates with the state they change.
 *
 * In memory it holds an index of the articles in the window of stream time:
 * bounded, and nothing that the window table does not hold. After a
 * transaction that carried desk_apply was not committed, the memory is ahead
 * of the disk: call desk_load again. */
struct desk;

struct desk_options {
    int64_t window_ms;     /* articles further apart in stream time never meet; 0: 10 days */
    uint32_t articles_max; /* of the window; 0: 65,536 */
    const char *families;  /* file of publishers' families (family.h) beside those built in; NULL: none */
};

/* NULL: no memory, or no such table of families. */
struct desk *desk_new(const struct desk_options *options);
void desk_free(struct desk *desk);

/* Forgets everything and rebuilds the memory from the window table. */
enum err desk_load(struct desk *desk, struct arena *arena, struct txn *txn);

/* One reading to apply. */
struct desk_input {
    uint64_t accept; /* place in the inbox; its row is removed */
    const reading_record *reading;
    struct span packed; /* the reading, as record_unpack took it; empty: it is packed here */
};

/* What came of it, in the arena. */
struct desk_outcome {
    uint64_t event;
    size_t updates;       /* how many there are */
    struct span *entries; /* packed LogEntry, to publish once the commit is done */
};

/* Applies one reading: reads what it needs, decides (decide.h), then writes
 * article, reading, facts, event, window row, log and inbox removal. STALE
 * when a newer revision of the article has been accepted: the inbox row is
 * removed and nothing else happens. Every other error is of the store: abort
 * the whole transaction and load again. */
enum err desk_apply(struct desk *desk, struct arena *arena, struct txn *txn, const struct desk_input *input,
                    struct desk_outcome *outcome);

/* Moves what came of it to another arena, so that the next reading can be applied in the memory of this one, which the
 * processor still has at hand. MEMORY. */
enum err desk_keep(struct arena *arena, struct desk_outcome *outcome);

/* Drops up to `count_max` articles that stream time has left behind from the
 * window, closing events that have none left; `outcome` holds the updates.
 * desk_apply does all of it before each reading, so that the log never depends
 * on when this is called: it finds work only where the settings have changed. */
enum err desk_expire(struct desk *desk, struct arena *arena, struct txn *txn, size_t count_max,
                     struct desk_outcome *outcome);

/* Undoes the merge of the event, which is a tombstone: it opens again with the
 * articles and facts that it had then, and the two are not merged again. The
 * updates are appended to `outcome`. NOT_FOUND; FIELD_VALUE when it is no
 * tombstone; STALE when the event it went into has ended: nothing is changed then. */
enum err desk_undo(struct desk *desk, struct arena *arena, struct txn *txn, uint64_t event,
                   struct desk_outcome *outcome);

struct desk_size {
    uint64_t articles, events, facts, postings, bytes;
};
struct desk_size desk_size(const struct desk *desk);

#endif
