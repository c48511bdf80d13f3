/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_LESSON_H
#define TRAIN_LESSON_H

#include "extract/learned_cue.h"
#include "train/articles.h"

/* An annotated article as the labeller meets it: analysed, tagged, parsed, read by the rules; and
 * what it should find. */
struct lesson {
    struct arena *arena;
    struct lexed lexed;
    struct learned *learned;
    uint32_t tokens_count, annotations_count, weight;
    uint8_t **roles; /* for every annotation the role (enum role) of every token */
    uint32_t *heads; /* for every annotation the head of its cue, or DRAFT_NONE */
    bool *is_head;   /* for every token: of one */
    bool *is_nested; /* … which stands in another's content */
};

/* Lessons out of the articles, with this model's tags and trees. */
struct lesson *lessons_make(const struct articles *articles, const struct model *model);
void lessons_free(struct lesson *lessons, uint32_t count);

/* The roles in a window, of all annotations with this head. */
void lesson_roles(const struct lesson *lesson, const struct learned_window *window, uint8_t roles[LEARNED_WINDOW_MAX]);

#endif
