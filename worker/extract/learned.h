/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_H
#define EXTRACT_LEARNED_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "model/model.h"
#include "model/names.h"
#include "model/parse.h"

/* A document as what was learned sees it: its words, their trees, and what the rules found in it before. Who says what
 * in it: learned_cue.h. */

/* Which part of the rules' attributions a token stands in. */
enum place { PLACE_NONE, PLACE_CONTENT, PLACE_NESTED, PLACE_SOURCE, PLACE_SOURCE_INSIDE, PLACE_CUE, PLACE_CUE_INSIDE };

enum { QUOTED_NOT, QUOTED_INSIDE, QUOTED_MARK };

struct learned_word {
    uint32_t stem;           /* hash of the form without its ending */
    uint32_t child, sibling; /* first dependent, next one of the same head; DRAFT_NONE */
    uint32_t hint;           /* index + 1 of the rules' attribution whose cue it is in */
    uint8_t place, quoted, shape;
    bool cue; /* the head of one, as far as is known */
};

struct learned {
    const struct lexed *lexed;
    const struct parsed *parsed;
    const struct drafts *hints;
    struct learned_word *words; /* one a token */
};

/* Gathers what the features need, but for trees and for which words are cues. TOO_LARGE when the arena is full. */
enum err learned_make(struct arena *arena, const struct lexed *lexed, const struct parsed *parsed,
                      const struct drafts *hints, struct learned **learned);

/* Takes over the trees, once they are parsed. */
void learned_link(struct learned *learned);

static inline enum upos learned_upos(const struct learned *learned, uint32_t token)
{
    const uint8_t tag = learned->parsed->tag[token];
    return tag < TAG_COUNT ? tag_upos(tag) : UPOS_X;
}

#endif
