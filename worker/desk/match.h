/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_H
#define DESK_MATCH_H

#include "desk/mates.h"

/* Which event is an article like? The mean TF-IDF cosine between the article
 * and an event's newest articles, held against the mean among these (mates.h).
 * IDF is ln(1 + N/df) over the window and the articles of common.h. The first
 * article of another happening of the same kind is often taken for the one that
 * is known; the next ones show that there are two, and the event is parted then.
 *
 * Work an article is bounded: MATCH_TERMS_MAX words that tell the most, the
 * MATCH_POSTINGS_MAX newest articles of each, MATCH_EVENTS_MAX events of which
 * MATCH_MEMBERS_MAX articles are weighed in full. */

#define MATCH_SCORE_MIN MATES_SCORE_MIN
/* The event that an article scores so little more for is looked at once more: with it, it may be two. */
#define MATCH_PART_MARGIN 0.2f
/* By so much an article may lower what two sets of its event score, for it may have been written to part them. */
#define MATCH_PART_SWAY 0.1f
enum {
    MATCH_TERMS_MAX = 64,
    MATCH_POSTINGS_MAX = 64,
    MATCH_EVENTS_MAX = 4,
    MATCH_MEMBERS_MAX = 8,
    MATCH_PART_MAX = 20, /* newest articles of an event that may be two */
    MATCH_WORDS_MAX = 6,
    MATCH_ARTICLES_MAX = 8,
};

/* The article with the newest ones of its best event, put together again, the likest sets of them first. Those that are
 * not one happening with the eldest of them: */
struct match_part {
    bool goes;                     /* the article is among these */
    size_t away_count;             /* 0 and `goes`: the article alone */
    uint64_t away[MATCH_PART_MAX]; /* article numbers */
    float score;                   /* of the two sets, below MATCH_SCORE_MIN */
};

struct match {
    size_t count;
    struct match_event {
        uint64_t event;
        float score;
        size_t words_count;
        uint32_t words[MATCH_WORDS_MAX]; /* terms that weighed most in the score, the heaviest first */
    } events[MATCH_EVENTS_MAX];          /* best first; ties by the lower event id */
    bool parts;                          /* the best event is two */
    struct match_part part;
    size_t articles_count;
    uint32_t articles[MATCH_ARTICLES_MAX]; /* owners of the likest articles that are in an event, the likest first */
};

/* The scratch of one index: made once, used by one caller at a time. */
struct match_scratch;
struct match_scratch *match_scratch_new(uint32_t articles_max);
void match_scratch_free(struct match_scratch *scratch);

/* Events by likeness, whatever the score. `article` itself is left out, and
 * those further than `window_ms` away in stream time. */
enum err match_find(struct arena *arena, struct match_scratch *scratch, const struct index *index,
                    const features_record *features, uint64_t article, int64_t stream_ms, int64_t window_ms,
                    struct match *match);

#endif
