/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/arena.h"
#include "base/span.h"

/* What of a body is worth reading: its lines, without blank ones, those that
 * stood there before, as captions and leads do, the headline, and what is of
 * the page and not of the article (text/chrome.h). A dateline is a line of its own. */
struct clean;

/* `headline` may be empty. NULL when the arena is full. */
struct clean *clean_new(struct arena *arena, struct span body, struct span headline);

/* The next such line, trimmed, as a slice of the body; false at the end. */
bool clean_next(struct clean *clean, struct span *line);

#endif
