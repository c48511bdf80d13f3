/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_PAGE_H
#define CLIENT_FORMATS_PAGE_H

#include "client/formats/draft.h"

/* An HTML page as an article. */
struct page {
    const char *bytes;
    size_t size;
    const char *content_type; /* of the HTTP header, or NULL */
    const char *url;          /* where it was fetched, or NULL */
    const char *fetched_at;   /* or NULL */
};

/* Title, canonical address, date, byline and language come from JSON-LD,
 * <meta>, <link> and the page's own marks, in this order; the body from the
 * words (markup_body), or from JSON-LD when that has twice as many. */
void page_take(struct intake *intake, const struct page *page);

#endif
