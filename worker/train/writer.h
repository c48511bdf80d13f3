/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRAIN_WRITER_H
#define TRAIN_WRITER_H

#include "base/span.h"
#include "model/features.h"
#include "model/layout.h"
#include "model/weights.h"

/* A model file in the making. What is added stays the caller's and must last until it is written. */
struct writer {
    struct layout_section sections[LAYOUT_SECTIONS_MAX];
    const void *bytes[LAYOUT_SECTIONS_MAX];
    uint32_t count;
};

void writer_add(struct writer *writer, const char *name, const void *bytes, size_t size);
void writer_add_table(struct writer *writer, enum feature_group group, const struct weights *weights);

/* The names of tags and relations. */
void writer_add_names(struct writer *writer);

/* The whole file, for the caller to free. */
struct span writer_pack(const struct writer *writer);

#endif
