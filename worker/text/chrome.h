/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_CHROME_H
#define TEXT_CHROME_H

#include <stdbool.h>

#include "base/span.h"

/* Lines of a page that are not of the article, by how they are worded on any
 * site: share bars, read-more and subscribe lines, captions and their
 * credits, bylines, copyright. Lines come trimmed. */
bool chrome_is(struct span line);

/* Bytes of a dateline at the start of a line, "CITY, Month 3 (Agency) — ", with its dash; 0: none. */
size_t chrome_dateline(struct span line);

#endif
