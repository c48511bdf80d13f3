/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "store/txn.h"

/* Events, their facts and member articles, and the desk's window. */

enum err events_get(struct arena *arena, struct txn *txn, uint64_t id, stored_event_record **event); /* NOT_FOUND */
/* Its time alone, without unpacking the row; NULL: it has none. */
enum err events_time(struct arena *arena, struct txn *txn, uint64_t id, date_interval_record **time);
enum err events_put(struct txn *txn, const stored_event_record *event); /* by event->event->id */
/* Events from after `after` on, in order of id. */
struct event_page {
    size_t count;
    stored_event_record *rows[];
};
enum err events_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct event_page **page);

/* ---- facts, by (event, fact): an event's facts are read in one sweep */
enum err facts_get(struct arena *arena, struct txn *txn, uint64_t event, uint64_t fact, stored_fact_record **row);
/* `terms` of the fact alone, at most so many, without unpacking the row. */
enum err facts_terms(struct txn *txn, uint64_t event, uint64_t fact, uint32_t *terms, size_t terms_max, size_t *count);
enum err facts_put(struct txn *txn, const stored_fact_record *row);
enum err facts_drop(struct txn *txn, uint64_t event, uint64_t fact); /* NOT_FOUND */
struct fact_page {
    size_t count;
    stored_fact_record *rows[];
};
enum err facts_list(struct arena *arena, struct txn *txn, uint64_t event, uint64_t after, size_t count_max,
                    struct fact_page **page);

/* ---- members, by (event, article number) */
enum err members_put(struct txn *txn, uint64_t event, uint64_t article, uint32_t revision);
enum err members_drop(struct txn *txn, uint64_t event, uint64_t article); /* fine when there is none */
struct member_page {
    size_t count;
    struct {
        uint64_t article;
        uint32_t revision;
    } rows[];
};
enum err members_list(struct arena *arena, struct txn *txn, uint64_t event, uint64_t after, size_t count_max,
                      struct member_page **page);

/* ---- the window, by applied number: what the desk is rebuilt from */
enum err window_put(struct txn *txn, uint64_t applied, const window_row_record *row);
enum err window_get(struct arena *arena, struct txn *txn, uint64_t applied, window_row_record **row); /* NOT_FOUND */
struct window_page {
    size_t count;
    struct {
        uint64_t applied;
        window_row_record *row;
    } rows[];
};
enum err window_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct window_page **page);
/* Drops rows up to and with `applied`, at most `count_max`. */
enum err window_cut(struct txn *txn, uint64_t applied, size_t count_max, size_t *dropped);

#endif
