/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/mates.h"

#include <math.h>

/* A short article may leave harm unsaid, or say little else. */
static uint8_t tells(float harm, uint32_t words)
{
    if (words < MATES_HARM_WORDS)
        return 0;
    return harm < MATES_HARM_NONE ? MATES_TELLS_NONE : harm > MATES_HARM_MUCH ? MATES_TELLS_MUCH : 0;
}

struct mate mates_of(const features_record *features)
{
    if (!features)
        return (struct mate){ 0 };
    const float harm = index_harm(features);
    return (struct mate){ .harm = harm,
                          .day = features->published_day,
                          .dated = features->has_published_day,
                          .told = features->has_told_day,
                          .tells = tells(harm, features->tokens),
                          .told_day = features->told_day,
                          .calendar = index_calendar(features) };
}

struct mate mates_at(const struct index_article *article)
{
    return (struct mate){ .harm = article->harm,
                          .day = article->published_day,
                          .dated = article->published,
                          .told = article->told,
                          .tells = tells(article->harm, article->words),
                          .told_day = article->told_day,
                          .calendar = article->calendar };
}

float mates_gap_off(const struct mate *a, const struct mate *b)
{
    if (!a->dated || !b->dated)
        return MATES_GAP_UNKNOWN;
    const int64_t days = (int64_t)a->day - b->day, apart = days < 0 ? -days : days;
    if (apart <= MATES_GAP_FREE)
        return 0;
    const float folds = logf((float)(1 + (apart < MATES_GAP_MOST ? apart : MATES_GAP_MOST)) / (1 + MATES_GAP_FREE));
    const float harm = ((a->harm < 1 ? a->harm : 1) + (b->harm < 1 ? b->harm : 1)) / 2;
    const float off = MATES_GAP_OFF * folds * (1 + MATES_GAP_HARM * harm);
    return mates_tell_of_one(a, b) ? MATES_GAP_TOLD * off : off;
}
