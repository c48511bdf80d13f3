/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_CHOOSE_H
#define DESK_MATCH_CHOOSE_H

#include "desk/match.h"

/* Of what a match met, the best, in whatever order it comes. */

/* An article met on the way, and how much of the query it has. */
struct hit {
    uint32_t owner;
    float likeness;
    uint64_t event;
};

/* The likest articles, of equal ones the earlier applied; the events of the likest articles, each by its likest, of
 * equal ones the lower id. All zero at first. */
struct choice {
    float least; /* what is less like changes nothing */
    size_t articles_count, events_count;
    struct hit articles[MATCH_ARTICLES_MAX];
    struct hit events[MATCH_EVENTS_MAX];
};

void match_choose(struct choice *choice, const struct index *index, const struct hit *hit);

/* Into the match. The scores of the events are the caller's. */
void match_chosen(const struct choice *choice, struct match *match);

/* The weights of an article's terms, in its order, at length 1. */
void match_unit(const struct match_scratch *scratch, const struct index *index, const struct index_article *article,
                float weights[TERMS_MAX]);

/* Keys by how much they weigh in a score, the heaviest first. */
struct heaviest {
    size_t count;
    struct {
        uint32_t id;
        float weight;
    } keys[MATCH_WORDS_MAX];
};

/* How alike the query, which stands in the keys, and the newest articles of the event are, and these among each other:
 * its score and spread. The keys' `sum` is zero before and after. */
void match_compare(const struct match_scratch *scratch, const struct index *index, uint64_t article,
                   const struct mate *self, struct match_event *event, struct heaviest *heaviest);

/* Puts the newest articles of the events, the likest first, together again with the article, whose terms stand in the
 * keys as `query`. The keys' `sum` is zero before and after. False where there is nothing to put together. */
bool match_regroup(const struct match_scratch *scratch, const struct index *index, const uint64_t *events,
                   size_t events_count, uint64_t article, const struct mate *self, struct match_regroup *regroup);

#endif
