/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/limits.h"
#include "read.h"
#include "record/stance.h"

/* Runs tests/golden/ *.case; README.md there says how one is written. */

enum { CASE_BYTES_MAX = 64 * 1024, LINES_BYTES_MAX = 64 * 1024, CASES_MAX = 512 };

struct golden {
    char text[CASE_BYTES_MAX];
    article_record article;
    const char *expected;
    bool wants_times, wants_places, wants_words, wants_parties, wants_told;
};

struct lines {
    char text[LINES_BYTES_MAX];
    size_t size;
};

static void add(struct lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct lines *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(lines->text + lines->size, sizeof lines->text - lines->size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && lines->size + (size_t)size < sizeof lines->text);
    lines->size += (size_t)size;
}

static const char *word(const ProtobufCEnumDescriptor *descriptor, int value)
{
    return strchr(protobuf_c_enum_descriptor_get_value(descriptor, value)->name, '_') + 1;
}

static void add_speaker(struct lines *lines, const source_record *source)
{
    if (source && source->name)
        add(lines, "%s", source->name);
    else if (source && source->role)
        add(lines, "(%s)", source->role);
    else
        add(lines, "-");
}

static void add_figure(struct lines *lines, const figure_record *figure)
{
    add(lines, " | %s ", word(&claimwire__v1__measure__descriptor, (int)figure->measure));
    if (figure->has_low)
        add(lines, "%.0f", figure->low);
    add(lines, "..");
    if (figure->has_high)
        add(lines, "%.0f", figure->high);
    add(lines, " %s", figure->population);
}

static void add_claim(struct lines *lines, const struct golden *golden, const reading_record *reading,
                      const claim_record *claim)
{
    static const char *const bases[] = { "text", "published", "fetched", "accepted" };
    add(lines, "%s | %s | %s | ", word(&claimwire__v1__claim_kind__descriptor, (int)claim->kind),
        word(&claimwire__v1__quote__descriptor, (int)claim->quote),
        word(&claimwire__v1__polarity__descriptor, (int)claim->polarity));
    add_speaker(lines, claim->source);
    for (size_t i = 0; i < reading->n_attributions; i++)
        if (claim->attribution && strcmp(reading->attributions[i]->id, claim->attribution) == 0 &&
            reading->attributions[i]->continues)
            add(lines, " (continues)");
    add(lines, " | %s", claim->text);
    for (size_t i = 0; i < claim->n_figures; i++)
        add_figure(lines, claim->figures[i]);
    if (golden->wants_times && claim->time)
        add(lines, " | %s %s", claim->time->start, bases[claim->time->basis]);
    add(lines, "\n");
}

static void add_words(struct lines *lines, const char *body, span_record *const *spans, size_t count)
{
    add(lines, " |%s", count ? "" : " -");
    for (size_t i = 0; i < count; i++)
        add(lines, " %.*s", (int)(spans[i]->end - spans[i]->start), body + spans[i]->start);
}

static void add_party(struct lines *lines, const char *what, const actor_record *party)
{
    if (party)
        add(lines, "%s | %s | %s | %s\n", what, party->name, party->country ? party->country : "-",
            party->sector ? party->sector : "-");
}

static void render(struct lines *lines, const struct golden *golden, const reading_record *reading)
{
    if (reading->status != CLAIMWIRE__V1__READING_STATUS__READING_READ)
        add(lines, "status | %s\n", word(&claimwire__v1__reading_status__descriptor, (int)reading->status));
    for (size_t i = 0; i < reading->n_claims; i++) {
        add_claim(lines, golden, reading, reading->claims[i]);
        if (golden->wants_words) {
            const claim_record *claim = reading->claims[i];
            add(lines, "words");
            add_words(lines, golden->article.body, claim->source ? claim->source->spans : NULL,
                      claim->source ? claim->source->n_spans : 0);
            add_words(lines, golden->article.body, claim->cue, claim->n_cue);
            add(lines, "\n");
        }
        if (golden->wants_parties) {
            add_party(lines, "agent", reading->claims[i]->agent);
            add_party(lines, "patient", reading->claims[i]->patient);
        }
        for (size_t p = 0; golden->wants_places && p < reading->claims[i]->n_places; p++) {
            const place_record *place = reading->claims[i]->places[p];
            add(lines, "place | %s | %s | %u\n", place->name, place->country, place->has_geoname ? place->geoname : 0);
        }
    }
    for (size_t i = 0; golden->wants_times && i < reading->n_times; i++) {
        const span_record *span = reading->times[i]->span;
        add(lines, "time | %s | %.*s\n", reading->times[i]->value, (int)(span->end - span->start),
            golden->article.body + span->start);
    }
    if (golden->wants_told && reading->features->has_told_day) {
        int64_t year, month, day;
        day_date(reading->features->told_day, &year, &month, &day);
        add(lines, "told | %04d-%02d-%02d\n", (int)year, (int)month, (int)day);
    }
}

/* "name: value" lines up to the blank one. */
static char *take_header(struct golden *golden, char *at)
{
    while (*at && *at != '\n') {
        char *end = strchr(at, '\n');
        char *colon = strchr(at, ':');
        assert_true(end && colon && colon < end);
        *end = *colon = '\0';
        char *value = colon + 1 + strspn(colon + 1, " ");
        if (strcmp(at, "title") == 0)
            golden->article.title = value;
        else if (strcmp(at, "published_at") == 0)
            golden->article.published_at = value;
        else if (strcmp(at, "fetched_at") == 0)
            golden->article.fetched_at = value;
        else if (strcmp(at, "language") == 0)
            golden->article.language = value;
        else if (strcmp(at, "about") != 0)
            fail_msg("unknown header %s", at);
        at = end + 1;
    }
    return at + 1;
}

static void load(const char *name, struct golden *golden)
{
    char path[512];
    snprintf(path, sizeof path, "tests/golden/%s", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t size = fread(golden->text, 1, sizeof golden->text - 1, file);
    fclose(file);
    golden->text[size] = '\0';
    golden->article = (article_record)CLAIMWIRE__V1__ARTICLE__INIT;
    golden->article.id = (char *)(uintptr_t)name;
    golden->article.body = take_header(golden, golden->text);
    char *rule = strstr(golden->article.body, "\n---\n");
    assert_non_null(rule);
    *rule = '\0';
    golden->expected = rule + 5;
    golden->wants_times = strstr(golden->expected, "time |") || strstr(golden->expected, " published") ||
                          strstr(golden->expected, " fetched");
    golden->wants_places = strstr(golden->expected, "place |") != NULL;
    golden->wants_words = strstr(golden->expected, "words |") != NULL;
    golden->wants_told = strstr(golden->expected, "told |") != NULL;
    golden->wants_parties = strstr(golden->expected, "agent |") != NULL;
}

/* The claims' stances, told once for the desk, are those of their words. */
static void check_stances(const reading_record *reading)
{
    const features_record *features = reading->features;
    assert_int_equal(features->n_claim_stances, reading->n_claims);
    for (size_t i = 0; i < reading->n_claims; i++)
        assert_int_equal(features->claim_stances[i], stance_signs(reading->claims[i]));
}

static void a_case_reads_as_it_says(void **state)
{
    static struct golden golden;
    static struct lines lines;
    const char *name = *state;
    reading_record *reading = NULL;
    struct arena *arena = arena_new(ARTICLE_ARENA_BYTES);
    assert_non_null(arena);
    load(name, &golden);
    struct model *model;
    char reason[MODEL_REASON_BYTES];
    assert_int_equal(read_open_model("", &model, reason), ERR_OK);
    assert_int_equal(read_article(arena, model, &golden.article, 0, &reading), ERR_OK);
    check_stances(reading);
    lines.size = 0;
    lines.text[0] = '\0';
    render(&lines, &golden, reading);
    if (strcmp(lines.text, golden.expected) != 0)
        fail_msg("%s\n--- expected\n%s--- read\n%s", name, golden.expected, lines.text);
    model_close(model);
    arena_free(arena);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void)
{
    static struct CMUnitTest tests[CASES_MAX];
    size_t count = 0;
    DIR *folder = opendir("tests/golden");
    if (!folder)
        return 1;
    for (struct dirent *entry; (entry = readdir(folder)) && count < CASES_MAX;) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".case") != 0)
            continue;
        char *name = strdup(entry->d_name);
        tests[count++] = (struct CMUnitTest){ name, a_case_reads_as_it_says, NULL, NULL, name };
    }
    closedir(folder);
    qsort(tests, count, sizeof *tests, by_name);
    const int failed = count ? _cmocka_run_group_tests("golden", tests, count, NULL, NULL) : 1;
    for (size_t i = 0; i < count; i++)
        free(tests[i].initial_state);
    return failed;
}
