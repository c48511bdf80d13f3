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
    FORM_MARK = 32, /* a double quotation mark; not in the vocabulary */
};
enum { FORM_TAG_OPEN = 255 };

struct form {
    uint32_t cased;  /* with its case */
    uint32_t lower;  /* without */
    uint32_t word;   /* lower where the treebank knows it, else its ending and shape */
    uint32_t prefix; /* two letters */
    uint32_t suffix1, suffix2, suffix3;
    uint32_t shape; /* which kinds of characters it has */
    uint16_t class; /* these three as in struct known */
    uint8_t flags;
    uint8_t tag;
};

/* The forms that are known (layout.h). Two may be taken for one another once in a thousand times. */
struct vocabulary {
    const uint32_t *slots;
    uint32_t slots_count; /* a power of two */
};

enum { VOCABULARY_PROBES_MAX = 64 };

struct known {
    uint16_t class; /* of meaning, by WordNet: the noun's, 0 to 31, and 32 times the verb's; 0: none */
    uint8_t flags;
    uint8_t tag; /* the only one it can have where it has no capitals, or FORM_TAG_OPEN */
};

/* False when no form of this key is there. */
bool vocabulary_find(const struct vocabulary *vocabulary, uint32_t key, struct known *known);

/* Is there a capital letter of ASCII in it? */
bool form_has_capital(const struct form *form);

void form_read(const struct vocabulary *vocabulary, struct span text, struct form *form);

/* What stands where there is no token, and the parser's root. */
extern const struct form form_outside, form_root;

#endif
