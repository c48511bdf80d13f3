/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_RESOLVE_H
#define RESOLVE_RESOLVE_H

#include "extract/draft.h"
#include "record/record.h"
#include "resolve/normal.h"

/* Names to people and places, words to days, drafts to claims. */

struct resolve_input {
    const article_record *article;
    const struct document *document;
    const struct drafts *drafts;
    struct stemmer *stemmer;
    int64_t accepted_ms; /* 0: unknown */
};

/* Fills attributions, claims and times of the reading. Every span has been
 * checked: inside the body, on character boundaries, not empty; what does not
 * fit is left out. TOO_LARGE when the arena is full. */
enum err resolve_claims(struct arena *arena, const struct resolve_input *input, reading_record *reading);

/* ---- the keys of a claim, in key.c */

/* What of a claim goes into its keys besides its words. */
struct key_input {
    const struct document *document;
    const struct range *content;
    size_t content_count;
    Claimwire__V1__Polarity polarity;
    Claimwire__V1__Modality modality;
    bool negated;                /* the negation of the main verb is among the words */
    const figure_record *figure; /* a casualty; NULL: none */
    const char *article_salt;    /* keeps apart what has too few words to compare */
};

/* fact: normalised content words, polarity, modality and further negations; of a casualty only measure,
 * population and interval. topic: the words alone, or measure and population.
 * Reported and narrated words have equal keys. Below KEY_WORDS_MIN content
 * words a key meets none of another article. */
enum { KEY_WORDS_MIN = 2 };
bool key_make(struct arena *arena, struct stemmer *stemmer, const struct key_input *input, ProtobufCBinaryData *fact,
              ProtobufCBinaryData *topic);

#endif
