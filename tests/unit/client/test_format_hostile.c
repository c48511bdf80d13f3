/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs made to hurt: each ends soon, with a sentence and a place, and what
 * stood before it is taken. */
#include "reading.h"

#include <time.h>
#include <zlib.h>

static struct limits limits;

/* Text made by parts, as a file would be. */
struct made {
    char *bytes;
    size_t size;
    FILE *file;
};

static void make(struct made *made)
{
    made->file = open_memstream(&made->bytes, &made->size);
    assert_non_null(made->file);
}

static void repeat(struct made *made, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        fputs(text, made->file);
}

static struct reading read_made(struct made *made)
{
    struct reading reading = { 0 };
    if (made->file)
        fclose(made->file);
    read_bytes(&reading, made->bytes, made->size, &limits);
    free(made->bytes);
    return reading;
}

static void expect(struct reading reading, unsigned taken, unsigned refused, const char *words)
{
    if (reading.taken != taken || reading.refused != refused || !strstr(reading.lines, words))
        print_message("%.2000s\n", reading.lines);
    assert_int_equal(reading.taken, taken);
    assert_int_equal(reading.refused, refused);
    assert_non_null(strstr(reading.lines, words));
    free(reading.lines);
}

static void expect_text(const char *text, unsigned taken, unsigned refused, const char *words)
{
    struct reading reading = { 0 };
    read_bytes(&reading, text, strlen(text), &limits);
    expect(reading, taken, refused, words);
}

#define ITEM "<item><guid>g1</guid><description>One gate was shut.</description></item>"

/* ---- XML */

static void a_doctype_that_declares_is_refused(void **state)
{
    (void)state;
    expect_text("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                "<rss><channel>" ITEM "<item><title>&b;</title></item></channel></rss>",
                0, 1, "DOCTYPE declares");
    expect_text("<?xml version='1.0'?><!DOCTYPE rss SYSTEM \"file:///etc/hostname\"><rss><channel>" ITEM
                "</channel></rss>",
                1, 0, "One gate");
    expect_text("<rss><channel><item><guid>g</guid><description>&host;</description></item></channel></rss>", 0, 1,
                "not defined");
}

static void an_encoding_that_is_not_read_is_refused(void **state)
{
    (void)state;
    expect_text("<?xml version='1.0' encoding='ISO-2022-CN-EXT'?><rss/>", 0, 1, "encoding is not read");
    expect_text("<?xml version='1.0'?><svg/>", 0, 1, "XML of a kind");
}

static void broken_xml_keeps_what_stood_before(void **state)
{
    (void)state;
    expect_text("<rss><channel>\n" ITEM "\n<item><guid>g2</item>\n</channel></rss>", 1, 1, "\"place\":3");
    expect_text("<rss><channel>" ITEM ITEM ITEM, 2, 1, "nothing after it is read");
}

static void deep_xml_ends(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("<rss><channel>" ITEM "<item>", made.file);
    repeat(&made, "<d>", 200000);
    expect(read_made(&made), 1, 1, "nothing after it is read");
}

static void an_item_without_end_is_refused(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("<rss><channel>" ITEM "<item><description>", made.file);
    repeat(&made, "words and words without any end at all ", 3000000); /* 117 MB of one line */
    expect(read_made(&made), 1, 1, "an item of more than");
}

static void xml_that_is_slow_to_parse_ends_in_time(void **state)
{
    static const char *const heads[] = { "<rss><!-- ", "<rss><?x " };
    (void)state;
    limits.page_ms_max = 500;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct made made = { 0 };
        make(&made);
        fputs(heads[i], made.file);
        repeat(&made, "a>", 3500000);
        expect(read_made(&made), 0, 1, "longer to parse");
    }
    limits = limits_default;

    struct made made = { 0 };
    make(&made);
    fputs("<rss><![CDATA[<a ']]>", made.file);
    fputs("<rss", made.file);
    for (int i = 0; i < 500000; i++)
        fprintf(made.file, " a%d='>'", i);
    expect(read_made(&made), 0, 1, "a tag of more than");
}

static void items_are_counted(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("<rss><channel>", made.file);
    repeat(&made, ITEM, 8);
    fputs("</channel></rss>", made.file);
    limits.items_max = 5;
    expect(read_made(&made), 5, 1, "more than 5 items");
    limits = limits_default;
}

/* ---- pages */

static void page_of(struct made *made, const char *part, size_t times)
{
    make(made);
    fputs("<!doctype html><html><body><p>The gate was shut on Monday by the crew of the harbour.</p>", made->file);
    repeat(made, part, times);
}

static void a_hostile_page_ends_in_time(void **state)
{
    static const struct {
        const char *part;
        size_t times;
    } pages[] = {
        { "<div>", 1500000 },           { "<b>", 2000000 },           { "<font size=1><font size=2>", 250000 },
        { "<a><p>", 400000 },           { "<table><td>", 500000 },    { "<svg><g>", 800000 },
        { "<select><option>", 300000 }, { "<i></b></i><b>", 300000 },
    };
    (void)state;
    limits.page_ms_max = 1000;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct made made = { 0 };
        page_of(&made, pages[i].part, pages[i].times);
        const clock_t begin = clock();
        struct reading reading = read_made(&made);
        assert_int_equal(reading.taken + reading.refused, 1);
        assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
        free(reading.lines);
    }
    limits = limits_default;
}

static void a_page_over_the_bounds_is_refused(void **state)
{
    (void)state;
    struct made made = { 0 };
    page_of(&made, "<div>", 600);
    expect(read_made(&made), 0, 1, "nested deeper");
    page_of(&made, "<p>Some more words about it.</p>", 300000);
    expect(read_made(&made), 0, 1, "longer than an article may be");
    limits.page_bytes_max = 1 << 20;
    page_of(&made, "<p>Some more words about it.</p>", 30000);
    expect(read_made(&made), 0, 1, "needs more memory");
    limits = limits_default;
}

/* ---- JSON */

static void values_without_end_are_refused(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("{\"id\":\"a\",\"body\":\"First one.\"}\n{\"id\":\"b\",\"body\":\"", made.file);
    repeat(&made, "one line and one hundred megabytes of it ", 2600000);
    fputs("\"}\n{\"id\":\"c\",\"body\":\"Third one.\"}\n", made.file);
    expect(read_made(&made), 2, 1, "\"place\":2");

    make(&made);
    fputs("[\n{\"id\":\"a\",\"body\":\"First one.\"},\n{\"id\":\"b\",\"body\":[", made.file);
    repeat(&made, "[\"deep\",", 2000000);
    expect(read_made(&made), 1, 1, "\"place\":3");

    expect_text("[{\"id\":\"a\",\"body\":\"x\"},\n{\"id\":\"b\",\"body\":\"y\"}, oh,\n{\"id\":\"c\",\"body\":\"z\"}]",
                2, 1, "something else");
    expect_text("{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"No words\"}", 0, 1,
                "no body");
}

static void deep_json_is_refused(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("{\"@context\":", made.file);
    repeat(&made, "[", 100000);
    fputs("\n", made.file);
    expect(read_made(&made), 0, 1, "MALFORMED");
}

/* ---- gzip and WARC */

static void pack(struct made *made, int parts, size_t cut)
{
    fclose(made->file);
    made->file = NULL;
    char *packed = malloc(made->size + 4096);
    assert_non_null(packed);
    z_stream stream = { .next_in = (Bytef *)made->bytes };
    stream.next_out = (Bytef *)packed;
    for (int i = 0; i < parts; i++) {
        assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
        stream.avail_in = (uInt)(made->size / (size_t)parts);
        stream.avail_out = (uInt)(made->size + 4096 - (size_t)((char *)stream.next_out - packed));
        assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
        deflateEnd(&stream);
    }
    free(made->bytes);
    made->bytes = packed;
    made->size = (size_t)((char *)stream.next_out - packed) - cut;
}

#define PAGE "<html><body><h1>Gate</h1><p>The gate was shut on Monday by the harbour crew.</p></body></html>"

static void add_record(struct made *made, const char *headers, const char *body, size_t size, size_t claimed)
{
    fprintf(
        made->file,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ferrow.example/%zu\r\nContent-Length: %zu\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n",
        size, claimed + 44 + strlen(headers), headers);
    fwrite(body, 1, size, made->file);
    fputs("\r\n\r\n", made->file);
}

static void a_packed_warc_is_read_member_by_member(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    pack(&made, 2, 0);
    expect(read_made(&made), 2, 0, "harbour crew");
}

static void a_truncated_warc_says_where(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    add_record(&made, "", PAGE, sizeof PAGE - 1, 5000);
    expect(read_made(&made), 1, 1, "ends in the middle of it");
    make(&made);
    repeat(&made, "x", 3);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    expect(read_made(&made), 1, 0, "WARC/1.0"); /* is a text, then */
    make(&made);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    pack(&made, 2, 12);
    expect(read_made(&made), 1, 1, "gzip data ends in the middle");
}

static void bombs_do_not_go_off(void **state)
{
    (void)state;
    struct made made = { 0 }, inner = { 0 };
    make(&inner);
    repeat(&inner, "                                                                ", 1000000);
    pack(&inner, 1, 0);
    make(&made);
    add_record(&made, "Content-Encoding: gzip\r\n", inner.bytes, inner.size, inner.size);
    add_record(&made, "", PAGE, sizeof PAGE - 1, sizeof PAGE - 1);
    free(inner.bytes);
    expect(read_made(&made), 1, 1, "record 1 at byte 0: the ");

    make(&made);
    fputs("{\"id\":\"a\",\"body\":\"First one.\"}\n", made.file);
    repeat(&made, "                                                                ", 1000000);
    pack(&made, 1, 0);
    expect(read_made(&made), 1, 1, "without measure");
}

static void sizes_of_warc_headers_are_not_believed(void **state)
{
    (void)state;
    expect_text("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999\r\n\r\nHTTP/1.1 200 OK\r\n", 0, 1,
                "ends in the middle");
    expect_text("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\nx", 0, 1, "no Content-Length");
    expect_text("WARC/1.0\r\nWARC-Type: response\r\n", 0, 1, "does not end");
}

/* ---- what articles become */

static void a_long_id_is_cut_by_its_digest(void **state)
{
    (void)state;
    struct made made = { 0 };
    make(&made);
    fputs("<rss><channel><item><guid>", made.file);
    repeat(&made, "\xc3\xa6", 200);
    fputs("</guid><description>One gate was shut.</description></item></channel></rss>", made.file);
    struct reading reading = read_made(&made);
    assert_int_equal(reading.notes, 1);
    expect(reading, 1, 0, "\xc3\xa6~");
}

static void nobody_has_to_take_more(void **state)
{
    (void)state;
    struct reading reading = { .take_max = 1 };
    static const char feed[] = "<rss><channel>" ITEM ITEM ITEM "</channel></rss>";
    read_bytes(&reading, feed, sizeof feed - 1, &limits);
    expect(reading, 1, 0, "One gate");
}

int main(void)
{
    limits = limits_default;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_doctype_that_declares_is_refused),
        cmocka_unit_test(an_encoding_that_is_not_read_is_refused),
        cmocka_unit_test(broken_xml_keeps_what_stood_before),
        cmocka_unit_test(deep_xml_ends),
        cmocka_unit_test(an_item_without_end_is_refused),
        cmocka_unit_test(xml_that_is_slow_to_parse_ends_in_time),
        cmocka_unit_test(items_are_counted),
        cmocka_unit_test(a_hostile_page_ends_in_time),
        cmocka_unit_test(a_page_over_the_bounds_is_refused),
        cmocka_unit_test(values_without_end_are_refused),
        cmocka_unit_test(deep_json_is_refused),
        cmocka_unit_test(a_packed_warc_is_read_member_by_member),
        cmocka_unit_test(a_truncated_warc_says_where),
        cmocka_unit_test(bombs_do_not_go_off),
        cmocka_unit_test(sizes_of_warc_headers_are_not_believed),
        cmocka_unit_test(a_long_id_is_cut_by_its_digest),
        cmocka_unit_test(nobody_has_to_take_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
