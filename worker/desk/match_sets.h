/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATCH_SETS_H
#define DESK_MATCH_SETS_H

#include "desk/mates_sets.h"
#include "desk/match_crowd.h"

/* Articles put together, the likest sets of them first, as long as two sets are one happening: agglomerative clustering
 * by average linkage, held against the likeness within and the days on which two sets begin (mates_sets.h). What comes
 * out does not hang on the order in which the articles came. */

enum { SETS_MAX = MATCH_REGROUP_MAX + 1, SELF = MATCH_REGROUP_MAX /* the asking article's own place */ };

struct set {
    uint64_t articles; /* as bits */
    uint32_t size;     /* 0: it is in another */
    int64_t begins;    /* the first day of publication, or SETS_UNDATED */
    float within;      /* mates_within */
    float several;     /* mates_several */
    float least;       /* what the two scored that it was made of; 0 while it has one article */
};
#define SETS_UNDATED (INT64_C(1) << 40) /* later than any day */

/* At first each article has a set, which has the number of one of its articles. */
struct sets {
    uint32_t members;          /* articles beside the one that asks */
    uint32_t places[SETS_MAX]; /* in the crowd */
    uint64_t events[MATCH_REGROUP_MAX];
    const struct mate *mates[SETS_MAX]; /* the crowd's */
    struct set sets[SETS_MAX];
    uint32_t of[SETS_MAX];           /* the set that an article is in, once they are joined */
    float sums[SETS_MAX][SETS_MAX];  /* of the likeness between the articles of two; of one, of its pairs */
    float pairs[SETS_MAX][SETS_MAX]; /* the likeness of an article and one before it */
};

/* Takes in the newest articles of the events, of each in turn the next older one, but not the article that asks. */
void sets_load(struct crowd *crowd, const uint64_t *events, size_t events_count, struct sets *sets);

/* Puts them together with the article, while two score `enough`. */
void sets_join(const struct crowd *crowd, struct sets *sets, float enough);

/* What two sets score. */
float sets_between(const struct sets *sets, uint32_t a, uint32_t b);

/* What two lots of articles score by their pairs: bits of `a` and `b` are articles. */
float sets_score(const struct sets *sets, uint64_t a, uint64_t b);

#endif
