/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/token.h"

/* What becomes of a request; pure. */

struct http_guard {
    bool loopback;                        /* where we listen */
    char token[HTTP_TOKEN_BYTES_MAX + 1]; /* "": there is none */
};

struct http_request {
    const char *method, *path;
    const char *host, *authorization; /* NULL: not given */
    bool verbose;
};

enum http_verdict {
    HTTP_METRICS,
    HTTP_READY,
    HTTP_LIVE,
    HTTP_NO_METHOD,
    HTTP_NO_HOST, /* a foreign Host on loopback */
    HTTP_NO_PAGE,
    HTTP_NO_TOKEN, /* missing or wrong */
    HTTP_CLOSED,   /* /metrics off loopback where no token was set */
};

enum http_verdict http_request_judge(const struct http_guard *guard, const struct http_request *request);

#endif
