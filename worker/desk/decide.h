/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_DECIDE_H
#define DESK_DECIDE_H

#include "desk/echo.h"
#include "desk/lineage.h"
#include "desk/sheet.h"

/* What is new in one reading, given what is known. Pure: no store, no clock,
 * no memory but the arena; the same input gives the same decision.
 *
 * The updates, in order: EVENT_OPENED for a new event; then in the order of
 * the claims
 *   a new fact            CLAIM_ADDED, or FIGURE_REVISED when it revises a
 *                         figure; then CLAIM_DISPUTED for each fact it denies
 *                         or that denies it
 *   a known fact          from a second origin: CLAIM_CORROBORATED, once in
 *                         its life; else by a named speaker who has not
 *                         stated it: CLAIM_ADDED; else nothing. What the
 *                         outlet alone has said and now calls its earlier
 *                         version, or says it was wrong to report (then
 *                         after its CLAIM_ADDED), and what a speaker goes
 *                         back on (retract.h): CLAIM_RETRACTED
 * then what an earlier revision had said and this one does not:
 * CLAIM_RETRACTED for each fact that nothing carries any more, FIGURE_REVISED
 * for figures that roll back; then EVENT_CLOSED when the last article was
 * withdrawn or the event is full.
 *
 * A copy brings no origin of its own: what its root has said is known, what it
 * added or altered (echo.h) is judged like any claim, of its outlet's origin. A new fact that finds its
 * event full is left out. */

enum { EVENT_ORIGINS_MAX = 64 }; /* of one event; more are not counted */

struct decide_input {
    const reading_record *reading;
    const struct wording *wordings;       /* fact_wordings of it */
    const struct overlap *overlap;        /* of these; NULL: stems are held against each other one by one */
    const stored_article_record *article; /* the revision that was read */
    uint64_t number;
    int64_t stream_ms;
    struct origin origin;
    struct origin own;       /* of a copy: of what it adds to its root */
    const struct echo *echo; /* of a copy whose root is in this event; else NULL */
    /* The event it belongs to, open; NULL opens one, unless the reading is
     * withdrawn or of another language, which then is in none. */
    const stored_event_record *event;
    /* Facts of that event which the claims or the former revision may touch:
     * equal keys, opposite topics, alike marks, those formerly carried, and those that one
     * of these denies. */
    stored_fact_record *const *facts;
    size_t facts_count;
    const stored_reading_record *former; /* the revision applied before in this event, or NULL */
    struct stem_weights weights;         /* of the stems of claims */
    const struct kin *kin;               /* which of them are akin; NULL: none */
    /* One a claim: where it is told as background, in another event (decide_background); NULL, or of NULL: of this one.
     */
    claim_place_record *const *background;
    uint64_t next_event, next_fact; /* numbers to take */
};

struct decision {
    bool opened;
    bool left;                  /* the article is withdrawn from the event */
    stored_event_record *event; /* to be stored; NULL: none. Without its facts */
    size_t facts_count;         /* to be stored */
    stored_fact_record **facts;
    uint64_t new_facts; /* how many numbers were taken from next_fact */
    size_t updates_count;
    event_update_record **updates;
    size_t places_count; /* one a claim */
    claim_place_record **places;
};

/* MEMORY when the arena is full. Any other error is a broken store: an update
 * that does not fit the event. */
enum err decide(struct arena *arena, const struct decide_input *input, struct decision *decision);

/* What the claims confirm of an earlier happening: `input->event` is that one, open, `facts` are of it, and the claims
 * of its reading those that tell of it; the others have no id. What it knows already has a new support, and updates as
 * decide has them; what it does not know has no place and is left to decide. A copy (`input->echo`) says what its root
 * does there. `former` is taken back unless `still`, if not NULL, says it still. `facts_count` is 0 when nothing came
 * of it. */
enum err decide_background(struct arena *arena, const struct decide_input *input, const reading_record *still,
                           struct decision *decision);

/* The decision that a sheet comes to, which begins as zeros: what of it is to be stored. */
enum err decide_finish(struct sheet *sheet, struct decision *decision);

/* What the reading takes back in the event of the former revision, which has
 * ended: `input->event` is that one. What the reading says still is left as it
 * was; what else it says is for another event, by decide. */
enum err decide_ended(struct arena *arena, const struct decide_input *input, struct decision *decision);

/* The article as updates name it; NULL when the arena is full. */
article_ref_record *decide_reference(struct arena *arena, const stored_article_record *article);

/* EVENT_CLOSED because the event's last article has left the window. The
 * event must be open. */
enum err decide_quiet(struct arena *arena, const stored_event_record *event, int64_t at_ms, struct decision *decision);

#endif
