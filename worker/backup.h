/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BACKUP_H
#define BACKUP_H

#include "hub/curve.h"

/* Asks the running hub for a compact copy of its store in the new folder
 * `directory` on its machine; only the owner can make one. Returns an exit
 * code: 69 when no hub answers, 73 when it cannot, 77
 * when it refuses the key (`keys` NULL: none). */
int backup_command(const char *ask_endpoint, const struct curve_keys *keys, const char *directory);

#endif
