/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BACKUP_H
#define BACKUP_H

/* Asks the running hub for a compact copy of its store in the new folder
 * `directory` on its machine; only the owner can make one. Returns an exit
 * code: 69 when no hub answers, 73 when it cannot. */
int backup_command(const char *ask_endpoint, const char *directory);

#endif
