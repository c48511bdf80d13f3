/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ALLOW_H
#define HUB_ALLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/keyfile.h"

/* Who is let in: the file "allow" of the keys folder. Empty lines and lines
 * that begin with # aside, a line is
 *
 *   ROLE[,ROLE] KEY NAME
 *
 * with roles out of the five below, a public key, and the name that its
 * articles and the log carry. A name may stand beside several keys (the old
 * one and the new one), a key stands once. The last line has an end, too: a
 * file that is half written is no file. At most 4,095 keys and 1 MiB. */
enum role { ROLE_FEEDER = 1, ROLE_WORKER = 2, ROLE_SUBSCRIBER = 4, ROLE_QUERY = 8, ROLE_ADMIN = 16, ROLE_ALL = 31 };

struct user {
    char key[KEY_TEXT_BYTES];
    char name[KEY_NAME_BYTES_MAX + 1];
    unsigned roles;
};

/* Any thread may look something up while another one reloads. */
struct allow;

/* NULL, with `why` (static) and the line (0: none in particular), when the
 * file is not there, is not fit to be trusted or does not hold together. */
struct allow *allow_open(const char *folder, const char **why, unsigned *line);
void allow_close(struct allow *allow);

/* A user that every file is taken to hold; before any thread begins. */
bool allow_add(struct allow *allow, const struct user *user);

/* False when nobody has that key (KEY_BYTES of text) and any of `roles`; `user`
 * is filled when anybody has the key. */
bool allow_find(struct allow *allow, const char *key, unsigned roles, struct user *user);

/* Looks at the file again. A change is read when two looks in a row have found
 * the same new file, or at once when `now` is set. What cannot be used leaves
 * the list as it is. ALLOW_KEPT is told once for each state of the file. */
enum allow_result { ALLOW_SAME, ALLOW_READ, ALLOW_KEPT };
enum allow_result allow_look(struct allow *allow, bool now, const char **why, unsigned *line);

/* Grows with each reading that took any role from a key. */
uint64_t allow_losses(struct allow *allow);

#endif
