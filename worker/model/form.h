/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include "base/span.h"
#include "model/layout.h"

#include <stdbool.h>

/* What the features know of a token's form, all of it hashed.
 *
 * Digits read as 0, curly marks as straight ones, long dashes as "--"; case is
 * ASCII's. Of a token longer than FORM_BYTES_MAX the rest is not looked at. */
enum { FORM_BYTES_MAX = 48 };

/* Flags of a form of the vocabulary. */
enum {
    FORM_KNOWN = 1, /* stands twice or more in the treebank */
    FORM_NOUN = 2,  /* WordNet has it as such, inflected or not */
    FORM_VERB = 4,
    FORM_ADJECTIVE = 8,
    FORM_ADVERB = 16,
    FORM_MARK = 32, /* a double quotation mark */
};
enum { FORM_TAG_OPEN = 255 };

struct form {
    uint32_t cased;   /* with its case */
    uint32_t lower;   /* without */
    uint32_t word;    /* lower where the treebank knows it, else its ending and shape */
    uint32_t prefix;  /* two letters */
    uint32_t suffix1, suffix2, suffix3;
    uint32_t shape;   /* which kinds of characters it has */
    uint16_t class;   /* of meaning, by WordNet; 0: none */
    uint8_t flags;    /* of its form in the vocabulary */
    uint8_t tag;      /* the only one it can have, or FORM_TAG_OPEN */
};

/* The vocabulary: an open-addressed table of forms, slots a power of two. */
struct vocabulary {
    const struct layout_word *slots;
    uint32_t slots_count;
};

enum { VOCABULARY_PROBES_MAX = 64 };

/* NULL when the form of this key is not there. */
const struct layout_word *vocabulary_find(const struct vocabulary *vocabulary, uint32_t key);

/* Is there a capital letter of ASCII in it? */
bool form_has_capital(const struct form *form);

void form_read(const struct vocabulary *vocabulary, struct span text, struct form *form);

/* What stands where there is no token, and the parser's root. */
extern const struct form form_outside, form_root;

#endif
