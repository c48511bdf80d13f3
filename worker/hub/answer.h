/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ANSWER_H
#define HUB_ANSWER_H

#include "hub/ask.h"
#include "store/txn.h"

/* One function a question, behind ask_answer. Replies live in the arena. */

reply_record *answer_fine(struct arena *arena, const ask_record *ask);
reply_record *answer_failed(struct arena *arena, const ask_record *ask, enum err err);

reply_record *answer_events(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_event(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_articles(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_claims(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_dead(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_dead_letter(struct arena *arena, struct txn *txn, const ask_record *ask);
reply_record *answer_why(struct arena *arena, struct txn *txn, const ask_record *ask);

/* The article's name outside of the store; NULL when it is not there. */
article_ref_record *answer_ref(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision);

#endif
