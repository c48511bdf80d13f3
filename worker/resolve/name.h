/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_NAME_H
#define RESOLVE_NAME_H

#include "extract/lexicon.h"
#include "extract/phrase.h"

/* Runs of words that make up a name, and what goes before and behind them. */

enum { NAME_TOKENS_MAX = 8 };

/* The name that begins at `first`: capitalised words, "of" and "the" between them
 * where they belong to it ("Federation of Rail Workers", "Grindle & Sons",
 * "Hauliers' Federation"). Empty: none begins there. */
struct range name_run(const struct lexed *lexed, uint32_t first, uint32_t end);

/* A run without the titles before a name and the letters behind it ("Chief
 * Insp. Rana Holt KC" is "Rana Holt"). Empty when nothing but titles is there. */
struct range name_core(const struct lexed *lexed, struct range run);

/* Where in a run a person's name begins behind a body or an honorific ("Refugee
 * Council Enver Solomon"); its end where none does. */
uint32_t name_person_at(const struct lexed *lexed, struct range run);

/* Does the run name a body: a word for one, "of", "&", "Ltd" in it? */
bool name_is_body(const struct lexed *lexed, struct range run);

/* True when the word goes before names ("Cmdr", "Minister", "Mr"). */
bool name_is_title(const struct lexed *lexed, uint32_t token);

/* What a title or a common first name tells of the person: 1 he, -1 she, 0 nothing. */
int name_gender(const struct lexed *lexed, uint32_t token);

/* The words of a document as they are compared: hashes without diacritics and case, made when first asked for. */
struct name_keys {
    const struct lexed *lexed;
    uint64_t *of; /* one a token; 0: not asked for yet */
};

/* False when the arena is full. */
bool name_keys_make(struct arena *arena, const struct lexed *lexed, struct name_keys *keys);
uint64_t name_key(const struct name_keys *keys, uint32_t token);

/* Are the words of `part` in `whole`, in that order? */
bool name_within(const struct name_keys *keys, struct range part, struct range whole);

static inline bool name_is_comma(const struct lexed *lexed, uint32_t token)
{
    return lexed->document->body.data[lexed->document->tokens[token].start] == ',';
}

#endif
