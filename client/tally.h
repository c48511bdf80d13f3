/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_TALLY_H
#define CLIENT_TALLY_H

#include <stdio.h>

#include "client/claimwire.h"

/* What became of the articles fed, and the bar that shows it. */
enum { TALLY_REASONS_MAX = 32, TALLY_REASON_BYTES = 32 };

struct tally {
    uint64_t accepted, revised, duplicate, rejected;
    struct {
        char name[TALLY_REASON_BYTES];
        uint64_t count;
    } reasons[TALLY_REASONS_MAX];     /* the last one takes all others */
    uint64_t bytes_done, bytes_total; /* of the files; total 0: not known */
    int64_t begin_ms, drawn_ms;
    bool drawn;
};

void tally_answer(struct tally *tally, const struct claimwire_answer *answer);
uint64_t tally_answers(const struct tally *tally);

/* One line: "fed 12: 9 accepted, 0 revised, 2 duplicate, 1 rejected (UTF8 1)". */
void tally_print(const struct tally *tally, FILE *stream);

/* Draws the bar on stderr, ten times a second at most and only if that is a
 * terminal; tally_clear wipes it away before other talk. */
void tally_draw(struct tally *tally, int64_t now_ms);
void tally_clear(struct tally *tally);

#endif
