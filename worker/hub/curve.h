/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_CURVE_H
#define HUB_CURVE_H

#include <stdbool.h>

#include "proto/keyfile.h"

/* CURVE on a socket that is not bound or connected yet; keys are Z85 text. As
 * the hub: only whom the context's ZAP handler lets into `domain`, and nobody
 * while there is no handler. As a peer: only towards that hub. */
bool curve_guard(void *socket, const char *secret, const char *domain);
struct curve_keys {
    char secret[KEY_TEXT_BYTES], hub[KEY_TEXT_BYTES]; /* its own secret key, the hub's public one */
};
bool curve_trust(void *socket, const struct curve_keys *keys);

/* True for the endpoints on which keys are used: tcp, not ipc. */
bool curve_used(const char *endpoint);

/* A socket that tells whether the hub refuses this one's key; NULL when ZeroMQ
 * will not. At most one in a context; closed before what it watches. */
void *curve_refusals(void *context, void *socket);
bool curve_refused(void *refusals);

/* A new pair, and the public half of one. */
bool curve_pair(char secret[KEY_TEXT_BYTES], char public[KEY_TEXT_BYTES]);
bool curve_public(const char *secret, char public[KEY_TEXT_BYTES]);

#endif
