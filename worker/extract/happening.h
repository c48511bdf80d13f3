/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_HAPPENING_H
#define EXTRACT_HAPPENING_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* A verb that tells of a happening beside the nouns that fit it: event.def.
 * "Gunmen attacked a border post" does; "Lamps burned", "struck a deal" and
 * "attacked the plan" do not. */
struct happening {
    enum event_kind kind;
    struct range subject; /* its words, "the foreign ministers of both countries" */
    uint32_t head;        /* the word of them that says who, "ministers" */
    struct range object;  /* what an active verb has right behind it; empty: nothing that fits */
    uint32_t verb;
    bool passive;
};

/* Is the token one of the forms at all? */
bool happening_is_verb(const struct lexed *lexed, uint32_t token);

/* The happening whose verb stands at `verb`, with its subject in the words
 * from `first` on; false when there is none, or it is negated, not yet so or
 * only said to be so. Looks at a bounded number of tokens on each side. */
bool happening_at(const struct lexed *lexed, uint32_t first, uint32_t verb, uint32_t end, struct happening *happening);

#endif
