/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_TREEBANK_H
#define TRAIN_TREEBANK_H

#include "model/form.h"

#include <stdbool.h>
#include <stdio.h>

/* Sentences of a treebank in CoNLL-U. */
struct gold_token {
    char *text;
    uint8_t tag, relation;
    uint16_t head; /* 1 for the first word; count + 1 for the root, as in struct arcs */
};

struct gold_sentence {
    struct gold_token *tokens;
    uint32_t count;
    /* Filled by treebank_read_forms, and by the trainer of the tagger. */
    struct form *forms;
    uint8_t *tags;
};

struct treebank {
    struct gold_sentence *sentences;
    uint32_t count, room;
};

/* Appends the sentences of a file, multiword and empty nodes left out, those over ARCS_TOKENS_MAX
 * words too. False with a line on stderr when a line is none of CoNLL-U's or a head is no word. */
bool treebank_read(struct treebank *treebank, FILE *file, const char *name);
void treebank_free(struct treebank *treebank);

/* Appends a copy of each sentence in which words are joined by hyphens, each such compound as one
 * word: the treebank takes "third-quarter" apart, our tokens do not. */
void treebank_join_hyphens(struct treebank *treebank);

/* Reads every form with this vocabulary. */
void treebank_read_forms(struct treebank *treebank, const struct vocabulary *vocabulary);

/* Hangs what crosses another arc higher, until no two arcs cross (Nivre and Nilsson 2005, without
 * their labels): the parser builds such trees only. */
void treebank_projectivise(struct treebank *treebank);

#endif
