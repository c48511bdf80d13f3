/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_GUNZIP_H
#define CLIENT_FORMATS_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>
#include <zlib.h>

#include "client/formats/buffer.h"

/* gzip data of any number of members, as it comes. A member that inflates
 * without measure is refused. */
struct gunzip {
    z_stream stream;
    bool inside;          /* a member that has not ended */
    uint64_t taken, made; /* bytes of this member */
};

/* False when out of memory. Then gunzip_close. */
bool gunzip_open(struct gunzip *gunzip);
void gunzip_close(struct gunzip *gunzip);

/* Inflates from `*from` (of `*size` bytes; both move on) into `room` bytes at
 * `to`; `*made` of them are there afterwards. NULL, or what is wrong. */
const char *gunzip_run(struct gunzip *gunzip, const char **from, size_t *size, char *to, size_t room, size_t *made);

/* One whole body of an HTTP message, gzip or zlib or bare deflate. NULL, or what is wrong. */
const char *gunzip_body(const char *bytes, size_t size, size_t bytes_max, struct buffer *body);

#endif
