/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/actor.h"

#include <string.h>

#include "resolve/slice.h"

enum { ACTORS_MAX = 8 };

static actor_record *make(struct arena *arena, const struct lexed *lexed, const struct body *body)
{
    actor_record *actor = actor_make(arena);
    span_record *span = slice_span(arena, lexed->document, body->words);
    if (!actor || !span)
        return NULL;
    actor->name = body->name;
    actor->country = body->country ? arena_string(arena, span_of(body->country)) : NULL;
    actor->sector = body->sector ? arena_string(arena, span_of(body->sector)) : NULL;
    actor->span = span;
    return actor;
}

static bool is_new(actor_record *const *found, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(found[i]->name, name) == 0)
            return false;
    return true;
}

void actors_give(struct arena *arena, const struct lexed *lexed, const struct institutions *institutions,
                 claim_record *claim, const struct range *content, size_t count)
{
    actor_record *found[ACTORS_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (uint32_t i = content[c].first; i < content[c].end && n < ACTORS_MAX; i++) {
            struct body body;
            if (!lexed_is(lexed, i, WORD_INSTITUTION) ||
                !institution_at(arena, institutions, i, content[c].first, &body) || body.words.end > content[c].end ||
                !is_new(found, n, body.name))
                continue;
            actor_record *actor = make(arena, lexed, &body);
            if (actor)
                found[n++] = actor;
        }
    if (n > 0 && (claim->actors = arena_array(arena, n, sizeof *claim->actors))) {
        memcpy(claim->actors, found, n * sizeof *found);
        claim->n_actors = n;
    }
}
