/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MATES_H
#define DESK_MATES_H

#include "desk/index.h"

/* How alike two articles are as reports of one happening, beside their words; mates_sets.h: how alike sets of them are.
 *
 * Two of one happening name no other day of the week than that it fell on, name its month, and appear within days; an
 * article that tells of killing or attack, and a long one that does not, are of two. */

/* Fitted on the events of thirteen sets together, most of them also cut short; README.md of this folder has the
 * figures. */
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

#endif
