/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Where /metrics, /livez and /readyz are served. */
struct http_address {
    struct sockaddr_storage name;
    socklen_t size;
    bool loopback;
};

/* Reads "127.0.0.1:8570", "[::1]:8570" or "localhost:8570"; no name but
 * localhost, so that nobody's resolver decides where we listen. False when it
 * is none of these. */
bool http_address_read(const char *text, struct http_address *address);

#endif
