/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INNER_H
#define DESK_INNER_H

#include "desk/case_file.h"

/* The steps of desk_apply (apply.c), each for one file. Inside desk/ alone. */

/* Its row of the window as far as it is known before the decision, counted for the most facts that it can get; with
 * what it is matched by. NULL when the arena is full. */
window_row_record *begin_row(struct case_file *file);
/* A withdrawn article keeps the event's row in the window, so that the event is closed in its time, but nothing by
 * which it could be found. */
enum err finish_row(const struct case_file *file, const struct decision *decision, window_row_record *row);

/* The event it belongs to, and why: an earlier revision's, else that of the
 * article it copies, else the likest one, else none. */
enum err assign(struct case_file *file);

/* The event's facts that decide must see. */
struct fact_list {
    size_t count;
    stored_fact_record *rows[];
};
/* An empty one, with room for all facts of an event; NULL when the arena is full. */
static inline struct fact_list *fact_list_make(struct arena *arena)
{
    struct fact_list *list =
        (struct fact_list *)arena_unset(arena, 1, sizeof *list + EVENT_FACTS_MAX * sizeof list->rows[0]);
    if (list)
        list->count = 0;
    return list;
}
static inline stored_fact_record *listed(const struct fact_list *list, uint64_t fact)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i]->fact->id == fact)
            return list->rows[i];
    return NULL;
}
static inline bool is_listed(const struct fact_list *list, uint64_t fact)
{
    return listed(list, fact) != NULL;
}
enum err gather(struct case_file *file, struct fact_list **facts);
/* Reads a fact of the file's event into the list, once. */
enum err load_fact(const struct case_file *file, uint64_t fact, struct fact_list *list);
/* Those that are worded like a claim, or against it; where there is a denial, also the newest of the event (not
 * `elsewhere`, where a denial must share words) and the denials of what is in the list. Of a claim that is `settled`,
 * unless NULL, nothing more is looked for. */
enum err load_worded(const struct case_file *file, const bool *settled, struct fact_list *list);
/* What decide is asked, of one event. */
struct decide_input ask_of(const struct case_file *file, const stored_event_record *event,
                           const stored_reading_record *former, const struct fact_list *facts);

/* What of the article is background: claims of days long before its own event that say what another event of those
 * compared has, of those days; what a former revision had there, and the root of a copy. Writes what it makes of those
 * events and fills in file->background. `home`: what gather gave; again, where its event is one of them. */
enum err serve_background(struct case_file *file, struct fact_list **home, struct desk_outcome *outcome);

/* Those of another event that the claims may deny, by their words alone, and the denials of these; NULL: none, or it
 * has ended. Else it is the file's event after that. */
enum err gather_contrary(struct case_file *file, uint64_t event, struct fact_list **facts);
/* Those of `ended` that the former revision carried, and what they deny. */
enum err gather_ended(const struct case_file *file, struct fact_list **facts);

/* A denial that came before what it denies: the claims that made it say now
 * what they deny, those of earlier readings in the store. */
enum err link_denials(const struct case_file *file, const struct decision *decision);

/* Denials of what another event tells, among those that the article was compared with: places and facts of `home` say
 * which, and `abroad` holds what those events hear. For what `home` takes back they hear that too. A copy has none. */
enum { ABROAD_EVENTS_MAX = 2 };
struct abroad {
    size_t count;
    struct decision decisions[ABROAD_EVENTS_MAX];
};
enum err link_abroad(const struct case_file *file, const struct decision *home, struct abroad *abroad);
/* After `home` is written; `abroad` may be NULL. */
enum err write_abroad(const struct case_file *file, const struct decision *home, const struct abroad *abroad,
                      struct desk_outcome *outcome);

/* Writes events, facts and log of a decision; the entries are appended to the
 * outcome, which has room for them. */
enum err write_decision(struct arena *arena, struct txn *txn, const struct decision *decision,
                        struct desk_outcome *outcome);

#endif
