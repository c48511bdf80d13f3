/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_TOKEN_H
#define HTTP_TOKEN_H

#include "http/server.h"

/* Reads the one line of a token file: printable ASCII without blanks, of
 * HTTP_TOKEN_BYTES_MIN to _MAX. NULL when it is fine, else what is wrong. */
const char *http_token_read(const char *path, char token[HTTP_TOKEN_BYTES_MAX + 1]);

/* Takes as long however much of `given` is right. */
bool http_token_equal(const char *token, const char *given);

#endif
