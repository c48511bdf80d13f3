/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_CASE_FILE_H
#define DESK_CASE_FILE_H

#include "desk/decide.h"
#include "desk/desk.h"
#include "desk/kin.h"
#include "desk/match.h"
#include "desk/overlap.h"
#include "desk/recall.h"
#include "desk/why.h"
#include "store/events.h"

/* What a desk is made of, and one reading on its way through it. Inside desk/ alone. */

struct desk {
    int64_t window_ms;
    struct index *index;
    struct match_scratch *scratch;
    struct recall *recall;
    struct families *families;
    struct kin *kin;
};

/* How assign came to what it says; NULL where there was nothing to decide. */
struct reasons {
    stored_why_record *assigned, *copied, *origin;
    size_t rivals_count;
    stored_why_record *rivals[MATCH_EVENTS_MAX]; /* events that were compared and are not it */
};

/* One reading on its way through the desk. */
struct case_file {
    const struct desk *desk;
    struct arena *arena;
    struct txn *txn;
    const reading_record *reading;
    struct span packed;             /* the reading; may be empty */
    const struct wording *wordings; /* fact_wordings of it, or of some of its claims alone */
    struct overlap *overlap;        /* of all its wordings */
    uint64_t number;                /* of the article */
    struct vector vector;           /* of the article; without terms where it is not read */
    struct mate self;               /* the article */
    stored_article_record *article;
    struct lineage lineage;
    struct origin origin;
    struct origin own;                   /* without regard to what it copies */
    struct echo *echo;                   /* of a copy whose root is in the event */
    claim_place_record **background;     /* one a claim, or NULL: decide_input has them */
    bool elsewhere;                      /* the event is another one, of which it tells as background */
    stored_event_record *event;          /* open, or NULL */
    stored_reading_record *former;       /* in that event, or NULL */
    stored_event_record *ended;          /* the former revision's event, if it has ended, or NULL */
    stored_reading_record *former_ended; /* in that one */
    stored_event_record *from;           /* whose articles move, or NULL */
    struct match_regroup regroup;        /* where they move */
    struct reasons reasons;
};

#endif
