/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_ENDPOINT_H
#define PROTO_ENDPOINT_H

enum { ENDPOINT_BYTES = 320 };

/* The endpoint that a hub binds, as one to connect to on its machine: every
 * address ("tcp://" with "*" or 0.0.0.0), which only a bind takes, is loopback.
 * `text` takes it where it is another; one that is too long stays as it is. */
const char *endpoint_to_connect(const char *endpoint, char text[ENDPOINT_BYTES]);

#endif
