/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_MARKUP_H
#define CLIENT_FORMATS_MARKUP_H

#include "client/formats/buffer.h"
#include "client/formats/tree.h"

/* HTML as text: paragraphs parted by "\n\n", words by one space. */

/* True when a text holds something that reads as a tag or an entity. */
bool markup_is(const char *text);
/* All paragraphs of a piece of HTML but its chrome. NULL, or why there are none. */
const char *markup_prose(const char *html, size_t size, const struct limits *limits, struct buffer *prose);

/* The words inside a node, without chrome. */
void markup_words(const GumboNode *node, struct buffer *words);

/* The article's body on a page: the deepest element that still holds most of
 * the page's words in whole paragraphs, links and chrome not counted; its
 * paragraphs but for link lists, read-more lines and the title once more.
 * (Text density after Sun, Song and Liao, "DOM based content extraction via
 * text density", SIGIR 2011, in one pass.) False when out of memory. */
bool markup_body(const GumboNode *root, const char *title, struct buffer *prose);

#endif
