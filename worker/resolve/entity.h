/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_ENTITY_H
#define RESOLVE_ENTITY_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "record/record.h"

/* Who a source is: "Kurti" and "he" as Albin Kurti. */

/* The names of an article, by their last word. */
struct names;
struct institutions;

/* Finds every name of two words and more. NULL when the arena is full. */
struct names *names_make(struct arena *arena, const struct lexed *lexed);

/* The source of a range, without its spans: name, role, country, each absent
 * rather than guessed. `person` tells that the name is one person's. NULL when
 * the arena is full. A pronoun gives a source without a name. */
source_record *entity_source(struct arena *arena, const struct names *names, struct range range, bool *person);

/* The bodies that the article names. */
const struct institutions *names_institutions(const struct names *names);

/* True for "he" and "she". */
bool entity_is_pronoun(const struct lexed *lexed, struct range range);

/* Who the sentence is about, by its first words: a person known by full name
 * (given in `name`), somebody else, or nobody. Only tokens before `before` count. */
enum antecedent { ANTECEDENT_NONE, ANTECEDENT_NAME, ANTECEDENT_OTHER };
enum antecedent entity_subject(struct arena *arena, const struct names *names, uint32_t sentence, uint32_t before,
                               char **name);

#endif
