/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_ECHO_H
#define DESK_ECHO_H

#include "desk/sheet.h"

/* What a copy says over again, and what it adds or alters. A claim of a copy
 * is its root's, and nothing new, unless
 *   it has a number that the root has not, or a figure that the root gives
 *   with other numbers;
 *   it says nearly what a claim of the root says, denied or not otherwise than
 *   there, or, where the words are the root's own, more or less certain, or with
 *   other words inside quotation marks;
 *   most of its words are not in the root, nor (in a rewrite) is there a
 *   claim of its speaker that nothing has echoed yet, or the same count;
 *   it quotes (and is no rewrite) what the root does not, or gives the words
 *   (in a rewrite: a quotation) to another named speaker.
 * Such a claim is judged like any other, and its origin is whoever printed it. */

#define ECHO_SAID_MIN 0.25f   /* of the weight of a claim's words, in the root's article */
#define ECHO_SAME_MIN 0.6f    /* of the lighter of two claims, in the other */
#define ECHO_COUNTED_MIN 0.3f /* the same, of two counts in other words */
#define ECHO_FOUND_MIN                                                                                                 \
    0.1f /* Dice's coefficient: the root's claim that it is; below, the order of the claims says which */

struct echo {
    bool (*said)(const void *context, uint32_t term); /* whether the root's article has the term */
    const void *context;
    const uint64_t *facts; /* that the root carries, and the sheet may have */
    size_t facts_count;
    bool rewritten; /* in other words */
};

/* Whether the claim adds to the root or alters it. */
bool echo_adds(const struct echo *echo, const struct sheet *sheet, const struct wording *said,
               struct stem_weights weights);

/* Whether the claim gives the words (in a rewrite: the quotation) to another named speaker than all before. */
bool echo_other_voice(const struct echo *echo, const fact_record *fact, const claim_record *claim);

/* The root's fact that is nearest to the claim by words and figures, and how near; NULL: none is near enough. */
struct sheet_fact *echo_nearest(const struct echo *echo, const struct sheet *sheet, const claim_record *claim,
                                struct stem_list stems, struct stem_weights weights, float *share);

/* The root's fact that the claim says over again: by words and figures, else (of
 * a rewrite) by its speaker or its place, `number` among the reading's. NULL:
 * none that stands. */
struct sheet_fact *echo_fact(const struct echo *echo, const struct sheet *sheet, const reading_record *reading,
                             size_t number, struct stem_weights weights);

#endif
