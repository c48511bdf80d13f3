/* SPDX-License-Identifier: Apache-2.0 */
/* Every sample of tests/unit/client/formats against its .expected: what each
 * format says, as article JSON. With --write the expected are written anew. */
#include "reading.h"

#define FOLDER "tests/unit/client/formats/"

static bool writing;

static const struct sample {
    const char *file, *map;
} samples[] = {
    { "rss2.xml", NULL },
    { "rss1.xml", NULL },
    { "atom.xml", NULL },
    { "newsml.xml", NULL },
    { "ninjs1.json", NULL },
    { "ninjs3.json", NULL },
    { "newsarticle.json", NULL },
    { "articles.jsonl", NULL },
    { "page.html", NULL },
    { "page_ld.html", NULL },
    { "crawl.warc", NULL },
    { "plain.txt", NULL },
    { "trafilatura.json", "trafilatura" },
    { "newspaper.json", "newspaper" },
    { "own.json", FOLDER "own.map" },
};

static char *whole_file(const char *path)
{
    char *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s is not there", path);
    ssize_t size = getdelim(&text, &room, '\0', file);
    fclose(file);
    assert_true(size >= 0);
    return text;
}

static void check(const struct sample *sample)
{
    char path[256], expected_path[256], why[160];
    struct reading reading = { 0 };
    snprintf(path, sizeof path, FOLDER "%s", sample->file);
    snprintf(expected_path, sizeof expected_path, FOLDER "%s.expected", sample->file);
    struct map *map = sample->map ? map_open(sample->map, why) : NULL;
    assert_true(!sample->map || map);
    read_input(&reading, path, NULL, &limits_default, map);
    map_close(map);
    if (writing) {
        FILE *file = fopen(expected_path, "w");
        assert_non_null(file);
        fputs(reading.lines, file);
        fclose(file);
    }
    char *expected = whole_file(expected_path);
    if (strcmp(expected, reading.lines) != 0)
        print_message("%s:\n", sample->file);
    assert_string_equal(reading.lines, expected);
    free(expected);
    free(reading.lines);
}

static void every_sample_reads_as_expected(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check(&samples[i]);
}

int main(int argc, char **argv)
{
    writing = argc > 1 && strcmp(argv[1], "--write") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_reads_as_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
