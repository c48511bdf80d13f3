/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

#include "desk/kin.h"
#include "desk/likeness.h"

/* What a "no" answers that shares hardly a word with it. */

static const char bridge[] = "bridge blockade patrol crowd market valley mayor inquiry clinic convoy tents radio";

static struct piece piece(const char *id, const char *outlet, const struct said *said)
{
    return (struct piece){ .id = id, .outlet = outlet, .title = "A story", .body = bridge, .said = said };
}

/* The first dispute that the article brings, or NULL. */
static const event_update_record *dispute_of(struct piece next)
{
    const size_t count = feed(&room, next);
    for (size_t i = count; i > 0; i--)
        if (update_at(&room, i - 1)->change == CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED)
            return update_at(&room, i - 1);
    return NULL;
}

/* Of the last article's claim. */
static Claimwire__V1__Rule rule_of(uint64_t article, size_t claim)
{
    const stored_reading_record *reading = stored_reading(&room, article, 1);
    assert_non_null(reading->places[claim]->denies_why);
    return reading->places[claim]->denies_why->rule;
}

static const struct said *shots_and_answer(const char *answer)
{
    static struct said list[4];
    memcpy(list,
           CLAIMS({ "tents burn", "Mia Holt", false, 0 },
                  { "patrol shot live bullet into crowd", "Ada Marsh", false, 0 }, { answer, "Otto Lind", false, 0 }),
           sizeof list);
    return list;
}

static void a_no_in_other_words_answers_what_is_about_the_same_matter(void **state)
{
    (void)state;
    const event_update_record *dispute =
        dispute_of(piece("a", "herald.example", shots_and_answer("no patrol of ours had any rifl or ammunit")));
    assert_non_null(dispute);
    assert_int_equal(dispute->fact, 2);
    assert_int_equal(dispute->dispute->denial, 3);
    assert_int_equal(rule_of(1, 2), CLAIMWIRE__V1__RULE__RULE_ODDS);
}

static void a_no_that_may_answer_either_of_two_answers_neither(void **state)
{
    (void)state;
    const struct said *said =
        CLAIMS({ "soldier shot bullet into crowd", "Ada Marsh", false, 0 },
               { "sniper shot round into square", "Mia Holt", false, 0 }, { "tents burn", "Mia Holt", false, 0 },
               { "no patrol of ours had any rifl", "Otto Lind", false, 0 });
    assert_null(dispute_of(piece("a", "herald.example", said)));
}

static void a_lie_without_a_word_of_it_is_what_somebody_else_said_last(void **state)
{
    (void)state;
    const event_update_record *dispute = dispute_of(
        piece("a", "herald.example",
              CLAIMS({ "valley closed", "Rolf Lind", false, 0 }, { "tents burn in the square", "Ada Marsh", false, 0 },
                     { "that is a lie", "Otto Lind", false, 0 })));
    assert_non_null(dispute);
    assert_int_equal(dispute->fact, 2);
    dispute = dispute_of(piece(
        "b", "coast.example",
        CLAIMS({ "accuses owner of burning tents", "Mia Holt", false, 0 }, { "an invention", "Rolf Lind", false, 0 })));
    assert_non_null(dispute);
    assert_int_equal(dispute->fact, 4);
}

static void a_lie_without_a_word_of_it_is_not_what_nobody_has_said(void **state)
{
    (void)state;
    assert_null(dispute_of(
        piece("a", "herald.example",
              CLAIMS({ "tents burn in the square", NULL, false, 0 }, { "that is a lie", "Otto Lind", false, 0 }))));
}

static void a_lie_without_a_word_of_it_is_not_what_was_said_long_before(void **state)
{
    (void)state;
    assert_null(
        dispute_of(piece("a", "herald.example",
                         CLAIMS({ "tents burn in the square", "Ada Marsh", false, 0 },
                                { "market opens", NULL, false, 0 }, { "clinic fills", NULL, false, 0 },
                                { "mayor came late", NULL, false, 0 }, { "that is a lie", "Otto Lind", false, 0 }))));
}

static void what_is_called_an_accusation_is_one(void **state)
{
    (void)state;
    const struct said *said =
        CLAIMS({ "accuses owner of fires", "Mia Holt", false, 0 }, { "mayor will resign", "Ada Marsh", false, 0 },
               { "clinic fills", "Ada Marsh", false, 0 }, { "the allegation lies", "Otto Lind", false, 0 });
    const event_update_record *dispute = dispute_of(piece("a", "herald.example", said));
    assert_non_null(dispute);
    assert_int_equal(dispute->fact, 1);
}

/* The disputes that the article brings, whose second count is that of the claim. */
static size_t counts_disputed(const char *id, const struct said *said)
{
    const size_t count = feed(&room, piece(id, id, said));
    size_t disputed = 0;
    for (size_t i = 0; i < count; i++)
        disputed += update_at(&room, i)->change == CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED;
    return disputed;
}

static void what_two_count_otherwise_in_one_article_is_in_dispute(void **state)
{
    (void)state;
    assert_int_equal(counts_disputed("a", CLAIMS({ "people died in the crush", "police", false, 2 },
                                                 { "bodies were brought to me", "Ada Marsh", false, 4 })),
                     1);
    assert_int_equal(rule_of(1, 1), CLAIMWIRE__V1__RULE__RULE_COUNT);
}

/* Whether the second claim, of another number, is against the first. */
static size_t numbers_disputed(const char *id, const char *people, const struct said *said)
{
    enum { SHARE = CLAIMWIRE__V1__MEASURE__MEASURE_PERCENT, NONE = 99 };
    const struct count counts[] = { { 0, SHARE, "", 80, 80, NULL },
                                    { 1, SHARE, people, 35, 35, NULL },
                                    { .claim = NONE } };
    struct piece next = piece(id, id, said);
    next.counts = counts;
    size_t disputed = 0;
    for (size_t i = feed(&room, next); i > 0; i--)
        disputed += update_at(&room, i - 1)->change == CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED;
    return disputed;
}

static void a_bare_number_is_held_against_what_somebody_else_has_just_given(void **state)
{
    (void)state;
    assert_int_equal(
        numbers_disputed("a", "",
                         CLAIMS({ "turnout put at 80", "Ada Marsh", false, 0 }, { "was 35", "police", false, 0 })),
        1);
    assert_int_equal(numbers_disputed("b", "drums",
                                      CLAIMS({ "square filled to 80", "Ada Marsh", false, 0 },
                                             { "beat 35 drums", "police", false, 0 })),
                     0);
    assert_int_equal(numbers_disputed("c", "",
                                      CLAIMS({ "street filled to 80", "Ada Marsh", false, 0 },
                                             { "was 35 again", "Ada Marsh", false, 0 })),
                     0);
}

static void a_count_of_some_or_of_later_is_in_no_dispute(void **state)
{
    (void)state;
    assert_int_equal(counts_disputed("a", CLAIMS({ "people died in the crush", "police", false, 6 },
                                                 { "two of them were shot", "Ada Marsh", false, 2 },
                                                 { "a tenth body was found", "Mia Holt", false, 10 })),
                     0);
    assert_int_equal(counts_disputed("b", CLAIMS({ "the toll has now risen", "Otto Lind", false, 8 })), 0);
}

static void a_no_answers_no_other_no_that_words_do_not_link(void **state)
{
    (void)state;
    const struct said *said = CLAIMS({ "gate was never shut to boats", "Ada Marsh", false, 0 },
                                     { "gate was never looked at", "Otto Lind", false, 0 });
    assert_null(dispute_of(piece("a", "herald.example", said)));
}

static void a_no_about_another_matter_answers_nothing(void **state)
{
    (void)state;
    assert_null(dispute_of(piece("a", "herald.example", shots_and_answer("no fare of ours was ever doubled"))));
}

static void two_that_say_no_of_one_fact_in_other_words_stay_two_facts(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", shots_and_answer("no patrol of ours had any rifl or ammunit")));
    feed(&room, piece("b", "coast.example",
                      CLAIMS({ "no patrol of ours had any rifl or ammunit", "Otto Lind", false, 0 },
                             { "no sniper shot with gun or pistol", "Mia Holt", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->dispute->denial, 4);
}

static void a_refused_number_is_held_against_who_gave_it(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example",
                      CLAIMS({ "inspectors counted 14 fires since spring", "Ada Marsh", false, 0 },
                             { "inspectors counted 22 boats there", "Mia Holt", false, 0 })));
    const event_update_record *dispute = dispute_of(
        piece("b", "coast.example", CLAIMS({ "we have counted 22 fires, not 14 fires", "Otto Lind", false, 0 })));
    assert_non_null(dispute);
    assert_int_equal(dispute->fact, 1);
    assert_string_equal(dispute->dispute->by, "Otto Lind");
}

static void a_no_goes_on_with_the_one_before_it_about_the_same(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example",
                      CLAIMS({ "patrol shot live bullet into crowd", "Ada Marsh", false, 0 },
                             { "tents burn", "Mia Holt", false, 0 },
                             { "no patrol of ours shot into crowd", "Otto Lind", false, 0 },
                             { "no sniper was there", "Otto Lind", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
    assert_int_equal(update_at(&room, 0)->dispute->denial, 4);
}

static void names_are_the_stems_that_the_article_writes_with_a_capital(void **state)
{
    (void)state;
    uint32_t trail[] = { 7, 3, 9, 3 }, stems[] = { 1, 3, 5, 9 };
    const features_record features = { .n_trail = 4, .trail = trail };
    assert_int_equal(likeness_names(&features, (struct stem_list){ stems, 4 }), 2 + 8);
    assert_int_equal(likeness_names(&features, (struct stem_list){ NULL, 0 }), 0);
}

static void stems_are_akin_when_one_matter_has_both(void **state)
{
    (void)state;
    struct kin *kin = kin_new();
    assert_non_null(kin);
    const uint32_t rifle = term_of("rifl", 4), bullet = term_of("bullet", 6), ballot = term_of("ballot", 6);
    assert_true(kin_shares(kin_of(kin, rifle), kin_of(kin, bullet)));
    assert_false(kin_shares(kin_of(kin, rifle), kin_of(kin, ballot)));
    assert_false(kin_shares(kin_of(kin, term_of("xyzzy", 5)), kin_of(kin, bullet)));
    assert_false(kin_shares(kin_of(NULL, rifle), kin_of(NULL, bullet)));
    kin_free(kin);
}

static const struct said *claim_and_answer(void)
{
    static struct said list[4];
    memcpy(list,
           CLAIMS({ "tents burn", "Mia Holt", false, 0 },
                  { "patrol shot live bullet into crowd", "Ada Marsh", false, 0 },
                  { "no patrol of ours shot into crowd", "Otto Lind", false, 0 }),
           sizeof list);
    return list;
}

static void who_takes_it_back_means_what_he_denied(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", claim_and_answer()));
    feed(&room, piece("b", "herald.example",
                      CLAIMS({ "bells rang for hours", "Otto Lind", false, 0 },
                             { "I was misinformed and I withdraw it", "Otto Lind", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 0)->fact, 3);
    assert_int_equal(rule_of(2, 1), CLAIMWIRE__V1__RULE__RULE_REVERSAL);
}

static void who_takes_it_back_means_what_he_has_just_said_he_said(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example",
                      CLAIMS({ "seals of sacks were broken", "Ada Marsh", false, 0 },
                             { "seals of sacks were never broken", "Otto Lind", true, 0 },
                             { "voters came by coach", "Ada Marsh", false, 0 },
                             { "no voters came by coach", "Otto Lind", true, 0 })));
    feed(&room, piece("b", "herald.example",
                      CLAIMS({ "it was said on steps about broken seals", "Ada Marsh", false, 0 },
                             { "somebody told me and I take it back", "Ada Marsh", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
}

static void who_takes_back_what_he_says_he_told_means_that_sooner_than_what_is_in_dispute(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example",
                      CLAIMS({ "office learned of fault by radio", "Otto Lind", false, 0 },
                             { "patrol shot live bullet into crowd", "Ada Marsh", false, 0 },
                             { "no patrol of ours shot into crowd", "Otto Lind", false, 0 })));
    feed(&room, piece("b", "herald.example",
                      CLAIMS({ "I told you about radio", "Otto Lind", false, 0 },
                             { "that was wrong, and I withdraw it", "Otto Lind", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
}

static void who_says_the_contrary_of_what_he_said_denies_himself(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example",
                      CLAIMS({ "clerk put letter on desk", "Ada Marsh", false, 0 },
                             { "voters came by coach", "Ada Marsh", false, 0 })));
    feed(&room, piece("b", "coast.example", CLAIMS({ "clerk never put letter on desk", "Ada Marsh", false, 0 })));
    assert_int_equal(rule_of(2, 0), CLAIMWIRE__V1__RULE__RULE_REVERSAL);
    assert_change(update_at(&room, 0), CLAIM_ADDED); /* nobody else tells it: nothing is taken back yet */
}

static void another_outlet_takes_back_nothing_that_it_has_not_told(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", claim_and_answer()));
    feed(&room, piece("b", "coast.example", CLAIMS({ "that was wrong, and I take it back", "Otto Lind", false, 0 })));
    assert_change(update_at(&room, 0), CLAIM_ADDED);
    assert_int_equal(rule_of(2, 0), CLAIMWIRE__V1__RULE__RULE_REVERSAL);
}

static void words_that_take_back_are_of_the_speaker_himself(void **state)
{
    (void)state;
    assert_true(stance_takes_back("I have to take back what I said"));
    assert_true(stance_takes_back("What we said about the fuel was not true"));
    assert_true(stance_takes_back("I spoke too soon"));
    assert_true(stance_takes_back("I should not have said it"));
    assert_false(stance_takes_back("Take the pump back to your dealer"));
    assert_false(stance_takes_back("The mayor was wrong"));
    assert_false(stance_takes_back("It is too soon to point at anybody"));
    assert_false(stance_takes_back("One cannot withdraw thousands who were never there"));
    assert_false(stance_takes_back(""));
}

static void words_that_others_take_back_are_told_of_them(void **state)
{
    (void)state;
    assert_true(stance_takes_back_indirect("he was withdrawing the number"));
    assert_true(stance_takes_back_indirect("she took the word back"));
    assert_false(stance_takes_back_indirect("he was withdrawing the battalion"));
    assert_false(stance_takes_back_indirect("they took the figure up the hill"));
    assert_false(stance_takes_back_indirect("the bank withdrew it"));
    assert_false(stance_takes_back_indirect(NULL));
    assert_true(stance_tells_own_words("Early on Monday I told the council that the gate was shut"));
    assert_false(stance_tells_own_words("Early on Monday she told the council that the gate was shut"));
}

static void a_stance_tells_words_that_look_alike_apart(void **state)
{
    (void)state;
    assert_true(stance_rebuts("These are lies"));
    assert_false(stance_rebuts("the defect lies in the charger"));
    assert_true(stance_rebuts("The allegation was absurd"));
    assert_int_equal(stance_number_refused("We have 22 fires, not 1,400"), 1400);
    assert_int_equal(stance_number_refused("four bodies were brought, not the six"), 6);
    assert_int_equal(stance_number_refused("we did not count 14"), 0);
    assert_true(stance_tells_of("Pakistani drones struck a village", "Government of Pakistan"));
    assert_false(stance_tells_of("Marshmallows were burnt", "Ada Marsh"));
    assert_true(stance_refers("The report is wrong"));
    assert_true(stance_refers("These claims are old"));
    assert_false(stance_refers("The gate was open"));
    assert_int_equal(stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT, CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED,
                               "The allegation made by a nurse is false"),
                     STANCE_DENIES);
    assert_int_equal(stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT, CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED,
                               "the ceiling over the hall was false"),
                     STANCE_SAYS);
    assert_int_equal(stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT, CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED,
                               "the company was not going to speculate"),
                     STANCE_SAYS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_no_in_other_words_answers_what_is_about_the_same_matter),
        TEST(a_no_that_may_answer_either_of_two_answers_neither),
        TEST(a_lie_without_a_word_of_it_is_what_somebody_else_said_last),
        TEST(a_lie_without_a_word_of_it_is_not_what_nobody_has_said),
        TEST(a_lie_without_a_word_of_it_is_not_what_was_said_long_before),
        TEST(what_is_called_an_accusation_is_one),
        TEST(what_two_count_otherwise_in_one_article_is_in_dispute),
        TEST(a_bare_number_is_held_against_what_somebody_else_has_just_given),
        TEST(a_count_of_some_or_of_later_is_in_no_dispute),
        TEST(a_no_answers_no_other_no_that_words_do_not_link),
        TEST(a_no_about_another_matter_answers_nothing),
        TEST(two_that_say_no_of_one_fact_in_other_words_stay_two_facts),
        TEST(a_refused_number_is_held_against_who_gave_it),
        TEST(a_no_goes_on_with_the_one_before_it_about_the_same),
        TEST(who_takes_it_back_means_what_he_denied),
        TEST(who_takes_it_back_means_what_he_has_just_said_he_said),
        TEST(who_takes_back_what_he_says_he_told_means_that_sooner_than_what_is_in_dispute),
        TEST(who_says_the_contrary_of_what_he_said_denies_himself),
        TEST(another_outlet_takes_back_nothing_that_it_has_not_told),
        cmocka_unit_test(words_that_take_back_are_of_the_speaker_himself),
        cmocka_unit_test(words_that_others_take_back_are_told_of_them),
        cmocka_unit_test(names_are_the_stems_that_the_article_writes_with_a_capital),
        cmocka_unit_test(stems_are_akin_when_one_matter_has_both),
        cmocka_unit_test(a_stance_tells_words_that_look_alike_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
