/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_ATTRIBUTION_H
#define EXTRACT_ATTRIBUTION_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "extract/phrase.h"

/* Who says what. One pass over the cues of each paragraph, then one over the
 * quotations that no cue has taken. */
struct attribution_pass {
    const struct lexed *lexed;
    struct drafts *drafts;
    uint32_t *taken;     /* one a quotation: index + 1 of its attribution */
    uint32_t read_until; /* tokens before it belong to a content already */
    struct range bounds; /* where sources are looked for: a sentence, or a content with another's words in it */
    uint32_t parent;     /* the attribution that content is of; DRAFT_NONE */
};

/* A reporting verb with what speaks. */
struct cue {
    uint32_t verb;
    struct range cue;
    struct range source;
    struct range phrase; /* source and cue together */
    enum cue_kind kind;
    uint32_t content; /* of a noun: where what it reports begins; 0: to be looked for */
    bool inverted;    /* the source follows the verb */
    bool inherited;   /* the source is that of the attribution before */
    bool particled;   /* the cue ends in a particle: "called for" */
    bool relative;    /* "..., which X denied": the content is the clause before */
};

/* False when there is no source beside the token, or it reports nothing. */
bool cue_at(const struct attribution_pass *pass, uint32_t token, struct cue *cue);

/* "according to X": both for the source before and after the comma. */
bool cue_according(const struct attribution_pass *pass, uint32_t token, struct cue *cue);

/* "X's claim that …", "a statement from X that …". */
bool cue_nominal(const struct attribution_pass *pass, uint32_t token, struct cue *cue);

/* The attribution of a cue, if one is safe to give. */
void attribution_of_cue(struct attribution_pass *pass, const struct cue *cue);

/* Quotations without a cue: who goes on speaking, or nobody. In continuation.c. */
struct learned_reader;
void attribution_of_rest(struct attribution_pass *pass, struct learned_reader *reader,
                         const struct paragraph *paragraph);

/* Is it something that was said, and no title, name or word held at arm's length? */
bool attribution_is_speech(const struct document *document, uint32_t quotation);

/* Appends one; NULL when there are as many as are kept. */
struct draft_attribution *attribution_add(struct attribution_pass *pass, const struct cue *cue);

/* What is inside the marks of a quotation. */
struct range attribution_inside(const struct document *document, uint32_t quotation);

/* Adds a range to the content; an empty one, or one too many, is left out. */
void attribution_content(struct draft_attribution *made, struct range range);

/* Marks the quotations in the range as the last attribution's. */
void attribution_take(struct attribution_pass *pass, struct range range);

/* Fills what the content itself says: polarity, modality, kind. */
void attribution_finish(struct attribution_pass *pass, struct draft_attribution *made, float confidence);

/* ---- contents, in clause.c */

/* Words of a range: all, and those inside quotation marks. */
void clause_words(const struct document *document, struct range range, uint32_t *words, uint32_t *quoted);

/* The clause that begins at `first`, cut where the narration takes over. */
struct range clause_forward(const struct lexed *lexed, uint32_t first, uint32_t end);

/* Without the marks and points at both ends. */
struct range clause_trim(const struct document *document, struct range range);

/* True when a verb stands in it that makes it a clause. */
bool clause_is_finite(const struct lexed *lexed, struct range range);

#endif
