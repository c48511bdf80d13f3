/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a tag and a relation are called: tags.def, relations.def. */
enum tag {
#define TAG(name, upos, xpos) TAG_##name,
#include "model/tags.def"
#undef TAG
    TAG_COUNT,
    TAG_OUTSIDE = 64, /* before the sentence, behind it, or no token at all */
    TAG_ROOT,         /* the parser's artificial root */
};

enum relation {
#define RELATION(name, label) RELATION_##name,
#include "model/relations.def"
#undef RELATION
    RELATION_COUNT,
    RELATION_NONE = 63, /* not attached, or not yet */
};

#define UPOS(apply)                                                                                                    \
    apply(ADJ) apply(ADP) apply(ADV) apply(AUX) apply(CCONJ) apply(DET) apply(INTJ) apply(NOUN) apply(NUM) apply(PART) \
        apply(PRON) apply(PROPN) apply(PUNCT) apply(SCONJ) apply(SYM) apply(VERB) apply(X)

enum upos {
#define NAME(upos) UPOS_##upos,
    UPOS(NAME)
#undef NAME
        UPOS_COUNT
};

/* Of a tag below TAG_COUNT. */
enum upos tag_upos(uint8_t tag);
const char *tag_upos_name(uint8_t tag);
const char *tag_xpos_name(uint8_t tag);
/* Of a verb that has a subject of its own: "came", "is", "will". */
bool tag_is_finite(uint8_t tag);

/* Of a relation below RELATION_COUNT. */
const char *relation_name(uint8_t relation);

/* The tag of a pair of the treebank; the nearest one where there is none. */
uint8_t tag_of(const char *upos, const char *xpos);

/* The relation with this label, else with its part before the colon; RELATION_DEP when there is none. */
uint8_t relation_of(const char *label);

/* All names in their order, each with a NUL after it, as the model file holds them ("VERB VBD",
 * "nsubj"); the size. */
enum { NAMES_BYTES_MAX = 1024 };
size_t names_of_tags(char names[NAMES_BYTES_MAX]);
size_t names_of_relations(char names[NAMES_BYTES_MAX]);

#endif
