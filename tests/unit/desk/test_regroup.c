/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "unit/desk/room.h"

enum { FIRST = 1, SECOND = 2, THIRD = 3, WORDS_MAX = 64 };

struct report {
    size_t count;
    char words[WORDS_MAX][40];
};

/* So many words of a kind, counted up from `first`. */
static void add_words(struct report *report, const char *kind, unsigned first, unsigned count)
{
    for (unsigned i = first; i < first + count; i++)
        snprintf(report->words[report->count++], sizeof report->words[0], "%s%u", kind, i);
}

/* In any order, so that no text is another's copy. */
static void send(struct report report, const char *id, const struct said *said)
{
    char body[1024], outlet[32];
    size_t used = 0;
    for (size_t i = report.count; i > 0; i--) {
        const unsigned pick = meeting_random(&state_of_chance, (unsigned)i);
        used += (size_t)snprintf(body + used, sizeof body - used, used ? " %s" : "%s", report.words[pick]);
        memcpy(report.words[pick], report.words[i - 1], sizeof report.words[pick]);
    }
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room,
         (struct piece){ .id = id, .outlet = outlet, .title = "Report", .body = body, .said = said, .hours = number });
}

static const event_update_record *find(Claimwire__V1__Change change)
{
    for (size_t i = 0; i < room.count; i++)
        if (room.updates[i]->change == change)
            return room.updates[i];
    return NULL;
}

/* The second report shares most with the first; what it is about only the fourth tells, which has half of it and half
 * of the third. */
static void misplace_by(unsigned shared)
{
    struct report fair = { 0 }, early = { 0 }, late = { 0 };
    add_words(&fair, "town", 0, shared);
    add_words(&fair, "fair", 0, 10);
    add_words(&early, "town", 0, shared);
    add_words(&early, "crash", 0, 10);
    add_words(&late, "crash", 0, 2);
    add_words(&late, "crash", 10, 7);
    add_words(&late, "late", 0, 5);
    send(fair, "fair", CLAIMS({ "the fair opened", "Ada Marsh", false, 0 }));
    send(early, "early", CLAIMS({ "two died", "police", false, 2 }, { "a bus fell", "police", false, 0 }));
    assert_int_equal(room.last_event, FIRST);
    send(late, "late", CLAIMS({ "the driver slept", "police", false, 0 }));
    assert_int_equal(room.last_event, SECOND);
}

static void misplace(void)
{
    misplace_by(3);
}

static void tell_the_whole(void)
{
    struct report whole = { 0 };
    add_words(&whole, "crash", 3, 14);
    send(whole, "whole", CLAIMS({ "two died", "Otto Lind", false, 2 }));
}

static void a_report_in_the_wrong_event_is_moved_when_a_later_one_shows_it(void **unused)
{
    (void)unused;
    misplace();
    tell_the_whole();
    assert_int_equal(room.last_event, SECOND);
    assert_int_equal(stored_members(&room, FIRST)->count, 1);
    assert_int_equal(stored_members(&room, SECOND)->count, 3);
    assert_int_equal(stored_facts(&room, FIRST)->count, 1);
    assert_int_equal(stored_facts(&room, SECOND)->count, 3); /* the dead are told of once */
    assert_int_equal(stored_event(&room, FIRST)->event->n_figures, 0);
    assert_int_equal(stored_event(&room, SECOND)->event->n_figures, 1);
    assert_verifies(&room);
}

/* Out of the one, as an event of its own, and into the other: a follower needs no word for it that it has not. */
static void a_move_is_a_parting_and_a_merge(void **unused)
{
    (void)unused;
    misplace();
    const size_t before = room.count;
    tell_the_whole();
    assert_change(room.updates[before], EVENT_OPENED);
    assert_int_equal(room.updates[before]->event, THIRD);
    const event_update_record *split = find(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT);
    assert_int_equal(split->event, FIRST);
    assert_int_equal(split->move->others[0], THIRD);
    assert_int_equal(split->move->n_facts, 2);
    const event_update_record *merge = find(CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
    assert_int_equal(merge->event, SECOND);
    assert_int_equal(merge->move->others[0], THIRD);
    const stored_event_record *between = stored_event(&room, THIRD);
    assert_int_equal(between->parted_why->rule, CLAIMWIRE__V1__RULE__RULE_UNLIKE);
    assert_true(between->parted_why->score < between->parted_why->threshold);
    assert_int_equal(between->moved_why->rule, CLAIMWIRE__V1__RULE__RULE_BOTH);
    assert_true(between->moved_why->score >= between->moved_why->threshold);
}

static void set_counts(uint64_t id, uint32_t partings, uint32_t more_facts)
{
    struct txn *txn;
    stored_event_record *event = NULL;
    assert_int_equal(txn_begin(room.store, &txn), ERR_OK);
    assert_int_equal(events_get(room.kept, txn, id, &event), ERR_OK);
    event->has_partings = true;
    event->partings = partings;
    event->facts += more_facts;
    assert_int_equal(events_put(txn, event), ERR_OK);
    assert_int_equal(txn_commit(txn), ERR_OK);
}

/* Then they stay where they were on their way. */
static void reports_that_find_no_room_where_they_belong_are_an_event_of_their_own(void **unused)
{
    (void)unused;
    misplace();
    set_counts(SECOND, 0, EVENT_FACTS_MAX);
    tell_the_whole();
    set_counts(SECOND, 0, (uint32_t)-EVENT_FACTS_MAX);
    assert_null(find(CLAIMWIRE__V1__CHANGE__EVENT_MERGED));
    assert_int_equal(stored_members(&room, FIRST)->count, 1);
    assert_int_equal(stored_facts(&room, FIRST)->count, 1);
    assert_int_equal(stored_members(&room, THIRD)->count, 1);
    assert_int_equal(stored_facts(&room, THIRD)->count, 2);
    assert_int_equal(stored_event(&room, THIRD)->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(stored_event(&room, THIRD)->event->n_figures, 1);
    assert_verifies(&room);
}

static void a_report_is_moved_a_bounded_number_of_times(void **unused)
{
    (void)unused;
    enum { PARTINGS_MAX = 8 };
    misplace();
    set_counts(FIRST, PARTINGS_MAX, 0);
    tell_the_whole();
    assert_int_equal(room.last_event, SECOND);
    assert_int_equal(stored_members(&room, FIRST)->count, 2);
    close_room(NULL);
    open_room(NULL);
    misplace();
    set_counts(FIRST, PARTINGS_MAX - 1, 0);
    tell_the_whole();
    assert_int_equal(stored_members(&room, FIRST)->count, 1);
    assert_int_equal(stored_event(&room, SECOND)->partings, PARTINGS_MAX); /* whom it has joined is moved no more */
}

/* It may have been written to take the one report away from the other. */
static void one_article_moves_no_report_away_from_what_it_is_like(void **unused)
{
    (void)unused;
    misplace_by(4);
    tell_the_whole();
    assert_int_equal(stored_members(&room, FIRST)->count, 2);
    assert_null(find(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT));
}

/* ---- any order */

enum { STORIES = 3, EACH = 4, REPORTS = STORIES * EACH };

/* Of one kind, so that all share some words. */
static void send_of(unsigned story, unsigned which)
{
    struct report report = { 0 };
    char kind[24], own[24], id[24];
    snprintf(kind, sizeof kind, "story%u", story);
    snprintf(own, sizeof own, "own%u%c", story, (char)('a' + which));
    snprintf(id, sizeof id, "%u-%u", story, which);
    add_words(&report, "robbery", 0, 3);
    add_words(&report, kind, 2 * which, 9); /* each has some that others of the story have not */
    add_words(&report, own, 0, 3);
    send(report, id, NULL);
}

/* The story of the first report in each event is that of all; as many events as stories. */
static bool right(const unsigned order[REPORTS])
{
    size_t open = 0;
    bool pure = true;
    for (uint64_t event = 1; event <= stored_event(&room, room.last_event)->event->id + REPORTS; event++) {
        const struct member_page *page = stored_members(&room, event);
        open += page->count > 0;
        for (size_t i = 0; i < page->count; i++)
            pure &= order[page->rows[i].article - 1] / EACH == order[page->rows[0].article - 1] / EACH;
    }
    return pure && open == STORIES;
}

static void the_events_are_the_same_in_any_order(void **unused)
{
    (void)unused;
    unsigned order[REPORTS], wrong = 0;
    uint64_t chance = 3;
    for (unsigned i = 0; i < REPORTS; i++)
        order[i] = i;
    for (unsigned turn = 0; turn < 40; turn++) {
        for (unsigned i = REPORTS; i > 1; i--) {
            const unsigned pick = meeting_random(&chance, i), swapped = order[pick];
            order[pick] = order[i - 1];
            order[i - 1] = swapped;
        }
        for (unsigned i = 0; i < REPORTS; i++)
            send_of(order[i] / EACH, order[i] % EACH);
        wrong += !right(order);
        close_room(NULL);
        open_room(NULL);
    }
    print_message("%u of 40 orders wrong\n", wrong);
    assert_int_equal(wrong, 0);
}

/* ---- two of one kind, days apart */

enum { DAY = 20000, LATER = DAY + 9, FIRES = 2, REPORTS_EACH = 3, ANY_FIRES = 4, THIS_FIRES = 6, OWN = 5 };

/* Adds so many words, from the one that `turn` says on, so that no report is another's copy. */
static size_t turn_words(char *body, size_t used, size_t size, const char *kind, unsigned turn, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        used += (size_t)snprintf(body + used, size - used, "%s%u ", kind, (i + turn) % count);
    return used;
}

/* One of the reports of a fire, in words of any fire, of this one and its own: it comes on that day, and tells of that
 * one (0: of none). */
static void send_fire(unsigned fire, unsigned which, int published_day, int told_day)
{
    char body[512], id[24], outlet[32], kind[24], own[24];
    snprintf(kind, sizeof kind, "fire%u", fire);
    snprintf(own, sizeof own, "own%u%c", fire, (char)('a' + which));
    size_t used = turn_words(body, 0, sizeof body, "blaze", which, ANY_FIRES);
    used = turn_words(body, used, sizeof body, kind, 2 * which, THIS_FIRES);
    turn_words(body, used, sizeof body, own, 0, OWN);
    snprintf(id, sizeof id, "%u-%u", fire, which);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room, (struct piece){ .id = id,
                                .outlet = outlet,
                                .title = "Report",
                                .body = body,
                                .hours = number,
                                .published_day = published_day,
                                .told_day = told_day });
}

/* How many events they are in. */
static size_t events_of_fires(int told_day)
{
    for (unsigned fire = 0; fire < FIRES; fire++)
        for (unsigned which = 0; which < REPORTS_EACH; which++)
            send_fire(fire, which, fire ? LATER : DAY, fire ? told_day : 0);
    size_t open = 0;
    for (uint64_t event = FIRST; event <= FIRES * REPORTS_EACH; event++)
        open += stored_members(&room, event)->count > 0;
    return open;
}

static void what_begins_anew_days_later_is_another_happening(void **unused)
{
    (void)unused;
    assert_int_equal(events_of_fires(0), 2);
}

static void late_reports_that_say_of_when_are_of_that_happening(void **unused)
{
    (void)unused;
    assert_int_equal(events_of_fires(DAY - 1), 1);
}

static void reports_are_moved_alike_after_a_restart(void **unused)
{
    (void)unused;
    misplace();
    tell_the_whole();
    struct newsroom lived = room;
    open_room(NULL);
    room.reload = true;
    misplace();
    tell_the_whole();
    assert_int_equal(lived.count, room.count);
    for (size_t i = 0; i < lived.count; i++)
        assert_true(span_equal(lived.packed[i], room.packed[i]));
    newsroom_close(&lived);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(a_report_in_the_wrong_event_is_moved_when_a_later_one_shows_it),
        TEST(a_move_is_a_parting_and_a_merge),
        TEST(one_article_moves_no_report_away_from_what_it_is_like),
        TEST(reports_that_find_no_room_where_they_belong_are_an_event_of_their_own),
        TEST(a_report_is_moved_a_bounded_number_of_times),
        TEST(the_events_are_the_same_in_any_order),
        TEST(what_begins_anew_days_later_is_another_happening),
        TEST(late_reports_that_say_of_when_are_of_that_happening),
        TEST(reports_are_moved_alike_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
