/* SPDX-License-Identifier: Apache-2.0 */
#include "model/model.h"

#include "model/builtin.h"
#include "model/layout.h"
#include "model/names.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct model {
    struct span bytes;
    bool mapped; /* else the bytes are somebody else's */
    const struct layout_section *sections;
    uint32_t sections_count;
    struct weights tables[FEATURES_GROUPS]; /* lines NULL: not there */
    struct vocabulary vocabulary;
};

/* The reason is written by who finds it; always false. */
static bool __attribute__((format(printf, 2, 3))) refuse(char reason[MODEL_REASON_BYTES], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, MODEL_REASON_BYTES, format, arguments);
    va_end(arguments);
    return false;
}

static bool check_header(const struct model *model, char *reason)
{
    struct layout_header header;
    if (model->bytes.size < sizeof header)
        return refuse(reason, "it has %zu bytes, less than a header", model->bytes.size);
    memcpy(&header, model->bytes.data, sizeof header);
    if (memcmp(header.magic, LAYOUT_MAGIC, sizeof header.magic) != 0)
        return refuse(reason, "it is no model file");
    if (header.version != LAYOUT_VERSION)
        return refuse(reason, "its format is version %u, this program reads %d", header.version, LAYOUT_VERSION);
    if (header.bytes != model->bytes.size)
        return refuse(reason, "it has %zu bytes and says %llu: cut short or added to", model->bytes.size,
                      (unsigned long long)header.bytes);
    if (header.sections_count > LAYOUT_SECTIONS_MAX ||
        model->bytes.size < sizeof header + header.sections_count * sizeof(struct layout_section))
        return refuse(reason, "its directory of %u sections does not fit", header.sections_count);
    if (layout_checksum(model->bytes.data, model->bytes.size) != header.checksum)
        return refuse(reason, "its bytes do not match its checksum");
    return true;
}

static bool check_section(const struct model *model, uint32_t number, char *reason)
{
    const struct layout_section *section = &model->sections[number];
    const uint64_t size = model->bytes.size;
    if (!memchr(section->name, '\0', sizeof section->name))
        return refuse(reason, "section %u has no name", number);
    if (section->start % LAYOUT_ALIGN != 0 || section->start > size || section->bytes > size - section->start)
        return refuse(reason, "section \"%s\" lies outside the file", section->name);
    for (uint32_t i = 0; i < number; i++)
        if (strcmp(model->sections[i].name, section->name) == 0)
            return refuse(reason, "section \"%s\" is there twice", section->name);
    return true;
}

static const struct layout_section *find(const struct model *model, const char *name)
{
    for (uint32_t i = 0; i < model->sections_count; i++)
        if (strcmp(model->sections[i].name, name) == 0)
            return &model->sections[i];
    return NULL;
}

static bool has_shape(const struct layout_section *section, uint32_t columns)
{
    const uint32_t width = section->width;
    const bool narrow = width == WEIGHTS_VALUE_BYTES;
    return section->columns == columns && columns <= width &&
           (narrow || width == 16 || width == 32 || width == 48 || width == WEIGHTS_WIDTH_MAX) &&
           section->lines_log2 >= 1 && section->lines_log2 <= LAYOUT_LINES_LOG2_MAX && section->mark_bits >= 1 &&
           section->mark_bits <= WEIGHTS_MARK_BITS_MAX && section->scale <= LAYOUT_SCALE_MAX &&
           (section->rows_count == 0) == narrow &&
           section->bytes ==
               ((uint64_t)WEIGHTS_LINE_BYTES << section->lines_log2) + (uint64_t)section->rows_count * width;
}

/* Does every value of the lines name a row that is there? */
static bool names_rows(const struct weights *weights)
{
    for (size_t line = 0; line < (size_t)1 << weights->lines_log2; line++) {
        const uint8_t *value = weights->lines + line * WEIGHTS_LINE_BYTES + WEIGHTS_LINE_ROWS;
        for (size_t i = 0; i < WEIGHTS_LINE_ROWS; i++, value += WEIGHTS_VALUE_BYTES)
            if (weights_row(value) >= weights->rows_count)
                return false;
    }
    return true;
}

static bool take_table(struct model *model, enum feature_group group, char *reason)
{
    const struct feature_table *wanted = features_table(group);
    const struct layout_section *section = find(model, wanted->section);
    if (!section)
        return !wanted->needed || refuse(reason, "it has no table \"%s\"", wanted->section);
    if (section->features != features_hash(group))
        return refuse(reason, "table \"%s\" was trained with other features than this program's", wanted->section);
    if (!has_shape(section, wanted->columns))
        return refuse(reason, "table \"%s\" has the wrong shape", wanted->section);
    const uint8_t *bytes = (const uint8_t *)model->bytes.data + section->start;
    model->tables[group] = (struct weights){
        .lines = bytes,
        .rows = (const int8_t *)bytes + ((size_t)WEIGHTS_LINE_BYTES << section->lines_log2),
        .lines_log2 = section->lines_log2,
        .mark_bits = section->mark_bits,
        .rows_count = section->rows_count,
        .columns = section->columns,
        .width = section->width,
        .scale = section->scale,
    };
    if (section->rows_count > 0 && !names_rows(&model->tables[group]))
        return refuse(reason, "table \"%s\" names a row that is none", wanted->section);
    return true;
}

static bool take_vocabulary(struct model *model, char *reason)
{
    const struct layout_section *section = find(model, "vocabulary");
    const uint64_t count = section ? section->bytes / sizeof *model->vocabulary.slots : 0;
    if (count == 0 || count > UINT32_MAX || section->bytes % sizeof *model->vocabulary.slots || (count & (count - 1)))
        return refuse(reason, "its vocabulary is missing or has the wrong shape");
    model->vocabulary.slots = (const uint32_t *)(const void *)(model->bytes.data + section->start);
    model->vocabulary.slots_count = (uint32_t)count;
    return true;
}

/* Are the names in the file those of this program, in its order? */
static bool check_names(const struct model *model, const char *name, struct span wanted, char *reason)
{
    if (!span_equal(model_section(model, name), wanted))
        return refuse(reason, "its %s are not those of this program", name);
    return true;
}

static bool take(struct model *model, char *reason)
{
    char tags[NAMES_BYTES_MAX], relations[NAMES_BYTES_MAX];
    if (!check_header(model, reason))
        return false;
    struct layout_header header;
    memcpy(&header, model->bytes.data, sizeof header);
    model->sections = (const struct layout_section *)(const void *)(model->bytes.data + sizeof header);
    for (; model->sections_count < header.sections_count; model->sections_count++)
        if (!check_section(model, model->sections_count, reason))
            return false;
    if (!check_names(model, "tags", (struct span){ tags, names_of_tags(tags) }, reason) ||
        !check_names(model, "relations", (struct span){ relations, names_of_relations(relations) }, reason))
        return false;
    if (model_section(model, "licence").size == 0 || model_section(model, "manifest").size == 0)
        return refuse(reason, "it does not say under what terms it stands or what it was made of");
    for (enum feature_group group = 0; group < FEATURES_GROUPS; group++)
        if (!take_table(model, group, reason))
            return false;
    return take_vocabulary(model, reason);
}

enum err model_read(const void *bytes, size_t size, struct model **model, char reason[MODEL_REASON_BYTES])
{
    assert((uintptr_t)bytes % LAYOUT_ALIGN == 0);
    struct model *made = calloc(1, sizeof *made);
    reason[0] = '\0';
    *model = NULL;
    if (!made)
        return ERR_MEMORY;
    made->bytes = (struct span){ bytes, size };
    if (!take(made, reason)) {
        free(made);
        return ERR_CONFIG;
    }
    *model = made;
    return ERR_OK;
}

static bool map_file(const char *path, struct span *bytes, char *reason)
{
    struct stat about;
    bool fine = false;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0)
        refuse(reason, "%s", strerror(errno));
    else if (!S_ISREG(about.st_mode) || about.st_size < (off_t)sizeof(struct layout_header))
        refuse(reason, "it is no file, or shorter than a header");
    else if (about.st_size > LAYOUT_BYTES_MAX)
        refuse(reason, "it is larger than a model may be, %d bytes", LAYOUT_BYTES_MAX);
    else {
        const size_t size = (size_t)about.st_size;
        void *mapped = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
        fine = mapped != MAP_FAILED || refuse(reason, "%s", strerror(errno));
        *bytes = (struct span){ mapped, size };
    }
    if (file >= 0)
        close(file);
    return fine;
}

enum err model_open(const char *path, struct model **model, char reason[MODEL_REASON_BYTES])
{
    struct span bytes = path ? SPAN("") : builtin_model();
    *model = NULL;
    if (path && !map_file(path, &bytes, reason))
        return ERR_CONFIG;
    const enum err err = model_read(bytes.data, bytes.size, model, reason);
    if (err == ERR_OK)
        (*model)->mapped = path != NULL;
    else if (path)
        munmap((void *)bytes.data, bytes.size);
    return err;
}

void model_close(struct model *model)
{
    if (!model)
        return;
    if (model->mapped)
        munmap((void *)model->bytes.data, model->bytes.size);
    free(model);
}

const struct weights *model_table(const struct model *model, enum feature_group group)
{
    return model->tables[group].lines ? &model->tables[group] : NULL;
}

const struct vocabulary *model_vocabulary(const struct model *model)
{
    return &model->vocabulary;
}

struct span model_section(const struct model *model, const char *name)
{
    const struct layout_section *section = find(model, name);
    return section ? span_slice(model->bytes, section->start, section->start + section->bytes) : SPAN("");
}

uint64_t model_checksum(const struct model *model)
{
    struct layout_header header;
    memcpy(&header, model->bytes.data, sizeof header);
    return header.checksum;
}
