/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_HTTP_H
#define CLIENT_FORMATS_HTTP_H

#include "client/formats/buffer.h"

/* An HTTP response as a WARC record holds it. */
struct http {
    int status;
    char content_type[128];
    char encoding[32]; /* Content-Encoding */
    bool chunked;
    const char *body; /* borrowed */
    size_t size;
};

/* False when the bytes are no response with a whole head. */
bool http_read(struct http *http, const char *bytes, size_t size);
bool http_is_page(const struct http *http);
/* Undoes chunks and compression. NULL, or what is wrong. */
const char *http_body(const struct http *http, size_t bytes_max, struct buffer *body);

/* The value after "Name:" when the line is that header, else NULL. Blanks around it go. */
const char *header_value(const char *line, size_t size, const char *name, size_t *length);

#endif
