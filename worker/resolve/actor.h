/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_ACTOR_H
#define RESOLVE_ACTOR_H

#include "resolve/entity.h"

/* Fills the actors of a claim, each once: the persons and bodies named in its
 * content, the countries that act in it, and groups ("Kyrgyz border guards"),
 * with country and PLOVER sector where the article says them. */
void actors_give(struct arena *arena, const struct entities *entities, claim_record *claim, const struct range *content,
                 size_t count);

/* The actor that a noun phrase is, in its own words without article and number
 * where it is none that the article names. NULL: no words, or the arena is full. */
actor_record *actor_named(struct arena *arena, const struct entities *entities, struct range words, uint32_t head);

#endif
