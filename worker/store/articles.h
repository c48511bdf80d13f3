/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_ARTICLES_H
#define STORE_ARTICLES_H

#include "proto/digest.h"
#include "store/txn.h"

/* Articles by number (counted by the store from 1 for each feeder and id) and
 * revision, their bodies, and what was read in them. */

/* Who is known: the store's only random index. OK and NULL in `known` when
 * this feeder never fed this id. */
enum err articles_known(struct arena *arena, struct txn *txn, const char *feeder, const char *id,
                        known_article_record **known);

/* Stores a new revision: known, article row (article->article without its
 * body) and compressed body. `number` 0 takes the next one. */
enum err articles_put(struct txn *txn, known_article_record *known, stored_article_record *article, struct span body,
                      uint64_t *number);

enum err articles_get(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                      stored_article_record **article); /* NOT_FOUND */
/* Whether there is no later revision of it. Of a write transaction. */
enum err articles_is_newest(struct txn *txn, uint64_t number, uint32_t revision, bool *newest);
/* Writes a changed row again (status, event, copy_of, applied). */
enum err articles_update(struct txn *txn, uint64_t number, const stored_article_record *article);

/* The row with its body put into article->article->body. NOT_FOUND also when
 * retention has taken the body. */
enum err articles_get_whole(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                            stored_article_record **article);

/* What was read, and where the desk put it. */
enum err articles_put_reading(struct txn *txn, uint64_t number, uint32_t revision,
                              const stored_reading_record *reading);
enum err articles_get_reading(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                              stored_reading_record **reading); /* NOT_FOUND */
/* The same with `reading` empty: what was read stays packed, and is stored again as it is. */
enum err articles_get_places(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                             stored_reading_record **reading);
/* Of what was read only what judging takes (record_unpack_judged). */
enum err articles_get_judged(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                             reading_record **reading);

/* Rows from after (number, revision) on, in order; at most `count_max`. */
struct article_page {
    size_t count;
    struct {
        uint64_t number;
        uint32_t revision;
        stored_article_record *article;
    } rows[];
};
enum err articles_list(struct arena *arena, struct txn *txn, uint64_t after_number, uint32_t after_revision,
                       size_t count_max, struct article_page **page);

/* Drops up to `count_max` bodies of articles accepted before `before_ms`, or
 * of any age while bodies take more than `keep_bytes` (0: no bound). Oldest
 * first, skipping those that wait to be read and those of an open event, whose
 * facts still cite them. Looks at a bounded number of rows and goes on there
 * at the next call. */
enum err articles_cut_bodies(struct arena *arena, struct txn *txn, int64_t before_ms, uint64_t keep_bytes,
                             size_t count_max, size_t *dropped);

#endif
