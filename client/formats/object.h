/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_OBJECT_H
#define CLIENT_FORMATS_OBJECT_H

#include <jansson.h>

#include "client/formats/draft.h"

/* The kinds of JSON object that are articles. */

/* The string at a key, NULL when there is none. */
const char *object_text(const json_t *object, const char *key);
/* The first string among: the value itself, what it has at `key`, or those of
 * its first element that has one. */
const char *object_first(const json_t *value, const char *key);

bool ninjs_is(const json_t *object);
void ninjs_fill(struct draft *draft, const json_t *object);

bool linked_is(const json_t *object);
/* Calls for each news article in the value, down to `depth` levels, until it returns false. */
typedef bool linked_each(void *context, const json_t *article);
bool linked_walk(const json_t *value, int depth, linked_each *each, void *context);
void linked_fill(struct draft *draft, const json_t *article);

struct map;
void map_fill(struct draft *draft, const struct map *map, const json_t *object);

#endif
