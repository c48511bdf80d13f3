/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "proto/digest.h"
#include "store/txn.h"

/* Updates in the order in which subscribers hear them, and the snapshots that
 * stand in for the ones that were cut. The seam for a distributed log:
 * append, read from.
 *
 * An update enters in the transaction that stores its event, so either both
 * are on disk or neither. Its bytes never change afterwards: live delivery
 * and replay both serve what log_read returns. */

/* Numbers the update (epoch, next sequence), chains the running digest and
 * stores the packed LogEntry, which `entry` receives (in the arena). */
enum err log_append(struct arena *arena, struct txn *txn, const event_update_record *update, struct span *entry);

struct packed_list {
    size_t count;
    struct span entries[];
};

/* Up to `count_max` stored entries and `bytes_max` bytes after the cursor (but
 * one at least, when there is one), in the arena. A cursor of sequence 0 means the oldest kept, whatever its epoch.
 * TOO_OLD when retention has passed it; DIVERGED when its sequence is beyond
 * the log's last or its epoch or digest, where it has one, is not the log's. */
enum err log_read(struct arena *arena, struct txn *txn, const cursor_record *after, size_t count_max, size_t bytes_max,
                  struct packed_list **list);

/* ---- snapshots: the foldable state of all events as of one sequence */

/* Writes the state as of the transaction's last sequence. Fine when there is
 * one already. TOO_LARGE is impossible: it is cut into parts. */
enum err snapshot_put(struct arena *arena, struct txn *txn);
/* Sequence of the newest snapshot, 0 when there is none. */
enum err snapshot_newest(struct txn *txn, uint64_t *sequence);
/* Of the newest that is not after `not_after`, 0 when there is none. */
enum err snapshot_before(struct txn *txn, uint64_t not_after, uint64_t *sequence);
/* A part; sequence 0 is the newest. NOT_FOUND. */
enum err snapshot_get(struct arena *arena, struct txn *txn, uint64_t sequence, uint32_t part,
                      snapshot_part_record **snapshot);

/* Drops up to `count_max` updates older than `before_ms` (stream time), or
 * beyond `keep_bytes` bytes of log (0: no bound), oldest first, never past the
 * newest snapshot; makes one first when there is need. Keeps the two newest
 * snapshots. */
enum err log_cut(struct arena *arena, struct txn *txn, int64_t before_ms, uint64_t keep_bytes, size_t count_max,
                 size_t *dropped);

#endif
