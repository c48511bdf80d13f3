/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

#include "desk/toll.h"

/* What is counted of people, and what of it enters the event's ledger. */

enum { KILLED = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, INJURED = CLAIMWIRE__V1__MEASURE__MEASURE_INJURED };
#define COUNTS(...) ((struct count[]){ __VA_ARGS__, { 64, 0, NULL, 0, 0, NULL } })
static const char bus[] = "bus bridge river rescue road driver passengers brakes inquiry mountain";

static size_t feed_counts(const char *id, int64_t hours, const struct said *said, const struct count *counts)
{
    struct piece piece = { .id = id, .outlet = id, .title = "A bus", .body = bus, .said = said, .hours = hours };
    piece.counts = counts;
    return feed(&room, piece);
}

/* Five dead and nine injured on the first of May. */
static void open_event(void)
{
    feed_counts("first.example", 0,
                CLAIMS({ "five people were killed", "police", false, 0 }, { "nine were injured", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 5, 5, "2026-05-01" }, { 1, INJURED, "people", 9, 9, "2026-05-01" }));
}

/* The newest revision of the measure; NULL: none from `since` on. */
static const figure_revision_record *revised(int measure, size_t since)
{
    for (size_t i = room.count; i > since; i--) {
        const event_update_record *update = room.updates[i - 1];
        if (update->change == CLAIMWIRE__V1__CHANGE__FIGURE_REVISED && (int)update->figure->measure == measure)
            return update->figure;
    }
    return NULL;
}

static void who_is_injured_and_dies_is_moved(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5, CLAIMS({ "one of the injured has died", "clinic", false, 0 }),
                COUNTS({ 0, KILLED, "people", 1, 1, "2026-05-01" }));
    assert_true(revised(KILLED, since) && revised(INJURED, since));
    assert_int_equal((int)revised(KILLED, since)->low, 6);
    assert_int_equal((int)revised(INJURED, since)->low, 8);
    assert_int_equal(revised(KILLED, since)->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    assert_int_equal(revised(INJURED, since)->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED);
}

static void nobody_is_moved_twice(void **state)
{
    (void)state;
    open_event();
    feed_counts("second.example", 5, CLAIMS({ "one of the injured has died", "clinic", false, 0 }),
                COUNTS({ 0, KILLED, "people", 1, 1, "2026-05-01" }));
    size_t since = room.count;
    feed_counts("third.example", 6, CLAIMS({ "a pensioner succumbed to her wounds overnight", NULL, false, 0 }),
                COUNTS({ 0, KILLED, "people", 1, 1, "2026-05-01" }));
    assert_null(revised(KILLED, since));
    feed_counts("fourth.example", 30, CLAIMS({ "another of the injured died on tuesday", NULL, false, 0 }),
                COUNTS({ 0, KILLED, "people", 1, 1, "2026-05-02" }));
    assert_true(revised(KILLED, since) != NULL);
    assert_int_equal((int)revised(KILLED, since)->low, 7);
    assert_int_equal((int)revised(INJURED, since)->low, 7);
}

static void a_count_of_all_is_not_added_to(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5,
                CLAIMS({ "seven people have now died", "police", false, 0 },
                       { "two of the wounded succumbed", "clinic", false, 0 }),
                COUNTS({ 0, KILLED, "people", 7, 7, "2026-05-01" }, { 1, KILLED, "people", 2, 2, "2026-05-01" }));
    assert_int_equal((int)revised(KILLED, since)->low, 7);
    assert_int_equal((int)revised(KILLED, since)->was_low, 5);
}

static void a_move_withdrawn_is_rolled_back(void **state)
{
    (void)state;
    open_event();
    feed_counts("second.example", 5, CLAIMS({ "one of the injured has died", "clinic", false, 0 }),
                COUNTS({ 0, KILLED, "people", 1, 1, "2026-05-01" }));
    const size_t since = room.count;
    feed(&room, (struct piece){ .id = "second.example", .outlet = "second.example", .hours = 6, .withdrawn = true });
    assert_true(revised(KILLED, since) && revised(INJURED, since));
    assert_int_equal((int)revised(KILLED, since)->low, 5);
    assert_int_equal((int)revised(INJURED, since)->low, 9);
}

static void the_dead_of_an_earlier_happening_are_not_counted(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5, CLAIMS({ "twelve people died on that road", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 12, 12, "2014" }));
    assert_null(revised(KILLED, since));
    assert_true(update_at(&room, 0)->statement->figures_apart);
    /* Nor do they confirm as many dead of today. */
    feed_counts("third.example", 30, CLAIMS({ "twelve people died on that road", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 12, 12, "2026-05-02" }));
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_int_equal((int)update_at(&room, 0)->figure->low, 12);
}

static void some_of_them_are_not_all(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5,
                CLAIMS({ "four of the wounded are critical", "clinic", false, 0 },
                       { "a fourth body lay in the river", "divers", false, 0 }),
                COUNTS({ 0, INJURED, "people", 4, 4, "2026-05-01" }, { 1, KILLED, "people", 4, 4, "2026-05-01" }));
    assert_null(revised(KILLED, since));
    assert_null(revised(INJURED, since));
}

/* "the number of dead" is no "three of the dead". */
static void the_number_of_the_dead_is_of_all(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5, CLAIMS({ "puts the number of dead at four", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 4, 4, "2026-05-01" }));
    assert_non_null(revised(KILLED, since));
    assert_int_equal((int)revised(KILLED, since)->low, 4);
}

static void an_amount_is_revised_where_the_words_say_that_it_has_changed(void **state)
{
    (void)state;
    enum { MONEY = CLAIMWIRE__V1__MEASURE__MEASURE_MONEY };
    feed_counts("first.example", 0, CLAIMS({ "firm offers families 50000 crowns", "firm", false, 0 }),
                COUNTS({ 0, MONEY, "CZK", 50000, 50000, NULL }));
    size_t since = room.count;
    feed_counts("second.example", 5, CLAIMS({ "new brakes would have cost 70000 crowns", "clinic", false, 0 }),
                COUNTS({ 0, MONEY, "CZK", 70000, 70000, NULL }));
    assert_null(revised(MONEY, since));
    since = room.count;
    feed_counts("third.example", 5, CLAIMS({ "firm has raised payment to 90000 crowns", "firm", false, 0 }),
                COUNTS({ 0, MONEY, "CZK", 90000, 90000, NULL }));
    assert_non_null(revised(MONEY, since));
    assert_int_equal((int)revised(MONEY, since)->was_low, 50000);
    assert_int_equal((int)revised(MONEY, since)->low, 90000);
    since = room.count; /* and goes back with the article that told it */
    feed(&room, (struct piece){ .id = "third.example", .outlet = "third.example", .withdrawn = true, .body = "" });
    assert_int_equal((int)revised(MONEY, since)->low, 70000);
}

static void policemen_are_officers(void **state)
{
    (void)state;
    assert_true(toll_same_people("policemen", "officers"));
    assert_true(toll_same_people("local residents", "residents"));
    assert_true(toll_same_people("workers", "employees"));
    assert_true(toll_same_people("newborns", "babies"));
    assert_true(toll_same_people("prisoners", "inmates"));
    assert_false(toll_same_people("prisoners", "guards"));
    assert_false(toll_same_people("soldiers", "officers"));
    assert_false(toll_same_people("workers", "residents"));
}

static void some_of_those_hurt_before_lower_nothing(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5,
                CLAIMS({ "four of the wounded were driven to the city", "clinic", false, 0 },
                       { "three of them had burns", "clinic", false, 0 },
                       { "two of those who lost their lives were drivers", "police", false, 0 }),
                COUNTS({ 0, INJURED, "people", 4, 4, "2026-05-01" }, { 1, INJURED, "people", 3, 3, "2026-05-01" },
                       { 2, KILLED, "people", 2, 2, "2026-05-01" }));
    assert_null(revised(KILLED, since));
    assert_null(revised(INJURED, since));
}

static void those_who_come_on_top_are_no_new_count(void **state)
{
    (void)state;
    open_event();
    const size_t since = room.count;
    feed_counts("second.example", 5, CLAIMS({ "seven more passengers died overnight", "clinic", false, 0 }),
                COUNTS({ 0, KILLED, "people", 7, 7, "2026-05-01" }));
    assert_null(revised(KILLED, since));
    feed_counts("third.example", 6, CLAIMS({ "more than seven people have died", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 7, 0, "2026-05-01" }));
    assert_int_equal((int)revised(KILLED, since)->low, 7);
}

static void workers_may_be_all_people_and_guards_never(void **state)
{
    (void)state;
    feed_counts("first.example", 0, CLAIMS({ "two workers were killed", "police", false, 0 }),
                COUNTS({ 0, KILLED, "workers", 2, 0, "2026-05-01" }));
    feed_counts("second.example", 5, CLAIMS({ "four people are now known to have died", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 4, 4, "2026-05-01" }));
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_string_equal(update_at(&room, 0)->figure->population, "workers");
    feed_counts("third.example", 6, CLAIMS({ "three children were among the dead by the road", "police", false, 0 }),
                COUNTS({ 0, KILLED, "children", 3, 3, "2026-05-01" }));
    assert_change(update_at(&room, 0), CLAIM_ADDED);
}

static void people_are_no_guards(void **state)
{
    (void)state;
    feed_counts("first.example", 0, CLAIMS({ "three guards were killed", "police", false, 0 }),
                COUNTS({ 0, KILLED, "guards", 3, 3, "2026-05-01" }));
    feed_counts("second.example", 5, CLAIMS({ "nine people have died by the river", "police", false, 0 }),
                COUNTS({ 0, KILLED, "people", 9, 9, "2026-05-01" }));
    assert_change(update_at(&room, 0), CLAIM_ADDED);
}

static void a_fuller_name_is_the_same_people_and_others_are_never_added(void **state)
{
    (void)state;
    assert_true(toll_same_people("border guards", "Kyrgyz border guards"));
    assert_true(toll_same_people("guard", "border guards"));
    assert_false(toll_same_people("police officers", "attackers"));
    assert_false(toll_same_people("people", "guards"));
    assert_false(toll_same_people("border guards", "prison guards"));
    assert_false(toll_same_people("", "guards"));
    feed_counts("first.example", 0, CLAIMS({ "three guards were killed", "police", false, 0 }),
                COUNTS({ 0, KILLED, "border guards", 3, 3, "2026-05-01" }));
    feed_counts("second.example", 5, CLAIMS({ "five officers of the line lost their lives", "police", false, 0 }),
                COUNTS({ 0, KILLED, "Kyrgyz border guards", 5, 5, "2026-05-01" }));
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_string_equal(update_at(&room, 0)->figure->population, "border guards");
    feed_counts("third.example", 6, CLAIMS({ "two gunmen were shot dead by the river", "police", false, 0 }),
                COUNTS({ 0, KILLED, "gunmen", 2, 2, "2026-05-01" }));
    assert_change(update_at(&room, 0), CLAIM_ADDED);
}

static void at_least_is_an_interval_that_an_exact_count_fills(void **state)
{
    (void)state;
    feed_counts("first.example", 0, CLAIMS({ "dozens were hurt", "police", false, 0 }),
                COUNTS({ 0, INJURED, "people", 24, 0, "2026-05-01" }));
    feed_counts("second.example", 1, CLAIMS({ "at least forty were hurt say medics", "clinic", false, 0 }),
                COUNTS({ 0, INJURED, "people", 40, 0, "2026-05-01" }));
    assert_int_equal(update_at(&room, 0)->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    feed_counts("third.example", 2, CLAIMS({ "the clinics counted fifty one hurt", "clinic", false, 0 }),
                COUNTS({ 0, INJURED, "people", 51, 51, "2026-05-01" }));
    assert_int_equal(update_at(&room, 0)->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_CONVERGED);
}

static void fewer_missing_are_no_dispute(void **state)
{
    (void)state;
    feed_counts("first.example", 0, CLAIMS({ "fourteen people are missing", "police", false, 0 }),
                COUNTS({ 0, CLAIMWIRE__V1__MEASURE__MEASURE_MISSING, "people", 14, 14, "2026-05-01" }));
    feed_counts("second.example", 1, CLAIMS({ "that leaves thirteen missing", "navy", false, 0 }),
                COUNTS({ 0, CLAIMWIRE__V1__MEASURE__MEASURE_MISSING, "people", 13, 13, "2026-05-01" }));
    assert_int_equal(update_at(&room, 0)->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED);
}

/* Two voices with hardly a word in common: the sum is what both tell of. */
static void a_sum_that_two_name_is_one_and_small_change_is_not(void **state)
{
    enum { MONEY = CLAIMWIRE__V1__MEASURE__MEASURE_MONEY };
    (void)state;
    feed_counts("first.example", 0,
                CLAIMS({ "driver owes 412000", "Ada Marsh", false, 0 }, { "ticket costs 15", "Ada Marsh", false, 0 }),
                COUNTS({ 0, MONEY, "SEK", 412000, 412000, NULL }, { 1, MONEY, "SEK", 15, 15, NULL }));
    const size_t before = room.count;
    feed_counts("second.example", 1, CLAIMS({ "unpaid bill 412000", "Otto Lind", false, 0 }),
                COUNTS({ 0, MONEY, "SEK", 412000, 412000, NULL }));
    assert_int_equal(room.count, before + 1);
    assert_change(room.updates[before], CLAIM_CORROBORATED);
    feed_counts("third.example", 2, CLAIMS({ "asked fine 15", "Ida Holm", false, 0 }),
                COUNTS({ 0, MONEY, "SEK", 15, 15, NULL }));
    assert_int_equal(room.count, before + 2);
    assert_change(room.updates[before + 1], CLAIM_ADDED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_is_injured_and_dies_is_moved),
        TEST(nobody_is_moved_twice),
        TEST(a_count_of_all_is_not_added_to),
        TEST(a_move_withdrawn_is_rolled_back),
        TEST(the_dead_of_an_earlier_happening_are_not_counted),
        TEST(some_of_them_are_not_all),
        TEST(the_number_of_the_dead_is_of_all),
        TEST(an_amount_is_revised_where_the_words_say_that_it_has_changed),
        TEST(policemen_are_officers),
        TEST(some_of_those_hurt_before_lower_nothing),
        TEST(those_who_come_on_top_are_no_new_count),
        TEST(workers_may_be_all_people_and_guards_never),
        TEST(people_are_no_guards),
        TEST(a_fuller_name_is_the_same_people_and_others_are_never_added),
        TEST(at_least_is_an_interval_that_an_exact_count_fills),
        TEST(fewer_missing_are_no_dispute),
        TEST(a_sum_that_two_name_is_one_and_small_change_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
