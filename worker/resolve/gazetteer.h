/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_GAZETTEER_H
#define RESOLVE_GAZETTEER_H

#include "extract/lexicon.h"

/* Countries by name and capitals: countries.def. */
struct place {
    const char *form; /* as looked up: no diacritics, lower case */
    const char *name;
    const char *country; /* ISO 3166-1 alpha-2 */
    uint32_t geoname;    /* 0: a country, without coordinates */
    double lat, lon;
};

/* The place whose name stands exactly at `first` and no longer name goes on
 * from it; NULL when there is none. `after` receives the token past it. */
const struct place *gazetteer_at(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after);

/* As gazetteer_at, but the name may go on ("Kosovo Prime Minister …"). */
const struct place *gazetteer_prefix(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after);

/* As gazetteer_prefix, for states and provinces: regions.def. It has neither id nor coordinates. */
const struct place *gazetteer_region(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after);

/* The country whose adjective or people stands at `first` ("Kenyan"): demonyms.def. NULL: none. */
const char *gazetteer_people(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after);

/* The adjective of a country in small letters ("portuguese"); NULL: none known. */
const char *gazetteer_adjective(const char *code);

/* The name of a country; NULL for an unknown code. */
const char *gazetteer_country(const char *code);

#endif
