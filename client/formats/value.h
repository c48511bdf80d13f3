/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_VALUE_H
#define CLIENT_FORMATS_VALUE_H

#include "client/formats/draft.h"

/* One JSON value as articles, by what it holds:
 *
 *   ninjs 1 to 3         has "uri" and a word of ninjs
 *   schema.org (JSON-LD) has "@context", "@type" or "@graph"; every
 *                        NewsArticle in it, Article and BlogPosting too
 *   an array             each of its values
 *   anything else        an article as WIRE.md says
 *
 * With a map, every object is an article of the map's program. */
struct map;

enum value_kind {
    VALUE_BROKEN,  /* refused */
    VALUE_ARTICLE, /* one article of WIRE.md, taken or refused */
    VALUE_OTHER,
};
enum value_kind value_take(struct intake *intake, const struct map *map, const char *text, size_t size);

/* Fills in what the first news article of a page's JSON-LD says. False when there is none. */
bool value_of_page(struct draft *draft, const char *text);

/* Names of fields: trafilatura and newspaper built in, else a file of lines
 * "ours = theirs" (dots go into objects; the first that has something counts).
 * NULL, after `why` (at least 160 bytes) says what is wrong and where. */
struct map *map_open(const char *name, char why[160]);
void map_close(struct map *map);

#endif
