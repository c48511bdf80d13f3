/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_RETENTION_H
#define HUB_RETENTION_H

#include "hub/hub.h"
#include "store/txn.h"

/* Lets go of bodies and updates that the settings say not to keep, a few rows
 * a transaction; `more`: there are further ones. */
enum err retention_cut(const struct hub_options *options, struct arena *arena, struct txn *txn, bool *more);

#endif
