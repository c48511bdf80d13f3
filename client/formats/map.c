/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/formats/object.h"
#include "client/formats/value.h"

enum { LINES_MAX = 64, NAME_BYTES = 64, WHY_BYTES = 160 };

enum ours { ID, URL, OUTLET, TITLE, BYLINE, BODY, PUBLISHED_AT, FETCHED_AT, LANGUAGE, OURS };

static const char *const names[OURS] = { "id",   "url",          "outlet",     "title",   "byline",
                                         "body", "published_at", "fetched_at", "language" };

struct map {
    size_t count;
    struct {
        enum ours ours;
        char theirs[NAME_BYTES];
    } lines[LINES_MAX];
};

/* What `trafilatura --json` writes, and an Article of newspaper3k as a dict. */
static const char trafilatura[] = "id = id\nurl = source\noutlet = hostname\ntitle = title\nbyline = author\n"
                                  "body = text\nbody = raw_text\npublished_at = date\nfetched_at = filedate\n"
                                  "language = language\n";
static const char newspaper[] = "url = canonical_link\nurl = url\noutlet = source_url\ntitle = title\n"
                                "byline = authors\nbody = text\npublished_at = publish_date\n"
                                "fetched_at = download_date\nlanguage = meta_lang\n";

/* "ours = theirs"; empty lines and what follows '#' say nothing. */
static bool add_line(struct map *map, char *line)
{
    char ours[NAME_BYTES], theirs[NAME_BYTES], rest;
    line[strcspn(line, "#\r\n")] = '\0';
    if (line[strspn(line, " \t")] == '\0')
        return true;
    if (map->count == LINES_MAX || sscanf(line, " %63[a-z_] = %63[^ \t=] %c", ours, theirs, &rest) != 2)
        return false;
    for (size_t i = 0; i < OURS; i++) {
        if (strcmp(names[i], ours) != 0)
            continue;
        map->lines[map->count].ours = (enum ours)i;
        strcpy(map->lines[map->count++].theirs, theirs); /* as large */
        return true;
    }
    return false;
}

static FILE *open_lines(const char *name)
{
    if (strcmp(name, "trafilatura") == 0)
        return fmemopen((char *)trafilatura, sizeof trafilatura - 1, "r"); /* only read */
    if (strcmp(name, "newspaper") == 0 || strcmp(name, "newspaper3k") == 0)
        return fmemopen((char *)newspaper, sizeof newspaper - 1, "r");
    return fopen(name, "re");
}

struct map *map_open(const char *name, char why[WHY_BYTES])
{
    char line[256];
    unsigned number = 0;
    FILE *file = open_lines(name);
    struct map *map = file ? calloc(1, sizeof *map) : NULL;
    bool fine = map != NULL;
    if (!fine)
        snprintf(why, WHY_BYTES, "%s", strerror(errno));
    while (fine && fgets(line, sizeof line, file)) {
        number++;
        fine = add_line(map, line);
        if (!fine)
            snprintf(why, WHY_BYTES, "line %u is not \"ours = theirs\", ours being a field of an article", number);
    }
    if (file)
        fclose(file);
    if (fine && map->count > 0)
        return map;
    if (fine)
        snprintf(why, WHY_BYTES, "no line says anything");
    free(map);
    return NULL;
}

void map_close(struct map *map)
{
    free(map);
}

/* A key, or else a path whose dots go into objects. */
static const json_t *find(const json_t *object, const char *path)
{
    const json_t *whole = json_object_get(object, path);
    while (!whole && object && strchr(path, '.')) {
        const size_t length = strcspn(path, ".");
        char key[NAME_BYTES];
        memcpy(key, path, length);
        key[length] = '\0';
        object = json_object_get(object, key);
        path += length + 1;
        whole = json_object_get(object, path);
    }
    return whole;
}

static void fill_byline(struct draft *draft, const json_t *value)
{
    size_t i;
    json_t *one;
    if (draft->article.byline)
        return;
    if (!json_is_array(value))
        draft_words(draft, &draft->article.byline, json_string_value(value));
    json_array_foreach(value, i, one) draft_author(draft, json_string_value(one));
}

static void fill_one(struct draft *draft, enum ours ours, const json_t *value)
{
    Claimwire__V1__Article *article = &draft->article;
    char **const fields[OURS] = { [ID] = &article->id,
                                  [OUTLET] = &article->outlet,
                                  [TITLE] = &article->title,
                                  [PUBLISHED_AT] = &article->published_at,
                                  [FETCHED_AT] = &article->fetched_at,
                                  [LANGUAGE] = &article->language };
    const char *text = json_string_value(value);
    if (ours == URL)
        draft_url(draft, text, true);
    else if (ours == BODY)
        draft_body(draft, text);
    else if (ours == BYLINE)
        fill_byline(draft, value);
    else if (ours == PUBLISHED_AT || ours == FETCHED_AT)
        draft_date(draft, fields[ours], text);
    else
        draft_words(draft, fields[ours], text);
}

void map_fill(struct draft *draft, const struct map *map, const json_t *object)
{
    for (size_t i = 0; i < map->count; i++)
        fill_one(draft, map->lines[i].ours, find(object, map->lines[i].theirs));
}
