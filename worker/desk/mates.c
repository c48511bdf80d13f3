/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/mates.h"

#include <math.h>

struct mate mates_of(const features_record *features)
{
    if (!features)
        return (struct mate){ 0 };
    return (struct mate){ .harm = index_harm(features),
                          .words = features->tokens,
                          .day = features->published_day,
                          .dated = features->has_published_day,
                          .told_day = features->told_day,
                          .told = features->has_told_day,
                          .calendar = index_calendar(features) };
}

struct mate mates_at(const struct index_article *article)
{
    return (struct mate){ .harm = article->harm,
                          .words = article->words,
                          .day = article->published_day,
                          .dated = article->published,
                          .told_day = article->told_day,
                          .told = article->told,
                          .calendar = article->calendar };
}

static bool tell_of_one_day(const struct mate *a, const struct mate *b)
{
    const int64_t apart = (int64_t)a->told_day - b->told_day;
    return a->told && b->told && apart >= -MATES_TOLD_NEAR && apart <= MATES_TOLD_NEAR;
}

static float gap_off(const struct mate *a, const struct mate *b)
{
    if (!a->dated || !b->dated)
        return MATES_GAP_UNKNOWN;
    const int64_t days = (int64_t)a->day - b->day, apart = days < 0 ? -days : days;
    if (apart <= MATES_GAP_FREE)
        return 0;
    const float folds = logf((float)(1 + (apart < MATES_GAP_MOST ? apart : MATES_GAP_MOST)) / (1 + MATES_GAP_FREE));
    const float harm = ((a->harm < 1 ? a->harm : 1) + (b->harm < 1 ? b->harm : 1)) / 2;
    const float off = MATES_GAP_OFF * folds * (1 + MATES_GAP_HARM * harm);
    return tell_of_one_day(a, b) ? MATES_GAP_TOLD * off : off;
}

/* Whether one tells much of harm and the other, though long enough, nothing. */
static bool harm_parts(const struct mate *a, const struct mate *b)
{
    const float less = a->harm < b->harm ? a->harm : b->harm, more = a->harm < b->harm ? b->harm : a->harm;
    return less < MATES_HARM_NONE && more > MATES_HARM_MUCH && a->words >= MATES_HARM_WORDS &&
           b->words >= MATES_HARM_WORDS;
}

float mates_likeness(const struct mate *a, const struct mate *b, float cosine)
{
    float likeness = cosine - gap_off(a, b);
    if (a->calendar & INDEX_WEEKDAYS && b->calendar & INDEX_WEEKDAYS && !(a->calendar & b->calendar & INDEX_WEEKDAYS) &&
        !tell_of_one_day(a, b))
        likeness -= MATES_OTHER_WEEKDAY;
    if (a->calendar & INDEX_MONTHS && b->calendar & INDEX_MONTHS)
        likeness += a->calendar & b->calendar & INDEX_MONTHS ? MATES_MONTH : -MATES_MONTH;
    return harm_parts(a, b) ? likeness * MATES_HARM_APART : likeness;
}

float mates_begun_off(int64_t days)
{
    if (days <= MATES_BEGUN_FREE)
        return 0;
    const float counted = (float)(days < MATES_BEGUN_MOST ? days : MATES_BEGUN_MOST);
    return MATES_BEGUN_OFF * logf((1 + counted) / (1 + MATES_BEGUN_FREE));
}

bool mates_tells_of(const struct mate *mate, int32_t day)
{
    const int64_t apart = (int64_t)mate->told_day - day, ago = (int64_t)mate->day - mate->told_day;
    return mate->told && mate->dated && ago > MATES_GAP_FREE && apart >= -MATES_BEGUN_NEAR && apart <= MATES_BEGUN_NEAR;
}

float mates_enough(float others)
{
    const float enough = MATES_SCORE_SURE + (others < 0 ? others : 0);
    return enough > MATES_SCORE_LEAST ? enough : MATES_SCORE_LEAST;
}
