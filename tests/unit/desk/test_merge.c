/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/meeting.h"

#include "store/verify.h"

#define CLAIMS(...) ((const struct said[]){ __VA_ARGS__, { 0 } })

enum { FIRST = 1, SECOND = 2 };

static struct newsroom room;
static uint64_t state_of_chance;
static unsigned number;

static int open_room(void **state)
{
    (void)state;
    newsroom_open(&room, (struct desk_options){ .articles_max = 512 });
    state_of_chance = 7;
    number = 0;
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    newsroom_close(&room);
    return 0;
}

static void tell(char story, unsigned shared, const struct said *said)
{
    char id[16], outlet[32], body[MEETING_BYTES];
    snprintf(id, sizeof id, "%c%u", story, number);
    snprintf(outlet, sizeof outlet, "outlet%u.example", number++);
    feed(&room, (struct piece){ .id = id,
                                .outlet = outlet,
                                .title = "Story",
                                .body = meeting_body(body, &state_of_chance, story, shared),
                                .said = said,
                                .hours = number });
}

/* Two events, each with a fact; `ferry`'s is denied in it, `pier`'s counts the dead. */
static void begin(void)
{
    tell('a', 0,
         CLAIMS({ "the ferry struck the pier", "Ada Marsh", false, 0 },
                { "the ferry struck the pier", "the owner", true, 0 }));
    tell('b', 0,
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

/* Both stories come to speak of the same, until they are one. */
static void meet(void)
{
    for (unsigned shared = 8; shared < 46 && !merged(); shared++) {
        tell('a', shared < 26 ? shared : 26, NULL);
        tell('b', shared < 26 ? shared : 26, NULL);
    }
    assert_non_null(merged());
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

static struct fact_page *stored_facts(uint64_t id)
{
    struct txn *txn;
    struct fact_page *page;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(facts_list(room.kept, txn, id, 0, 1000, &page), ERR_OK);
    txn_abort(txn);
    return page;
}

static struct member_page *stored_members(uint64_t id)
{
    struct txn *txn;
    struct member_page *page;
    assert_int_equal(txn_begin_read(room.store, &txn), ERR_OK);
    assert_int_equal(members_list(room.kept, txn, id, 0, 1000, &page), ERR_OK);
    txn_abort(txn);
    return page;
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
    assert_int_equal(stored_facts(FIRST)->count, 2);
    assert_int_equal(stored_facts(SECOND)->count, 3);
    meet();
    const event_update_record *update = merged();
    assert_int_equal(update->event, FIRST);
    assert_int_equal(update->move->others[0], SECOND);
    assert_int_equal(update->move->n_facts, 3);
    const stored_event_record *gone = stored_event(SECOND), *kept = stored_event(FIRST);
    assert_int_equal(gone->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY);
    assert_int_equal(gone->event->merged_into, FIRST);
    assert_int_equal(stored_facts(SECOND)->count, 0);
    assert_int_equal(stored_facts(FIRST)->count, 5);
    assert_int_equal(kept->facts, 5);
    assert_int_equal(stored_members(SECOND)->count, 0);
    assert_int_equal(stored_members(FIRST)->count, kept->articles);
    assert_int_equal(kept->event->n_disputes, 2);
    assert_int_equal(kept->event->n_figures, 1);
    assert_int_equal(gone->moved_why->rule, CLAIMWIRE__V1__RULE__RULE_BOTH);
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
    const size_t members = stored_event(SECOND)->n_moved_articles, before = room.count;
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_change(room.updates[before], EVENT_SPLIT);
    assert_int_equal(room.updates[before]->event, FIRST);
    const stored_event_record *back = stored_event(SECOND), *kept = stored_event(FIRST);
    assert_int_equal(back->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(back->event->merged_into, 0);
    assert_int_equal(stored_facts(SECOND)->count, 3);
    assert_int_equal(stored_facts(FIRST)->count, 2);
    assert_int_equal(stored_members(SECOND)->count, members);
    assert_int_equal(stored_members(FIRST)->count, kept->articles);
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
    assert_int_equal(stored_event(FIRST)->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED);
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
        tell(i % 2 ? 'a' : 'b', 26, NULL);
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
    tell('c', 26, CLAIMS({ "two died", "police", false, 2 }));
    const uint64_t later = number;
    assert_int_equal(undo(SECOND), ERR_OK);
    const struct fact_page *facts = stored_facts(SECOND);
    assert_int_equal(facts->count, 3);
    for (size_t i = 0; i < facts->count; i++)
        for (size_t k = 0; k < facts->rows[i]->n_support; k++)
            assert_true(facts->rows[i]->support[k]->article != later);
    number--;
    tell('c', 25, NULL); /* the same id: a revision */
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

/* What verify says of the events and the log; the claims of these tests have no spans, of which it says more. */
static void assert_verifies(void)
{
    struct verify_result result = { 0, 0 };
    const struct store_options options = { .directory = room.directory,
                                           .map_bytes = 1u << 28,
                                           .disk_reserve_bytes = 1 };
    char reason[STORE_REASON_BYTES], *said = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&said, &size);
    store_close(room.store);
    assert_int_equal(store_open_read(&options, &room.store, reason), ERR_OK);
    assert_int_equal(verify_store(room.store, report, &result), ERR_OK);
    store_close(room.store);
    fclose(report);
    assert_true(result.rows > 0);
    assert_null(strstr(said, "by the log"));
    assert_null(strstr(said, "what the log says"));
    assert_null(strstr(said, "does not follow"));
    assert_null(strstr(said, "missing"));
    free(said);
    assert_int_equal(store_open(&options, &room.store, reason), ERR_OK);
}

static void a_store_with_merges_and_partings_verifies(void **unused)
{
    (void)unused;
    begin();
    meet();
    assert_verifies();
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_verifies();
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
    tell('c', 26, both);
    number--;
    tell('c', 25, both); /* the same id: a revision */
    tell('d', 26, both);
    assert_verifies();
    assert_int_equal(undo(SECOND), ERR_OK);
    assert_verifies();
}

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
    for (unsigned i = 0; i < 6 && count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT) == 0; i++)
        report(i % 2 ? 'a' : 'b', NULL);
}

static void two_of_one_kind_are_parted_when_they_show(void **unused)
{
    (void)unused;
    rob_twice();
    assert_int_equal(count_of(CLAIMWIRE__V1__CHANGE__EVENT_SPLIT), 1);
    const stored_event_record *stays = stored_event(FIRST), *parted = stored_event(SECOND);
    assert_int_equal(parted->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(stored_members(SECOND)->count, parted->articles);
    assert_int_equal(stored_members(FIRST)->count, stays->articles);
    assert_int_equal(stays->articles + parted->articles, number);
    assert_int_equal(stored_facts(SECOND)->count, 2); /* that of the flight is told of both, and stays */
    assert_int_equal(stored_facts(FIRST)->count, 3);
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
    assert_verifies();
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
        TEST(two_events_that_come_to_be_one_are_merged),
        TEST(what_was_of_the_other_is_known_in_the_one),
        TEST(an_undone_merge_brings_the_event_back),
        TEST(a_merge_into_what_has_ended_is_not_undone),
        TEST(what_is_parted_is_not_merged_again),
        TEST(no_article_carries_a_fact_of_the_other_event_after_a_parting),
        TEST(a_store_with_merges_and_partings_verifies),
        TEST(a_parting_of_what_later_revisions_said_verifies),
        TEST(the_desk_is_the_same_after_a_restart),
        TEST(two_of_one_kind_are_parted_when_they_show),
        TEST(they_are_parted_alike_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
