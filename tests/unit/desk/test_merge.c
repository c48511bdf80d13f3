/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

enum { FIRST = 1, SECOND = 2, SHARED = 3 /* words of the two stories */ };

static void tell_of_days(char story, unsigned shared, const struct said *said, const struct count *days, uint64_t named)
{
    char id[16], outlet[32], body[MEETING_BYTES];
    snprintf(id, sizeof id, "%c%u", story, number);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room, (struct piece){ .id = id,
                                .outlet = outlet,
                                .title = "Story",
                                .body = meeting_body(body, &state_of_chance, story, shared),
                                .said = said,
                                .counts = days,
                                .named = named,
                                .hours = number });
}

static void tell(char story, unsigned shared, const struct said *said)
{
    tell_of_days(story, shared, said, NULL, 0);
}

/* Two events, each with a fact; `ferry`'s is denied in it, `pier`'s counts the dead. */
static void begin(void)
{
    tell('a', SHARED,
         CLAIMS({ "the ferry struck the pier", "Ada Marsh", false, 0 },
                { "the ferry struck the pier", "the owner", true, 0 }));
    tell('b', SHARED,
         CLAIMS({ "the lamp was dark", "Otto Lind", true, 0 }, { "the lamp was dark", "police", false, 0 },
                { "two died", "police", false, 2 }));
}

static const event_update_record *merged(void)
{
    for (size_t i = 0; i < room.count; i++)
        if (room.updates[i]->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED)
            return room.updates[i];
    return NULL;
}

/* A report with half of the words of each. */
static void tell_of_both(void)
{
    char half[MEETING_BYTES], other[MEETING_BYTES], body[2 * MEETING_BYTES], id[16], outlet[32];
    size_t used = 0, taken = 0;
    const char *bodies[] = { meeting_body(half, &state_of_chance, 'a', SHARED),
                             meeting_body(other, &state_of_chance, 'b', SHARED) };
    for (int i = 0; i < 2; i++)
        for (const char *word = bodies[i]; word; word = strchr(word + 1, ' '))
            if (taken++ % 2)
                used +=
                    (size_t)snprintf(body + used, sizeof body - used, "%.*s", (int)strcspn(word + 1, " ") + 1, word);
    snprintf(id, sizeof id, "both%u", number);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room, (struct piece){ .id = id, .outlet = outlet, .title = "Story", .body = body, .hours = number });
}

static void meet(void)
{
    tell_of_both();
    assert_non_null(merged());
}

static enum err undo(uint64_t event)
{
    struct txn *txn;
    struct desk_outcome outcome = { 0 };
    assert_int_equal(txn_begin(room.store, &txn), ERR_OK);
    const enum err err = desk_undo(room.desk, room.arena, txn, event, &outcome);
    if (err != ERR_OK) {
        assert_int_equal(outcome.updates, 0);
        txn_abort(txn);
        return err;
    }
    assert_int_equal(txn_commit(txn), ERR_OK);
    keep_updates(&room, &outcome);
    arena_reset(room.arena);
    return ERR_OK;
}

static void two_events_that_come_to_be_one_are_merged(void **unused)
{
    (void)unused;
    begin();
    assert_int_equal(stored_facts(&room, FIRST)->count, 2);
    assert_int_equal(stored_facts(&room, SECOND)->count, 3);
    meet();
    const event_update_record *update = merged();
    assert_int_equal(update->event, FIRST);
    assert_int_equal(update->move->others[0], SECOND);
    assert_int_equal(update->move->n_facts, 3);
    const stored_event_record *gone = stored_event(&room, SECOND), *kept = stored_event(&room, FIRST);
    assert_int_equal(gone->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY);
    assert_int_equal(gone->event->merged_into, FIRST);
    assert_int_equal(stored_facts(&room, SECOND)->count, 0);
    assert_int_equal(stored_facts(&room, FIRST)->count, 5);
    assert_int_equal(kept->facts, 5);
    assert_int_equal(stored_members(&room, SECOND)->count, 0);
    assert_int_equal(stored_members(&room, FIRST)->count, kept->articles);
    assert_int_equal(kept->event->n_disputes, 2);
    assert_int_equal(kept->event->n_figures, 1);
    assert_int_equal(gone->moved_why->rule, CLAIMWIRE__V1__RULE__RULE_BOTH);
}

static uint64_t background_event(uint64_t article, size_t claim)
{
    const stored_reading_record *reading = stored_reading(&room, article, 1);
    return reading->places[claim]->event;
}

/* What an article of a third event tells of one of the two stays with its fact. */
static void background_goes_along_and_comes_back(void **unused)
{
    (void)unused;
    static const struct count then[] = { { .claim = 0, .day = "2023-10-01" }, { .claim = 64 } };
    static const struct count now[] = { { .claim = 0, .day = "2023-11-14" },
                                        { .claim = 1, .day = "2023-10-01" },
                                        { .claim = 2, .day = "2023-11-14" },
                                        { .claim = 64 } };
    tell('a', SHARED, NULL);
    tell_of_days('b', SHARED, CLAIMS({ "two died", "police", false, 2 }), then, 0);
    tell_of_days('c', 2,
                 CLAIMS({ "the court sits", "judge", false, 0 }, { "two died", "police", false, 2 },
                        { "the judge adjourned", "judge", false, 0 }),
                 now, 1 << 1);
    assert_int_equal(background_event(3, 1), SECOND);
    meet();
    assert_int_equal(stored_event(&room, SECOND)->event->merged_into, FIRST);
    assert_int_equal(background_event(3, 1), FIRST);
    assert_verifies(&room);
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_int_equal(background_event(3, 1), SECOND);
    assert_int_equal(stored_facts(&room, SECOND)->rows[0]->n_support, 2);
    assert_verifies(&room);
}

static void what_was_of_the_other_is_known_in_the_one(void **unused)
{
    (void)unused;
    begin();
    meet();
    const size_t before = room.count;
    tell('b', 20, CLAIMS({ "two died", "police", false, 2 }));
    assert_int_equal(room.last_event, FIRST);
    assert_int_equal(room.count, before + 1);
    assert_change(update_at(&room, 0), CLAIM_CORROBORATED);
}

static void an_undone_merge_brings_the_event_back(void **unused)
{
    (void)unused;
    begin();
    meet();
    assert_int_equal(undo(FIRST), ERR_FIELD_VALUE);
    assert_int_equal(undo(99), ERR_NOT_FOUND);
    const size_t members = stored_event(&room, SECOND)->n_moved_articles, before = room.count;
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_change(room.updates[before], EVENT_SPLIT);
    assert_int_equal(room.updates[before]->event, FIRST);
    const stored_event_record *back = stored_event(&room, SECOND), *kept = stored_event(&room, FIRST);
    assert_int_equal(back->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(back->event->merged_into, 0);
    assert_int_equal(stored_facts(&room, SECOND)->count, 3);
    assert_int_equal(stored_facts(&room, FIRST)->count, 2);
    assert_int_equal(stored_members(&room, SECOND)->count, members);
    assert_int_equal(stored_members(&room, FIRST)->count, kept->articles);
    assert_int_equal(kept->event->n_figures, 0);
    assert_int_equal(back->event->n_figures, 1);
    assert_int_equal(kept->event->n_disputes, 1);
    assert_int_equal(back->event->n_disputes, 1);
    assert_int_equal(undo(SECOND), ERR_FIELD_VALUE);
}

static void a_merge_into_what_has_ended_is_not_undone(void **unused)
{
    (void)unused;
    begin();
    meet();
    number += 10000; /* hours */
    tell('z', 0, NULL);
    assert_int_equal(stored_event(&room, FIRST)->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED);
    assert_int_equal(undo(SECOND), ERR_STALE);
}

static void what_is_parted_is_not_merged_again(void **unused)
{
    (void)unused;
    begin();
    meet();
    assert_int_equal(undo(SECOND), ERR_OK);
    const size_t before = room.count;
    for (unsigned i = 0; i < 4; i++)
        tell_of_both();
    for (size_t i = before; i < room.count; i++)
        assert_true(room.updates[i]->change != CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
}

/* A later article carried a fact of the other event: after the parting it does
 * not, and its revision finds nothing there to take back. */
static void no_article_carries_a_fact_of_the_other_event_after_a_parting(void **unused)
{
    (void)unused;
    begin();
    meet();
    tell('b', 20, CLAIMS({ "two died", "police", false, 2 }));
    assert_int_equal(room.last_event, FIRST);
    const uint64_t later = number;
    assert_int_equal(undo(SECOND), ERR_OK);
    const struct fact_page *facts = stored_facts(&room, SECOND);
    assert_int_equal(facts->count, 3);
    for (size_t i = 0; i < facts->count; i++)
        for (size_t k = 0; k < facts->rows[i]->n_support; k++)
            assert_true(facts->rows[i]->support[k]->article != later);
    number--;
    tell('b', 19, NULL); /* the same id: a revision */
    assert_true(room.last_err == ERR_OK);
}

static void the_desk_is_the_same_after_a_restart(void **unused)
{
    (void)unused;
    static struct newsroom restarted;
    begin();
    meet();
    assert_int_equal(undo(SECOND), ERR_OK);
    tell('a', 20, CLAIMS({ "two died", "police", false, 2 }));
    struct newsroom lived = room;
    open_room(NULL);
    room.reload = true;
    begin();
    meet();
    assert_int_equal(undo(SECOND), ERR_OK);
    tell('a', 20, CLAIMS({ "two died", "police", false, 2 }));
    restarted = room;
    assert_int_equal(lived.count, restarted.count);
    for (size_t i = 0; i < lived.count; i++)
        assert_true(span_equal(lived.packed[i], restarted.packed[i]));
    newsroom_close(&lived);
}

static void a_store_with_merges_and_partings_verifies(void **unused)
{
    (void)unused;
    begin();
    meet();
    assert_verifies(&room);
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_verifies(&room);
}

/* What an article carried in the event that both were, one revision of it and
 * then the next, is of two events after the parting. */
static void a_parting_of_what_later_revisions_said_verifies(void **unused)
{
    (void)unused;
    begin();
    meet();
    const struct said *both =
        CLAIMS({ "two died", "police", false, 2 }, { "the ferry struck the pier", "Ada Marsh", false, 0 });
    tell('b', 20, both);
    assert_int_equal(room.last_event, FIRST);
    number--;
    tell('b', 19, both); /* the same id: a revision */
    tell('b', 20, both);
    assert_verifies(&room);
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_verifies(&room);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(two_events_that_come_to_be_one_are_merged),
        TEST(background_goes_along_and_comes_back),
        TEST(what_was_of_the_other_is_known_in_the_one),
        TEST(an_undone_merge_brings_the_event_back),
        TEST(a_merge_into_what_has_ended_is_not_undone),
        TEST(what_is_parted_is_not_merged_again),
        TEST(no_article_carries_a_fact_of_the_other_event_after_a_parting),
        TEST(a_store_with_merges_and_partings_verifies),
        TEST(a_parting_of_what_later_revisions_said_verifies),
        TEST(the_desk_is_the_same_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
