/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_SCENE_H
#define RESOLVE_SCENE_H

#include "record/record.h"
#include "resolve/towns.h"

/* The places that a text names, and the one where its story is set. */

/* A name as it stands in the text. A village of no gazetteer has no geoname,
 * and the country that the text gives, or "". */
struct place_mention {
    struct range words;
    struct place place; /* its country points at `country` where that is set */
    char country[3];
};

struct scene {
    struct place_mention *mentions; /* in text order, at most SCENE_MENTIONS_MAX */
    size_t count;
};

enum { SCENE_MENTIONS_MAX = 1024 };

/* False when the arena is full. */
bool scene_find(struct arena *arena, const struct lexed *lexed, struct scene *scene);

/* The first mention at or after the token. */
size_t scene_first(const struct scene *scene, uint32_t token);

/* The place of a mention as it is published; NULL when the arena is full. */
place_record *scene_place(struct arena *arena, const struct document *document, const struct place_mention *mention);

/* Where the story is set: the place that most speaks for, of the dateline, of
 * "in X" near the top and of "in X" further down; what is named in passing
 * ("a ropeworks near Lisbon") does not count. NULL rather than a guess between
 * places of two countries; of two towns of one country, the country. */
place_record *scene_set(struct arena *arena, const struct lexed *lexed, const struct scene *scene);

#endif
