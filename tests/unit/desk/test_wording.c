/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/sheet.h"
#include "unit/desk/room.h"

/* What is told by words alike, in which order it comes, and what is taken back
 * when its event has ended. */

static const char ferry[] =
    "ferry harbour quay captain storm rescue islands passengers lifeboat engine mooring inquiry";

static struct piece piece(const char *id, const char *outlet, const char *body, const struct said *said)
{
    return (struct piece){ .id = id, .outlet = outlet, .title = "A story", .body = body, .said = said };
}

static void other_words_for_it_are_the_same_fact(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "captain ignored storm warning before leaving quay", "Ada Marsh", false, 0 })));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry,
                                       CLAIMS({ "captain ignored warning of storm when leaving", "Marsh", false, 0 }))),
                     1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
}

/* Rows of older releases do not say it, and those of a newer one may say what is not known here. */
static void how_a_fact_stands_its_row_says_or_else_its_words(void **state)
{
    (void)state;
    static const struct {
        uint32_t row;
        enum stance stance;
    } rows[] = { { 0, STANCE_NEGATES }, { 1, STANCE_SAYS },    { 2, STANCE_NEGATES },
                 { 3, STANCE_DENIES },  { 4, STANCE_NEGATES }, { UINT32_MAX, STANCE_NEGATES } };
    char text[] = "nobody crossed the bridge";
    statement_record statement = CLAIMWIRE__V1__STATEMENT__INIT;
    stated_by_record by = CLAIMWIRE__V1__STATED_BY__INIT, *list[] = { &by };
    fact_record fact = CLAIMWIRE__V1__FACT__INIT;
    stored_fact_record row = CLAIMWIRE__V1__STORED_FACT__INIT;
    statement.text = text;
    by.statement = &statement;
    fact.statements = list;
    fact.n_statements = 1;
    row.fact = &fact;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        row.stance = rows[i].row;
        assert_int_equal(sheet_fact_of(&row).stance, rows[i].stance);
    }
}

static void another_number_is_another_fact(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "repair of ferry engine costs 40 million", "Ada Marsh", false, 0 })));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry,
                                       CLAIMS({ "repair of ferry engine costs 60 million", "Marsh", false, 0 }))),
                     1);
    assert_change(update_at(&room, 0), CLAIM_ADDED);
}

/* A link, and nothing is taken from who has not taken it back himself. */
static void a_concession_in_the_words_of_the_accusation_is_linked_to_its_denial(void **state)
{
    (void)state;
    feed(&room,
         piece("a", "herald.example", ferry, CLAIMS({ "accuses owner of letting papers lapse", "union", false, 0 })));
    feed(&room, piece("b", "coast.example", ferry, CLAIMS({ "mistaken papers lapse of the owner", "Azor", true, 0 })));
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    const uint64_t denial = update_at(&room, 0)->dispute->denial;
    const size_t before = room.count;
    feed(&room, piece("c", "mole.example", ferry, CLAIMS({ "concedes papers of owner lapse", "Otto Lind", false, 0 })));
    for (size_t i = before; i < room.count; i++)
        assert_int_not_equal(room.updates[i]->change, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
    const stored_reading_record *reading = stored_reading(&room, 3, 1);
    assert_int_equal(reading->places[0]->denies, denial);
    assert_int_equal(reading->places[0]->denies_why->rule, CLAIMWIRE__V1__RULE__RULE_REVERSAL);
}

static void a_denial_in_other_words_is_linked_whichever_comes_first(void **state)
{
    (void)state;
    const struct said *accusation = CLAIMS({ "captain ignored storm warning before leaving", "Ada Marsh", false, 0 });
    const struct said *denial = CLAIMS({ "captain ignored storm warning", "Otto Lind", true, 0 });
    feed(&room, piece("a", "herald.example", ferry, denial));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry, accusation)), 2);
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->dispute->denial, 1);
    assert_int_equal(update_at(&room, 0)->dispute->fact, 2);
    struct txn *txn;
    stored_reading_record *reading;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(articles_get_reading(room.arena, txn, 1, 1, &reading), ERR_OK);
    assert_int_equal(reading->places[0]->denies, 2);
    txn_abort(txn);
}

static void what_comes_after_its_denial_has_nearly_all_its_words(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "captain ignored storm warning", "Otto Lind", true, 0 })));
    feed(&room, piece("b", "coast.example", ferry,
                      CLAIMS({ "storm kept captain and owner in harbour", "Ada Marsh", false, 0 })));
    for (size_t i = 0; i < room.count; i++)
        assert_int_not_equal(room.updates[i]->change, CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED);
}

/* What the last article disputes; 0: nothing. */
static uint64_t disputed(struct piece next)
{
    const size_t count = feed(&room, next);
    for (size_t i = 0; i < count; i++)
        if (update_at(&room, i)->change == CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED)
            return update_at(&room, i)->fact;
    return 0;
}

static void a_no_right_after_an_accusation_answers_it(void **state)
{
    (void)state;
    assert_int_equal(disputed(piece("a", "herald.example", ferry,
                                    CLAIMS({ "accuses owners of drinking", "Ada Marsh", false, 0 },
                                           { "nobody saw a bottle", "Otto Lind", true, 0 }))),
                     1);
    assert_int_equal(disputed(piece("b", "coast.example", ferry,
                                    CLAIMS({ "accuses union of sabotage", "Jon Bell", false, 0 },
                                           { "fares rise again", "Mia Holt", false, 0 },
                                           { "nobody bought tickets", "Otto Lind", true, 0 }))),
                     0);
}

static void a_no_behind_a_denial_goes_on_with_it(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "captain ignored storm warning before leaving", "Ada Marsh", false, 0 })));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry,
                                       CLAIMS({ "captain ignored storm warning", "Harbour Board", true, 0 },
                                              { "nothing about any storm lay on desks", "Otto Lind", false, 0 },
                                              { "nobody sold lemons there", "Mia Holt", false, 0 }))),
                     4);
    assert_int_equal(update_at(&room, 2)->dispute->denial, 2);
    assert_change(update_at(&room, 1), CLAIM_ADDED); /* another voice for the denial */
    assert_int_equal(update_at(&room, 1)->fact, 2);
    assert_int_equal(update_at(&room, 0)->fact, 3);
}

static void one_who_denies_it_again_says_nothing_new(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "captain ignored storm warning before leaving", "Ada Marsh", false, 0 })));
    feed(&room,
         piece("b", "coast.example", ferry, CLAIMS({ "captain ignored storm warning", "Harbour Board", true, 0 })));
    assert_int_equal(feed(&room, piece("c", "mail.example", ferry,
                                       CLAIMS({ "warning of leaving captain ignored", "Harbour Board", true, 0 }))),
                     1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    assert_int_equal(update_at(&room, 0)->fact, 2);
}

static void who_denies_another_number_says_something_new(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "people died when ferry sank", "Ada Marsh", false, 21 })));
    feed(&room, piece("b", "coast.example", ferry, CLAIMS({ "people died when ferry sank", "Navy", true, 21 })));
    feed(&room, piece("c", "mail.example", ferry, CLAIMS({ "people died after ferry sank", "Navy", true, 9 })));
    assert_int_equal(update_at(&room, 0)->dispute->denial, 3);
}

static void a_denial_in_another_event_is_linked_and_taken_back_with_its_article(void **state)
{
    (void)state;
    const char *const strike = "union strike wages talks trains ballot pickets minister harbour budget offer vote";
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "captain ignored storm warning before leaving", "Ada Marsh", false, 0 })));
    feed(&room, piece("b", "coast.example", strike, CLAIMS({ "pickets stand at every gate", "Jon Bell", false, 0 })));
    const uint64_t other = room.last_event;
    struct piece denial =
        piece("c", "mail.example", "union strike wages talks trains ballot pickets minister ferry budget offer quay",
              CLAIMS({ "mistaken captain ignored storm warning as Marsh has it", "Otto Lind", true, 0 }));
    assert_int_equal(feed(&room, denial), 2);
    assert_int_equal(room.last_event, other);
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->event, 1);
    assert_int_equal(update_at(&room, 0)->fact, 1);
    assert_int_equal(update_at(&room, 0)->dispute->denial, update_at(&room, 1)->fact);
    assert_string_equal(update_at(&room, 0)->dispute->by, "Otto Lind");
    /* Who tells it again links it again, and disputes nothing new. */
    denial.id = denial.outlet = "d.example";
    denial.body = "union strike wages talks trains ballot pickets minister budget offer quay vote";
    assert_int_equal(feed(&room, denial), 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    denial.withdrawn = true;
    feed(&room, denial);
    denial.id = "c";
    denial.outlet = "mail.example";
    assert_int_equal(feed(&room, denial), 2);
    assert_change(update_at(&room, 1), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 1)->event, other);
    assert_change(update_at(&room, 0), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 0)->event, 1);
    struct txn *txn;
    stored_event_record *row;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(events_get(room.arena, txn, 1, &row), ERR_OK);
    assert_int_equal(row->event->n_disputes, 0);
    txn_abort(txn);
}

static void words_alone_link_nothing_in_another_event(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "captain ignored storm warning before leaving", "Ada Marsh", false, 0 })));
    feed(&room, piece("b", "coast.example", "union strike wages talks trains ballot pickets minister harbour budget",
                      CLAIMS({ "pickets stand at every gate", "Jon Bell", false, 0 })));
    assert_int_equal(
        disputed(piece("c", "mail.example", "union strike wages talks trains ballot pickets minister ferry quay",
                       CLAIMS({ "mistaken captain ignored storm warning", "Otto Lind", true, 0 }))),
        0);
}

static void who_is_accused_denies_it_when_he_says_no_of_himself(void **state)
{
    (void)state;
    /* An article with a denial is held against what is newest, whatever its words. */
    const struct said *stranger = CLAIMS({ "mistaken fares report", "Mia Holt", true, 0 },
                                         { "harbour was not closed then", "Otto Lind", false, 0 });
    const struct said *himself = CLAIMS({ "mistaken fares report", "Mia Holt", true, 0 },
                                        { "I have not stolen anything", "Otto Lind", false, 0 });
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "accuses Otto Lind of theft", "Ada Marsh", false, 0 })));
    assert_int_equal(disputed(piece("b", "coast.example", ferry, stranger)), 0);
    assert_int_equal(disputed(piece("c", "mail.example", ferry, himself)), 1);
}

static void the_accusation_need_not_be_what_came_last(void **state)
{
    (void)state;
    static const char *const since[] = { "divers arrive", "pumps fail", "tugs leave", "cranes stop", "crowds gather",
                                         "lamps burn",    "winds turn", "gulls cry",  "ropes part",  "bells ring" };
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "accuses Otto Lind of theft", "Ada Marsh", false, 0 })));
    for (size_t i = 0; i < sizeof since / sizeof *since; i++) {
        char id[] = { (char)('b' + i), '\0' };
        feed(&room, piece(id, "coast.example", ferry, CLAIMS({ since[i], "Mia Holt", false, 0 })));
    }
    assert_int_equal(
        disputed(piece("z", "mail.example", ferry, CLAIMS({ "I have not stolen anything", "Otto Lind", false, 0 }))),
        1);
}

static void a_lie_is_the_accusation_it_names_not_what_stands_before(void **state)
{
    (void)state;
    assert_int_equal(disputed(piece("a", "herald.example", ferry,
                                    CLAIMS({ "accuses owners of rust", "Ada Marsh", false, 0 },
                                           { "divers arrive", "Mia Holt", false, 0 },
                                           { "talk of rust is an invention", "Otto Lind", false, 0 }))),
                     1);
}

static void what_an_outlet_just_tells_is_not_denied_by_who_is_named_in_it(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "Otto Lind lost ferry passengers", NULL, false, 0 })));
    assert_int_equal(disputed(piece("b", "coast.example", ferry,
                                    CLAIMS({ "mistaken charge of stopping ferry boats", "Otto Lind", true, 0 }))),
                     0);
}

static void two_that_share_a_part_without_a_word_of_denial_do_not_dispute(void **state)
{
    (void)state;
    assert_int_equal(disputed(piece("a", "herald.example", ferry,
                                    CLAIMS({ "captain ignored storm flags sirens and tides", "Ada Marsh", false, 0 },
                                           { "divers arrive", "Mia Holt", false, 0 },
                                           { "gulls over harbour feared storm nothing else", "Otto Lind", true, 0 }))),
                     0);
}

static const struct said *rumour(void)
{
    static const struct said list[] = { { "captain drank rum before leaving", NULL, false, 0 },
                                        { NULL, NULL, false, 0 } };
    return list;
}

static void an_outlet_that_was_wrong_takes_its_own_words_back(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, rumour()));
    assert_int_equal(feed(&room, piece("b", "herald.example", "ferry harbour quay captain storm correction apology",
                                       CLAIMS({ "mistaken captain drank rum before leaving", NULL, true, 0 }))),
                     2);
    assert_change(update_at(&room, 1), CLAIM_ADDED);
    assert_change(update_at(&room, 0), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
}

static void the_verdict_behind_is_the_denial(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, rumour()));
    feed(&room, piece("b", "herald.example", "ferry harbour quay captain storm correction apology",
                      CLAIMS({ "mistaken captain drank rum before leaving", NULL, true, 0 },
                             { "that was wrong", NULL, true, 0 }, { "boats were late", NULL, false, 0 },
                             { "that was wrong", NULL, true, 0 })));
    const stored_reading_record *reading = stored_reading(&room, 2, 1);
    assert_int_equal(reading->places[0]->denies, 0);
    assert_int_equal(reading->places[1]->denies, 1);
    assert_int_equal(reading->places[3]->denies, 0); /* nothing right before it was taken back */
}

static void an_outlet_takes_nothing_back_that_another_has_told(void **state)
{
    (void)state;
    feed(&room, piece("a", "coast.example", ferry, rumour()));
    feed(&room, piece("b", "herald.example", "ferry harbour quay captain storm correction apology",
                      CLAIMS({ "mistaken captain drank rum before leaving", NULL, true, 0 })));
    assert_change(update_at(&room, 0), CLAIM_ADDED); /* and what it never said it does not dispute */
}

static void a_withdrawal_retracts_in_an_event_that_has_ended(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "people died", "police", false, 7 })));
    struct piece later = piece("b", "herald.example", "budget council vote tax schools", NULL);
    later.hours = 11 * 24;
    feed(&room, later);
    struct piece back = piece("a", "herald.example", "", NULL);
    back.hours = 11 * 24 + 1;
    back.withdrawn = true;
    assert_int_equal(feed(&room, back), 2);
    assert_change(update_at(&room, 1), CLAIM_RETRACTED);
    assert_int_equal(update_at(&room, 1)->event, 1);
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_false(update_at(&room, 0)->figure->has_low);
}

static void a_revision_retracts_only_what_it_says_no_more_in_an_event_that_has_ended(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry,
                      CLAIMS({ "quay lay dark", "police", false, 0 }, { "pilot drank rum", "police", false, 0 })));
    struct piece later = piece("b", "herald.example", "budget council vote tax schools", NULL);
    later.hours = 11 * 24;
    feed(&room, later);
    struct piece revised = piece("a", "herald.example", "ferry harbour quay captain storm rescue",
                                 CLAIMS({ "quay lay dark", "police", false, 0 }));
    revised.hours = 11 * 24 + 1;
    feed(&room, revised);
    size_t retracted = 0;
    for (size_t i = 0; i < room.count; i++)
        if (room.updates[i]->change == CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED) {
            retracted++;
            assert_int_equal(room.updates[i]->fact, 2);
            assert_int_equal(room.updates[i]->event, 1);
        }
    assert_int_equal(retracted, 1);
}

/* The same people, places and words of diplomacy: four of an ambush, one of talks a year before. */
static void talks_and_an_ambush_stay_apart_in_every_order(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "Orsk Tavria Lenz border ambush officer convoy gunmen fled mourning week distrust",
        "Orsk Tavria Lenz border ambush officer alliance reinforcement volatile thanks decision weekend",
        "Orsk Tavria Lenz border ambush officer hunt monastery caches search treated hospital",
        "Orsk Tavria Lenz border ambush officer buildup spokesman pull capital allies alarm",
        "Orsk Tavria Lenz border alliance restraint plates roadblocks talks summer visitors ready",
    };
    static const unsigned harm[] = { 20, 14, 25, 12, 0 };
    for (unsigned order = 0; order < 120; order++) {
        unsigned left[] = { 0, 1, 2, 3, 4 }, code = order;
        uint64_t events[5];
        newsroom_close(&room);
        newsroom_open(&room, (struct desk_options){ 0 });
        for (unsigned count = 5; count > 0; code /= count, count--) {
            unsigned at = code % count, which = left[at];
            char id[8];
            snprintf(id, sizeof id, "n%u", which);
            left[at] = left[count - 1];
            struct piece next = piece(id, "herald.example", bodies[which], NULL);
            next.harm = harm[which];
            next.words = 1000;
            feed(&room, next);
            events[which] = room.last_event;
        }
        for (unsigned i = 1; i < 4; i++)
            assert_int_equal(events[i], events[0]);
        assert_int_not_equal(events[4], events[0]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(other_words_for_it_are_the_same_fact),
        TEST(how_a_fact_stands_its_row_says_or_else_its_words),
        TEST(another_number_is_another_fact),
        TEST(a_concession_in_the_words_of_the_accusation_is_linked_to_its_denial),
        TEST(a_denial_in_other_words_is_linked_whichever_comes_first),
        TEST(what_comes_after_its_denial_has_nearly_all_its_words),
        TEST(a_no_right_after_an_accusation_answers_it),
        TEST(a_no_behind_a_denial_goes_on_with_it),
        TEST(one_who_denies_it_again_says_nothing_new),
        TEST(who_denies_another_number_says_something_new),
        TEST(a_denial_in_another_event_is_linked_and_taken_back_with_its_article),
        TEST(words_alone_link_nothing_in_another_event),
        TEST(who_is_accused_denies_it_when_he_says_no_of_himself),
        TEST(the_accusation_need_not_be_what_came_last),
        TEST(a_lie_is_the_accusation_it_names_not_what_stands_before),
        TEST(what_an_outlet_just_tells_is_not_denied_by_who_is_named_in_it),
        TEST(two_that_share_a_part_without_a_word_of_denial_do_not_dispute),
        TEST(an_outlet_that_was_wrong_takes_its_own_words_back),
        TEST(the_verdict_behind_is_the_denial),
        TEST(an_outlet_takes_nothing_back_that_another_has_told),
        TEST(a_withdrawal_retracts_in_an_event_that_has_ended),
        TEST(a_revision_retracts_only_what_it_says_no_more_in_an_event_that_has_ended),
        TEST(talks_and_an_ambush_stay_apart_in_every_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
