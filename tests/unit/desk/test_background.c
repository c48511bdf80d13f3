/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/room.h"

/* An article of one event tells of an earlier one, which confirms it there. */

#define DAYS(...) ((const struct count[]){ __VA_ARGS__, { .claim = 64 } })

enum { RAID = 1, BOMB = 2 };
#define RAID_DAY "2024-04-14"
#define BOMB_DAY "2024-05-05"

/* A report of the story `story`: it shares a few words with those of the other. */
static size_t report(char story, const char *id, const struct said *said, const struct count *days, uint64_t named)
{
    char body[MEETING_BYTES], outlet[32];
    snprintf(outlet, sizeof outlet, "%s.example", id);
    return feed(&room, (struct piece){ .id = id,
                                       .outlet = outlet,
                                       .title = "Report",
                                       .body = meeting_body(body, &state_of_chance, story, 3),
                                       .said = said,
                                       .counts = days,
                                       .named = named });
}

static void tell_of_raid(const char *id)
{
    report('r', id,
           CLAIMS({ "five guards died in the raid on the post", "ministry", false, 5 },
                  { "the post was on fire for hours", "ministry", false, 0 }),
           DAYS({ .claim = 0, .day = RAID_DAY }, { .claim = 1, .day = RAID_DAY }), 0);
}

/* Two claims of the day, one of the raid. */
static size_t tell_of_bomb(const char *id, bool named)
{
    return report(
        'b', id,
        CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
               { "the road to the south is closed", "border service", false, 0 },
               { "five guards died in the raid on the post", "ministry", false, 5 }),
        DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = BOMB_DAY }, { .claim = 2, .day = RAID_DAY }),
        named ? 1 << 2 : 0);
}

static const claim_place_record *place_of(uint64_t article, uint32_t revision, size_t claim)
{
    const stored_reading_record *reading = stored_reading(&room, article, revision);
    return reading->places[claim];
}

static size_t count_of(size_t from, uint64_t event, Claimwire__V1__Change change)
{
    size_t count = 0;
    for (size_t i = from; i < room.count; i++)
        count += room.updates[i]->event == event && room.updates[i]->change == change;
    return count;
}
#define COUNT(from, event, name) count_of(from, event, CLAIMWIRE__V1__CHANGE__##name)

static void what_is_told_of_an_earlier_event_is_confirmed_there(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    const size_t before = room.count;
    tell_of_bomb("b", true);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(place_of(2, 1, 2)->event, RAID);
    assert_int_equal(place_of(2, 1, 2)->fact, stored_facts(&room, RAID)->rows[0]->fact->id);
    assert_int_equal(place_of(2, 1, 0)->event, 0);
    assert_int_equal(COUNT(before, RAID, CLAIM_CORROBORATED), 1);
    assert_int_equal(stored_facts(&room, BOMB)->count, 2);
    assert_int_equal(stored_event(&room, BOMB)->event->n_figures, 1);
    assert_int_equal(stored_event(&room, BOMB)->event->figures[0]->low, 2);
    assert_int_equal(stored_members(&room, RAID)->count, 1);
    assert_int_equal(stored_members(&room, BOMB)->count, 1);
    /* A third origin is for queries alone. */
    const size_t then = room.count;
    tell_of_bomb("c", true);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(stored_facts(&room, RAID)->rows[0]->n_support, 3);
    for (size_t i = then; i < room.count; i++)
        assert_int_equal(room.updates[i]->event, BOMB);
    assert_verifies(&room);
}

/* A day that stands in another sentence may be of something else: then the words must be, too. */
static void a_day_that_the_claim_does_not_name_is_enough_where_its_own_event_has_not_said_it(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    tell_of_bomb("b", false);
    assert_int_equal(place_of(2, 1, 2)->event, RAID);
    assert_int_equal(stored_facts(&room, BOMB)->count, 2);
}

/* "A blockade was broken up on that day. Four died there": both claims tell of it, until another day is named. */
static void what_follows_a_day_of_the_past_goes_on_from_there(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    report('b', "b",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "armed men crossed the river", "border service", false, 0 },
                  { "five guards died in the raid on the post", "ministry", false, 5 },
                  { "the road to the south is closed", "border service", false, 0 },
                  { "the post was on fire for hours", "ministry", false, 0 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = RAID_DAY }, { .claim = 2, .day = BOMB_DAY },
                { .claim = 3, .day = BOMB_DAY }, { .claim = 4, .day = BOMB_DAY }),
           1 << 1 | 1 << 3);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(place_of(2, 1, 1)->event, 0); /* nobody has said it there */
    assert_int_equal(place_of(2, 1, 2)->event, RAID);
    assert_int_equal(place_of(2, 1, 4)->event, 0);
    assert_int_equal(stored_event(&room, BOMB)->event->figures[0]->low, 2);
    assert_verifies(&room);
}

/* "What he said that weekend": no day of its own. */
static void a_week_ends_nothing_that_goes_on_from_a_day(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    report('b', "b",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "armed men crossed the river", "border service", false, 0 },
                  { "what was said then was wrong", "border service", false, 0 },
                  { "five guards died in the raid on the post", "ministry", false, 5 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = RAID_DAY }, { .claim = 2, .day = "2024-W15-WE" },
                { .claim = 3, .day = BOMB_DAY }),
           1 << 1 | 1 << 2);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(place_of(2, 1, 3)->event, RAID);
}

static void what_its_own_event_has_said_is_of_that_one(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    report('b', "b",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "five guards died in the raid on the post", "ministry", false, 5 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = BOMB_DAY }), 0);
    assert_int_equal(place_of(2, 1, 1)->event, 0);
    report('b', "c",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "armed men crossed the river", "border service", false, 0 },
                  { "five guards died in the raid on the post", "ministry", false, 5 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = RAID_DAY }, { .claim = 2, .day = BOMB_DAY }),
           1 << 1);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(place_of(3, 1, 2)->event, 0);
}

static void another_number_is_no_confirmation(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    report('b', "b",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "the road to the south is closed", "border service", false, 0 },
                  { "six guards died in the raid on the post", "ministry", false, 6 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = BOMB_DAY }, { .claim = 2, .day = RAID_DAY }),
           1 << 2);
    assert_int_equal(place_of(2, 1, 2)->event, 0);
    assert_int_equal(stored_facts(&room, RAID)->rows[0]->n_support, 1);
    assert_int_equal(stored_event(&room, BOMB)->event->figures[0]->low, 2); /* it is none of this event's either */
}

static void a_copy_says_it_where_its_root_does(void **unused)
{
    (void)unused;
    char body[MEETING_BYTES];
    const struct said *said = CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                                     { "the road to the south is closed", "border service", false, 0 },
                                     { "five guards died in the raid on the post", "ministry", false, 5 });
    tell_of_raid("a");
    meeting_body(body, &state_of_chance, 'b', 3);
    struct piece piece = { .id = "b", .outlet = "b.example", .title = "Report", .body = body, .said = said };
    piece.counts =
        DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = BOMB_DAY }, { .claim = 2, .day = RAID_DAY });
    piece.named = 1 << 2;
    feed(&room, piece);
    piece.id = "copy";
    piece.outlet = "copy.example";
    piece.counts = NULL; /* without a date it cannot know the day */
    assert_int_equal(feed(&room, piece), 0);
    assert_int_equal(place_of(3, 1, 2)->event, RAID);
    assert_int_equal(place_of(3, 1, 0)->event, 0);
    assert_verifies(&room);
}

/* It stands as long as one of them tells it. */
static void it_is_taken_back_with_the_article(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    tell_of_bomb("b", true);
    feed(&room, (struct piece){ .id = "a", .outlet = "a.example", .withdrawn = true, .body = "" });
    assert_int_not_equal(stored_facts(&room, RAID)->rows[0]->fact->status, CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED);
    const size_t before = room.count;
    report('b', "b", CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }), 0);
    assert_int_equal(room.last_event, BOMB);
    assert_int_equal(COUNT(before, RAID, CLAIM_RETRACTED), 1);
    assert_int_equal(stored_facts(&room, RAID)->rows[0]->n_support, 0);
    assert_verifies(&room);
}

static void a_revision_that_still_tells_it_keeps_it(void **unused)
{
    (void)unused;
    tell_of_raid("a");
    tell_of_bomb("b", true);
    const size_t before = room.count;
    report('b', "b",
           CLAIMS({ "two drivers died when a bomb went off", "border service", false, 2 },
                  { "five guards died in the raid on the post", "ministry", false, 5 }),
           DAYS({ .claim = 0, .day = BOMB_DAY }, { .claim = 1, .day = RAID_DAY }), 1 << 1);
    assert_int_equal(place_of(2, 2, 1)->event, RAID);
    assert_int_equal(COUNT(before, RAID, CLAIM_RETRACTED), 0);
    assert_int_equal(stored_facts(&room, RAID)->rows[0]->n_support, 2);
    feed(&room, (struct piece){ .id = "b", .outlet = "b.example", .withdrawn = true, .body = "" });
    assert_int_equal(stored_facts(&room, RAID)->rows[0]->n_support, 1);
    assert_verifies(&room);
}

/* ---- through merges, undos, partings, revisions and withdrawals */

static void undo_one(uint64_t event)
{
    struct txn *txn;
    struct desk_outcome outcome = { 0 };
    assert_int_equal(txn_begin(room.store, &txn), ERR_OK);
    (void)desk_undo(room.desk, room.arena, txn, event, &outcome);
    assert_int_equal(txn_commit(txn), ERR_OK);
    keep_updates(&room, &outcome);
    arena_reset(room.arena);
}

/* Two stories of one week that come to be one, and a third of a month later which tells of them. */
static void tell_at_random(uint64_t *chance, unsigned turn)
{
    static const char *const days[] = { RAID_DAY, RAID_DAY, BOMB_DAY };
    char body[MEETING_BYTES], id[16], outlet[32], texts[4][32];
    struct said said[5] = { 0 };
    struct count counts[5] = { 0 };
    const unsigned story = turn < 3 ? turn : meeting_random(chance, 3);
    const unsigned shared = story == 2 ? 4 : turn < 3 ? 0 : turn < 40 ? 14 + turn / 2 : 26;
    for (unsigned i = 0; i < 4; i++) {
        const bool past = story == 2 && i > 1;
        const unsigned of = past ? meeting_random(chance, 2) : story;
        snprintf(texts[i], sizeof texts[i], "fact %u of %c", meeting_random(chance, 6), (char)('a' + of));
        said[i] = (struct said){ texts[i], meeting_random(chance, 2) ? "police" : NULL, meeting_random(chance, 5) == 0,
                                 meeting_random(chance, 3) ? 0 : 1 + (int)meeting_random(chance, 3) };
        counts[i] = (struct count){ .claim = i, .day = past ? RAID_DAY : days[story] };
    }
    counts[4].claim = 64;
    const unsigned told = meeting_random(chance, 5) ? turn : meeting_random(chance, turn + 1);
    snprintf(id, sizeof id, "n%u", told);
    snprintf(outlet, sizeof outlet, "outlet%u.example", told % 7);
    const bool withdrawn = told != turn && meeting_random(chance, 2) == 0;
    feed(&room, (struct piece){ .id = id,
                                .outlet = outlet,
                                .title = "Story",
                                .hours = (int)turn,
                                .body = withdrawn ? "" : meeting_body(body, chance, (char)('a' + story), shared),
                                .said = withdrawn ? NULL : said,
                                .counts = withdrawn ? NULL : counts,
                                .named = story == 2 ? 0xC : 0,
                                .withdrawn = withdrawn });
}

static size_t background_places(void)
{
    size_t count = 0;
    for (uint64_t event = 1; event < 12; event++) {
        struct fact_page *facts = stored_facts(&room, event);
        for (size_t i = 0; i < facts->count; i++)
            for (size_t k = 0; k < facts->rows[i]->n_support; k++) {
                const support_record *support = facts->rows[i]->support[k];
                if (!support->background)
                    continue;
                const claim_place_record *place =
                    place_of(support->article, support->revision, (size_t)(support->claim[1] - '0'));
                assert_int_equal(place->fact, facts->rows[i]->fact->id);
                assert_int_equal(place->event, event);
                count++;
            }
    }
    return count;
}

static void background_follows_its_fact_whatever_happens(void **unused)
{
    (void)unused;
    size_t places = 0, merges = 0;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        uint64_t chance = seed;
        for (unsigned i = 0; i < 100; i++) {
            tell_at_random(&chance, i);
            if (i > 50 && meeting_random(&chance, 6) == 0)
                undo_one(1 + meeting_random(&chance, 4));
        }
        for (uint64_t event = 1; event < 12; event++)
            merges += COUNT(0, event, EVENT_MERGED);
        places += background_places();
        assert_verifies(&room);
        close_room(NULL);
        open_room(NULL);
    }
    assert_true(places > 10);
    assert_true(merges > 2);
}

static void it_is_placed_alike_after_a_restart(void **unused)
{
    (void)unused;
    uint64_t chance = 3;
    for (unsigned i = 0; i < 60; i++)
        tell_at_random(&chance, i);
    struct newsroom lived = room;
    open_room(NULL);
    room.reload = true;
    chance = 3;
    for (unsigned i = 0; i < 60; i++)
        tell_at_random(&chance, i);
    assert_int_equal(lived.count, room.count);
    for (size_t i = 0; i < lived.count; i++)
        assert_true(span_equal(lived.packed[i], room.packed[i]));
    newsroom_close(&lived);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        TEST(what_is_told_of_an_earlier_event_is_confirmed_there),
        TEST(a_day_that_the_claim_does_not_name_is_enough_where_its_own_event_has_not_said_it),
        TEST(what_follows_a_day_of_the_past_goes_on_from_there),
        TEST(a_week_ends_nothing_that_goes_on_from_a_day),
        TEST(what_its_own_event_has_said_is_of_that_one),
        TEST(another_number_is_no_confirmation),
        TEST(a_copy_says_it_where_its_root_does),
        TEST(it_is_taken_back_with_the_article),
        TEST(a_revision_that_still_tells_it_keeps_it),
        TEST(background_follows_its_fact_whatever_happens),
        TEST(it_is_placed_alike_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
