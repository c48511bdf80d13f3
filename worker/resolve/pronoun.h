/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_PRONOUN_H
#define RESOLVE_PRONOUN_H

#include "resolve/entity.h"

/* Who "he", "she", "it" and "I" are.
 *
 * "He" and "she": the persons named or heard in the sentences before are
 * scored, with integer weights for who spoke last, who the sentence is about,
 * distance and gender (rank.def); the best is taken when it leads and is good
 * enough. "It": the body that spoke last or that the sentence before is about.
 * "I" inside somebody's words is that speaker. Anything else is nobody. */

/* The attributions so far: speakers[i] is the speaker of draft i. */
struct spoken {
    const struct entities *entities;
    const struct drafts *drafts;
    struct speaker *speakers;
};

/* True when the range is one of these pronouns. */
bool pronoun_stands(const struct lexed *lexed, struct range range);

/* "the 29-year-old nurse": he or she of whom the text goes on. */
bool pronoun_describes(const struct lexed *lexed, struct range range);

/* "Its statement", "her letter": what is issued speaks for who the pronoun is. */
bool pronoun_issues(const struct lexed *lexed, struct range range);

/* "His lawyer", "her office": what the pronoun is the owner of. */
bool pronoun_owns(const struct lexed *lexed, struct range range);

/* Fills name, role and country of the speaker of draft `number`, a pronoun;
 * leaves them where there is more than one to choose from. Of an owner too. */
void pronoun_speaker(struct arena *arena, const struct spoken *spoken, size_t number);

#endif
