/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_LEARNED_SEE_H
#define EXTRACT_LEARNED_SEE_H

#include "extract/learned.h"
#include "model/names.h"

/* A token with what the expressions of model/attribution.def ask of it. */
struct seen {
    const struct form *form;
    const struct learned_word *word;
    uint32_t tag, relation;
};

/* Outside the document there is none. */
static inline struct seen see(const struct learned *learned, uint32_t i)
{
    static const struct learned_word word_outside;
    if (i >= learned->lexed->document->tokens_count)
        return (struct seen){ &form_outside, &word_outside, TAG_OUTSIDE, RELATION_NONE };
    const struct parsed *parsed = learned->parsed;
    return (struct seen){ &parsed->forms[i], &learned->words[i], parsed->tag[i], parsed->relation[i] };
}

/* The class of the verb, if it is one here, else that of the noun. */
static inline uint32_t meaning_of(struct seen seen)
{
    enum { NOUNS = 32 };
    const bool verb = seen.tag < TAG_COUNT && tag_upos((uint8_t)seen.tag) == UPOS_VERB;
    return verb ? seen.form->class / NOUNS : NOUNS + seen.form->class % NOUNS;
}

#define WORD(x) ((x).form->lower)
#define SUFFIX(x) ((x).form->suffix3)
#define MEANING(x) meaning_of(x)
#define STEM(x) ((x).word->stem)
#define PLACE(x) ((x).word->place)
#define SHAPE(x) ((x).word->shape)
#define TAG(x) ((x).tag)
#define REL(x) ((x).relation)

#endif
