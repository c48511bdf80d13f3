/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_KEYFILE_H
#define PROTO_KEYFILE_H

#include <stdbool.h>
#include <stddef.h>

/* Key files of a keys folder, for both sides. A key is 40 characters of Z85
 * (ZeroMQ RFC 32) and a line end:
 *
 *   NAME.key  the secret key; of this user, mode 0600 or less
 *   NAME.pub  the public key; writable by nobody but its owner
 *
 * The folder itself may be written by its owner alone. The hub's name is
 * "hub". Each function returns NULL, or what is wrong: a static sentence
 * without any byte of the file. */
enum { KEY_BYTES = 40, KEY_TEXT_BYTES = KEY_BYTES + 1, KEY_NAME_BYTES_MAX = 64 };

/* 1 to 64 of A-Z a-z 0-9 . _ - and no . or - in front; "local" is taken. */
bool keyfile_name_fits(const char *name);

/* True for 40 characters of Z85. */
bool keyfile_key_fits(const char *key, size_t size);

const char *keyfile_secret(const char *folder, const char *name, char key[KEY_TEXT_BYTES]);
const char *keyfile_public(const char *folder, const char *name, char key[KEY_TEXT_BYTES]);

/* Opens a file that decides who is let in: regular, of this user or root, not
 * writable by others; nor is its folder. -1 with `why` otherwise. */
int keyfile_open(const char *folder, const char *file, const char **why);

/* Writes NAME.key and NAME.pub; neither may be there already. Half of a pair
 * is removed again. */
const char *keyfile_write(const char *folder, const char *name, const char *secret, const char *public);

#endif
