/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_DOCUMENTS_H
#define CLIENT_FORMATS_DOCUMENTS_H

#include <libxml/tree.h>

#include "client/formats/draft.h"

/* What the readers of RSS, Atom and NewsML-G2 share: an item is a tree of libxml2. */

/* What the feed says for all of its items. Of malloc, or NULL. */
struct channel {
    char *title, *language;
};

/* The element's children by name and kind of namespace. */
enum space { SPACE_CORE, SPACE_DC, SPACE_CONTENT, SPACE_ATOM, SPACE_OTHER };
enum space xml_space(const xmlNode *node);
/* The text inside a node, and the value of an attribute by its local name: NULL
 * when there is none. For xmlFree. */
xmlChar *xml_text(const xmlNode *node);
xmlChar *xml_attribute(const xmlNode *node, const char *name);
bool xml_is(const xmlNode *node, const char *name);
/* The first descendant of that name, or NULL. Depth is bounded by the reader. */
const xmlNode *xml_find(const xmlNode *node, const char *name);
/* The element written as HTML. For xmlFree, NULL when out of memory. */
xmlChar *xml_as_html(const xmlNode *node);

void rss_fill(struct draft *draft, const xmlNode *item);
void atom_fill(struct draft *draft, const xmlNode *entry);
void newsml_fill(struct draft *draft, const xmlNode *item);

#endif
