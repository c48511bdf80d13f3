/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_H
#define DESK_MATCH_H

#include "desk/mates.h"

/* Which event is an article like? The mean cosine between the article's vector
 * and those of an event's newest articles, held against the mean among these
 * (vector.h, mates.h, mates_sets.h). The first
 * article of another happening of the same kind is often taken for the one that
 * is known; the next ones show that there are two. So an article is also put
 * together again with all events that it is near, and what is known by now is
 * not bound to what was guessed when less was.
 *
 * Work an article is bounded: VECTOR_TERMS_MAX words that tell the most, the
 * MATCH_POSTINGS_MAX newest articles of each, MATCH_EVENTS_MAX events of which
 * MATCH_MEMBERS_MAX articles are weighed in full, and MATCH_REGROUP_MAX put
 * together again. */

/* An event that the article scores so little less for is put together again with the others. */
#define MATCH_NEAR 0.08f
/* So is the one that it scores so little more for: with the article, it may be two. */
#define MATCH_SURE 0.25f
/* Unless that one's newest articles are all as like it as this: two would not be. */
#define MATCH_SPREAD 0.15f
/* By so much those that move must be more alike with whom they join than with whom they leave. */
#define MATCH_GAIN 0.08f
/* By so much an article may change what two sets of others score, for it may have been written to. */
#define MATCH_SWAY 0.1f
enum {
    MATCH_POSTINGS_MAX = 64,
    MATCH_EVENTS_MAX = 4,
    MATCH_MEMBERS_MAX = 8,
    MATCH_REGROUP_MAX = 24, /* newest articles of the events that are put together again */
    MATCH_WORDS_MAX = 6,
    MATCH_ARTICLES_MAX = 8,
};

/* The article with the newest ones of the events that it is near, put together again, the likest sets of them first. An
 * event goes on as the set that has most of its articles. One lot of articles moves, if any: those of `from` that are
 * in the set of `to` now, or in one that is no event yet. */
struct match_regroup {
    uint64_t event; /* that the article's set is; 0: a new one, of the articles that move to 0, if there are any */
    float score;    /* what holds its set together, or what it and the likest event score that it is not in */
    float enough;   /* what a score has to be */
    uint64_t from, to;
    bool all;              /* none that was looked at stays in `from`: the two are one */
    float together, apart; /* what holds the articles in `to`, and what they and those that stay score */
    size_t count;
    uint64_t articles[MATCH_REGROUP_MAX]; /* numbers of those that move, the newest first */
};

struct match {
    float enough; /* what a score has to be, by what the last of MATCH_EVENTS_MAX scores (mates_enough) */
    size_t count;
    struct match_event {
        uint64_t event;
        float score;
        float spread; /* of the likeness of its newest articles to this one */
        size_t words_count;
        uint32_t words[MATCH_WORDS_MAX]; /* terms that weighed most in the score, the heaviest first */
    } events[MATCH_EVENTS_MAX];          /* best first; ties by the lower event id */
    bool regrouped;
    struct match_regroup regroup; /* has the last word where it is set */
    size_t articles_count;
    uint32_t articles[MATCH_ARTICLES_MAX]; /* owners of the likest articles that are in an event, the likest first */
    float likeness[MATCH_ARTICLES_MAX];    /* the cosine of each, as far as the postings looked at tell */
};

/* The scratch of one index: made once, used by one caller at a time. */
struct match_scratch;
struct match_scratch *match_scratch_new(uint32_t articles_max);
void match_scratch_free(struct match_scratch *scratch);
/* When the index is cleared. */
void match_scratch_clear(struct match_scratch *scratch);

/* Events by likeness, whatever the score. `article` itself is left out, and
 * those further than `window_ms` away in stream time. */
void match_find(struct match_scratch *scratch, const struct index *index, const struct vector *vector,
                const struct mate *self, uint64_t article, int64_t stream_ms, int64_t window_ms, struct match *match);

#endif
