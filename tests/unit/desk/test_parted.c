/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

enum { FIRST = 1, SECOND = 2 };

/* Of one kind, so that they share some words; in any order, so that no text is another's copy. */
static void report(char story, const struct said *said)
{
    enum { OF_KIND = 6, OF_STORY = 14, WORDS = 24 };
    char words[WORDS][12], body[512], id[16], outlet[32];
    size_t used = 0;
    for (unsigned i = 0; i < WORDS; i++)
        snprintf(words[i], sizeof words[i],
                 i < OF_KIND              ? "kind%u"
                 : i < OF_STORY + OF_KIND ? "%2$c%1$u"
                                          : "own%u%c%u",
                 i, story, number);
    for (unsigned i = WORDS; i > 0; i--) {
        const unsigned pick = meeting_random(&state_of_chance, i);
        used += (size_t)snprintf(body + used, sizeof body - used, used ? " %s" : "%s", words[pick]);
        memcpy(words[pick], words[i - 1], sizeof words[pick]);
    }
    snprintf(id, sizeof id, "%c%u", story, number);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room,
         (struct piece){ .id = id, .outlet = outlet, .title = "Robbery", .body = body, .said = said, .hours = number });
}

static size_t count_of(Claimwire__V1__Change change)
{
    size_t count = 0;
    for (size_t i = 0; i < room.count; i++)
        count += room.updates[i]->change == change;
    return count;
}

/* More of both robberies by turns, at most so many, until the event is parted. */
static void report_until_parted(unsigned most)
{
    for (unsigned i = 0; i < most && count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT) == 0; i++)
        report(i % 2 ? 'a' : 'b', NULL);
}

/* The first report of the second robbery is taken for one of the first; later ones show that there are two. */
static void rob_twice(void)
{
    report('a', CLAIMS({ "a jeweller in Lenz lost his stock", "police", false, 0 },
                       { "three were hurt", "police", false, 3 }));
    report('b', CLAIMS({ "men with axes broke into the bank", "police", false, 0 },
                       { "five were hurt", "police", false, 5 }, { "the robbers fled", "Ada Marsh", false, 0 }));
    assert_int_equal(room.last_event, FIRST);
    report('a', CLAIMS({ "the robbers fled", "Otto Lind", false, 0 }));
    report('a', CLAIMS({ "the robbers fled", "Rolf Lind", false, 0 }));
    report_until_parted(6);
}

static void two_of_one_kind_are_parted_when_they_show(void **unused)
{
    (void)unused;
    rob_twice();
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT), 1);
    const stored_event_record *stays = stored_event(&room, FIRST), *parted = stored_event(&room, SECOND);
    assert_int_equal(parted->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(stored_members(&room, SECOND)->count, parted->articles);
    assert_int_equal(stored_members(&room, FIRST)->count, stays->articles);
    assert_int_equal(stays->articles + parted->articles, number);
    assert_int_equal(stored_facts(&room, SECOND)->count, 3); /* that of the flight is told of both, and has a twin */
    assert_int_equal(stored_facts(&room, FIRST)->count, 3);
    assert_int_equal(stays->event->n_figures, 1);
    assert_int_equal(stays->event->figures[0]->low, 3);
    assert_int_equal(parted->event->n_figures, 1);
    assert_int_equal(parted->event->figures[0]->low, 5);
    report('b', NULL);
    assert_int_equal(room.last_event, SECOND);
    report('a', NULL);
    assert_int_equal(room.last_event, FIRST);
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT), 1);
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_MERGED), 0);
    assert_verifies(&room);
}

static const stored_fact_record *stated_by(uint64_t event, const char *text, const char *speaker)
{
    const struct fact_page *facts = stored_facts(&room, event);
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->rows[i]->fact->statements[0]->statement->text, text) == 0)
            for (size_t k = 0; k < facts->rows[i]->fact->n_statements; k++)
                if (strcmp(facts->rows[i]->fact->statements[k]->statement->speaker, speaker) == 0)
                    return facts->rows[i];
    return NULL;
}

/* Each event has what its own articles say of it. */
static void what_both_tell_has_a_twin_in_the_event_that_leaves(void **unused)
{
    (void)unused;
    rob_twice();
    const stored_fact_record *twin = stated_by(SECOND, "the robbers fled", "Ada Marsh");
    const stored_fact_record *stays = stated_by(FIRST, "the robbers fled", "Otto Lind");
    assert_non_null(twin);
    assert_non_null(stays);
    assert_int_not_equal(twin->fact->id, stays->fact->id);
    assert_int_equal(twin->fact->n_statements, 1);
    assert_int_equal(twin->n_support, 1);
    assert_int_equal(twin->support[0]->article, 2);
    assert_int_equal(stays->n_support, 2);
    const stored_reading_record *reading = stored_reading(&room, 2, 1);
    assert_int_equal(reading->places[2]->fact, twin->fact->id);
    /* It is known there from then on, and gone with its article. */
    size_t before = room.count;
    report('b', CLAIMS({ "the robbers fled", "Ada Marsh", false, 0 }));
    assert_int_equal(room.last_event, SECOND);
    assert_int_equal(room.count, before + 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
    assert_int_equal(update_at(&room, 0)->fact, twin->fact->id);
    assert_verifies(&room);
}

/* Also what the one side had only told again, when two origins had stated it. */
static void what_is_only_told_again_has_a_twin_too(void **unused)
{
    (void)unused;
    report('a', CLAIMS({ "a jeweller in Lenz lost his stock", "police", false, 0 },
                       { "the robbers fled", "Otto Lind", false, 0 }));
    report('a', CLAIMS({ "the robbers fled", "Rolf Lind", false, 0 }));
    report('b',
           CLAIMS({ "men with axes broke into the bank", "police", false, 0 }, { "the robbers fled", NULL, false, 0 }));
    assert_int_equal(room.last_event, FIRST);
    report('a', NULL);
    report('a', NULL);
    report_until_parted(12);
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT), 1);
    const stored_reading_record *reading = stored_reading(&room, 3, 1);
    assert_int_equal(reading->event, SECOND);
    assert_true(reading->places[1]->has_fact);
    const struct fact_page *facts = stored_facts(&room, SECOND);
    const stored_fact_record *twin = facts->count == 2 ? facts->rows[1] : NULL;
    assert_non_null(twin);
    assert_int_equal(reading->places[1]->fact, twin->fact->id);
    assert_int_equal(twin->fact->n_statements, 1);
    assert_string_equal(twin->fact->statements[0]->statement->text, "the robbers fled");
    assert_verifies(&room);
}

/* What its speaker had taken back by then is told by nobody anew; who told it goes on naming it where it is. */
static void what_was_taken_back_before_is_still_named_by_those_that_leave(void **unused)
{
    (void)unused;
    report('a', CLAIMS({ "a jeweller in Lenz lost his stock", "police", false, 0 },
                       { "the robbers fled abroad", "Otto Lind", false, 0 }));
    report('b', CLAIMS({ "men with axes broke into the bank", "police", false, 0 },
                       { "the robbers fled abroad", "Otto Lind", false, 0 }));
    const struct said *concession = CLAIMS({ "concedes the robbers never fled abroad", "Otto Lind", true, 0 });
    report('a', concession);
    report('a', concession);
    assert_int_equal(room.last_event, FIRST);
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED), 1);
    report_until_parted(12);
    const stored_fact_record *former = stated_by(FIRST, "the robbers fled abroad", "Otto Lind");
    assert_non_null(former);
    assert_int_equal(former->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
    const stored_reading_record *reading = stored_reading(&room, 2, 1);
    assert_int_equal(reading->event, SECOND);
    assert_int_equal(reading->places[1]->fact, former->fact->id);
    assert_int_equal(reading->places[1]->event, FIRST);
    assert_verifies(&room);
}

static void a_denial_that_both_tell_denies_in_both(void **unused)
{
    (void)unused;
    report('a', CLAIMS({ "a guard opened the door", "police", false, 0 },
                       { "a guard opened the door", "Otto Lind", true, 0 }));
    report('b', CLAIMS({ "a guard opened the door", "police", false, 0 },
                       { "a guard opened the door", "Otto Lind", true, 0 }));
    report('a', NULL);
    report('a', NULL);
    report_until_parted(6);
    assert_int_equal(stored_event(&room, FIRST)->event->n_disputes, 1);
    const stored_event_record *parted = stored_event(&room, SECOND);
    assert_int_equal(parted->event->n_disputes, 1);
    const struct fact_page *facts = stored_facts(&room, SECOND);
    assert_int_equal(facts->count, 2);
    assert_int_equal(parted->event->disputes[0]->fact, facts->rows[0]->fact->id);
    assert_int_equal(parted->event->disputes[0]->denial, facts->rows[1]->fact->id);
    assert_verifies(&room);
}

/* As it may when it was never of one event with it. */
static void a_denial_that_leaves_what_it_denies_goes_on_naming_it(void **unused)
{
    (void)unused;
    report('a', CLAIMS({ "a jeweller in Lenz lost his stock", "police", false, 0 },
                       { "a guard opened the door", "police", false, 0 }));
    report('b', CLAIMS({ "men with axes broke into the bank", "police", false, 0 },
                       { "a guard opened the door", "Otto Lind", true, 0 }));
    report('a', NULL);
    report('a', NULL);
    report_until_parted(6);
    const stored_reading_record *reading = stored_reading(&room, 2, 1);
    assert_int_equal(reading->event, SECOND);
    const stored_fact_record *denied = stated_by(FIRST, "a guard opened the door", "police");
    assert_non_null(denied);
    assert_int_equal(reading->places[1]->denies, denied->fact->id);
    assert_verifies(&room);
}

/* What only those told that leave goes along, what both told stays, and what is taken back is taken back where it is.
 */
static void a_report_that_was_parted_can_be_changed_and_taken_back(void **unused)
{
    (void)unused;
    rob_twice();
    const unsigned next = number;
    number = 1; /* the id of the first report of the second robbery */
    report('b', CLAIMS({ "men with axes broke into the bank", "police", false, 0 },
                       { "six were hurt", "police", false, 6 }));
    assert_int_equal(room.last_event, SECOND);
    number = next;
    const stored_event_record *parted = stored_event(&room, SECOND);
    assert_int_equal(parted->event->n_figures, 1);
    assert_int_equal(parted->event->figures[0]->low, 6);
    assert_int_equal(stored_event(&room, FIRST)->event->figures[0]->low, 3);
    const struct fact_page *facts = stored_facts(&room, FIRST);
    assert_int_equal(facts->count, 3);
    for (size_t i = 0; i < facts->count; i++)
        assert_int_not_equal(facts->rows[i]->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
    assert_verifies(&room);
}

/* Who was moved so often stays: the event is parted no more. */
static void a_parting_says_why(void **unused)
{
    (void)unused;
    rob_twice();
    stored_event_record *event = stored_event(&room, SECOND);
    assert_int_equal(event->partings, 1);
    assert_int_equal(event->parted_from, FIRST);
    assert_int_equal(event->parted_why->rule, CLAIMWIRE__V1__RULE__RULE_UNLIKE);
    assert_true(event->parted_why->score < event->parted_why->threshold);
    assert_int_equal(stored_event(&room, FIRST)->partings, 1);
    assert_int_equal(stored_event(&room, FIRST)->n_parted, 1);
    assert_int_equal(stored_event(&room, FIRST)->parted[0], SECOND);
}

/* How many partings follow when the event has been through so many. */
static size_t parted_after(uint32_t partings)
{
    struct txn *txn;
    report('a', NULL);
    assert_int_equal(txn_begin(room.store, &txn), ERR_OK);
    stored_event_record *event = NULL;
    assert_int_equal(events_get(room.kept, txn, FIRST, &event), ERR_OK);
    event->has_partings = true;
    event->partings = partings;
    assert_int_equal(events_put(txn, event), ERR_OK);
    assert_int_equal(txn_commit(txn), ERR_OK);
    for (unsigned i = 0; i < 9; i++)
        report(i % 3 ? 'a' : 'b', NULL);
    assert_verifies(&room);
    return count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT);
}

static void an_event_is_parted_a_bounded_number_of_times(void **unused)
{
    (void)unused;
    enum { PARTINGS_MAX = 8 };
    assert_int_equal(parted_after(PARTINGS_MAX - 1), 1);
    assert_int_equal(stored_event(&room, SECOND)->partings, PARTINGS_MAX);
    close_room(NULL);
    open_room(NULL);
    assert_int_equal(parted_after(PARTINGS_MAX), 0);
}

/* So many words of the event, and of those that one report has by itself. */
static void mix(unsigned shared, char own, unsigned owned)
{
    char words[64][12], body[1024], id[16], outlet[32];
    size_t used = 0;
    for (unsigned i = 0; i < shared; i++)
        snprintf(words[i], sizeof words[i], "event%u", i);
    for (unsigned i = 0; i < owned; i++)
        snprintf(words[shared + i], sizeof words[i], "%cown%u", own, i);
    for (unsigned i = shared + owned; i > 0; i--) {
        const unsigned pick = meeting_random(&state_of_chance, i);
        used += (size_t)snprintf(body + used, sizeof body - used, used ? " %s" : "%s", words[pick]);
        memcpy(words[pick], words[i - 1], sizeof words[pick]);
    }
    snprintf(id, sizeof id, "mix%u", number);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room, (struct piece){ .id = id, .outlet = outlet, .title = "Report", .body = body, .hours = number });
}

/* Written close to the one report, and away from the other, to part them. */
static void one_article_does_not_tear_a_true_event(void **unused)
{
    (void)unused;
    for (unsigned owned = 8; owned < 40; owned += 2) {
        mix(11, 'a', 19);
        mix(11, 'b', 19);
        assert_int_equal(room.last_event, FIRST);
        mix(0, 'b', owned);
        assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT), 0);
        close_room(NULL);
        open_room(NULL);
    }
}

static void they_are_parted_alike_after_a_restart(void **unused)
{
    (void)unused;
    rob_twice();
    struct newsroom lived = room;
    open_room(NULL);
    room.reload = true;
    rob_twice();
    assert_int_equal(lived.count, room.count);
    for (size_t i = 0; i < lived.count; i++)
        assert_true(span_equal(lived.packed[i], room.packed[i]));
    newsroom_close(&lived);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(two_of_one_kind_are_parted_when_they_show),
        TEST(what_both_tell_has_a_twin_in_the_event_that_leaves),
        TEST(what_is_only_told_again_has_a_twin_too),
        TEST(what_was_taken_back_before_is_still_named_by_those_that_leave),
        TEST(a_denial_that_both_tell_denies_in_both),
        TEST(a_denial_that_leaves_what_it_denies_goes_on_naming_it),
        TEST(a_report_that_was_parted_can_be_changed_and_taken_back),
        TEST(an_event_is_parted_a_bounded_number_of_times),
        TEST(a_parting_says_why),
        TEST(one_article_does_not_tear_a_true_event),
        TEST(they_are_parted_alike_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
