/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_PARTING_H
#define DESK_PARTING_H

#include "desk/moving.h"
#include "desk/twin.h"
#include "store/events.h"

/* Two happenings that are one event on the way apart: articles leave the event that stays, and the facts that `back`
 * names in moved_facts go with them. No article carries a fact of the other event afterwards, but as background;
 * where `back` opens, what both sides tell has a twin there. */
struct parting {
    struct desk *desk;
    struct arena *arena;
    struct txn *txn;
    /* back: a tombstone that was merged into the other, or an open event without facts. */
    stored_event_record *stays, *back;
    struct fact_page *facts;     /* of `stays`, at least all that an article which goes carries */
    struct member_page *members; /* of `stays` that go */
    size_t articles_count;       /* the same as references, for the ledger */
    article_ref_record *articles[MOVED_ARTICLES_MAX];
    article_ref_record *by; /* the article that shows it; NULL: a person does */
    const char *reason;
    int64_t at_ms;
    bool opens;    /* `back` is new: it has no figures of its own */
    bool for_good; /* the two are not merged again */
    bool passes;   /* what goes is on its way to a third event: its rows are left for parting_rest */
    size_t figures_count;
    event_figure_record **figures; /* parting_carry_out's */
    size_t twins_count;
    struct twin *twins;       /* likewise, where it opens */
    struct fact_page *moved;  /* likewise: of `facts`, what goes */
    struct fact_page *theirs; /* likewise: what `back` has then, in order of number */
};

/* Whether the article is one of those that go. */
bool parting_is_of_back(const struct parting *parting, uint64_t article);

/* EVENT_SPLIT and what follows from it, in the log and in the store. */
enum err parting_carry_out(struct parting *parting, struct desk_outcome *outcome);

/* Where it `passes`: writes the rows of facts and articles that left `stays` under the event where they come to rest,
 * once, though they have been of `back` meanwhile. */
enum err parting_rest(const struct parting *parting, uint64_t to);

#endif
