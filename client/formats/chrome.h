/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_CHROME_H
#define CLIENT_FORMATS_CHROME_H

#include "client/formats/tree.h"

/* What stands on a page beside the article's words: navigation, captions,
 * forms, scripts, blocks to share, to subscribe, to read more. */

/* An element that is left out with all in it. Without `classes` what its class
 * and id say does not count. */
bool chrome_element(const GumboNode *node, bool classes);
/* A paragraph that only points elsewhere: "Read more: …". */
bool chrome_line(const char *text, size_t size);

#endif
