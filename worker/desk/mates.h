/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATES_H
#define DESK_MATES_H

#include <math.h>

#include "desk/index.h"

/* How alike two articles are as reports of one happening, beside their words; and how alike sets of them are.
 *
 * Two of one happening name no other day of the week than that it fell on, name its month, and appear within days; an
 * article that tells of killing or attack, and a long one that does not, are of two. Two sets are one happening when an
 * article of the one and an article of the other are as alike on average as those of the closer set are among each
 * other, less a margin: what all reports of one kind of happening share is then no reason, for it is in both sets
 * throughout. */

/* Fitted on the events of thirteen sets together, most of them also cut short; README.md of this folder has the
 * figures. */
#define MATES_SCORE_SURE 0.16f  /* enough, whatever else there is */
#define MATES_SCORE_LEAST 0.04f /* never enough below */
#define MATES_SEVERAL 0.025f    /* taken off for each e-fold of articles that both sets have */
#define MATES_COHESION 1.05f    /* off the mean likeness, for what the likeness within a set is over MATES_WITHIN */
#define MATES_WITHIN 0.22f      /* of a set that nothing is known of: counts as MATES_PAIRS pairs */
#define MATES_PAIRS 22.0f
#define MATES_OTHER_WEEKDAY 0.08f /* taken off when both name one in their first lines, and none in common */
#define MATES_MONTH 0.02f         /* likewise, for months, and added when both name the same */
#define MATES_HARM_NONE 0.01f     /* index_harm */
#define MATES_HARM_MUCH 0.7f
#define MATES_HARM_APART 0.1f /* the likeness's factor */
/* Off the likeness for each e-fold of days between the days of publication, where both are known: days further apart
 * than MATES_GAP_FREE count, those over MATES_GAP_MOST no more. Anyone can forge a day, so it only ever lowers a
 * score. What tells of harm counts more: attacks and accidents have their coverage at once, and the next one is alike.
 * Where both tell of one day, or of two that are MATES_TOLD_NEAR apart (a dateline is often the day after), only
 * MATES_GAP_TOLD of it is taken off, and nothing for the weekday: who reports late says of when, but a digest, too,
 * begins with what was first. */
#define MATES_GAP_OFF 0.07f
#define MATES_GAP_HARM 1.6f
#define MATES_GAP_TOLD 0.6f
#define MATES_GAP_UNKNOWN 0.07f /* off where either day is not known, so that leaving it out gains nothing */
enum { MATES_GAP_FREE = 2, MATES_GAP_MOST = 60, MATES_TOLD_NEAR = 1 };
enum { MATES_HARM_WORDS = 200 /* a shorter article may leave it unsaid */ };
/* Off what two sets of several articles score for each e-fold of days between the days on which they begin, of those
 * over MATES_BEGUN_FREE and up to MATES_BEGUN_MOST: a happening has its reports from its first day on, and the next one
 * alike begins anew. It is less than MATCH_SWAY, for one article that gives an older day lets its set begin then. */
#define MATES_BEGUN_OFF 0.2f
enum { MATES_BEGUN_FREE = 5, MATES_BEGUN_MOST = 8, MATES_BEGUN_NEAR = 2 };

/* What is asked of an article beside its words. */
struct mate {
    float harm;  /* index_harm */
    int32_t day; /* of publication */
    bool dated;
    bool told;
    uint8_t tells;     /* of harm: MATES_TELLS_NONE, MATES_TELLS_MUCH, or 0: neither is sure */
    int32_t told_day;  /* that it tells of (resolve/told_day.h) */
    uint32_t calendar; /* index_calendar */
};
enum { MATES_TELLS_NONE = 1, MATES_TELLS_MUCH = 2 };

struct mate mates_of(const features_record *features);
struct mate mates_at(const struct index_article *article);

/* What is taken off for the days between them. */
float mates_gap_off(const struct mate *a, const struct mate *b);

/* Whether they tell of one day. */
static inline bool mates_tell_of_one(const struct mate *a, const struct mate *b)
{
    const int64_t apart = (int64_t)a->told_day - b->told_day;
    return a->told && b->told && apart >= -MATES_TOLD_NEAR && apart <= MATES_TOLD_NEAR;
}

/* The likeness of two articles whose words have this cosine. */
static inline float mates_likeness(const struct mate *a, const struct mate *b, float cosine)
{
    const int64_t days = (int64_t)a->day - b->day;
    float likeness = cosine;
    if (!(a->dated & b->dated) || days > MATES_GAP_FREE || days < -MATES_GAP_FREE)
        likeness -= mates_gap_off(a, b);
    if (a->calendar & INDEX_WEEKDAYS && b->calendar & INDEX_WEEKDAYS && !(a->calendar & b->calendar & INDEX_WEEKDAYS) &&
        !mates_tell_of_one(a, b))
        likeness -= MATES_OTHER_WEEKDAY;
    if (a->calendar & INDEX_MONTHS && b->calendar & INDEX_MONTHS)
        likeness += a->calendar & b->calendar & INDEX_MONTHS ? MATES_MONTH : -MATES_MONTH;
    return (a->tells | b->tells) == (MATES_TELLS_NONE | MATES_TELLS_MUCH) ? likeness * MATES_HARM_APART : likeness;
}

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
