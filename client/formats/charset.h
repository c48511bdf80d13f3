/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_CHARSET_H
#define CLIENT_FORMATS_CHARSET_H

#include "client/formats/buffer.h"

/* The encodings that are read: UTF-8, ISO 8859, the Windows code pages, KOI8
 * and those of East Asia in use. */

/* The name iconv knows it by, of a label of `size` bytes; NULL when it is none of them. */
const char *charset_find(const char *label, size_t size);
/* What a page says of itself: by its first bytes, by `header` (a Content-Type,
 * or NULL), else by a <meta> near its beginning; "UTF-8" if by none. */
const char *charset_of_page(const char *bytes, size_t size, const char *header);
/* Adds the text as UTF-8; what does not belong in the encoding becomes U+FFFD. */
bool charset_convert(const char *charset, const char *bytes, size_t size, struct buffer *text);

#endif
