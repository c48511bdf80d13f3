/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_ENTITY_H
#define RESOLVE_ENTITY_H

#include "record/record.h"
#include "resolve/cast.h"
#include "resolve/institution.h"

/* Who a source is: "Kurti", "the prime minister" and "Kosovo's prime minister,
 * Albin Kurti," as Albin Kurti. */

/* Who and what an article can quote. */
struct entities {
    const struct lexed *lexed;
    struct cast *cast;
    struct institutions *institutions;
};

/* False when the arena is full. */
bool entities_make(struct arena *arena, const struct lexed *lexed, struct entities *entities);

/* What is known of a source besides what its record says. */
struct speaker {
    source_record *source;
    uint32_t member; /* MEMBER_NONE: not among the cast */
    bool person;     /* one person, with a name */
};

/* The speaker that a range names or describes: name, role, country, each absent
 * rather than guessed. An unnamed spokesman speaks for his organisation, a
 * capital for its government, a statement for who issues it. A pronoun gives a
 * source without a name. False when the arena is full. */
bool entity_speaker(struct arena *arena, const struct entities *entities, struct range range, struct speaker *speaker);

/* Names the speaker as that member. */
void entity_name(struct arena *arena, const struct entities *entities, uint32_t member, struct speaker *speaker);

/* The full name of a member. NULL when the arena is full. */
char *entity_member_name(struct arena *arena, const struct entities *entities, uint32_t member);

/* ---- how a source phrase is put together, in source.c */

/* "Kosovo's prime minister, Albin Kurti": all ranges may be empty. */
struct source_parts {
    struct range main;       /* up to the comma, bracket or relative clause */
    struct range core;       /* main up to its preposition */
    struct range tail;       /* behind that preposition */
    struct range name;       /* the name that the phrase is of: in the core, the apposition or the tail */
    struct range role;       /* what goes before the name; the whole core where there is no name */
    struct range owner;      /* who "'s" makes owner of the core */
    struct range apposition; /* behind the comma */
    bool several;            /* "and": more than one */
};

void source_parse(const struct entities *entities, struct range range, struct source_parts *parts);

/* Does it name a statement, a letter, a website? */
bool source_is_document(const struct lexed *lexed, uint32_t token);

/* "neither", "few": a phrase that begins so is of nobody with a name. */
bool source_counts(const struct lexed *lexed, uint32_t token);

#endif
