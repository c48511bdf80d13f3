/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ANSWER_REASON_H
#define HUB_ANSWER_REASON_H

#include "store/txn.h"

/* The reasons of an answer, one after the other, out of what the desk stored
 * beside its decisions. What no longer fits is left out. */
struct reasons {
    struct arena *arena;
    struct txn *txn;
    why_reply_record *body;
    size_t room;                          /* in body->reasons */
    const stored_article_record *article; /* that the reasons are about */
    article_ref_record *ref;
};

/* Another one, its decision a static word; NULL when there is no room. */
why_record *reason_add(struct reasons *reasons, const char *decision);
void reason_name_event(why_record *why, uint64_t event);
void reason_name_fact(why_record *why, uint64_t fact);
/* What is stored of it; both may be NULL. */
void reason_take(const struct reasons *reasons, why_record *why, const stored_why_record *stored);

/* Goes on about this revision; with its body, for `words`. NOT_FOUND when it
 * has not been read. */
enum err reason_begin(struct reasons *reasons, uint64_t number, uint32_t revision, bool words,
                      stored_reading_record **reading);

/* Which event and which not; whose words and whose report; which fact, and
 * what it denies. */
void reason_assignment(struct reasons *reasons, const stored_reading_record *reading);
void reason_lineage(struct reasons *reasons, const stored_reading_record *reading);
void reason_claim(struct reasons *reasons, const stored_reading_record *reading, size_t number);

/* The claim of that id, or as many as there are. */
size_t reason_find_claim(const stored_reading_record *reading, const char *claim);

#endif
