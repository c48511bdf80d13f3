/* SPDX-License-Identifier: Apache-2.0 */
/* The small parts: dates, the telling apart of formats, maps. */
#include "reading.h"

#include "client/formats/date.h"
#include "client/formats/markup.h"

static void dates_become_rfc_3339(void **state)
{
    static const struct {
        const char *text, *want; /* NULL: no date */
    } dates[] = {
        { "2025-03-04T05:31:00Z", "2025-03-04T05:31:00Z" },
        { "2025-03-04T05:31:00.123+0100", "2025-03-04T05:31:00+01:00" },
        { "2025-03-04 05:31:00 -03:30", "2025-03-04T05:31:00-03:30" },
        { "20250304T053100Z", "2025-03-04T05:31:00Z" },
        { "2025-03-04T05:31Z", "2025-03-04T05:31:00Z" },
        { "2025-03-04T05:31:00", "2025-03-04" },
        { "2025-03-04", "2025-03-04" },
        { "Tue, 04 Mar 2025 06:15:00 +0100", "2025-03-04T06:15:00+01:00" },
        { "4 mar 25 06:15 EST", "2025-03-04T06:15:00-05:00" },
        { "Tuesday, 04-Mar-97 06:15:00 GMT", "1997-03-04T06:15:00Z" },
        { "Tue, 31 Dec 2024 23:59:60 GMT", "2024-12-31T23:59:59Z" },
        { "2024-02-29", "2024-02-29" },
        { "2025-02-29", NULL },
        { "2025-13-01", NULL },
        { "2025-03-04T25:00:00Z", NULL },
        { "March 4th", NULL },
        { "yesterday", NULL },
        { "12", NULL },
        { "", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        char normal[DATE_BYTES] = "";
        assert_int_equal(date_normal(dates[i].text, normal), dates[i].want != NULL);
        if (dates[i].want)
            assert_string_equal(normal, dates[i].want);
    }
}

static void formats_are_told_by_content(void **state)
{
    static const struct {
        const char *head;
        enum format format;
        bool open; /* more may come */
    } heads[] = {
        { "", FORMAT_UNDECIDED, true },
        { " \n", FORMAT_LINES, false },
        { "{\"id\":1}\n{", FORMAT_LINES, true },
        { "{\"id\":1", FORMAT_UNDECIDED, true },
        { "{\n \"id\":1\n}", FORMAT_VALUES, false },
        { "{\"id\":\"cut in the mid\n", FORMAT_LINES, true },
        { "[\n{}", FORMAT_VALUES, true },
        { "[Holm] words of a text", FORMAT_TEXT, true },
        { "WARC/1.1\r\n", FORMAT_WARC, true },
        { "WA", FORMAT_UNDECIDED, true },
        { "WA", FORMAT_TEXT, false },
        { "\x1f\x8b\x08", FORMAT_GZIP, true },
        { "<?xml version='1.0'?>\n<!-- x > y --><?style?><rss>", FORMAT_XML, true },
        { "\xef\xbb\xbf<feed xmlns='a'>", FORMAT_XML, true },
        { "<rdf:RDF xmlns:rdf='a'>", FORMAT_XML, true },
        { "<nar:newsItem >", FORMAT_XML, true },
        { "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", FORMAT_HTML, true },
        { "<!doctype HTML><title>", FORMAT_HTML, true },
        { "<!-- saved --><HTML>", FORMAT_HTML, true },
        { "<!-- not yet", FORMAT_UNDECIDED, true },
        { "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY", FORMAT_REFUSED, true },
        { "<?xml version='1.0'?><!-- never closed", FORMAT_REFUSED, false },
        { "<?xml version='1.0'?><invoice>", FORMAT_REFUSED, true },
        { "<3 this harbour", FORMAT_TEXT, true },
        { "Words.", FORMAT_TEXT, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const char *why = NULL;
        const enum format format = format_of(heads[i].head, strlen(heads[i].head), !heads[i].open, &why);
        if (format != heads[i].format)
            print_message("%s\n", heads[i].head);
        assert_int_equal(format, heads[i].format);
        assert_int_equal(why != NULL, format == FORMAT_REFUSED);
    }
}

static void only_tags_and_entities_are_markup(void **state)
{
    (void)state;
    assert_true(markup_is("a <b>c"));
    assert_true(markup_is("a &amp; c"));
    assert_true(markup_is("&#8220;x"));
    assert_false(markup_is("5 < 7 & 8 > 3"));
    assert_false(markup_is("Marks & Sons; no, & so"));
}

static void a_map_says_which_line_is_wrong(void **state)
{
    char why[160];
    (void)state;
    assert_null(map_open("tests/unit/client/formats/plain.txt", why));
    assert_non_null(strstr(why, "line 1"));
    assert_null(map_open("tests/unit/client/formats/none", why));
    struct map *map = map_open("newspaper3k", why);
    assert_non_null(map);
    map_close(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_become_rfc_3339),
        cmocka_unit_test(formats_are_told_by_content),
        cmocka_unit_test(only_tags_and_entities_are_markup),
        cmocka_unit_test(a_map_says_which_line_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
