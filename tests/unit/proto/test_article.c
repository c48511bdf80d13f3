/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/article.h"
#include "proto/wire.h"

static Claimwire__V1__Article sample(void)
{
    static char id[] = "quay-1", title[] = "Ferry back in port", body[] = "The ferry is back.",
                outlet[] = "tide.example";
    Claimwire__V1__Article article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = id;
    article.title = title;
    article.body = body;
    article.outlet = outlet;
    return article;
}

static const char *reason_of(const Claimwire__V1__Article *article)
{
    const char *reason = "not set";
    const char *sentence = article_check(article, &reason);
    assert_true((sentence == NULL) == (reason == NULL));
    return reason ? reason : "fine";
}

/* ---- digest */

static void the_digest_is_of_the_words_alone(void **state)
{
    (void)state;
    static char other[] = "other";
    Claimwire__V1__Article article = sample();
    const struct digest before = article_digest(&article);
    struct digest after;

    article.id = article.url = article.fetched_at = article.language = other;
    article.has_revision = true;
    article.revision = 9;
    after = article_digest(&article);
    assert_true(digest_equal(&before, &after));

    char **const words[] = { &article.title, &article.byline, &article.body, &article.published_at, &article.outlet };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char *kept = *words[i];
        *words[i] = other;
        after = article_digest(&article);
        assert_false(digest_equal(&before, &after));
        *words[i] = kept;
    }
    article.has_withdrawn = true;
    after = article_digest(&article);
    assert_true(digest_equal(&before, &after)); /* present and false */
    article.withdrawn = true;
    after = article_digest(&article);
    assert_false(digest_equal(&before, &after));
}

static void words_do_not_run_from_one_field_into_the_next(void **state)
{
    (void)state;
    static char ab[] = "ab", c[] = "c", a[] = "a", bc[] = "bc", none[] = "";
    Claimwire__V1__Article one = CLAIMWIRE__V1__ARTICLE__INIT, two = CLAIMWIRE__V1__ARTICLE__INIT;
    one.title = ab, one.byline = c;
    two.title = a, two.byline = bc;
    struct digest first = article_digest(&one), second = article_digest(&two);
    assert_false(digest_equal(&first, &second));

    one.published_at = none; /* empty is as missing */
    second = article_digest(&one);
    assert_true(digest_equal(&first, &second));
}

/* ---- check */

static void a_whole_article_is_fine(void **state)
{
    (void)state;
    Claimwire__V1__Article article = sample();
    assert_string_equal(reason_of(&article), "fine");
}

static void an_article_needs_an_id_without_control_characters(void **state)
{
    (void)state;
    static char empty[] = "", tab[] = "a\tb", delete[] = "a\x7f", c1[] = "a\xc2\x85", accent[] = "caf\xc3\xa9 1";
    Claimwire__V1__Article article = sample();
    article.id = NULL;
    assert_string_equal(reason_of(&article), "FIELD_MISSING");
    article.id = empty;
    assert_string_equal(reason_of(&article), "FIELD_MISSING");
    article.id = tab;
    assert_string_equal(reason_of(&article), "FIELD_VALUE");
    article.id = delete;
    assert_string_equal(reason_of(&article), "FIELD_VALUE");
    article.id = c1;
    assert_string_equal(reason_of(&article), "FIELD_VALUE");
    article.id = accent;
    assert_string_equal(reason_of(&article), "fine");
}

static void an_article_needs_a_body_unless_it_is_withdrawn(void **state)
{
    (void)state;
    static char blank[] = " \r\n\t ";
    Claimwire__V1__Article article = sample();
    article.body = NULL;
    assert_string_equal(reason_of(&article), "FIELD_MISSING");
    article.body = blank;
    assert_string_equal(reason_of(&article), "FIELD_MISSING");
    article.has_withdrawn = true;
    assert_string_equal(reason_of(&article), "FIELD_MISSING");
    article.withdrawn = true;
    assert_string_equal(reason_of(&article), "fine");
    article.body = NULL;
    assert_string_equal(reason_of(&article), "fine");
}

static void each_text_has_its_limit(void **state)
{
    (void)state;
    Claimwire__V1__Article article = sample();
    const struct {
        char **text;
        size_t bytes_max;
    } texts[] = {
        { &article.id, WIRE_ID_BYTES_MAX },
        { &article.url, WIRE_URL_BYTES_MAX },
        { &article.outlet, WIRE_OUTLET_BYTES_MAX },
        { &article.title, WIRE_TITLE_BYTES_MAX },
        { &article.byline, WIRE_BYLINE_BYTES_MAX },
        { &article.body, WIRE_BODY_BYTES_MAX },
        { &article.published_at, WIRE_DATE_BYTES_MAX },
        { &article.fetched_at, WIRE_DATE_BYTES_MAX },
        { &article.language, WIRE_LANGUAGE_BYTES_MAX },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *kept = *texts[i].text;
        char *long_text = malloc(texts[i].bytes_max + 2);
        memset(long_text, 'x', texts[i].bytes_max + 1);
        long_text[texts[i].bytes_max + 1] = '\0';
        *texts[i].text = long_text;
        assert_string_equal(reason_of(&article), "TOO_LARGE");
        long_text[texts[i].bytes_max] = '\0';
        assert_string_equal(reason_of(&article), "fine");
        long_text[1] = '\xff';
        assert_string_equal(reason_of(&article), "UTF8");
        *texts[i].text = kept;
        free(long_text);
    }
}

/* ---- JSON */

static Claimwire__V1__Article *parse(const char *line, char why[160])
{
    strcpy(why, "nothing said");
    return article_from_json(line, strlen(line), why);
}

static void a_line_of_json_becomes_an_article(void **state)
{
    (void)state;
    char why[160];
    Claimwire__V1__Article *article =
        parse("{\"id\":\"quay-1\",\"outlet\":\"tide.example\",\"url\":null,\"title\":\"Ferry\",\"byline\":\"R. Moll\","
              "\"body\":\"Back \\u00e0 "
              "quai.\\nSafe.\",\"published_at\":\"2024-04-14T05:31:00Z\",\"fetched_at\":\"2024-04-14\","
              "\"language\":\"en\",\"revision\":4294967295,\"withdrawn\":true,\"extra\":[{\"deep\":[1.5]}]}\n",
              why);
    assert_non_null(article);
    assert_string_equal(article->id, "quay-1");
    assert_string_equal(article->outlet, "tide.example");
    assert_null(article->url);
    assert_string_equal(article->title, "Ferry");
    assert_string_equal(article->byline, "R. Moll");
    assert_string_equal(article->body, "Back \xc3\xa0 quai.\nSafe.");
    assert_string_equal(article->published_at, "2024-04-14T05:31:00Z");
    assert_string_equal(article->fetched_at, "2024-04-14");
    assert_string_equal(article->language, "en");
    assert_true(article->has_revision && article->revision == UINT32_MAX);
    assert_true(article->has_withdrawn && article->withdrawn);
    claimwire__v1__article__free_unpacked(article, NULL);
}

static void missing_and_null_fields_stay_missing(void **state)
{
    (void)state;
    char why[160];
    Claimwire__V1__Article *article = parse("{\"id\":\"a\",\"revision\":null,\"withdrawn\":null}", why);
    assert_non_null(article);
    assert_null(article->body);
    assert_false(article->has_revision || article->has_withdrawn);
    claimwire__v1__article__free_unpacked(article, NULL);
}

static void what_is_wrong_is_said_with_its_field(void **state)
{
    (void)state;
    static const struct {
        const char *line, *said;
    } lines[] = {
        { "{\"id\":7}", "\"id\"" },
        { "{\"id\":\"a\",\"body\":[\"x\"]}", "\"body\"" },
        { "{\"language\":{}}", "\"language\"" },
        { "{\"revision\":\"2\"}", "\"revision\"" },
        { "{\"revision\":-1}", "\"revision\"" },
        { "{\"revision\":4294967296}", "\"revision\"" },
        { "{\"revision\":1.5}", "\"revision\"" },
        { "{\"withdrawn\":1}", "\"withdrawn\"" },
        { "{\"id\":\"a\",\"id\":\"b\"}", "uplicate" },
        { "{\"body\":\"a\\u0000b\"}", "byte" },
        { "{\"body\":\"\\ud800\"}", "byte" },
        { "{\"body\":\"\xff\"}", "byte" },
        { "{\"body\":\"cut", "byte" },
        { "{} {}", "byte" },
        { "[]", "object" },
        { "\"text\"", "" },
        { "", "byte" },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char why[160];
        Claimwire__V1__Article *article = parse(lines[i].line, why);
        if (article || !strstr(why, lines[i].said))
            fail_msg("%s: %s", lines[i].line, why);
        for (const char *at = why; *at; at++)
            assert_in_range(*at, ' ', '~');
    }
}

static void a_raw_nul_in_the_line_is_refused(void **state)
{
    (void)state;
    char why[160];
    const char line[] = "{\"id\":\"a\0b\"}";
    assert_null(article_from_json(line, sizeof line - 1, why));
}

static void brackets_without_end_are_refused(void **state)
{
    (void)state;
    enum { SIZE = 1024 * 1024 };
    char why[160], *line = malloc(SIZE);
    memset(line, '[', SIZE);
    assert_null(article_from_json(line, SIZE, why));
    free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_of_the_words_alone),
        cmocka_unit_test(words_do_not_run_from_one_field_into_the_next),
        cmocka_unit_test(a_whole_article_is_fine),
        cmocka_unit_test(an_article_needs_an_id_without_control_characters),
        cmocka_unit_test(an_article_needs_a_body_unless_it_is_withdrawn),
        cmocka_unit_test(each_text_has_its_limit),
        cmocka_unit_test(a_line_of_json_becomes_an_article),
        cmocka_unit_test(missing_and_null_fields_stay_missing),
        cmocka_unit_test(what_is_wrong_is_said_with_its_field),
        cmocka_unit_test(a_raw_nul_in_the_line_is_refused),
        cmocka_unit_test(brackets_without_end_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
