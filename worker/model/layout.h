/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_LAYOUT_H
#define MODEL_LAYOUT_H

#include <stdint.h>

/* The bytes of a model file, little-endian: header, directory, sections.
 *
 * Every section starts on a multiple of 64; what lies between is zero. README.md
 * tells what each section holds. */
enum {
    LAYOUT_VERSION = 1,
    LAYOUT_ALIGN = 64,
    LAYOUT_SECTIONS_MAX = 32,
    LAYOUT_NAME_BYTES = 16,
    LAYOUT_ROWS_LOG2_MAX = 24,
    LAYOUT_BYTES_MAX = 10 * 1000 * 1000,
};

#define LAYOUT_MAGIC "cwmodel\n"

struct layout_header {
    char magic[8];
    uint32_t version;
    uint32_t sections_count;
    uint64_t bytes;    /* of the whole file */
    uint64_t checksum; /* layout_checksum */
    uint8_t zero[32];
};

struct layout_section {
    char name[LAYOUT_NAME_BYTES]; /* NUL after it */
    uint64_t start, bytes;
    uint64_t features; /* tables: hash of the templates that fill it (features.h); else 0 */
    /* tables only: 1 << rows_log2 rows of `width` weights, of which `columns` mean something */
    uint32_t rows_log2, columns, width;
    uint32_t scale; /* a weight of one training step, in 1/256 of the stored unit */
    uint8_t zero[8];
};

/* One form of the vocabulary: a slot of an open-addressed table, power of two in size. */
struct layout_word {
    uint32_t key; /* hash of the lower-cased form; 0: an empty slot */
    uint8_t tag;  /* the only tag it has when its case is as expected; FORM_TAG_OPEN: ask the tagger */
    uint8_t flags;
    uint16_t class;
};

_Static_assert(sizeof(struct layout_header) == 64, "the header is 64 bytes");
_Static_assert(sizeof(struct layout_section) == 64, "a directory entry is 64 bytes");
_Static_assert(sizeof(struct layout_word) == 8, "a slot is 8 bytes");

/* Over all bytes, the checksum's own taken as zero. */
uint64_t layout_checksum(const void *bytes, uint64_t size);

#endif
