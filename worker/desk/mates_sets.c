/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/mates_sets.h"

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
