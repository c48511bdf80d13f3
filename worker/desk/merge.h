/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MERGE_H
#define DESK_MERGE_H

#include "desk/match.h"

/* Two open events become one when an article is like both and they are like
 * each other, it among them: it shows what they have in common, which neither need have told
 * before. The elder keeps its id; the other is a tombstone. At most one merge an
 * article, of an event with few articles, so the work is bounded. */
#define MERGE_SCORE_MIN MATES_SCORE_MIN
enum { MERGE_MEMBERS_MAX = 20 }; /* newest articles of each event that are weighed */

/* mates_score of the two events. -1 when one has no article in the window. */
float merge_likeness(const struct match_scratch *scratch, const struct index *index, uint64_t a, uint64_t b);

#endif
