/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_FEEDING_H
#define SUPPORT_FEEDING_H

#include "client/claimwire.h"
#include "support/hub.h"

/* Feeding through the library: articles in, one answer each. */

struct fed {
    Claimwire__V1__AnswerCode code; /* ANSWER_UNKNOWN: not answered yet */
    uint32_t revision;
    char reason[32]; /* "" when there is none */
};

/* One feeder and the answers it has had, by the order of submission. */
enum { FEEDING_MAX = 4096 };
struct feeding {
    struct claimwire_feeder *feeder;
    size_t submitted, answered;
    const Claimwire__V1__Article *articles[FEEDING_MAX];
    struct fed fed[FEEDING_MAX];
};

/* `window` 0: as the library has it. Ended by the teardown, or by teardown_now. */
struct feeding *feeding_open(struct hub *hub, uint32_t window, bool archive);
/* Submits, waiting for room in the window where it is full. */
void feeding_submit(struct feeding *feeding, const Claimwire__V1__Article *article);
/* Takes answers as they come for so long; returns how many there are by now. */
size_t feeding_poll(struct feeding *feeding, int ms);
/* Until all is answered. */
void feeding_finish(struct feeding *feeding);
/* How many were answered ACCEPTED or REVISED. */
size_t feeding_stored(const struct feeding *feeding);

/* One article, and its answer. */
struct fed feed(struct hub *hub, const Claimwire__V1__Article *article);
/* The reports from `first` on, all of them to be ACCEPTED. */
void feed_reports(struct hub *hub, unsigned first, unsigned count, bool archive);

#define assert_fed(fed, expected) assert_int_equal((fed).code, CLAIMWIRE__V1__ANSWER_CODE__##expected)

#endif
