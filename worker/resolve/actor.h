/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_ACTOR_H
#define RESOLVE_ACTOR_H

#include "record/record.h"
#include "resolve/institution.h"

/* Fills the actors of a claim: the bodies named in its content, each once. */
void actors_give(struct arena *arena, const struct lexed *lexed, const struct institutions *institutions,
                 claim_record *claim, const struct range *content, size_t count);

#endif
