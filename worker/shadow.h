/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHADOW_H
#define SHADOW_H

#include "desk/desk.h"
#include "store/store.h"

/* Reads the articles of a store again, in the order in which they were
 * applied, with the rules of this program, into a store of its own that is gone
 * afterwards, and prints how the updates and the events differ from what the
 * store has. The store is opened for reading alone, and nobody may own it.
 * Articles whose body retention took are left out, on both sides; merges that
 * a person undid are not undone. `model` as read_open_model takes it. An exit
 * code (sysexits). */
int shadow_command(const struct store_options *options, const struct desk_options *desk, const char *model, bool json);

/* ---- what both sides said, and how it differs */

struct shadow_article {
    uint64_t applied, number; /* in the store */
    uint32_t revision;
    uint64_t shadow_number;
    uint32_t shadow_revision;
    uint64_t event, shadow_event; /* 0: none */
    const char *id;
    bool read; /* again */
};

struct shadow_line {
    const char *article, *change, *text;
    uint32_t revision;
};

struct shadow_side {
    size_t count, max;
    struct shadow_line *lines;
};

/* Prints the lines that only one side has, then the articles whose companions
 * are others; the counts go to stderr. Sorts everything. */
void shadow_print(struct shadow_side *live, struct shadow_side *shadow, struct shadow_article *articles, size_t count,
                  bool json);

#endif
