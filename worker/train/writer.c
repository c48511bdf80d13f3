/* SPDX-License-Identifier: Apache-2.0 */
#include "train/writer.h"

#include "model/names.h"

#include <stdio.h>
#include <stdlib.h>

void writer_add(struct writer *writer, const char *name, const void *bytes, size_t size)
{
    if (writer->count == LAYOUT_SECTIONS_MAX || strlen(name) >= LAYOUT_NAME_BYTES) {
        fputs("trainer: too many sections, or too long a name\n", stderr);
        exit(70);
    }
    struct layout_section *section = &writer->sections[writer->count];
    *section = (struct layout_section){ .bytes = size };
    memcpy(section->name, name, strlen(name));
    writer->bytes[writer->count++] = bytes;
}

void writer_add_table(struct writer *writer, enum feature_group group, const struct weights *weights)
{
    writer_add(writer, features_table(group)->section, weights->lines,
               ((size_t)WEIGHTS_LINE_BYTES << weights->lines_log2) + (size_t)weights->rows_count * weights->width);
    struct layout_section *section = &writer->sections[writer->count - 1];
    section->features = features_hash(group);
    section->rows_count = weights->rows_count;
    section->scale = weights->scale;
    section->lines_log2 = (uint8_t)weights->lines_log2;
    section->mark_bits = (uint8_t)weights->mark_bits;
    section->columns = (uint8_t)weights->columns;
    section->width = (uint8_t)weights->width;
}

void writer_add_names(struct writer *writer)
{
    static char tags[NAMES_BYTES_MAX], relations[NAMES_BYTES_MAX];
    writer_add(writer, "tags", tags, names_of_tags(tags));
    writer_add(writer, "relations", relations, names_of_relations(relations));
}

static uint64_t aligned(uint64_t size)
{
    return (size + LAYOUT_ALIGN - 1) / LAYOUT_ALIGN * LAYOUT_ALIGN;
}

struct span writer_pack(const struct writer *writer)
{
    struct layout_header header = { .magic = "", .version = LAYOUT_VERSION, .sections_count = writer->count };
    struct layout_section sections[LAYOUT_SECTIONS_MAX];
    const uint64_t directory = writer->count * sizeof *sections;

    memcpy(header.magic, LAYOUT_MAGIC, sizeof header.magic);
    header.bytes = aligned(sizeof header + directory);
    memcpy(sections, writer->sections, sizeof sections);
    for (uint32_t i = 0; i < writer->count; i++) {
        sections[i].start = header.bytes;
        header.bytes += aligned(sections[i].bytes);
    }
    char *bytes = aligned_alloc(LAYOUT_ALIGN, header.bytes);
    if (!bytes)
        exit(75);
    memset(bytes, 0, header.bytes);
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, sections, directory);
    for (uint32_t i = 0; i < writer->count; i++)
        memcpy(bytes + sections[i].start, writer->bytes[i], sections[i].bytes);
    header.checksum = layout_checksum(bytes, header.bytes);
    memcpy(bytes, &header, sizeof header);
    return (struct span){ bytes, header.bytes };
}
