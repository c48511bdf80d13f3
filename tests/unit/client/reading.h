/* SPDX-License-Identifier: Apache-2.0 */
/* Reads inputs in any format into lines, as the command would feed them. */
#ifndef CLIENT_READING_H
#define CLIENT_READING_H

#include "support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "client/formats/reader.h"
#include "proto/article.h"

/* One JSON line for each article, refusal and note, in order. */
struct reading {
    char *lines;
    size_t size;
    FILE *out;
    unsigned taken, refused, notes, take_max; /* take_max 0: all */
};

static void reading_line(struct reading *reading, json_t *line)
{
    assert_int_equal(json_dumpf(line, reading->out, JSON_COMPACT | JSON_PRESERVE_ORDER), 0);
    fputc('\n', reading->out);
    json_decref(line);
}

static void reading_field(json_t *line, const char *key, const char *value)
{
    if (value)
        json_object_set_new(line, key, json_stringn_nocheck(value, strlen(value)));
}

static void reading_refuse(void *context, const char *id, const char *reason, const char *why, uint64_t place)
{
    struct reading *reading = context;
    json_t *line = json_object();
    reading->refused++;
    reading_field(line, "refused", reason);
    reading_field(line, "id", id);
    reading_field(line, "why", why);
    json_object_set_new(line, "place", json_integer((json_int_t)place));
    reading_line(reading, line);
}

static bool reading_take(void *context, const Claimwire__V1__Article *article, uint64_t place)
{
    struct reading *reading = context;
    const char *reason, *wrong = article_check(article, &reason);
    if (wrong) {
        reading_refuse(context, article->id, reason, wrong, place);
        return true;
    }
    json_t *line = json_object();
    reading_field(line, "id", article->id);
    reading_field(line, "url", article->url);
    reading_field(line, "outlet", article->outlet);
    reading_field(line, "title", article->title);
    reading_field(line, "byline", article->byline);
    reading_field(line, "body", article->body);
    reading_field(line, "published_at", article->published_at);
    reading_field(line, "fetched_at", article->fetched_at);
    reading_field(line, "language", article->language);
    if (article->has_revision)
        json_object_set_new(line, "revision", json_integer(article->revision));
    if (article->has_withdrawn && article->withdrawn)
        json_object_set_new(line, "withdrawn", json_true());
    reading_line(reading, line);
    return ++reading->taken != reading->take_max;
}

static void reading_note(void *context, const char *why, uint64_t place)
{
    struct reading *reading = context;
    json_t *line = json_object();
    reading->notes++;
    reading_field(line, "note", why);
    json_object_set_new(line, "place", json_integer((json_int_t)place));
    reading_line(reading, line);
}

static bool reading_wait(void *context)
{
    (void)context;
    usleep(1000);
    return true;
}

static void read_input(struct reading *reading, const char *path, const char *name, const struct limits *limits,
                       const struct map *map)
{
    struct input input;
    struct intake intake = { .limits = limits,
                             .context = reading,
                             .take = reading_take,
                             .refuse = reading_refuse,
                             .note = reading_note,
                             .wait = reading_wait };
    reading->out = open_memstream(&reading->lines, &reading->size);
    assert_true(input_open(&input, path));
    if (name)
        input.name = name;
    intake.name = input.name;
    assert_true(reader_run(&intake, &input, map));
    input_close(&input);
    fclose(reading->out);
}

/* Bytes as a file named "input". The lines are freed by the caller. */
static inline void read_bytes(struct reading *reading, const char *bytes, size_t size, const struct limits *limits)
{
    char path[64];
    int file = memfd_create("input", 0);
    assert_true(file >= 0);
    for (size_t done = 0; done < size;) {
        ssize_t wrote = write(file, bytes + done, size - done);
        assert_true(wrote > 0);
        done += (size_t)wrote;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    read_input(reading, path, "input", limits, NULL);
    close(file);
}

#endif
