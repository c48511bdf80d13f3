/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_FACT_H
#define DESK_FACT_H

#include "desk/sheet.h"
#include "record/stance.h"
#include "desk/why.h"

/* What claims have in common. Equal fact_key within the event is one fact, and
 * so are contents much alike (likeness.h); another number or polarity is
 * another fact. */

enum { FACT_NAME_BYTES_MAX = 256, FACT_LIST_MAX = 16 };

/* Whether the claim carries keys to compare it by, and nothing longer than a
 * reader gives: an update that says it must fit on the wire. */
bool fact_is_claim(const claim_record *claim);

/* Whether the fact's first claim has the same key. */
bool fact_has_key(const stored_fact_record *row, const claim_record *claim);

/* The wordings of a reading's claims, one a claim, made once and asked often; one without a `claim` where it is none
 * (fact_is_claim). NULL when the arena is full. */
const struct wording *fact_wordings(struct arena *arena, const reading_record *reading);

/* The standing fact that the claim states, or NULL: by its key, else the one most alike. */
struct sheet_fact *fact_known(const struct sheet *sheet, const struct wording *said, struct stem_weights weights);

/* The same, of a claim that tells of the event's days as background: a count of the same people that comes to the
 * same may be in anybody's words. */
struct sheet_fact *fact_recalled(const struct sheet *sheet, const struct wording *said, struct stem_weights weights);
/* Whether the claim states the event's fact by its words, which are so much alike (likeness_part). */
bool fact_is_worded(const event_record *event, stored_fact_record *row, const struct wording *said, float share);
/* Why the claim states this fact, which one of these gave last; NULL when the arena is full. */
stored_why_record *fact_explain(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said);

/* Whether both, where they count people, can tell of one happening (toll.h). */
bool fact_same_happening(const struct sheet *sheet, const struct sheet_fact *fact, const claim_record *claim);

static inline bool fact_stands(const stored_fact_record *row)
{
    return row->fact->status != CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED;
}

/* Who says it: the source's name, else its role, else NULL (narration). What is
 * over FACT_NAME_BYTES_MAX is no name. */
const char *fact_speaker(const claim_record *claim);

/* The statement of the fact by that speaker, or NULL. Names are the same when
 * one is the end of the other, by whole words and without regard to ASCII case
 * ("Marsh", "Ada Marsh"); narration is nobody's. */
const statement_record *fact_stated_by(const fact_record *fact, const char *speaker);

/* The fact's first statement, or NULL; and its speaker, or NULL. */
static inline const statement_record *fact_first(const fact_record *fact)
{
    return fact->n_statements ? fact->statements[0]->statement : NULL;
}
static inline const char *fact_first_speaker(const fact_record *fact)
{
    const statement_record *first = fact_first(fact);
    return first ? first->speaker : NULL;
}

/* The claim as a statement, in the arena, without spans, with the first
 * FACT_LIST_MAX of its figures and places. NULL when the arena is full. */
statement_record *fact_statement(struct arena *arena, const claim_record *claim);

/* ---- what carries a fact */

bool fact_has_origin(const stored_fact_record *row, uint64_t origin);
/* At most FACT_SUPPORT_MAX are kept by name, the rest are counted. */
enum err fact_support(struct arena *arena, stored_fact_record *row, uint64_t article, uint32_t revision,
                      const claim_record *claim, uint64_t origin);
/* Whether one more is kept by name. */
bool fact_has_room(const stored_fact_record *row);
/* The newest of them is a claim of an article of another event. */
void fact_mark_background(stored_fact_record *row);
/* Takes back what revisions of the article before `revision` gave; `formerly`
 * is how many of their claims carried the fact. True when something was. */
bool fact_take_back(stored_fact_record *row, uint64_t article, uint32_t revision, size_t formerly);

#endif
