/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_TOWNS_H
#define RESOLVE_TOWNS_H

#include "resolve/gazetteer.h"

/* Towns by name, from the table that places.py makes of GeoNames; it is linked
 * in, read-only. */

/* Countries that a text names, themselves, by their people or by a part of them. */
struct countries {
    uint64_t named[(26 * 26 + 63) / 64];
};

void countries_find(const struct lexed *lexed, struct countries *countries);

/* Does the text name it? */
bool countries_name(const struct countries *countries, const char *country);

/* As if the text named this one alone. */
void countries_just(struct countries *countries, const char *country);

/* The one country that the text names, or "" when it names none or several. */
void countries_only(const struct countries *countries, char country[3]);

/* The town whose name stands at `first` behind a word of place ("in", "near"):
 * of several of that name the one in a country that the text names, or one that
 * is far larger than the others. False when there is none or no telling.
 * `place` points into the table; `after` receives the token past the name. */
bool towns_at(const struct lexed *lexed, const struct countries *countries, uint32_t first, uint32_t end,
              uint32_t *after, struct place *place, char country[3]);

#endif
