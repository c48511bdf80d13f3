/* SPDX-License-Identifier: Apache-2.0 */
#include "http/probe.h"

#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"

/* Everything until the server closes; false when that takes too long or it is
 * more than a page. */
static bool receive(int socket, int64_t until_ms, char page[HTTP_PAGE_BYTES])
{
    size_t used = 0;
    while (used < HTTP_PAGE_BYTES - 1 && clock_monotonic_ms(&clock_system) < until_ms) {
        const ssize_t got = recv(socket, page + used, HTTP_PAGE_BYTES - 1 - used, 0);
        if (got < 0)
            return false;
        page[used += (size_t)got] = '\0';
        if (got == 0)
            return true;
    }
    return false;
}

/* Leaves the body in `page`. */
static int read_status(char page[HTTP_PAGE_BYTES])
{
    int status = 0;
    char *body = strstr(page, "\r\n\r\n");
    if (!body || sscanf(page, "HTTP/1.%*1[01] %3d", &status) != 1)
        return 0;
    memmove(page, body + 4, strlen(body + 4) + 1);
    return status;
}

int http_probe(const struct http_address *address, const char *path, int wait_ms, char page[HTTP_PAGE_BYTES])
{
    const struct timeval wait = { wait_ms / 1000, wait_ms % 1000 * 1000 };
    const int64_t until_ms = clock_monotonic_ms(&clock_system) + wait_ms;
    char request[256];
    int status = 0;
    page[0] = '\0';
    const int size = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\n\r\n", path);
    const int client = socket(address->name.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0)
        return 0;
    if (setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
        setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
        connect(client, (const struct sockaddr *)&address->name, address->size) == 0 &&
        send(client, request, (size_t)size, MSG_NOSIGNAL) == size && receive(client, until_ms, page))
        status = read_status(page);
    close(client);
    return status;
}
