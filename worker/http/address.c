/* SPDX-License-Identifier: Apache-2.0 */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_BYTES = INET6_ADDRSTRLEN };

static bool read_port(const char *text, in_port_t *port)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    const unsigned long number = strtoul(text, &end, 10);
    *port = htons((uint16_t)number);
    return *end == '\0' && number >= 1 && number <= 65535;
}

/* The host of "host:port" without brackets. */
static bool read_host(const char *text, const char *colon, char host[HOST_BYTES], bool *bracketed)
{
    size_t size = (size_t)(colon - text);
    *bracketed = size > 2 && text[0] == '[' && text[size - 1] == ']';
    if (*bracketed) {
        text++;
        size -= 2;
    }
    if (size == 0 || size >= HOST_BYTES)
        return false;
    memcpy(host, text, size);
    host[size] = '\0';
    return true;
}

bool http_address_read(const char *text, struct http_address *address)
{
    char host[HOST_BYTES];
    bool six;
    in_port_t port;
    const char *colon = strrchr(text, ':');
    memset(address, 0, sizeof *address);
    if (!colon || !read_host(text, colon, host, &six) || !read_port(colon + 1, &port))
        return false;
    if (six) {
        struct sockaddr_in6 name = { .sin6_family = AF_INET6, .sin6_port = port };
        if (inet_pton(AF_INET6, host, &name.sin6_addr) != 1)
            return false;
        address->loopback = IN6_IS_ADDR_LOOPBACK(&name.sin6_addr);
        address->size = sizeof name;
        memcpy(&address->name, &name, sizeof name);
        return true;
    }
    struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = port };
    if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &name.sin_addr) != 1)
        return false;
    address->loopback = ntohl(name.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    address->size = sizeof name;
    memcpy(&address->name, &name, sizeof name);
    return true;
}
