/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_FRAME_INNER_H
#define EXTRACT_FRAME_INNER_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "extract/quantity.h"

/* What the frames share; nobody else includes it. */

struct frame_pass {
    struct arena *arena;
    const struct lexed *lexed;
    struct drafts *drafts;
    struct range sentence;
    struct range people;        /* of the last figure of this sentence: "three men were killed and two injured" */
    bool counted;               /* this sentence has a figure already */
    bool negative;              /* the verb at hand tells it by its own "not": "have not come home" */
    enum draft_measure measure; /* of the last figure of the paragraph; 0: none */
    uint32_t attribution;       /* the first one that may still hold a figure */
};

/* What a group of verbs tells of those before it. */
struct predicate {
    uint32_t verb; /* its last token; DRAFT_NONE: it tells of no harm */
    enum draft_measure measure;
    bool linked;   /* has an auxiliary */
    bool negative; /* "not been found" */
};

/* "police officers", "armed men" from `first` on; empty when no word for persons comes soon. */
struct range frame_people(const struct lexed *lexed, uint32_t first, uint32_t end);

/* "were killed", "have died", "dead", "are in hospital" from i on. `bare`: no
 * word for persons goes before, so that in "wounded guards" they are whom it tells of. */
struct predicate frame_predicate(const struct lexed *lexed, uint32_t i, uint32_t end, bool bare);

/* Past what may stand between the people and their verb: "of the village", "pulled alive from the sea". */
uint32_t frame_attached(const struct lexed *lexed, uint32_t i, uint32_t end);

/* The measure of the words of harm.def that stand at i, behind an auxiliary or not; DRAFT_UNCOUNTED: none do. */
enum draft_measure frame_harm_at(const struct lexed *lexed, uint32_t i, uint32_t end, bool linked, uint32_t *tokens);

/* ", not 23" at its comma? */
bool frame_refuses_number(const struct lexed *lexed, uint32_t i, uint32_t end);

/* Does the token's sentence tell of a hospital? */
bool frame_is_medical(const struct lexed *lexed, uint32_t token);

/* Is nothing counted by the number that ends before `next`: a mark, a preposition, the end? */
bool frame_is_alone(const struct lexed *lexed, uint32_t next, uint32_t end);

/* As quantity_at; also "hundreds more". */
bool frame_count_at(const struct frame_pass *pass, uint32_t i, struct quantity *quantity);

/* "the driver", "his wife": one who is known, before a verb. */
bool frame_definite_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity);

/* Past the end of the clause that holds the token before `i`; its start. */
uint32_t frame_clause_end(const struct frame_pass *pass, uint32_t i);
uint32_t frame_clause_start(const struct frame_pass *pass, uint32_t i);

/* The innermost attribution that holds the clause; DRAFT_NONE. Clauses are to be asked for in the order of the text. */
uint32_t frame_holder(struct frame_pass *pass, struct range clause);

/* Is what the verb at `verb` tells real: nothing that might be, is feared or denied before it? */
bool frame_is_real(const struct frame_pass *pass, uint32_t first, uint32_t verb);

/* Keeps the figure; false where it is quoted by nobody, or denied. `verb` may be DRAFT_NONE. */
bool frame_add(struct frame_pass *pass, enum draft_measure measure, const struct quantity *quantity,
               struct range people, struct range clause, uint32_t verb);

/* ---- frame_plight.c: what no verb tells */

/* "sick children", "of the wounded", "are still on its wards": what the people, or the words from `last` and from
 * `behind` what is attached to them, tell. */
struct predicate frame_plight(const struct frame_pass *pass, struct range people, uint32_t last, uint32_t behind);

/* ---- frame_object.c: those whom a verb has as its object */

/* "killed N people", "wounding at least N", "took the lives of N", at its verb. */
bool frame_object(struct frame_pass *pass, uint32_t verb);

/* "cost at least seven lives". */
bool frame_lives(struct frame_pass *pass, uint32_t verb);

/* "The hospital treated N civilians", "trapping N workers": whom an object of these verbs counts; "treated N cases"
 * tells of none. */
bool frame_treated(struct frame_pass *pass, uint32_t verb);

/* "Divers are searching for N people", at its verb. */
bool frame_sought(struct frame_pass *pass, uint32_t i);

/* ---- frame_count.c: numbers that no verb tells of */

/* "A fourth body was found": the count so far, at its ordinal. */
bool frame_ordinal(struct frame_pass *pass, uint32_t i);

/* "the death toll rose to N", "the number killed to N", "the figure now stands at N", at its noun. */
bool frame_toll(struct frame_pass *pass, uint32_t i);

/* "the death of a fourth miner", "the arrest of two men", at its noun. */
bool frame_fate(struct frame_pass *pass, uint32_t i);

/* "four bodies were brought in", "three of the bodies examined". */
bool frame_bodies(struct frame_pass *pass, const struct quantity *quantity);

/* "killed 14 people, | five of them children": some of those counted just before. */
bool frame_among(struct frame_pass *pass, const struct quantity *quantity);

/* "nine deaths", "14 arrests". */
bool frame_nominal(struct frame_pass *pass, const struct quantity *quantity);

static inline enum draft_measure frame_measure(const struct lexed *lexed, uint32_t verb)
{
    return lexed_is(lexed, verb, WORD_KILLED)     ? DRAFT_KILLED
           : lexed_is(lexed, verb, WORD_ARRESTED) ? DRAFT_ARRESTED
           : lexed_is(lexed, verb, WORD_MISSING)  ? DRAFT_MISSING
                                                  : DRAFT_INJURED;
}

#endif
