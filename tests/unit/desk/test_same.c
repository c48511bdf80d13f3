/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

/* When two claims say the same: within an article, by one voice, counted and uncounted. */

enum { KILLED = 1 };
#define NO_COUNT ((const struct count[]){ { .claim = 64 } })

static size_t report(const char *id, const struct said *said, const struct count *counts)
{
    char outlet[32];
    snprintf(outlet, sizeof outlet, "%s.example", id);
    return feed(&room, (struct piece){ .id = id,
                                       .outlet = outlet,
                                       .title = "A story",
                                       .body = "ferry harbour quay captain storm rescue islands passengers lifeboat",
                                       .said = said,
                                       .counts = counts });
}

static size_t facts(void)
{
    return stored_facts(&room, 1)->count;
}

#define FIRST "side gate of the dye works was padlocked"
#define SECOND "firemen cut the padlock off side gate"

static void what_one_article_says_in_like_words_is_two_facts(void **state)
{
    (void)state;
    report("a", CLAIMS({ FIRST, NULL, false, 0 }, { SECOND, NULL, false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
}

static void what_two_articles_say_in_like_words_is_one(void **state)
{
    (void)state;
    report("a", CLAIMS({ FIRST, NULL, false, 0 }), NO_COUNT);
    report("b", CLAIMS({ SECOND, NULL, false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
}

/* A revision is another article for that: what it says anew is not doubled. */
static void a_revision_in_like_words_keeps_its_facts(void **state)
{
    (void)state;
    report("a", CLAIMS({ FIRST, NULL, false, 0 }), NO_COUNT);
    const size_t before = room.count;
    report("a", CLAIMS({ SECOND, NULL, false, 0 }), NO_COUNT);
    assert_int_equal(room.count, before);
    assert_int_equal(facts(), 1);
}

static void one_word_is_enough_for_one_speaker_alone(void **state)
{
    (void)state;
    report("a", CLAIMS({ "quit over wages", "Ada Marsh", false, 0 }), NO_COUNT);
    report("b", CLAIMS({ "quit soon", "Otto Lind", false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
    report("c", CLAIMS({ "quit today", "Marsh", false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
}

static void what_is_demanded_is_not_told(void **state)
{
    (void)state;
    report("a", CLAIMS({ "demands removal of harbour master Lind", "union", false, 0 }), NO_COUNT);
    report("b", CLAIMS({ "removal of harbour master Lind", "council", false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
    report("c", CLAIMS({ "demands removal of harbour master", "union", false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
}

/* The reader finds a count of people in one of the two alone. */
static void a_count_and_its_number_without_people_are_one_fact_where_most_words_are_shared(void **state)
{
    (void)state;
    const struct count counted[] = { { .claim = 0, .measure = KILLED, .people = "miners", .low = 17, .high = 17 },
                                     { .claim = 64 } };
    report("a", CLAIMS({ "17 miners of the valley lie dead", NULL, false, 0 }), counted);
    report("b", CLAIMS({ "the dead of the valley are 17", NULL, false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 1);
    report("c", CLAIMS({ "the dead of the valley lie in church", NULL, false, 0 }), NO_COUNT);
    assert_int_equal(facts(), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_one_article_says_in_like_words_is_two_facts),
        TEST(what_two_articles_say_in_like_words_is_one),
        TEST(a_revision_in_like_words_keeps_its_facts),
        TEST(one_word_is_enough_for_one_speaker_alone),
        TEST(what_is_demanded_is_not_told),
        TEST(a_count_and_its_number_without_people_are_one_fact_where_most_words_are_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
