/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_TOLL_H
#define DESK_TOLL_H

#include "record/record.h"

/* What a count of people is a count of. The ledger holds those of one happening, all of them so far.
 *
 * As in ACLED's codebook, what a later report counts of the same replaces the earlier count, and what is told of some
 * of them, or of an earlier happening, is no count of its own; as there, "dozens" stand for a least number. Other than
 * there, a contradiction is kept, and not settled at the lowest. */
enum toll {
    TOLL_WHOLE,
    TOLL_MOVED, /* of those who were counted injured and have died since: "one of the wounded has died" */
    TOLL_PART,  /* of some: "four of the wounded are critical", "a tenth body" where twelve are dead */
    TOLL_PAST,  /* of another happening: TOLL_PAST_DAYS before the event, or earlier */
    TOLL_UNSAID /* denied, conditional, to come, or nothing counted */
};

enum { TOLL_PAST_DAYS = 4, TOLL_AGAIN_DAYS = 2 };

enum toll toll_of(const event_record *event, const claim_record *claim, const figure_record *figure);

/* Whether the days lie TOLL_PAST_DAYS before the event's, or more. */
bool toll_is_past(const event_record *event, const date_interval_record *time);

/* The days since 1970-01-01 that these are. */
struct toll_days {
    bool known;
    int64_t first, last;
};
struct toll_days toll_days_of(const date_interval_record *time);

/* Whether both are known, and nearer to each other than that. */
bool toll_are_same(struct toll_days a, struct toll_days b);
bool toll_same_days(const date_interval_record *a, const date_interval_record *b);

/* Whether two counts, by their words and days, can be of one happening: of the event or of the same one before it; and
 * not the one of somebody who has died, the other of one more. */
bool toll_same_happening(const event_record *event, const char *text, const date_interval_record *time,
                         const char *other_text, const date_interval_record *other_time);

/* Whether the words tell of a death among those hurt before; of one more than had been told of; of those who are left
 * of more, as the missing always are. */
bool toll_tells_moved(const char *text);
bool toll_tells_more(const char *text);
/* Whether, by the words alone, some of the people are counted, or those who have come to the others since. */
bool toll_tells_part(const char *text);
bool toll_tells_left(Claimwire__V1__Measure measure, const char *text);
/* Whether the words tell that an amount is another than before: "now", "raised to". */
bool toll_tells_changed(const char *text);

/* Whether it counts people harmed or held. */
bool toll_is_people(Claimwire__V1__Measure measure);

/* "border guards" and "Kyrgyz border guards"; never "people" and "guards". */
bool toll_same_people(const char *population, const char *other);

/* The event's figure of these people, under this or a name alike; of several alike none. NULL: none. */
event_figure_record *toll_find(const event_record *event, Claimwire__V1__Measure measure, const char *population);

/* The same for the dead and hurt among whom `population` are: where it is "people", the only figure that there is. */
event_figure_record *toll_find_among(const event_record *event, Claimwire__V1__Measure measure, const char *population);

/* Gives the statement of a new fact the ledger's names, and says where its figures are none of the ledger. */
void toll_settle(const event_record *event, const claim_record *claim, statement_record *statement);

#endif
