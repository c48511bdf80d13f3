/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

#include "desk/match.h"
#include "desk/mates_sets.h"

/* How alike is alike enough, beside the words. */

enum { DAY = 20000 };

static float alike(struct mate a, struct mate b)
{
    return mates_likeness(&a, &b, 0.3f);
}

static void a_day_left_out_gains_nothing(void **state)
{
    (void)state;
    const struct mate today = { .day = DAY, .dated = true }, nearby = { .day = DAY + 2, .dated = true };
    const struct mate later = { .day = DAY + 4, .dated = true }, undated = { 0 };
    assert_true(alike(today, nearby) > alike(today, later));
    assert_true(alike(today, later) > alike(today, undated));
    assert_true(alike(undated, undated) == alike(today, undated));
}

static void several_must_be_more_alike_than_one(void **state)
{
    (void)state;
    assert_true(mates_score(0.2f, 0.3f, mates_several(1)) > mates_score(0.2f, 0.3f, mates_several(2)));
    assert_true(mates_score(0.2f, 0.3f, mates_several(2)) > mates_score(0.2f, 0.3f, mates_several(8)));
    assert_true(mates_score(0.2f, 0.3f, mates_several(1)) < mates_score(0.2f, 0.2f, mates_several(1)));
}

static void two_sets_that_begin_days_apart_must_be_more_alike(void **state)
{
    (void)state;
    assert_true(mates_begun_off(0) == 0);
    assert_true(mates_begun_off(MATES_BEGUN_FREE) == 0);
    assert_true(mates_begun_off(MATES_BEGUN_FREE + 1) > 0);
    assert_true(mates_begun_off(MATES_BEGUN_MOST) > mates_begun_off(MATES_BEGUN_FREE + 1));
    assert_true(mates_begun_off(10000) < MATCH_SWAY); /* whoever gives a day long past gains no more */
}

static void only_a_late_report_tells_of_an_earlier_day(void **state)
{
    (void)state;
    const struct mate late = { .day = DAY + 9, .dated = true, .told_day = DAY, .told = true };
    const struct mate fresh = { .day = DAY + 1, .dated = true, .told_day = DAY, .told = true };
    const struct mate silent = { .day = DAY + 9, .dated = true };
    const struct mate undated = { .told_day = DAY, .told = true };
    assert_true(mates_tells_of(&late, DAY));
    assert_true(mates_tells_of(&late, DAY + MATES_BEGUN_NEAR));
    assert_false(mates_tells_of(&late, DAY + MATES_BEGUN_NEAR + 1));
    assert_false(mates_tells_of(&fresh, DAY));
    assert_false(mates_tells_of(&silent, DAY));
    assert_false(mates_tells_of(&undated, DAY));
}

static void a_dateline_and_the_day_before_are_one_day(void **state)
{
    (void)state;
    const struct mate fresh = { .day = DAY, .dated = true, .told_day = DAY, .told = true };
    struct mate late = { .day = DAY + 9, .dated = true, .told_day = DAY - 1, .told = true };
    const float near = alike(fresh, late);
    late.told_day = DAY - 2;
    assert_true(near > alike(fresh, late));
}

static void less_is_enough_where_nothing_else_is_like_it(void **state)
{
    (void)state;
    assert_true(mates_enough(0.1f) == MATES_SCORE_SURE);
    assert_true(mates_enough(0) == MATES_SCORE_SURE);
    assert_true(mates_enough(-0.05f) < MATES_SCORE_SURE);
    assert_true(mates_enough(-0.05f) > MATES_SCORE_LEAST);
    assert_true(mates_enough(-1) == MATES_SCORE_LEAST);
}

static uint64_t tell(const char *id, const char *body)
{
    char outlet[32];
    snprintf(outlet, sizeof outlet, "%s.example", id);
    feed(&room, (struct piece){ .id = id, .outlet = outlet, .title = "Report", .body = body, .published_day = DAY });
    return room.last_event;
}

/* The fire, a report that shares one word in twelve with it, and three others that share as many with that report. */
static const char fire[] = "quay blaze cordage rafters hoses ladders smoke tide warehouse watchman lantern ropes";
static const char report[] = "quay widow pension letter lawyer ledger witness asks chandler stairs keys verdict";
static const char *const others[] = {
    "widow orchard bees hives frost blossom grafting pollen cider presses trees honey",
    "pension strike tram depot drivers rota wages ballot pickets brakes whistle union",
    "letter stamps museum forger engraver printer plates auction bidder catalogue hammer sale",
};

static void a_report_in_other_words_is_known_in_a_quiet_window(void **state)
{
    (void)state;
    const uint64_t event = tell("fire", fire);
    assert_int_equal(tell("report", report), event);
}

static void and_is_apart_where_as_much_is_like_others(void **state)
{
    (void)state;
    const uint64_t event = tell("fire", fire);
    for (int i = 0; i < 3; i++)
        assert_int_not_equal(tell((const char *[]){ "bees", "trams", "stamps" }[i], others[i]), event);
    assert_int_not_equal(tell("report", report), event);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_left_out_gains_nothing),
        cmocka_unit_test(several_must_be_more_alike_than_one),
        cmocka_unit_test(two_sets_that_begin_days_apart_must_be_more_alike),
        cmocka_unit_test(only_a_late_report_tells_of_an_earlier_day),
        cmocka_unit_test(a_dateline_and_the_day_before_are_one_day),
        cmocka_unit_test(less_is_enough_where_nothing_else_is_like_it),
        TEST(a_report_in_other_words_is_known_in_a_quiet_window),
        TEST(and_is_apart_where_as_much_is_like_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
