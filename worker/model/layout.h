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
    LAYOUT_LINES_LOG2_MAX = 17,
    LAYOUT_SCALE_MAX = 1 << 20,
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
    /* tables only (weights.h): 1 << lines_log2 lines of 64 bytes, then rows_count rows of `width` */
    uint32_t rows_count;
    uint32_t scale;
    uint8_t lines_log2, mark_bits, columns, width;
    uint8_t zero[12];
};

/* The vocabulary is an open-addressed table of 32-bit words, a power of two of them, 0 where
 * nothing is. A form's place is its key's lower bits or soon after; the word holds the rest of what
 * is told: 12 upper bits of the key, class of the verb (4), class of the noun (5), flags (5), the only
 * tag (6; the last value: any). */
enum { LAYOUT_TAG_OPEN = 63 };

static inline uint32_t layout_word(uint32_t key, uint32_t verb, uint32_t noun, uint32_t flags, uint32_t tag)
{
    return (key & 0xFFF00000u) | verb << 16 | noun << 11 | flags << 6 | tag;
}

_Static_assert(sizeof(struct layout_header) == 64, "the header is 64 bytes");
_Static_assert(sizeof(struct layout_section) == 64, "a directory entry is 64 bytes");

/* Over all bytes, the checksum's own taken as zero. */
uint64_t layout_checksum(const void *bytes, uint64_t size);

#endif
