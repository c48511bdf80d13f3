/* SPDX-License-Identifier: Apache-2.0 */
#include "http/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/request.h"
#include "http/token.h"

enum { BACKLOG = 64, TURN_MS = 250 };

/* When each connection began, for HTTP_LIFE_MS. */
struct connection {
    int socket; /* -1: free */
    int64_t begin_ms;
};

struct http_server {
    struct http_guard guard;
    const struct http_source *source;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    _Atomic bool stop;
    struct connection connections[HTTP_CONNECTIONS_MAX];
    struct http_metric metrics[HTTP_METRICS_MAX];
    char page[HTTP_PAGE_BYTES];
};

/* ---- pages */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type, const char *text,
                              size_t size)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Content-Security-Policy", "default-src 'none'");
    if (status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    const enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result say(struct MHD_Connection *connection, unsigned status, const char *text)
{
    return answer(connection, status, "text/plain; charset=utf-8", text, strlen(text));
}

static enum MHD_Result serve_metrics(struct http_server *server, struct MHD_Connection *connection)
{
    const size_t count = server->source->metrics(server->source->context, server->metrics);
    const size_t size = http_page_metrics(server->metrics, count, server->page);
    if (size == 0)
        return say(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "the page is too small\n");
    return answer(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", server->page, size);
}

static enum MHD_Result serve_ready(struct http_server *server, struct MHD_Connection *connection, bool verbose)
{
    struct http_check checks[HTTP_CHECKS_MAX];
    const size_t count = server->source->checks(server->source->context, checks);
    const bool ready = http_page_ready(checks, count, verbose, server->page);
    return say(connection, ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, server->page);
}

static enum MHD_Result serve_live(struct http_server *server, struct MHD_Connection *connection)
{
    return server->source->live(server->source->context)
               ? say(connection, MHD_HTTP_OK, "alive\n")
               : say(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "the loop stands still\n");
}

static struct http_request read_request(struct MHD_Connection *connection, const char *method, const char *path)
{
    struct http_request request = { .method = method, .path = path };
    const char *verbose;
    size_t size;
    request.host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    request.authorization = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    request.verbose = MHD_lookup_connection_value_n(connection, MHD_GET_ARGUMENT_KIND, "verbose", strlen("verbose"),
                                                    &verbose, &size) == MHD_YES;
    return request;
}

static enum MHD_Result serve(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *data_size, void **state)
{
    struct http_server *server = context;
    const struct http_request request = read_request(connection, method, url);
    (void)version;
    (void)data;
    (void)data_size;
    (void)state;
    switch (http_request_judge(&server->guard, &request)) {
    case HTTP_METRICS:
        return serve_metrics(server, connection);
    case HTTP_READY:
        return serve_ready(server, connection, request.verbose);
    case HTTP_LIVE:
        return serve_live(server, connection);
    case HTTP_NO_METHOD:
        return say(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    case HTTP_NO_HOST:
        return say(connection, MHD_HTTP_MISDIRECTED_REQUEST, "this is no such host\n");
    case HTTP_NO_TOKEN:
        return say(connection, MHD_HTTP_UNAUTHORIZED, "a bearer token is needed\n");
    case HTTP_CLOSED:
        return say(connection, MHD_HTTP_FORBIDDEN, "/metrics is served off loopback only with a token file\n");
    default:
        return say(connection, MHD_HTTP_NOT_FOUND, "there is no such page\n");
    }
}

/* ---- connections and their time */

static void note_connection(void *context, struct MHD_Connection *connection, void **slot,
                            enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = context;
    struct connection *own = *slot;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (own)
            own->socket = -1;
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    for (int i = 0; info && !own && i < HTTP_CONNECTIONS_MAX; i++)
        if (server->connections[i].socket < 0)
            own = &server->connections[i];
    if (own && info)
        *own = (struct connection){ info->connect_fd, clock_monotonic_ms(&clock_system) };
    *slot = own;
}

/* Who dribbles his request gets the end of it. */
static void end_overdue(struct http_server *server)
{
    const int64_t before_ms = clock_monotonic_ms(&clock_system) - HTTP_LIFE_MS;
    for (int i = 0; i < HTTP_CONNECTIONS_MAX; i++)
        if (server->connections[i].socket >= 0 && server->connections[i].begin_ms < before_ms)
            shutdown(server->connections[i].socket, SHUT_RDWR);
}

static void *run(void *argument)
{
    struct http_server *server = argument;
    while (!atomic_load(&server->stop)) {
        MHD_run_wait(server->daemon, TURN_MS);
        end_overdue(server);
    }
    return NULL;
}

/* ---- life */

static int listen_at(const struct http_address *address)
{
    const int one = 1;
    const int listener = socket(address->name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return -1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
        bind(listener, (const struct sockaddr *)&address->name, address->size) == 0 && listen(listener, BACKLOG) == 0)
        return listener;
    const int why = errno;
    close(listener);
    errno = why;
    return -1;
}

static struct MHD_Daemon *start_daemon(struct http_server *server, int listener, bool six)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL | (six ? MHD_USE_IPv6 : MHD_NO_FLAG), 0, NULL, NULL, serve, server, MHD_OPTION_LISTEN_SOCKET,
        listener, MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)HTTP_CONNECTIONS_MAX / 2, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADER_BYTES_MAX, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_CONNECTION, note_connection, server, MHD_OPTION_END);
}

/* 0, or -1 with errno. */
static int start(struct http_server *server, const struct http_address *address)
{
    const int listener = listen_at(address);
    if (listener < 0)
        return -1;
    server->daemon = start_daemon(server, listener, address->name.ss_family == AF_INET6);
    if (!server->daemon) {
        close(listener);
        errno = ENOMEM;
        return -1;
    }
    errno = pthread_create(&server->thread, NULL, run, server);
    if (errno == 0)
        return 0;
    MHD_stop_daemon(server->daemon);
    return -1;
}

struct http_server *http_server_open(const char *address, const char *token_file, const struct http_source *source)
{
    struct http_address where;
    struct http_server *server = calloc(1, sizeof *server);
    const char *trouble = NULL;
    if (!server)
        return NULL;
    server->source = source;
    for (int i = 0; i < HTTP_CONNECTIONS_MAX; i++)
        server->connections[i].socket = -1;
    if (!http_address_read(address, &where))
        trouble = "is no host and port";
    else if (*token_file && (trouble = http_token_read(token_file, server->guard.token)))
        address = token_file;
    server->guard.loopback = where.loopback;
    if (!trouble && start(server, &where) != 0)
        trouble = strerror(errno);
    if (!trouble) {
        if (!where.loopback && !*server->guard.token)
            log_line(LOG_WARN, "http", "%s is not on loopback and there is no token: /metrics is refused", address);
        return server;
    }
    log_line(LOG_ERROR, "http", "%s: %s", address, trouble);
    free(server);
    return NULL;
}

void http_server_close(struct http_server *server)
{
    if (!server)
        return;
    atomic_store(&server->stop, true);
    pthread_join(server->thread, NULL);
    MHD_stop_daemon(server->daemon);
    memset(server->guard.token, 0, sizeof server->guard.token);
    free(server);
}
