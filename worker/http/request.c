/* SPDX-License-Identifier: Apache-2.0 */
#include "http/request.h"

#include <string.h>
#include <strings.h>

#include "http/address.h"

/* A Host header that names loopback, with or without a port. */
static bool names_loopback(const char *host)
{
    struct http_address address;
    char whole[128];
    const size_t size = strlen(host);
    if (size + sizeof ":80" > sizeof whole)
        return false;
    memcpy(whole, host, size + 1);
    if (http_address_read(whole, &address))
        return address.loopback;
    memcpy(whole + size, ":80", sizeof ":80");
    return http_address_read(whole, &address) && address.loopback;
}

static bool authorised(const struct http_guard *guard, const char *authorization)
{
    static const char scheme[] = "Bearer ";
    return authorization && strncasecmp(authorization, scheme, sizeof scheme - 1) == 0 &&
           http_token_equal(guard->token, authorization + sizeof scheme - 1);
}

enum http_verdict http_request_judge(const struct http_guard *guard, const struct http_request *request)
{
    if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0)
        return HTTP_NO_METHOD;
    if (guard->loopback && request->host && !names_loopback(request->host))
        return HTTP_NO_HOST;
    if (strcmp(request->path, "/livez") == 0)
        return HTTP_LIVE;
    if (strcmp(request->path, "/readyz") == 0)
        return HTTP_READY;
    if (strcmp(request->path, "/metrics") != 0)
        return HTTP_NO_PAGE;
    if (!*guard->token)
        return guard->loopback ? HTTP_METRICS : HTTP_CLOSED;
    return authorised(guard, request->authorization) ? HTTP_METRICS : HTTP_NO_TOKEN;
}
