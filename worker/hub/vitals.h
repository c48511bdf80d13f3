/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_VITALS_H
#define HUB_VITALS_H

#include "hub/counters.h"
#include "store/txn.h"

/* How the hub is, for those who only watch it: put beside the counters by the
 * loop, so that nobody reads the store for it. */

/* Notes the last sequence, the queue and its age, as of this transaction. */
enum err vitals_take(struct counters *counters, struct arena *arena, struct txn *txn);

#endif
