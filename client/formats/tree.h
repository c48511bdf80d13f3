/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_TREE_H
#define CLIENT_FORMATS_TREE_H

#include <gumbo.h>

#include "client/formats/intake.h"

/* The tree of an HTML page, in memory of its own that has a bound. Whatever the
 * page, the parser ends when that memory or its processor time is over, and
 * no tree is deeper than the limit: walking one may recurse. */
struct tree {
    GumboNode *root; /* html */
    char *pool;      /* all of its memory */
    size_t pool_bytes;
};

/* NULL, or why there is no tree. The bytes must live as long. Even then tree_close. */
const char *tree_open(struct tree *tree, const char *bytes, size_t size, const struct limits *limits);
void tree_close(struct tree *tree);

/* Children of an element; NULL when it is none. */
const GumboVector *tree_children(const GumboNode *node);
/* The tag; GUMBO_TAG_UNKNOWN also where the node is no element. */
GumboTag tree_tag(const GumboNode *node);
/* The value, or NULL. */
const char *tree_attribute(const GumboNode *node, const char *name);
/* True when the attribute holds the word, in any case, among words parted by blanks. */
bool tree_attribute_has(const GumboNode *node, const char *name, const char *word);

#endif
