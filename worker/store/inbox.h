/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_INBOX_H
#define STORE_INBOX_H

#include "proto/digest.h"
#include "store/txn.h"

/* Articles accepted and not yet applied, in accept order, and the dead
 * letters. The seam for a distributed queue: put, lease, ack. */

/* What the door hands in: checked by article_check (proto/article.h). */
struct submission {
    const char *feeder;
    article_record *article;
    int64_t stream_ms; /* stream time it gets, not below 1970 */
    int64_t now_ms;    /* the hub's clock */
};

struct inbox_answer {
    Claimwire__V1__AnswerCode code; /* ACCEPTED, DUPLICATE, REVISED */
    uint32_t revision;
    struct digest digest;
    uint64_t accept; /* place in accept order; 0 for DUPLICATE */
    uint64_t article;
};

/* Decides duplicate or revision by the digests kept for ever and stores what
 * is new: known, article, body, inbox row. Words that the article has or had
 * are DUPLICATE; going back to earlier ones is a revision only when
 * article->revision is higher than any seen. REVISIONS when there are too many. */
enum err inbox_put(struct arena *arena, struct txn *txn, const struct submission *submission,
                   struct inbox_answer *answer);

/* Writes down that a try begins; `attempt` counts from 1. */
enum err inbox_lease(struct arena *arena, struct txn *txn, uint64_t accept, uint32_t *attempt);

/* A try ended without a result. `counts`: it was the article's or the
 * worker's doing; false takes the attempt back (the hub itself stopped it). */
enum err inbox_release(struct arena *arena, struct txn *txn, uint64_t accept, bool counts);

/* Removes the row: the article is applied. */
enum err inbox_ack(struct txn *txn, uint64_t accept);

/* Rows from after `after` on, at most `count_max`. */
struct inbox_page {
    size_t count;
    struct {
        uint64_t accept;
        inbox_entry_record *entry;
    } rows[];
};
enum err inbox_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct inbox_page **page);
enum err inbox_get(struct arena *arena, struct txn *txn, uint64_t accept, inbox_entry_record **entry); /* NOT_FOUND */

/* Releases, without counting, every try that an earlier incarnation began.
 * Called once at start. */
enum err inbox_recover(struct arena *arena, struct txn *txn);

/* ---- dead letters, named by their place in accept order */

/* Moves the row; the article's status becomes DEAD. */
enum err inbox_bury(struct arena *arena, struct txn *txn, uint64_t accept, const char *reason, int64_t now_ms);
enum err dead_get(struct arena *arena, struct txn *txn, uint64_t id, stored_dead_record **letter); /* NOT_FOUND */
/* Back into the inbox under a new place, attempts 0. */
enum err dead_retry(struct arena *arena, struct txn *txn, uint64_t id, int64_t now_ms, uint64_t *accept);
enum err dead_drop(struct txn *txn, uint64_t id);
struct dead_page {
    size_t count;
    struct {
        uint64_t id;
        stored_dead_record *letter;
    } rows[];
};
enum err dead_list(struct arena *arena, struct txn *txn, uint64_t after, size_t count_max, struct dead_page **page);

#endif
