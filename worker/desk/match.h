/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_H
#define DESK_MATCH_H

#include "desk/index.h"

/* Which event is an article like? TF-IDF cosine between the article and the
 * centroid of an event's newest articles (single pass, as in topic detection
 * and tracking: Allan, Papka, Lavrenko, SIGIR 1998). IDF is ln(1 + N/df) over
 * the window and the articles of common.h. Who and where may be the same in two
 * happenings: an article that tells of killing or attack, and a long one that
 * does not, are of the same event only if they are much alike otherwise.
 *
 * Work an article is bounded: MATCH_TERMS_MAX words that tell the most, the
 * MATCH_POSTINGS_MAX newest articles of each, MATCH_EVENTS_MAX events of which
 * MATCH_MEMBERS_MAX articles are weighed in full. */

/* Fitted on the events of four sets together; README.md of this folder has the figures. */
#define MATCH_SCORE_MIN 0.28f
#define MATCH_HARM_NONE 0.01f /* index_harm */
#define MATCH_HARM_MUCH 0.7f
#define MATCH_HARM_APART 0.5f /* the score's factor */
/* Off the score for each e-fold of days between the days of publication, where both are known: days further apart than
 * MATCH_GAP_FREE count, those over MATCH_GAP_MOST no more. Anyone can forge a day, so it only ever lowers a score. What
 * tells of harm counts more: attacks and accidents have their coverage at once, and the next one is alike. */
#define MATCH_GAP_OFF 0.06f
#define MATCH_GAP_HARM 2.5f
enum {
    MATCH_GAP_FREE = 2,
    MATCH_GAP_MOST = 60,
    MATCH_HARM_WORDS = 200, /* a shorter article may leave it unsaid */
    MATCH_TERMS_MAX = 64,
    MATCH_POSTINGS_MAX = 64,
    MATCH_EVENTS_MAX = 4,
    MATCH_MEMBERS_MAX = 8,
    MATCH_WORDS_MAX = 6,
    MATCH_ARTICLES_MAX = 8,
};

struct match {
    size_t count;
    struct match_event {
        uint64_t event;
        float score;
        size_t words_count;
        uint32_t words[MATCH_WORDS_MAX]; /* terms that weighed most in the score, the heaviest first */
    } events[MATCH_EVENTS_MAX];          /* best first; ties by the lower event id */
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
