/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_SPOT_H
#define RESOLVE_SPOT_H

#include "resolve/scene.h"

/* One name of a place, where it stands. */

/* The place named from token `i` on: a country or a capital, a town, a region, or one that no gazetteer has ("the
 * village of Kok-Talaa", "the Cauca region", "near Kok-Talaa"). What stands behind its comma tells which of several
 * it is: "Paris, Texas". The token past it, or `i`. */
uint32_t spot_at(struct arena *arena, const struct lexed *lexed, const struct countries *countries, uint32_t i,
                 struct place_mention *mention);

/* "village", "district": nouns that say that a name is a place's. */
bool spot_is_kind(const struct document *document, uint32_t i);

#endif
