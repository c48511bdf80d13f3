/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_PROBE_H
#define HTTP_PROBE_H

#include "http/address.h"
#include "http/page.h"

/* Asks a server for one page, as a health check does. Returns the HTTP
 * status, 0 when nobody answers within `wait_ms`; `page` has the body. */
int http_probe(const struct http_address *address, const char *path, int wait_ms, char page[HTTP_PAGE_BYTES]);

#endif
