/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_TXN_H
#define STORE_TXN_H

#include "store/store.h"

/* One transaction. Everything read through it is copied into an arena, so no
 * pointer into the map leaves store/.
 *
 * A write transaction carries its own copy of the counters (txn_state), which
 * becomes the store's only by the commit: after an abort, memory is what is on
 * disk. Exactly one write transaction is open at a time, by the owner thread.
 * Read transactions may be open on any thread, one a thread, for at most a
 * second. */
struct txn;

enum err txn_begin(struct store *store, struct txn **txn);
enum err txn_begin_read(struct store *store, struct txn **txn);

/* On disk with full sync when it returns OK. Any error means *unknown*: the
 * caller acknowledges nothing, closes the store, opens it again and looks.
 * The transaction is gone either way. */
enum err txn_commit(struct txn *txn);
void txn_abort(struct txn *txn);

/* The counters as this transaction sees them; the store's modules move them. */
store_state_record *txn_state(struct txn *txn);

#endif
