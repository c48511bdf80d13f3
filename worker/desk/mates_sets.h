/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATES_SETS_H
#define DESK_MATES_SETS_H

#include <math.h>

#include "desk/mates.h"

/* How alike two sets of articles are.
 *
 * Two sets are one happening when an article of the one and an article of the other are as alike on average as those of
 * the closer set are among each other, less a margin: what all reports of one kind of happening share is then no
 * reason, for it is in both sets throughout. */

/* Fitted as those of mates.h. */
#define MATES_SCORE_SURE 0.16f  /* enough, whatever else there is */
#define MATES_SCORE_LEAST 0.04f /* never enough below */
#define MATES_SEVERAL 0.025f    /* taken off for each e-fold of articles that both sets have */
#define MATES_COHESION 1.05f    /* off the mean likeness, for what the likeness within a set is over MATES_WITHIN */
#define MATES_WITHIN 0.22f      /* of a set that nothing is known of: counts as MATES_PAIRS pairs */
#define MATES_PAIRS 22.0f
/* Off what two sets of several articles score for each e-fold of days between the days on which they begin, of those
 * over MATES_BEGUN_FREE and up to MATES_BEGUN_MOST: a happening has its reports from its first day on, and the next one
 * alike begins anew. It is less than MATCH_SWAY, for one article that gives an older day lets its set begin then. */
#define MATES_BEGUN_OFF 0.2f
enum { MATES_BEGUN_FREE = 5, MATES_BEGUN_MOST = 8, MATES_BEGUN_NEAR = 2 };

/* The mean likeness within a set of `count`, from the sum over its pairs. */
static inline float mates_within(float sum, uint32_t count)
{
    const float pairs = (float)count * ((float)count - 1) / 2;
    return (sum + MATES_PAIRS * MATES_WITHIN) / (pairs + MATES_PAIRS);
}

/* What is taken off for as many articles as the smaller of two sets has: that one report says little of what others say
 * is common, that several all do is another happening. */
static inline float mates_several(uint32_t count)
{
    return count > 1 ? MATES_SEVERAL * logf((float)count) : 0;
}

/* What two sets score, by the mean likeness between them, the greater of those within, and the lesser mates_several. */
static inline float mates_score(float between, float within, float several)
{
    return between - MATES_COHESION * (within - MATES_WITHIN) - several;
}

/* What is taken off that where both have several, and the one begins so many days after the other. */
float mates_begun_off(int64_t days);

/* Whether it tells, late, of what began on that day. */
bool mates_tells_of(const struct mate *mate, int32_t day);

/* From where on two sets are one. `others`: what a set scores that is surely of another happening, or -1: there is
 * none. Where that is much below 0, less is enough: in a window of few happenings a short report in its own words is
 * known by little, where many are told of, something is always alike. */
float mates_enough(float others);

#endif
