/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "record/record.h"

/* The one LMDB environment and its one owner. LAYOUT.md describes what is in
 * it and what a crash leaves. */
struct store;

struct store_options {
    const char *directory;       /* made when missing, mode 0700 */
    uint64_t map_bytes;          /* fixed size of the sparse map; 0: 64 GiB */
    uint64_t disk_reserve_bytes; /* free disk space below which the store counts as full; 0: 256 MiB */
};

enum { STORE_REASON_BYTES = 512 };

/* Opens or makes the store and becomes its owner, in a new incarnation
 * (committed before this returns). OWNED when another live process has it or
 * has it open from another PID namespace, FORMAT, CORRUPT, IO; `reason` then
 * says what to do, for people. */
enum err store_open(const struct store_options *options, struct store **store, char reason[STORE_REASON_BYTES]);

/* Opens for reading alone, for verify: no owner must be alive. */
enum err store_open_read(const struct store_options *options, struct store **store, char reason[STORE_REASON_BYTES]);

void store_close(struct store *store);

/* The committed counters. Borrowed; changes at each commit. Owner thread only. */
const store_state_record *store_state(const struct store *store);

/* The log's epoch of now. Fixed while the store is open; any thread. */
uint64_t store_epoch(const struct store *store);

/* How full it is: the greater of its share of the map and of the disk down to
 * the reserve. Used are the pages that hold rows (free ones do not count) and
 * the room that is kept for what waits in the inbox; so it passes 1 when more
 * waits than may fit. Owner thread. */
double store_fullness(struct store *store);

/* Of what is stored alone, without the room for the inbox. */
double store_held(struct store *store);

/* Fullness as an open transaction sees it, with `more_bytes` more. Cheap: it is
 * asked for each article. */
struct txn;
double txn_fullness(struct txn *txn, uint64_t more_bytes);

/* Lets the transaction grow past the map into half of its spare pages: for retention,
 * whose snapshot comes before what it lets go. */
void txn_use_spare(struct txn *txn);

/* Bytes kept for applying an article with such a body: no promise, but more
 * than any measured one took. */
uint64_t store_room(size_t body_bytes);

/* At this fullness new articles are refused (FULL); what is accepted still finishes. */
#define STORE_FULL_AT 0.90

/* Clears the slots of readers that died. Owner thread, every 30 s. */
enum err store_check_readers(struct store *store);

/* A compact copy in the new folder `directory`, which opens with a new epoch
 * and goes on counting. Any thread, while the owner writes. The copy is made
 * beside it and renamed, so a folder of that name is always whole. */
enum err store_backup(struct store *store, const char *directory, uint64_t *epoch, uint64_t *sequence,
                      char reason[STORE_REASON_BYTES]);

#endif
