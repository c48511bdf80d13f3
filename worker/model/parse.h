/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_PARSE_H
#define MODEL_PARSE_H

#include "model/model.h"
#include "text/document.h"

/* The grammar of a document's sentences: part of speech, head and relation of every token.
 *
 * Arrays have an element a token of the document. First the tags, then, of the sentences that
 * deserve it, the trees: each sentence is a tree of its own, whose root has no head. A sentence of more than
 * ARCS_TOKENS_MAX tokens is read in pieces of that size, so the time is linear. */
enum { PARSED_NO_HEAD = UINT32_MAX };

struct parsed {
    struct form *forms;
    uint8_t *tag;      /* enum tag; TAG_OUTSIDE: its sentence was not tagged */
    uint32_t *head;    /* a token; PARSED_NO_HEAD: the root, or its sentence was not parsed */
    uint8_t *relation; /* enum relation; RELATION_NONE: its sentence was not parsed */
};

/* Tags the sentences with wanted[sentence], or with NULL all of them. TOO_LARGE when the arena is full. */
enum err parse_tags(struct arena *arena, const struct model *model, const struct document *document, const bool *wanted,
                    struct parsed **parsed);

/* Parses those of the tagged sentences that are wanted. TOO_LARGE when the arena has no room to work in. */
enum err parse_trees(struct arena *arena, const struct model *model, const struct document *document,
                     const bool *wanted, struct parsed *parsed);

#endif
