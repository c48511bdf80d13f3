/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/resolve/fixture.h"

#include "resolve/calendar.h"

static void expect_moment(struct fixture *fixture, const char *text, const char *published, const char *value)
{
    struct moment moments[4];
    struct lexed lexed;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t)published;
    const struct today today = calendar_today(&article, 0);
    assert_int_equal(lexed_make(fixture->arena, analyse(fixture, text), &lexed), ERR_OK);
    const size_t count = calendar_find(fixture->arena, &lexed, &today, moments, 4);
    if (count != (value ? 1 : 0) || (value && strcmp(moments[0].value, value) != 0))
        fail_msg("%s: %zu, %s, expected %s", text, count, count ? moments[0].value : "-", value ? value : "none");
}

static void words_become_days(void **state)
{
    const char *sunday = "2024-04-14T09:00:00Z";
    expect_moment(*state, "on Sunday it", sunday, "2024-04-14");
    expect_moment(*state, "last Sunday it", sunday, "2024-04-07");
    expect_moment(*state, "It will open on Friday.", sunday, "2024-04-19");
    expect_moment(*state, "on Friday it", sunday, "2024-04-12");
    expect_moment(*state, "Dec. 28 it", "2024-01-05", "2023-12-28");
    expect_moment(*state, "on Jan. 10 it", "2023-12-20", "2024-01-10");
    expect_moment(*state, "on the 29 February 2024 it", NULL, "2024-02-29");
    expect_moment(*state, "on February 30, 2024 it", NULL, NULL);
    expect_moment(*state, "on 2024-04-14 it", NULL, "2024-04-14");
    expect_moment(*state, "in May 2023 it", NULL, "2023-05");
    expect_moment(*state, "last week it", "2024-01-03", "2023-W52");
    expect_moment(*state, "last month it", "2024-01-03", "2023-12");
    expect_moment(*state, "on Friday it", NULL, NULL);
    expect_moment(*state, "they may go and march on", sunday, NULL);
}

static void the_tense_of_a_clause_tells_which_weekday_is_meant(void **state)
{
    const char *wednesday = "2024-04-17T09:00:00Z";
    expect_moment(*state, "The court met on Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "The court is to meet on Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "Talks would resume Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "They bought tickets for Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "On Monday, he would leave.", wednesday, "2024-04-22");
    expect_moment(*state, "The lists are to be read on Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "They got until 9 a.m. Monday.", wednesday, "2024-04-22T09:00");
    expect_moment(*state, "They had not been seen until Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "They met ahead of Monday's vote.", wednesday, "2024-04-22");
    expect_moment(*state, "The offer was made to avert Monday's strike.", wednesday, "2024-04-22");
    expect_moment(*state, "The vote had been scheduled for last Monday.", wednesday, "2024-04-15");
    expect_moment(*state, "He would leave the United office next Monday.", wednesday, "2024-04-22");
    expect_moment(*state, "It was the clerk who left on Wednesday.", wednesday, "2024-04-17");
}

static void dates_without_a_year_are_near(void **state)
{
    const char *october = "2024-10-26";
    expect_moment(*state, "in April it", october, "2024-04");
    expect_moment(*state, "It closed in November.", october, "2023-11");
    expect_moment(*state, "It will close in March.", october, "2025-03");
    expect_moment(*state, "payable Dec. 14 to all", october, "2024-12-14");
    expect_moment(*state, "The lease ended on March 31.", october, "2024-03-31");
    expect_moment(*state, "In June last year it", october, "2023-06");
    expect_moment(*state, "the April fire", october, "2024-04");
    expect_moment(*state, "said April Holt", october, NULL);
    expect_moment(*state, "in mid-May it", october, "2024-05");
    expect_moment(*state, "on Friday, 25 October it", october, "2024-10-25");
}

static void times_of_day_go_with_their_day(void **state)
{
    const char *wednesday = "2024-04-17T09:00:00Z";
    expect_moment(*state, "It rang on Tuesday night.", wednesday, "2024-04-16TNI");
    expect_moment(*state, "It rang this morning.", wednesday, "2024-04-17TMO");
    expect_moment(*state, "It rang last night.", wednesday, "2024-04-16TNI");
    expect_moment(*state, "It rang at 10:35 p.m. on Tuesday.", wednesday, "2024-04-16T22:35");
    expect_moment(*state, "It rang at noon Tuesday.", wednesday, "2024-04-16T12:00");
    expect_moment(*state, "It rang at 14:05 that day.", wednesday, "2024-04-17T14:05");
    expect_moment(*state, "a score of 14:5 that", wednesday, NULL);
    expect_moment(*state, "watched it 04:32 more", wednesday, NULL);
}

static void spans_of_time_have_lengths(void **state)
{
    const char *day = "2024-04-17T09:00:00Z";
    expect_moment(*state, "They dug for three days.", day, "P3D");
    expect_moment(*state, "They dug for a two-year grant.", day, "P2Y");
    expect_moment(*state, "in the past several months they", day, "PXM");
    expect_moment(*state, "The first nine months were dry.", day, "P9M");
    expect_moment(*state, "It took at least 30 hours.", day, "PT30H");
    expect_moment(*state, "They waited for weeks.", day, "PXW");
    expect_moment(*state, "In recent years they", day, "PXY");
    expect_moment(*state, "It was their first visit in more than a decade.", day, "P10Y");
    expect_moment(*state, "a six-year-old girl and a man ten years old", day, NULL);
    expect_moment(*state, "three-quarters of the men", day, NULL);
    expect_moment(*state, "the walkout is to last 48 hours", NULL, "PT48H");
    expect_moment(*state, "ten days ago they", day, "2024-04-07");
    expect_moment(*state, "a decade ago they", day, "2014");
    expect_moment(*state, "They meet every month.", day, "P1M");
    expect_moment(*state, "They meet every Tuesday.", day, "XXXX-WXX-2");
    expect_moment(*state, "They meet each July.", day, "XXXX-07");
    expect_moment(*state, "Reports come daily.", day, "P1D");
    expect_moment(*state, "said the Daily Post", day, NULL);
}

static void quarters_seasons_and_decades_have_values(void **state)
{
    const char *day = "2024-11-05T09:00:00Z";
    expect_moment(*state, "in the third quarter they", day, "2024-Q3");
    expect_moment(*state, "its second-quarter loss", day, "2024-Q2");
    expect_moment(*state, "in the 2022 first quarter they", day, "2022-Q1");
    expect_moment(*state, "last year's third quarter was", day, "2023-Q3");
    expect_moment(*state, "the last half of 2023", day, "2023-H2");
    expect_moment(*state, "earlier this summer they", day, "2024-SU");
    expect_moment(*state, "last fall they", "2024-03-05", "2023-FA");
    expect_moment(*state, "they fall and spring up", day, NULL);
    expect_moment(*state, "in the late 1980s they", day, "198");
    expect_moment(*state, "a man in his 30s left", day, NULL);
    expect_moment(*state, "in the 20th century they", day, "19");
    expect_moment(*state, "in fiscal 2023 they", day, "2023");
    expect_moment(*state, "the 2019 law", day, "2019");
    expect_moment(*state, "the 2019 men", day, NULL);
    expect_moment(*state, "in nineteen ninety-six they", day, "1996");
    expect_moment(*state, "by the end of the year they", day, "2024");
    expect_moment(*state, "over the weekend they", day, "2024-W44-WE");
    expect_moment(*state, "last Thanksgiving they", "2024-03-05", "2023-11-23");
    expect_moment(*state, "They are now three.", day, "PRESENT_REF");
    expect_moment(*state, "They came recently.", NULL, "PAST_REF");
    expect_moment(*state, "They fear for the future.", day, "FUTURE_REF");
    expect_moment(*state, "the past mayor", day, NULL);
}

static void what_was_spoken_of_is_counted_from(void **state)
{
    struct fixture *fixture = *state;
    struct moment moments[8];
    struct lexed lexed;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t) "2024-11-05";
    const struct today today = calendar_today(&article, 0);
    const char *text =
        "Profit fell in the third quarter from a year earlier. Sales for the quarter rose. "
        "The mine shut in March. The following month it was sold. It was dug in 1996 and lit in June of that year.";
    assert_int_equal(lexed_make(fixture->arena, analyse(fixture, text), &lexed), ERR_OK);
    assert_int_equal(calendar_find(fixture->arena, &lexed, &today, moments, 8), 7);
    const char *const expected[] = { "2024-Q3", "2023-Q3", "2024-Q3", "2024-03", "2024-04", "1996", "1996-06" };
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(moments[i].value, expected[i]);
    assert_string_equal(moments[1].start, "2023-07");
    assert_string_equal(moments[1].end, "2023-09");
}

static void the_words_of_time_are_in_order(void **state)
{
    static const char *const forms[] = {
#define WORD(form, kind, value) form,
#include "resolve/time.def"
#undef WORD
    };
    (void)state;
    for (size_t i = 1; i < sizeof forms / sizeof *forms; i++)
        assert_true(strcmp(forms[i - 1], forms[i]) < 0);
}

static void today_is_the_first_date_that_can_be_believed(void **state)
{
    (void)state;
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.published_at = (char *)(uintptr_t) "2024-04-14";
    article.fetched_at = (char *)(uintptr_t) "2024-04-14T10:00:00Z";
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED);
    article.published_at = (char *)(uintptr_t) "2024-04-16T10:00:01Z";
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_FETCHED);
    article.fetched_at = (char *)(uintptr_t) "yesterday";
    article.published_at = NULL;
    assert_int_equal(calendar_today(&article, 1).basis, CLAIMWIRE__V1__BASIS__BASIS_ACCEPTED);
    assert_false(calendar_today(&article, 0).known);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(words_become_days),
        TEST(the_tense_of_a_clause_tells_which_weekday_is_meant),
        TEST(dates_without_a_year_are_near),
        TEST(times_of_day_go_with_their_day),
        TEST(spans_of_time_have_lengths),
        TEST(quarters_seasons_and_decades_have_values),
        TEST(what_was_spoken_of_is_counted_from),
        TEST(the_words_of_time_are_in_order),
        TEST(today_is_the_first_date_that_can_be_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
