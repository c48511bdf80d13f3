/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/newsroom.h"

#define CLAIMS(...) ((const struct said[]){ __VA_ARGS__, { 0 } })

static const char ferry[] =
    "The evening ferry to Low Island struck the breakwater of the old harbour on Monday and took on water while "
    "passengers waited on deck for the pilot boats that came within the hour and brought everyone ashore to the "
    "customs hall where doctors and volunteers were waiting with blankets";
static const char ferry_told_anew[] =
    "Pilot boats brought the passengers of the Low Island ferry ashore to the customs hall after the ferry struck the "
    "harbour breakwater and doctors waited with blankets on Monday evening";
static const char ferry_third[] =
    "Doctors with blankets waited in the customs hall as pilot boats landed passengers whose Low Island ferry had "
    "struck the breakwater of the harbour Monday evening";
static const char budget[] =
    "Parliament passed the spending plan after a night of votes in which the finance minister promised lower rents and "
    "the opposition called for new taxes on empty flats and a pause in road building";

static struct newsroom room;

static int open_room(void **state)
{
    (void)state;
    newsroom_open(&room, (struct desk_options){ .articles_max = 256 });
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    newsroom_close(&room);
    return 0;
}

static struct piece piece(const char *id, const char *outlet, const char *body, const struct said *said)
{
    return (
        struct piece){ .id = id, .outlet = outlet, .title = "Ferry strikes breakwater", .body = body, .said = said };
}

static stored_event_record *stored_event(uint64_t id)
{
    struct txn *txn;
    stored_event_record *event;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(events_get(room.kept, txn, id, &event), ERR_OK);
    txn_abort(txn);
    return event;
}

static void a_first_article_opens_an_event_and_adds_its_claims(void **state)
{
    (void)state;
    const struct said *said =
        CLAIMS({ "the ferry took on water", "Ada Marsh", false, 0 }, { "two died", NULL, false, 2 });
    assert_int_equal(feed(&room, piece("a", "herald.example", ferry, said)), 3);
    assert_change(room.updates[0], EVENT_OPENED);
    assert_string_equal(room.updates[0]->head->title, "Ferry strikes breakwater");
    assert_change(room.updates[1], CLAIM_ADDED);
    assert_string_equal(room.updates[1]->statement->speaker, "Ada Marsh");
    assert_string_equal(room.updates[1]->claim, "c0");
    assert_change(room.updates[2], CLAIM_ADDED);
    assert_int_equal(room.updates[2]->statement->figures[0]->low, 2);
}

static void an_article_without_claims_opens_an_event_too(void **state)
{
    (void)state;
    assert_int_equal(feed(&room, piece("a", "herald.example", ferry, NULL)), 1);
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry_told_anew, NULL)), 0);
    assert_int_equal(room.last_event, 1);
    assert_int_equal(feed(&room, piece("c", "coast.example", budget, NULL)), 1);
    assert_int_equal(room.last_event, 2);
}

static void a_copy_by_another_outlet_gives_nothing_and_a_second_outlet_corroborates_once(void **state)
{
    (void)state;
    const struct said *said = CLAIMS({ "the ferry took on water", "Ada Marsh", false, 0 });
    feed(&room, piece("a", "herald.example", ferry, said));
    assert_int_equal(feed(&room, piece("b", "copyist.example", ferry, said)), 0);
    assert_int_equal(room.last_event, 1);
    assert_int_equal(feed(&room, piece("c", "www.Coast.example", ferry_told_anew, said)), 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    assert_string_equal(update_at(&room, 0)->corroboration->origin, "coast.example");
    assert_int_equal(feed(&room, piece("d", "third.example", ferry_third, said)), 0);
    assert_int_equal(stored_event(1)->articles, 4);
    assert_int_equal(stored_event(1)->event->origins, 3);
}

static void a_new_voice_is_a_new_statement_of_a_known_fact(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "two died", "Ada Marsh", false, 2 })));
    feed(&room, piece("b", "coast.example", ferry_told_anew, CLAIMS({ "two died", "Marsh", false, 2 })));
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    assert_int_equal(
        feed(&room, piece("c", "third.example", ferry_third, CLAIMS({ "two died", "the coroner", false, 2 }))), 1);
    assert_change(update_at(&room, 0), CLAIM_ADDED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
    assert_string_equal(update_at(&room, 0)->statement->speaker, "the coroner");
}

static void a_denial_disputes_what_was_said_before(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "the pilot was drunk", "Ada Marsh", false, 0 })));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry_told_anew,
                                       CLAIMS({ "the pilot was drunk", "Otto Lind", true, 0 }))),
                     2);
    assert_change(update_at(&room, 1), CLAIM_ADDED);
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->fact, 1);
    assert_int_equal(update_at(&room, 0)->dispute->denial, 2);
    assert_string_equal(update_at(&room, 0)->dispute->by, "Otto Lind");
    assert_string_equal(update_at(&room, 0)->dispute->against, "Ada Marsh");
    assert_int_equal(stored_event(1)->event->n_disputes, 1);
}

static void an_accusation_after_its_denial_is_disputed_too(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "the pilot was drunk", "Otto Lind", true, 0 })));
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry_told_anew,
                                       CLAIMS({ "the pilot was drunk", "Ada Marsh", false, 0 }))),
                     2);
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
    assert_int_equal(update_at(&room, 0)->fact, 2);
    assert_int_equal(update_at(&room, 0)->dispute->denial, 1);
    assert_string_equal(update_at(&room, 0)->dispute->by, "Otto Lind");
}

static void a_changed_figure_revises_the_ledger(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "people died", NULL, false, 2 })));
    assert_int_equal(
        feed(&room, piece("b", "coast.example", ferry_told_anew, CLAIMS({ "people died", "police", false, 5 }))), 1);
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_int_equal(update_at(&room, 0)->figure->was_low, 2);
    assert_int_equal(update_at(&room, 0)->figure->low, 5);
    assert_int_equal(update_at(&room, 0)->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    assert_string_equal(update_at(&room, 0)->figure->statement->speaker, "police");
    assert_int_equal(feed(&room, piece("c", "late.example", ferry_third, CLAIMS({ "people died", NULL, false, 2 }))),
                     1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    const event_record *event = stored_event(1)->event;
    assert_int_equal(event->figures[0]->low, 5);
    assert_int_equal(event->figures[0]->n_history, 3);
}

static void a_revision_retracts_what_it_no_longer_says_and_rolls_figures_back(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "people died", NULL, false, 2 })));
    feed(&room, piece("b", "coast.example", ferry_told_anew,
                      CLAIMS({ "people died", NULL, false, 50 }, { "the hull broke", NULL, false, 0 })));
    assert_int_equal(
        feed(&room, piece("b", "coast.example", ferry_third, CLAIMS({ "the hull broke", NULL, false, 0 }))), 2);
    assert_change(update_at(&room, 1), CLAIM_RETRACTED);
    assert_string_equal(update_at(&room, 1)->retraction->reason, "revised");
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_null(update_at(&room, 0)->figure->statement);
    assert_int_equal(update_at(&room, 0)->figure->low, 2);
    assert_int_equal(update_at(&room, 0)->figure->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_LOWERED);
    assert_int_equal(stored_event(1)->articles, 2);
    assert_int_equal(
        feed(&room, piece("b", "coast.example", ferry_told_anew, CLAIMS({ "people died", NULL, false, 50 }))), 0);
    assert_int_equal(room.last_event, 0); /* words it had before: a duplicate */
}

static void a_fact_that_another_article_carries_survives_a_revision(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "the hull broke", NULL, false, 0 })));
    feed(&room, piece("b", "coast.example", ferry_told_anew, CLAIMS({ "the hull broke", NULL, false, 0 })));
    assert_int_equal(feed(&room, piece("a", "herald.example", ferry_third, NULL)), 0);
}

static void a_withdrawal_retracts_and_the_last_one_closes_the_event(void **state)
{
    (void)state;
    const struct said *said = CLAIMS({ "people died", NULL, false, 2 });
    feed(&room, piece("a", "herald.example", ferry, said));
    struct piece back = piece("a", "herald.example", "", NULL);
    back.withdrawn = true;
    assert_int_equal(feed(&room, back), 3);
    assert_change(update_at(&room, 2), CLAIM_RETRACTED);
    assert_string_equal(update_at(&room, 2)->retraction->reason, "withdrawn");
    assert_change(update_at(&room, 1), FIGURE_REVISED);
    assert_false(update_at(&room, 1)->figure->has_low);
    assert_change(update_at(&room, 0), EVENT_CLOSED);
    assert_string_equal(update_at(&room, 0)->closing->reason, "withdrawn");
    assert_int_equal(feed(&room, piece("b", "coast.example", ferry, said)), 2);
    assert_int_equal(room.last_event, 2);
}

static void an_event_is_closed_when_stream_time_leaves_it_behind(void **state)
{
    (void)state;
    feed(&room, piece("a", "herald.example", ferry, NULL));
    struct piece later = piece("b", "herald.example", budget, NULL);
    later.hours = 11 * 24;
    assert_int_equal(feed(&room, later), 2);
    assert_change(update_at(&room, 1), EVENT_CLOSED);
    assert_int_equal(update_at(&room, 1)->event, 1);
    assert_string_equal(update_at(&room, 1)->closing->reason, "quiet");
    assert_int_equal(desk_size(room.desk).articles, 1);
    struct piece again = piece("c", "coast.example", ferry, NULL);
    again.hours = 11 * 24;
    feed(&room, again);
    assert_int_equal(room.last_event, 3);
}

static void a_near_copy_fed_first_with_another_number_does_not_hide_the_true_one(void **state)
{
    (void)state;
    feed(&room, piece("x", "liar.example", ferry,
                      CLAIMS({ "people died", "police", false, 0 }, { "people died", "police", false, 200 })));
    assert_int_equal(feed(&room, piece("a", "herald.example", ferry, CLAIMS({ "people died", "police", false, 2 }))),
                     1);
    assert_change(update_at(&room, 0), FIGURE_REVISED);
    assert_int_equal(update_at(&room, 0)->figure->low, 2);
    assert_int_equal(
        feed(&room, piece("b", "other.example", ferry, CLAIMS({ "the pilot was drunk", "police", true, 0 }))), 1);
    assert_int_equal(
        feed(&room, piece("c", "herald.example", ferry, CLAIMS({ "the pilot was drunk", "Otto Lind", false, 0 }))), 2);
    assert_change(update_at(&room, 0), CLAIM_DISPUTED);
}

static void an_article_of_another_language_has_lineage_and_no_updates(void **state)
{
    (void)state;
    struct piece foreign = piece("f", "journal.example", budget, NULL);
    foreign.foreign = true;
    assert_int_equal(feed(&room, foreign), 0);
    assert_int_equal(room.last_event, 0);
    feed(&room, piece("a", "herald.example", ferry, NULL));
    struct piece copy = piece("g", "journal.example", ferry, NULL);
    copy.foreign = true;
    assert_int_equal(feed(&room, copy), 0);
    assert_int_equal(room.last_event, 1);
}

static void a_reading_of_a_replaced_revision_is_stale(void **state)
{
    (void)state;
    struct piece first = piece("a", "herald.example", ferry, NULL), second = piece("a", "herald.example", budget, NULL);
    struct txn *txn;
    uint64_t accept, newer;
    struct desk_outcome outcome;
    assert_int_equal(txn_begin(room.store, &txn), ERR_OK);
    put_piece(&room, txn, &first, &accept);
    put_piece(&room, txn, &second, &newer);
    struct desk_input input = { .accept = accept, .reading = make_reading(room.arena, &first) };
    assert_int_equal(desk_apply(room.desk, room.arena, txn, &input, &outcome), ERR_STALE);
    assert_int_equal(desk_apply(room.desk, room.arena, txn, &input, &outcome), ERR_STALE); /* its row is gone */
    input = (struct desk_input){ .accept = newer, .reading = make_reading(room.arena, &second) };
    assert_int_equal(desk_apply(room.desk, room.arena, txn, &input, &outcome), ERR_OK);
    assert_int_equal(outcome.updates, 1);
    txn_abort(txn);
}

static void a_full_event_is_closed_and_a_new_one_opened(void **state)
{
    (void)state;
    static char texts[1200][24];
    for (int article = 0; article < 24; article++) {
        struct said said[51] = { 0 };
        for (int i = 0; i < 50; i++) {
            snprintf(texts[article * 50 + i], sizeof texts[0], "claim number %d", article * 50 + i);
            said[i].text = texts[article * 50 + i];
        }
        char id[8];
        snprintf(id, sizeof id, "a%d", article);
        feed(&room, piece(id, "herald.example", ferry, said));
    }
    assert_int_equal(stored_event(1)->facts, 1024);
    assert_int_equal(stored_event(1)->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED);
    assert_int_equal(room.last_event, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(a_first_article_opens_an_event_and_adds_its_claims),
        TEST(an_article_without_claims_opens_an_event_too),
        TEST(a_copy_by_another_outlet_gives_nothing_and_a_second_outlet_corroborates_once),
        TEST(a_new_voice_is_a_new_statement_of_a_known_fact),
        TEST(a_denial_disputes_what_was_said_before),
        TEST(an_accusation_after_its_denial_is_disputed_too),
        TEST(a_changed_figure_revises_the_ledger),
        TEST(a_revision_retracts_what_it_no_longer_says_and_rolls_figures_back),
        TEST(a_fact_that_another_article_carries_survives_a_revision),
        TEST(a_withdrawal_retracts_and_the_last_one_closes_the_event),
        TEST(an_event_is_closed_when_stream_time_leaves_it_behind),
        TEST(a_near_copy_fed_first_with_another_number_does_not_hide_the_true_one),
        TEST(an_article_of_another_language_has_lineage_and_no_updates),
        TEST(a_reading_of_a_replaced_revision_is_stale),
        TEST(a_full_event_is_closed_and_a_new_one_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
