/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_SHEET_H
#define DESK_SHEET_H

#include "desk/kin.h"
#include "desk/likeness.h"
#include "desk/overlap.h"
#include "record/stance.h"

/* An event on the table while one article changes it: its head, the facts
 * that the article may touch, and the updates so far. Foldable state changes
 * only by sheet_emit, which folds each update as a subscriber will.
 *
 * The first error sticks in `err`, and everything after it does nothing. */
struct sheet_fact {
    stored_fact_record *row;
    uint64_t id;
    uint64_t mark;       /* of the wording of its first claim */
    uint64_t key, topic; /* sheet_key of the row's */
    float weight;        /* of all its stems, where that is counted */
    enum stance stance;  /* of its first claim, as the mark */
    bool changed;
    bool has_matters;           /* they have been looked up (odds.c) */
    struct kin_matters matters; /* of its stems */
    uint32_t told; /* number of the claim that tells it last in the article that is judged; 0: it does not */
    float alike;   /* how much it was so to the claim for which fact_known gave it last */
};

static inline struct stem_list sheet_stems(const stored_fact_record *row)
{
    return (struct stem_list){ row->terms, row->n_terms };
}
/* The beginning of a fact or topic key, to tell apart most of them; 0: there is none. */
static inline uint64_t sheet_key(ProtobufCBinaryData key)
{
    uint64_t first = 0;
    if (key.len >= sizeof first)
        memcpy(&first, key.data, sizeof first);
    return first;
}
/* The fact's first claim as far as its row tells, into `claim`, and its wording. */
struct wording sheet_wording(const stored_fact_record *row, claim_record *claim);

/* A fact as it was when its first claim came. */
struct sheet_fact sheet_fact_of(stored_fact_record *row);

struct sheet {
    struct arena *arena;
    enum err err;
    stored_event_record *row; /* its event->facts are those below, while on the table */
    size_t facts_count, facts_max;
    struct sheet_fact *facts;
    const struct overlap *overlap; /* of the article's claims, or NULL */
    struct overlap_shares shares;  /* of its claims from the one at hand on */
    const struct kin *kin;         /* of stems, or NULL */
    size_t updates_count, updates_max;
    event_update_record **updates;
    article_ref_record *article; /* what brings the updates; NULL: time */
    uint64_t number;             /* of that article, and its revision; 0: it tells nothing itself */
    uint32_t revision;
    int64_t at_ms;
    uint32_t totals; /* figure_totals of its reading */
};

/* Whether it is counted what the claim shares with each fact of the sheet; then from where on in the shares. */
static inline bool sheet_is_counted(const struct sheet *sheet, const struct wording *said, size_t *first)
{
    *first = said->number ? (said->number - 1) * sheet->shares.facts : 0;
    return said->number && sheet->shares.facts;
}
/* As many stems as the fact, one of the sheet's, can share with the claim. */
static inline size_t sheet_shared(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said)
{
    size_t first;
    return sheet_is_counted(sheet, said, &first) ? sheet->shares.stems[first + (size_t)(fact - sheet->facts)]
                                                 : LIKENESS_STEMS_MAX;
}

/* Lays out a copy of `row` (NULL: a new event with the number `event`) and of
 * those `facts` that are its own; what it says in words, and their statements
 * and support are shared, and must live as long as the sheet and its updates. */
void sheet_lay(struct sheet *sheet, struct arena *arena, const stored_event_record *row, uint64_t event,
               stored_fact_record *const *facts, size_t count);

/* Counts what each fact shares with the claims, also of so many `more` that come, each made of a claim and asked for by
 * that one and later ones; once more than that have come nothing is counted any longer. Nothing hangs on it but time,
 * and memory: five bytes for each claim and fact. */
void sheet_count(struct sheet *sheet, const struct overlap *overlap, size_t more);

/* A new update of this event by this article, to be filled in and emitted.
 * NULL when the sheet has failed. */
event_update_record *sheet_update(struct sheet *sheet, Claimwire__V1__Change change);
void sheet_emit(struct sheet *sheet, event_update_record *update);

/* CLAIM_ADDED, and CLAIM_CORROBORATED by that origin: `claim` is the id of the claim, borrowed. */
void sheet_say(struct sheet *sheet, char *claim, uint64_t fact, statement_record *statement);
void sheet_confirm(struct sheet *sheet, char *claim, uint64_t fact, const char *origin, statement_record *statement);

/* EVENT_CLOSED. */
void sheet_close(struct sheet *sheet, const char *reason);

/* The fact of that id on the sheet, or NULL. */
struct sheet_fact *sheet_find(const struct sheet *sheet, uint64_t fact);
/* Takes in the fact that the last update made of the claim. */
struct sheet_fact *sheet_add(struct sheet *sheet, uint64_t fact, const struct wording *said);

/* Whether another fact fits into the event. */
bool sheet_full(const struct sheet *sheet);

#endif
