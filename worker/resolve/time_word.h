/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_TIME_WORD_H
#define RESOLVE_TIME_WORD_H

#include "text/document.h"

/* What a word can be in a time expression, by time.def; the value's meaning in brackets. */
enum time_kind {
    TIME_NONE,
    TIME_MONTH,        /* [1 to 12] */
    TIME_WEEKDAY,      /* [0 is Thursday, as 1970-01-01 was] */
    TIME_WEEKDAYS,     /* "Mondays" [as above] */
    TIME_UNIT,         /* "day" [enum time_unit] */
    TIME_UNITS,        /* "days" [enum time_unit] */
    TIME_ORDINAL,      /* "first" to "fourth" [1 to 4] */
    TIME_PART,         /* "morning" [enum time_part] */
    TIME_CLOCK,        /* "noon" [hour] */
    TIME_SEASON,       /* [enum time_season] */
    TIME_NAMED,        /* "yesterday" [enum time_named] */
    TIME_STEP,         /* "last", "this", "the following" [enum time_step] */
    TIME_EDGE,         /* "early", "later" [1: of "earlier" and "later"] */
    TIME_EVERY,        /* "every", "each" */
    TIME_SET,          /* "daily" [enum time_unit] */
    TIME_REF,          /* "now" [enum time_ref] */
    TIME_VAGUE,        /* "several" */
    TIME_HALF,         /* "half" */
    TIME_AGO,          /* "ago", "back" */
    TIME_HOLIDAY,      /* [enum time_holiday] */
    TIME_DECADE,       /* "1980s", "eighties" [198] */
    TIME_PERIOD,       /* "period" */
    TIME_QUARTER_NAME, /* "third-quarter" [1 to 4] */
    TIME_YEAR_AGO,     /* "year-earlier" */
    TIME_MID_MONTH,    /* "mid-May" [1 to 12] */
    TIME_MID_YEAR,     /* "mid-1996" [since 1900] */
    TIME_LENGTH,       /* "two-year", "day-long" [enum time_unit] */
    TIME_YEAR_END,     /* "year-end" */
    TIME_NINETEEN,     /* "nineteen", for "nineteen ninety-one" */
    TIME_OPENING,      /* "around", "fiscal": nothing by itself */
    TIME_AHEAD,        /* "would", "scheduled": what follows is still to come */
    TIME_WAS,          /* "was", "said": what follows has been */
};

enum time_unit {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_WEEKEND,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY
};
enum time_part { PART_MORNING, PART_AFTERNOON, PART_EVENING, PART_NIGHT, PART_NONE };
enum time_season { SEASON_SPRING, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER };
enum time_named { NAMED_YESTERDAY, NAMED_TODAY, NAMED_TONIGHT, NAMED_TOMORROW, NAMED_OVERNIGHT };
enum time_step {
    STEP_LAST,
    STEP_PAST,
    STEP_PREVIOUS,
    STEP_NEXT,
    STEP_COMING,
    STEP_FOLLOWING,
    STEP_THIS,
    STEP_CURRENT,
    STEP_SAME,
    STEP_THAT,
    STEP_LATEST,
    STEP_RECENT,
    STEP_FUTURE
};
enum time_ref { REF_PRESENT, REF_PAST, REF_FUTURE };
enum time_holiday { HOLIDAY_CHRISTMAS, HOLIDAY_THANKSGIVING };

struct time_word {
    uint8_t kind, value;
};

/* NULL when the arena is full. */
struct time_word *time_words(struct arena *arena, const struct document *document);
/* A count in one word, "14" or "two"; 0: none. */
int time_count(struct span text);

#endif
