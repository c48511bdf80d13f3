/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_INSTITUTION_H
#define RESOLVE_INSTITUTION_H

#include "extract/draft.h"
#include "extract/phrase.h"
#include "resolve/gazetteer.h"

/* Bodies that speak: ministries, navies, bureaus. */

/* Those an article gives with a name, so that "the service" is known again. */
struct institutions;

/* NULL when the arena is full. */
struct institutions *institutions_make(struct arena *arena, const struct lexed *lexed);

/* The full name of the body that a noun phrase names: "the Tajik foreign
 * ministry" as "Ministry of Foreign Affairs of Tajikistan", "the service" as
 * the one named before. NULL when it is no body, when the text does not say
 * which, or when the arena is full. */
char *institution_name(struct arena *arena, const struct institutions *institutions, struct range phrase);

/* A body named in the text. */
struct body {
    struct range words;
    char *name;
    const char *country; /* NULL: not said beside it */
};

/* The body whose noun stands at `noun`, with the words before it down to
 * `floor`; false when it has no name of its own there or the arena is full. */
bool institution_at(struct arena *arena, const struct institutions *institutions, uint32_t noun, uint32_t floor,
                    struct body *body);

/* The government of the country whose capital is one of several towns of that
 * name ("Georgetown"), where the text names the country; the European Union or
 * NATO for Brussels, where the text names it; else NULL. */
char *institution_capital(struct arena *arena, const struct institutions *institutions, struct range name);

/* "Government of X". NULL when the country is unknown or the arena is full. */
char *institution_government(struct arena *arena, const char *country);

#endif
