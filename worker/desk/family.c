/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/family.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    const char *name, *family;
    bool given; /* in a file */
};

struct families {
    size_t count, room;
    struct entry *entries; /* ascending by name once open, each name once */
};

static const struct entry built_in[] = {
#define FAMILY(name, family) { name, family, false },
#include "desk/family.def"
#undef FAMILY
};

static int by_name(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    const int order = strcmp(left->name, right->name);
    return order ? order : (int)right->given - (int)left->given; /* the file's first */
}

static bool take(struct families *families, struct entry entry)
{
    if (families->count == families->room) {
        const size_t room = families->room ? 2 * families->room : 512;
        struct entry *entries = realloc(families->entries, room * sizeof *entries);
        if (!entries)
            return false;
        families->entries = entries;
        families->room = room;
    }
    families->entries[families->count++] = entry;
    return true;
}

/* A copy in lower case, "_" a blank; it stays with the table. */
static char *word_of(const char *text, size_t size)
{
    char *word = malloc(size + 1);
    for (size_t i = 0; word && i < size; i++)
        word[i] = text[i] == '_' ? ' ' : (char)tolower((unsigned char)text[i]);
    if (word)
        word[size] = '\0';
    return word;
}

static enum err take_line(struct families *families, const char *line)
{
    static const char blanks[] = " \t\r\n";
    line += strspn(line, blanks);
    if (!*line || *line == '#')
        return ERR_OK;
    const size_t name = strcspn(line, blanks);
    const char *after = line + name + strspn(line + name, blanks);
    const size_t family = strcspn(after, blanks);
    const char *rest = after + family + strspn(after + family, blanks);
    if (family == 0 || *after == '#' || (*rest && *rest != '#') || families->count >= FAMILY_NAMES_MAX)
        return ERR_FIELD_VALUE;
    const struct entry entry = { word_of(line, name), word_of(after, family), true };
    if (entry.name && entry.family && take(families, entry))
        return ERR_OK;
    free((char *)(uintptr_t)entry.name);
    free((char *)(uintptr_t)entry.family);
    return ERR_MEMORY;
}

static enum err take_file(struct families *families, const char *path)
{
    char line[FAMILY_LINE_BYTES];
    FILE *file = fopen(path, "re");
    if (!file)
        return ERR_NOT_FOUND;
    enum err err = ERR_OK;
    while (err == ERR_OK && fgets(line, sizeof line, file))
        err = strchr(line, '\n') || strlen(line) + 1 < sizeof line ? take_line(families, line) : ERR_FIELD_VALUE;
    if (err == ERR_OK && ferror(file))
        err = ERR_NOT_FOUND;
    fclose(file);
    return err;
}

static void drop(const struct entry *entry)
{
    if (!entry->given)
        return;
    free((char *)(uintptr_t)entry->name);
    free((char *)(uintptr_t)entry->family);
}

static void sort(struct families *families)
{
    size_t kept = 0;
    qsort(families->entries, families->count, sizeof *families->entries, by_name);
    for (size_t i = 0; i < families->count; i++)
        if (kept > 0 && strcmp(families->entries[kept - 1].name, families->entries[i].name) == 0)
            drop(&families->entries[i]);
        else
            families->entries[kept++] = families->entries[i];
    families->count = kept;
}

enum err families_open(const char *path, struct families **out)
{
    struct families *families = calloc(1, sizeof *families);
    enum err err = families ? ERR_OK : ERR_MEMORY;
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in && err == ERR_OK; i++)
        err = take(families, built_in[i]) ? ERR_OK : ERR_MEMORY;
    if (err == ERR_OK && path && *path)
        err = take_file(families, path);
    if (err == ERR_OK)
        sort(families);
    else
        families_close(families);
    *out = err == ERR_OK ? families : NULL;
    return err;
}

void families_close(struct families *families)
{
    if (!families)
        return;
    for (size_t i = 0; i < families->count; i++)
        drop(&families->entries[i]);
    free(families->entries);
    free(families);
}

const char *families_of(const struct families *families, const char *outlet)
{
    enum { LABELS_MAX = 8 };
    for (int i = 0; families && outlet && *outlet && i < LABELS_MAX; i++) {
        const struct entry wanted = { outlet, NULL, true };
        size_t low = 0, high = families->count;
        while (low < high) {
            const size_t middle = (low + high) / 2;
            const int order = strcmp(families->entries[middle].name, wanted.name);
            if (order == 0)
                return families->entries[middle].family;
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        const char *dot = strchr(outlet, '.');
        outlet = dot && strchr(dot + 1, '.') ? dot + 1 : NULL; /* never a last label alone */
    }
    return NULL;
}

const char *families_check(const char *path)
{
    struct families *families;
    const enum err err = families_open(path, &families);
    families_close(families);
    return err == ERR_OK          ? NULL
           : err == ERR_NOT_FOUND ? "must be a file that can be read"
           : err == ERR_MEMORY    ? "is too large for the memory"
                                  : "must have a name and a family on each line";
}
