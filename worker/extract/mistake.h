/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_MISTAKE_H
#define EXTRACT_MISTAKE_H

#include <stdbool.h>

#include "text/document.h"

/* Whether the text takes back what begins at the token as its own mistake: "we
 * were wrong to report on Friday that", "an earlier version of this story
 * wrongly said that", or in two sentences: "we reported on Friday that … This was
 * wrong." Under a heading that says CORRECTION the outlet may call itself by its
 * name. What somebody is quoted with is his own affair. */
bool mistake_before(const struct document *document, uint32_t token);

/* "This was wrong": the words that say so in the sentence behind; empty where none do. */
struct range mistake_verdict(const struct document *document, uint32_t token);

#endif
