/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MOVING_H
#define DESK_MOVING_H

#include "desk/case_file.h"

/* Articles that go from one event to another, and events that become one. Inside desk/ alone. */

/* Moves the articles of file->from that the article of the file has shown to be of another happening: they open an
 * event, and then become one with that where they belong, if there is one; or all of both are one event. The file's
 * event is then the one that its article tells of. */
enum err regroup_events(struct case_file *file, struct desk *desk, struct desk_outcome *outcome);

/* The articles, the newest first, and what only they tell go from the file's `from` to a new event, `back` of the
 * parting (parting.h). Where they go on from there to another one, their rows are left to merge_events. */
struct parting;
enum err split_event(const struct case_file *file, struct desk *desk, struct parting *parting,
                     struct desk_outcome *outcome);

/* Makes one of two events, if they fit. `parting` is what has made one of them, and has left rows to move, or NULL. */
enum err merge_events(const struct case_file *file, struct desk *desk, uint64_t a, uint64_t b, struct parting *parting,
                      struct desk_outcome *outcome);

/* Whether the number is one of those. */
static inline bool ids_name(const uint64_t *ids, size_t count, uint64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* For qsort: numbers, or rows that begin with one, in order of it. */
static inline int ids_order(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* What merge and undo do with what is beside the log: `from` and `to` are event
 * ids. A fact's row, which lies under `from` (0: nowhere yet), under its new event, of which claims told as background
 * learn; an article's rows, also that of the window, which is put at its end as one of a later revision would be. It
 * carries only those facts then, and the twins for what they are of, unless `carried` is NULL. */
struct carried {
    const struct fact_page *facts;
    size_t twins_count;
    const struct twin *twins; /* twin.h */
};
enum err move_fact(struct arena *arena, struct txn *txn, stored_fact_record *row, uint64_t from, uint64_t to);
enum err move_article(struct desk *desk, struct arena *arena, struct txn *txn, uint64_t article, uint32_t revision,
                      uint64_t from, uint64_t to, const struct carried *carried);
enum {
    MOVED_ARTICLES_MAX = 64,
    MOVES_KEPT = 16,
    PARTINGS_MAX = 8, /* an article is moved so often at most: what is parted has been through those before, too */
};

#endif
