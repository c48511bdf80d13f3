/* SPDX-License-Identifier: Apache-2.0 */
/* One article as the pages of many content systems carry it: each page in
 * tests/unit/client/pages must give the paragraphs of `expected`, and no
 * others. Add a page when one that is met in the wild comes out wrong. */
#include "reading.h"

#include <dirent.h>

#define FOLDER "tests/unit/client/pages/"

/* What may differ: tables and line breaks say nothing of where a paragraph ends. */
static char *flattened(const char *text)
{
    char *flat = malloc(strlen(text) + 1), *to = flat;
    for (; *text; text++)
        if (*text != '\n')
            *to++ = *text;
        else if (to > flat && to[-1] != ' ')
            *to++ = ' ';
    while (to > flat && to[-1] == ' ')
        to--;
    *to = '\0';
    return flat;
}

static char *body_of(const char *path)
{
    struct reading reading = { 0 };
    read_input(&reading, path, NULL, &limits_default, NULL);
    json_t *line = json_loads(reading.lines, JSON_DISABLE_EOF_CHECK, NULL);
    const char *body = json_string_value(json_object_get(line, "body"));
    if (reading.taken != 1)
        fail_msg("%s: %s", path, reading.lines);
    assert_non_null(body);
    char *flat = flattened(body);
    json_decref(line);
    free(reading.lines);
    return flat;
}

static void every_page_gives_the_article_and_nothing_else(void **state)
{
    (void)state;
    char whole[8192] = "", path[512];
    FILE *file = fopen(FOLDER "expected", "r");
    assert_non_null(file);
    assert_true(fread(whole, 1, sizeof whole - 1, file) > 0);
    fclose(file);
    char *expected = flattened(whole);

    unsigned pages = 0, wrong = 0;
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".html"))
            continue;
        snprintf(path, sizeof path, FOLDER "%s", entry->d_name);
        char *body = body_of(path);
        pages++;
        if (strcmp(body, expected) != 0) {
            wrong++;
            print_message("%s:\n%s\n", entry->d_name, body);
        }
        free(body);
    }
    closedir(folder);
    free(expected);
    assert_true(pages >= 14);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_gives_the_article_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
