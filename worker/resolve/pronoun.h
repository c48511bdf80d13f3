/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_PRONOUN_H
#define RESOLVE_PRONOUN_H

#include "resolve/entity.h"

/* Who "he", "she" and "it" are, by who spoke last. */

/* What is known of the attributions so far: sources[i] is the source of draft i. */
struct spoken {
    const struct lexed *lexed;
    const struct names *names;
    const struct drafts *drafts;
    source_record *const *sources;
    bool *person; /* the source is one person, named */
};

/* Fills name, role and country of the source of draft `number`, a pronoun,
 * from the speaker or subject of the sentences before; leaves them where
 * there is more than one to choose from. */
void pronoun_name(struct arena *arena, const struct spoken *spoken, size_t number, source_record *source);

#endif
