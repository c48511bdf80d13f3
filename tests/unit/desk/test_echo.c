/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

#include "record/stance.h"
#include "desk/trail.h"

/* Rewrites, what they alter, and what takes back or contradicts. */

static struct piece piece(const char *id, const char *outlet, const char *body, const struct said *said)
{
    return (struct piece){ .id = id, .outlet = outlet, .title = "Title", .body = body, .said = said };
}

static const event_update_record *last(size_t back)
{
    return room.updates[room.count - 1 - back];
}

static const char *root =
    "gate of Ferrow Lock gave way on Tuesday and drowned 12 people while Mina Tolland watched from Quay 7 and Rolf "
    "Anders of Harbour Board sent 3 boats under Captain Brandt to Weir Bank where 41 were pulled out";
static const char *rewrite =
    "portal at Ferrow Lock collapsed this Tuesday so that 12 persons perished as Mina Tolland saw it off Quay 7 then "
    "Rolf Anders from Harbour Board dispatched 3 vessels with Captain Brandt near Weir Bank saving 41 souls";
static const char *another =
    "41 survivors told Captain Brandt at Weir Bank how Harbour Board and Rolf Anders sent 3 crews past Quay 7 when "
    "Mina Tolland had counted 12 victims on Tuesday below Lock and town of Ferrow";

static const char *translated =
    "Ferrow Lock cedió el Tuesday y murieron 12 según Mina Tolland quien miraba desde Quay 7 mientras Rolf Anders del "
    "Harbour Board enviaba 3 barcas con el capitán Brandt hasta Weir Bank donde sacaron vivos a 41";
static const char *told_abroad =
    "41 sacados vivos contaron al capitán Brandt en Weir Bank como Harbour Board y Rolf Anders enviaron 3 barcas más "
    "allá de Quay 7 cuando Mina Tolland había contado 12 muertos el Tuesday en Lock y Ferrow";

static uint64_t copied(const char *id)
{
    struct txn *txn;
    known_article_record *known;
    stored_article_record *row;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(articles_known(room.arena, txn, "local", id, &known), ERR_OK);
    assert_int_equal(articles_get(room.arena, txn, known->number, 1, &row), ERR_OK);
    const uint64_t copy_of = row->copy_of;
    txn_abort(txn);
    return copy_of;
}

static void a_rewrite_is_traced_by_its_names_and_numbers_in_order_and_gives_nothing(void **state)
{
    (void)state;
    assert_int_equal(feed(&room, piece("a", "herald.example", root,
                                       CLAIMS({ "drowned 12 people", NULL, false, 12 },
                                              { "3 boats went under Brandt", "Rolf Anders", false, 0 }))),
                     3);
    assert_int_equal(feed(&room, piece("b", "mill.example", rewrite,
                                       CLAIMS({ "12 persons drowned", NULL, false, 12 },
                                              { "3 vessels dispatched with Brandt", "Rolf Anders", false, 0 }))),
                     0);
    assert_int_equal(copied("b"), 1);
}

/* It puts in names of its own, and keeps most of the other's. */
static void a_rewrite_that_adds_names_is_traced_by_what_it_keeps(void **state)
{
    (void)state;
    static const char padded[] =
        "portal at Ferrow Lock collapsed this Tuesday so that 12 persons perished as Mina Tolland saw it off Quay 7 "
        "then Rolf Anders from Harbour Board dispatched vessels near Weir Bank says Gus Pell of Reed Alley to Nan Hobb "
        "and Ivo Starr in Crane Yard";
    feed(&room, piece("a", "herald.example", root, CLAIMS({ "drowned 12 people", NULL, false, 12 })));
    feed(&room, piece("b", "mill.example", padded, CLAIMS({ "12 persons drowned", NULL, false, 12 })));
    assert_int_equal(copied("b"), 1);
}

static void another_report_with_the_same_names_in_another_order_is_no_copy(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", root, CLAIMS({ "drowned 12 people", NULL, false, 12 })));
    feed(&room, piece("b", "coast.example", another, CLAIMS({ "drowned 12 people", NULL, false, 12 })));
    assert_int_equal(copied("b"), 0);
    assert_int_equal(last(0)->change, CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED);
}

/* Names and numbers of the root, but its end comes first. */
#define TURNED(credit)                                                                                                 \
    "Rolf Anders of Harbour Board had 3 vessels under Captain Brandt near Weir Bank and 41 souls lived" credit         \
    " after gate of Ferrow Lock fell on Tuesday and cost 12 lives seen by Mina Tolland off Quay 7"

static uint64_t copied_when_turned(const char *outlet, const char *body)
{
    const struct said *said = CLAIMS({ "drowned 12 people", NULL, false, 12 });
    feed(&room, piece("a", "harbour-herald.example", root, said));
    feed(&room, piece("b", outlet, body, said));
    return copied("b");
}

static void a_rewrite_that_turns_the_order_is_known_by_the_outlet_that_it_names(void **state)
{
    (void)state;
    assert_int_equal(copied_when_turned("mill.example", TURNED(" the Harbour Herald reports")), 1);
}

static void what_turns_the_order_and_names_no_other_outlet_is_no_copy(void **state)
{
    (void)state;
    assert_int_equal(copied_when_turned("mill.example", TURNED("")), 0);
}

static void an_outlet_that_names_itself_copies_nothing_by_that(void **state)
{
    (void)state;
    assert_int_equal(copied_when_turned("harbour-herald.example", TURNED(" the Herald learned")), 0);
}

static void a_translation_is_traced_and_another_report_abroad_is_not(void **state)
{
    (void)state;
    feed(&room, piece("a", "wire.example", root, CLAIMS({ "the lock gave way", "Rolf Anders", false, 0 })));
    struct piece foreign = piece("b", "copy.example", translated, NULL);
    foreign.foreign = true;
    assert_int_equal(feed(&room, foreign), 0);
    assert_int_equal(copied("b"), 1);
    assert_int_equal(room.last_event, 1);
    foreign = piece("c", "other.example", told_abroad, NULL);
    foreign.foreign = true;
    assert_int_equal(feed(&room, foreign), 0);
    assert_int_equal(copied("c"), 0);
    assert_int_equal(room.last_event, 0);
}

static void a_rewrite_tells_what_it_alters(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", root,
                      CLAIMS({ "drowned 12 people", NULL, false, 12 }, { "Brandt rowed boats", NULL, false, 0 })));
    assert_int_equal(
        feed(&room, piece("b", "mill.example", rewrite,
                          CLAIMS({ "drowned 120 people", NULL, false, 120 }, { "Brandt rowed boats", NULL, true, 0 },
                                 { "a minister was shot", NULL, false, 0 }))),
        4);
    assert_int_equal(copied("b"), 1);
    assert_int_equal(last(3)->change, CLAIMWIRE__V1__CHANGE__FIGURE_REVISED);
    assert_int_equal(last(2)->change, CLAIMWIRE__V1__CHANGE__CLAIM_ADDED);
    assert_int_equal(last(1)->change, CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED);
    assert_string_equal(last(0)->statement->text, "a minister was shot");
}

static void a_copy_that_gives_the_words_to_another_speaker_says_so_and_confirms_nothing(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", root, CLAIMS({ "boats were late", "Rolf Anders", false, 0 })));
    assert_int_equal(
        feed(&room, piece("b", "mill.example", root, CLAIMS({ "boats were late", "Mina Tolland", false, 0 }))), 1);
    assert_int_equal(last(0)->change, CLAIMWIRE__V1__CHANGE__CLAIM_ADDED);
    assert_string_equal(last(0)->statement->speaker, "Mina Tolland");
}

static void an_outlet_takes_back_its_earlier_version_and_only_its_own(void **state)
{
    (void)state;
    const struct said *said = CLAIMS({ "drowned 12 people", NULL, false, 12 });
    const struct said *taken = CLAIMS({ "drowned 12 people", "An earlier version of this story", false, 12 });
    feed(&room, piece("a", "herald.example", root, said));
    assert_int_equal(feed(&room, piece("b", "herald.example", another, taken)), 1);
    assert_int_equal(last(0)->change, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
    assert_string_equal(last(0)->retraction->reason, "corrected");
}

static void an_outlet_takes_back_nothing_that_others_have_too(void **state)
{
    (void)state;
    const struct said *said = CLAIMS({ "drowned 12 people", NULL, false, 12 });
    const struct said *taken = CLAIMS({ "drowned 12 people", "An earlier version of this story", false, 12 });
    feed(&room, piece("a", "herald.example", root, said));
    feed(&room, piece("b", "coast.example", another, taken));
    assert_int_not_equal(last(0)->change, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
}

static void a_lower_count_by_another_voice_is_disputed(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", root, CLAIMS({ "people drowned", "Rolf Anders", false, 12 })));
    feed(&room, piece("b", "coast.example", another, CLAIMS({ "fewer lost lives", "Mina Tolland", false, 5 })));
    const event_update_record *update = last(0);
    assert_int_equal(update->change, CLAIMWIRE__V1__CHANGE__FIGURE_REVISED);
    assert_int_equal(update->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_DISPUTED);
    assert_int_equal(update->figure->low, 5);
    assert_int_equal(update->figure->high, 12);
}

/* The event of the second of two, so many days apart (less than 0: it is not known), each of which names a day first
 * (0: none). */
static uint64_t event_after(int days, int told, int told_again)
{
    static const char *by_other_hands =
        "41 survivors told insurers at Weir Bank what Rolf Anders knew about cracks under Quay 7 before Lock burst and "
        "families of victims gathered outside town hall asking whose signature was missing from reports";
    struct piece first = piece("a", "herald.example", root, NULL);
    struct piece second = piece("b", "coast.example", by_other_hands, NULL);
    first.words = second.words = 100;
    first.harm = second.harm = 5;
    first.published_day = 19000;
    second.published_day = days < 0 ? 0 : 19000 + days;
    first.told_day = told;
    second.told_day = told_again;
    feed(&room, first);
    feed(&room, second);
    return room.last_event;
}

static void a_late_report_that_names_the_day_is_of_that_day(void **state)
{
    (void)state;
    assert_int_equal(event_after(20, 18999, 18999), 1);
}

static void a_late_report_that_names_another_day_is_of_another(void **state)
{
    (void)state;
    assert_int_equal(event_after(300, 18999, 18997), 2);
}

static void far_days_of_publication_part_what_words_alone_would_not(void **state)
{
    (void)state;
    assert_int_equal(event_after(300, 0, 0), 2);
}

static void near_days_of_publication_part_nothing(void **state)
{
    (void)state;
    assert_int_equal(event_after(1, 0, 0), 1);
}

static void an_unknown_day_of_publication_parts_nothing(void **state)
{
    (void)state;
    assert_int_equal(event_after(-1, 0, 0), 1);
}

static void a_trail_counts_what_is_met_and_what_is_in_order(void **state)
{
    (void)state;
    const uint32_t there[] = { 1, 2, 3, 4 }, back[] = { 4, 3, 2, 1 }, more[] = { 1, 9, 2, 8 };
    const struct stem_weights alike = { 0 };
    struct trail_share share = trail_compare((struct trail){ there, 4 }, (struct trail){ there, 4 }, alike, 0);
    assert_true(share.met > 0.99f && share.ordered > 0.99f);
    share = trail_compare((struct trail){ back, 4 }, (struct trail){ there, 4 }, alike, 0);
    assert_true(share.met > 0.99f && share.ordered < 0.26f);
    share = trail_compare((struct trail){ more, 4 }, (struct trail){ there, 4 }, alike, 0);
    assert_true(share.met > 0.49f && share.met < 0.51f && share.ordered > 0.49f);
    share = trail_compare((struct trail){ more, 4 }, (struct trail){ there, 4 }, alike, 0.6f);
    assert_true(share.met > 0.49f && share.ordered <= 0);
    struct trail_terms terms;
    trail_open(&terms, (struct trail){ more, 4 });
    assert_int_equal(trail_met(&terms, (struct trail){ there, 4 }), 2);
    assert_int_equal(trail_met(&terms, (struct trail){ there, 4 }), 2);
    assert_true(trail_compare((struct trail){ 0 }, (struct trail){ there, 4 }, alike, 0).met <= 0);
}

static void a_term_that_comes_again_counts_less_in_a_trail(void **state)
{
    (void)state;
    const uint32_t often[] = { 1, 1, 1, 5 }, once[] = { 1, 2, 3, 1 };
    const struct trail_share share =
        trail_compare((struct trail){ often, 4 }, (struct trail){ once, 4 }, (struct stem_weights){ 0 }, 0);
    assert_true(share.met < 0.65f); /* (1 + 1/2 + 1/3) of those and 1 */
}

static enum stance stance(const char *text)
{
    return stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT, CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED, text);
}

static void first_words_that_say_no_negate_and_no_less_than_does_not(void **state)
{
    (void)state;
    assert_int_equal(stance("Nobody went near the gate"), STANCE_NEGATES);
    assert_int_equal(stance("There are no boats on the canal"), STANCE_NEGATES);
    assert_int_equal(stance("The board took no less than two bribes"), STANCE_SAYS);
    assert_int_equal(stance("The gate gave way and the water took what was not tied down"), STANCE_SAYS);
    assert_int_equal(stance("She could not comment on the gate"), STANCE_SAYS);
    assert_int_equal(stance(NULL), STANCE_SAYS);
    assert_int_equal(stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL, CLAIMWIRE__V1__POLARITY__POLARITY_DENIED, "x"),
                     STANCE_DENIES);
}

static void a_lie_is_told_by_its_words_and_a_name_by_its_last(void **state)
{
    (void)state;
    assert_true(stance_rebuts("That is a lie, and they know it"));
    assert_true(stance_rebuts("This is simply not true"));
    assert_true(stance_rebuts("As for the bill, it is a fairy tale"));
    assert_false(stance_rebuts("The gate had stood for a century"));
    assert_true(stance_names("Anders took the money", "Rolf Anders"));
    assert_false(stance_names("Andersen took the money", "Rolf Anders"));
    assert_false(stance_names("the man took it", "the"));
    assert_true(stance_corrects("An earlier version of this story"));
    assert_false(stance_corrects("the new version"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(a_rewrite_is_traced_by_its_names_and_numbers_in_order_and_gives_nothing),
        TEST(another_report_with_the_same_names_in_another_order_is_no_copy),
        TEST(a_translation_is_traced_and_another_report_abroad_is_not),
        TEST(a_rewrite_that_adds_names_is_traced_by_what_it_keeps),
        TEST(a_rewrite_that_turns_the_order_is_known_by_the_outlet_that_it_names),
        TEST(what_turns_the_order_and_names_no_other_outlet_is_no_copy),
        TEST(an_outlet_that_names_itself_copies_nothing_by_that),
        TEST(a_rewrite_tells_what_it_alters),
        TEST(a_copy_that_gives_the_words_to_another_speaker_says_so_and_confirms_nothing),
        TEST(an_outlet_takes_back_its_earlier_version_and_only_its_own),
        TEST(an_outlet_takes_back_nothing_that_others_have_too),
        TEST(a_lower_count_by_another_voice_is_disputed),
        TEST(a_late_report_that_names_the_day_is_of_that_day),
        TEST(a_late_report_that_names_another_day_is_of_another),
        TEST(far_days_of_publication_part_what_words_alone_would_not),
        TEST(near_days_of_publication_part_nothing),
        TEST(an_unknown_day_of_publication_parts_nothing),
        cmocka_unit_test(a_trail_counts_what_is_met_and_what_is_in_order),
        cmocka_unit_test(a_term_that_comes_again_counts_less_in_a_trail),
        cmocka_unit_test(first_words_that_say_no_negate_and_no_less_than_does_not),
        cmocka_unit_test(a_lie_is_told_by_its_words_and_a_name_by_its_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
