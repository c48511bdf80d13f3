/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_NOUN_H
#define EXTRACT_NOUN_H

#include "extract/lexicon.h"

/* What a noun can be in a happening, so that a verb is read as one only beside
 * nouns that fit it: who "struck a deal" struck nothing. */
enum noun_class {
    NOUN_PERSON = 1,
    NOUN_GROUP = 2, /* "army", "crowd" */
    NOUN_BUILT = 4, /* "school", "bridge" */
    NOUN_VEHICLE = 8,
    NOUN_WEAPON = 16,
    NOUN_PLACE = 32,
    NOUN_FORCE = 64,      /* what is deployed: "troops", "warships" */
    NOUN_PACT = 128,      /* what is signed: "treaty", "truce" */
    NOUN_SHOT = 256,      /* what is fired: "rocket", "rounds" */
    NOUN_NATURE = 512,    /* what strikes without will: "flood", "fire" */
    NOUN_TALKS = 1024,    /* what is held: "summit", "funeral" */
    NOUN_RAID = 2048,     /* what is launched: "attack", "strike" */
    NOUN_SANCTION = 4096, /* what is imposed */
    NOUN_NAME = 8192,     /* a capitalised word that is in no table */
    NOUN_PRONOUN = 16384,
};

/* Classes of the token as the head of a noun phrase, singular or plural; 0: unknown, or no noun. */
unsigned noun_classes(const struct lexed *lexed, uint32_t token);

/* Does the word look like a plural: "guards", "men", "people"? */
bool noun_is_plural(const struct lexed *lexed, uint32_t token);

#endif
