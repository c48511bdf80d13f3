/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include "store/store.h"

/* One owner a store. The file owner.lock in the store's folder is held with an
 * exclusive lock of the open file description (F_OFD_SETLK) as long as the
 * store is open. The kernel keeps such locks by file, not by process id, so
 * they hold across PID namespaces and within one process, and end with the
 * holder, however it dies. They do not hold across machines: network file
 * systems are refused. A child forked while the store is open shares the lock. */

/* OWNED with a reason that names the holder; IO. */
enum err guard_take(const char *directory, int *guard, char reason[STORE_REASON_BYTES]);
void guard_drop(int guard);

#endif
