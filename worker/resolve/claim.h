/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_CLAIM_H
#define RESOLVE_CLAIM_H

#include "resolve/claim_time.h"
#include "resolve/entity.h"
#include "resolve/resolve.h"
#include "resolve/scene.h"

/* What the steps of resolve_claims share: one file a step. */
struct claim_pass {
    struct arena *arena;
    const struct resolve_input *input;
    struct lexed lexed;
    struct entities entities;
    struct scene scene;
    struct claim_times times;
    reading_record *reading;
    attribution_record **holders; /* one an attribution: the one that it is a part of; NULL: of none */
    source_record **named;        /* one an attribution: its source as its claims have it */
    struct span body;
    const char *salt;
    uint32_t
        withdrawn; /* the first token of the last verdict on what the outlet had told that has a claim; 0: none has */
    const char *money; /* what the text counts money in, as far as is known; "": nothing; NULL: not looked for */
};

/* "a1", "c12": letter and place in the list. NULL when the arena is full. */
char *claim_id(struct claim_pass *pass, char letter, size_t number);

/* ---- reversal.c: who goes back on what was said */

/* "Withdrew her claim that …" denies what is withdrawn, "took back his denial that …" says it. */
void reversal_give(const struct claim_pass *pass, claim_record *claim, const struct draft_attribution *draft);
/* Whether the outlet says it was wrong to tell this: then it denies it in its own name. */
bool reversal_is_mistake(const struct claim_pass *pass, claim_record *claim, struct range content);

/* ---- setting.c: when and where */

/* Fills the times of the pass and of the reading. False when the arena is full. */
bool setting_times(struct claim_pass *pass);
void setting_give_places(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count);

/* ---- figures.c: how many */

/* NULL when its words give no span or the arena is full. */
figure_record *figures_make(struct claim_pass *pass, const struct draft_figure *draft, const char *unit);

/* What is counted in the content, but for those harmed and for what stands in the words `apart`. */
void figures_give_amounts(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count,
                          struct range apart);

/* ---- voice.c: who says it */

/* Fills attributions of the reading and sources of the pass. False when the arena is full. */
bool voice_attributions(struct claim_pass *pass);

/* ---- party.c: who did it to whom, of those counted and of what the content tells */

void party_give_counted(struct claim_pass *pass, claim_record *claim, const struct draft_figure *draft);
void party_give_told(struct claim_pass *pass, claim_record *claim, struct range content);

/* ---- parts.c: "…," X said. "…": one attribution, though each quotation is a claim of its own */

/* Once the claims are made. */
void parts_fold(struct claim_pass *pass);

#endif
