/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/peers/lines.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/peers/load.h"

struct lines *lines_open(int port)
{
    struct lines *lines = malloc(sizeof *lines);
    const int on = 1;
    const struct timeval wait = { ANSWER_MS / 1000, 0 };
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (!lines)
        die("out of memory");
    lines->out_size = lines->in_begin = lines->in_end = 0;
    lines->socket = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(lines->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(lines->socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(lines->socket, (const struct sockaddr *)&address, sizeof address) != 0)
        die("no server at port %d", port);
    return lines;
}

void lines_close(struct lines *lines)
{
    close(lines->socket);
    free(lines);
}

void lines_flush(struct lines *lines)
{
    for (size_t done = 0; done < lines->out_size;) {
        const ssize_t sent = send(lines->socket, lines->out + done, lines->out_size - done, MSG_NOSIGNAL);
        if (sent <= 0)
            die("the server hung up");
        done += (size_t)sent;
    }
    lines->out_size = 0;
}

void lines_put(struct lines *lines, const char *bytes, size_t size)
{
    if (size > sizeof lines->out)
        die("a message is too large");
    if (lines->out_size + size > sizeof lines->out)
        lines_flush(lines);
    memcpy(lines->out + lines->out_size, bytes, size);
    lines->out_size += size;
}

/* The end of the first line received, or NULL. */
static char *end_of_line(struct lines *lines)
{
    return memmem(lines->in + lines->in_begin, lines->in_end - lines->in_begin, "\r\n", 2);
}

const char *lines_next(struct lines *lines, bool here_only)
{
    char *end;
    while (!(end = end_of_line(lines))) {
        if (here_only)
            return NULL;
        memmove(lines->in, lines->in + lines->in_begin, lines->in_end - lines->in_begin);
        lines->in_end -= lines->in_begin;
        lines->in_begin = 0;
        if (lines->in_end == sizeof lines->in)
            die("a line of the server is too long");
        const ssize_t size = recv(lines->socket, lines->in + lines->in_end, sizeof lines->in - lines->in_end, 0);
        if (size <= 0)
            die("no answer for %d s", ANSWER_MS / 1000);
        lines->in_end += (size_t)size;
    }
    const char *line = lines->in + lines->in_begin;
    *end = '\0';
    lines->in_begin = (size_t)(end + 2 - lines->in);
    return line;
}
