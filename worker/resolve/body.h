/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_BODY_H
#define RESOLVE_BODY_H

#include "extract/draft.h"
#include "resolve/name.h"

/* The full name of a body from the words that name it. */

enum { BODY_NAME_BYTES_MAX = 160 };

struct body_name {
    char bytes[BODY_NAME_BYTES_MAX];
    size_t size;
    bool whole; /* it says of which country or place */
    bool plain; /* made of small words alone: "the accident investigation office" */
    uint32_t end;
};

/* The last noun for a body among the words before any preposition; DRAFT_NONE:
 * none, or "the navy spokesman", who is a person. */
uint32_t body_noun(const struct lexed *lexed, struct range phrase);

/* Past the words behind the noun that are part of its name: "Ministry of Foreign Affairs". */
uint32_t body_end(const struct lexed *lexed, uint32_t noun, uint32_t end);

/* The country that owns or describes the noun, or is part of its name; NULL: not said. */
const char *body_country(const struct lexed *lexed, struct range phrase, uint32_t noun);

/* Builds the name of the body whose noun stands at `noun`: "the Tajik foreign
 * ministry" and "the foreign ministry in Dushanbe" are the "Ministry of Foreign
 * Affairs of Tajikistan". `home` is the country that the text is about (NULL:
 * not known), which a bare "State Border Service" is of. False when the words do
 * not say which body it is. */
bool body_build(const struct lexed *lexed, struct range phrase, uint32_t noun, const char *home,
                struct body_name *name);

/* "Portuguese Navy" of "portuguese" and "navy". */
bool body_of_people(const char *people, struct span noun, struct body_name *name);

/* "Government of X"; false when the country is unknown. */
bool body_government(const char *country, struct body_name *name);

#endif
