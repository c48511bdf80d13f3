/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_ARTICLES_H
#define TRAIN_ARTICLES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Annotated articles, one JSON object a line: "id", "title", "body", and "attributions", each with
 * "cue" and "content" as lists of {"start", "end"} in bytes of the body, and "source" with such "spans" or null. What
 * the outlet tells itself ("quote": "NONE") is left out. "weight" is how many times it is learned from, 1 where it does
 * not stand. The attributions may also come in a second file, by id. worker/train/articles/README.md tells what is
 * annotated. */
enum { ANNOTATED_SPANS_MAX = 64, ARTICLE_WEIGHT_MAX = 8 };

struct annotated_spans {
    uint32_t start[ANNOTATED_SPANS_MAX], end[ANNOTATED_SPANS_MAX];
    uint32_t count;
};

struct annotation {
    struct annotated_spans cue, source, content;
};

struct article {
    char *id, *title, *body; /* title: "" when there is none */
    struct annotation *annotations;
    uint32_t annotations_count;
    uint32_t weight;
};

struct articles {
    struct article *articles;
    uint32_t count;
};

/* Reads a file's lines. False with a line on stderr when one is no such object, or tells of an unknown article. */
bool articles_read(struct articles *articles, FILE *file, const char *name);
void articles_free(struct articles *articles);

#endif
