/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_FINGERPRINT_H
#define RESOLVE_FINGERPRINT_H

#include "record/record.h"
#include "resolve/normal.h"

/* What the desk finds copies, events and facts by.
 *
 * sketch: MinHash with one permutation (Li, Owen, Zhang 2012): every shingle of three body words falls by the top bits
 * of its hash into one of SKETCH_BUCKETS, and each keeps its least hash; a bucket that nothing fell into is 0, which no
 * hash is. Empty below SKETCH_WORDS_MIN words. terms: stems of title and body, with the place of the first word of
 * each; a word of the title counts TITLE_WEIGHT. weights: frequencies raised so that 1 + ln of a name is NAME_WEIGHT
 * times as much, of a number NUMBER_WEIGHT times (the desk takes what is below 1 for 1), and of what stands in the
 * title or the first LEAD_BYTES of the body LEAD_WEIGHT times (on top). Which numbers a report has tells little of its
 * happening: counts change, and every text has its one and two. trail: stems of capitalised words and of numbers in the
 * order of the body, stop words and "one" left out, the first TRAIL_MAX. harm: how many words of the body stand in
 * HARM, the stems of killing and attack in fingerprint.c.
 */
#define NAME_WEIGHT 1.6
#define NUMBER_WEIGHT 0.5
#define LEAD_WEIGHT 2.0
enum { LEAD_BYTES = 800 };
enum { SKETCH_WORDS_MIN = 20, SHINGLE_WORDS = 3, TITLE_WEIGHT = 2, CREDIT_BYTES_MAX = 64, CLAIM_TERMS_MAX = 64 };

/* NULL when the arena is full. `title` may be NULL. */
features_record *fingerprint_make(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                                  const struct document *body);

/* The term of a stem: 31 bits of its hash, and the highest bit set for a number. */
uint32_t fingerprint_term(struct span stem);

/* Adds claim_terms and claim_ends: distinct stems of each claim's content, ascending, stop words left out, at most
 * CLAIM_TERMS_MAX; and claim_stances. The claims change no more after that. False when the arena is full. */
bool fingerprint_claims(struct arena *arena, struct stemmer *stemmer, const struct document *body,
                        reading_record *reading);

/* The wire that the words credit, in the arena, or NULL: a name in brackets before the dash of a dateline in the first
 * lines, "(Meridian Wire) -"; a name between "—" and the end of a line, "— Meridian Wire"; the owner in "© 2024
 * Meridian Wire"; else a byline that says Wire, Agency or Press without "by". NULL when there is none. */
char *fingerprint_credit(struct arena *arena, const char *byline, const struct document *body);

#endif
