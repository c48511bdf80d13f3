/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_START_H
#define HUB_START_H

#include "hub/hub.h"

/* Opens the store, takes back the tries that an earlier incarnation began, and
 * loads the desk's memory. Returns an exit code of sysexits, having said why;
 * what was opened is the caller's to close either way. */
int start_store(const struct hub_options *options, struct arena *arena, struct store **store, struct desk **desk);

#endif
