/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/address.h"
#include "http/page.h"

/* GET /metrics, /livez and /readyz[?verbose] on a thread of its own.
 *
 * On loopback a request must name loopback as its Host, so that no web page
 * reads /metrics through a name that its owner points here; nothing else is
 * made of that header. Off loopback /metrics needs the bearer token and is
 * refused when there is none; the other two carry no data and never need it.
 *
 * Bounds: HTTP_CONNECTIONS_MAX connections, half of them from one address;
 * HTTP_HEADER_BYTES_MAX for a request; HTTP_IDLE_S without a byte, and
 * HTTP_LIFE_MS for a connection as a whole. */
struct http_server;

enum {
    HTTP_CONNECTIONS_MAX = 32,
    HTTP_HEADER_BYTES_MAX = 8192,
    HTTP_IDLE_S = 5,
    HTTP_LIFE_MS = 10000,
    HTTP_TOKEN_BYTES_MIN = 16,
    HTTP_TOKEN_BYTES_MAX = 256,
};

/* Asked on the server's thread, at any time. */
struct http_source {
    void *context;
    size_t (*metrics)(void *context, struct http_metric metrics[HTTP_METRICS_MAX]);
    size_t (*checks)(void *context, struct http_check checks[HTTP_CHECKS_MAX]);
    bool (*live)(void *context);
};

/* Binds and starts. `token_file` holds the token alone and is closed to
 * others (no o+rwx); "" for none. NULL after saying why in the log. `source`
 * is borrowed until http_server_close. */
struct http_server *http_server_open(const char *address, const char *token_file, const struct http_source *source);

void http_server_close(struct http_server *server); /* NULL: nothing */

#endif
