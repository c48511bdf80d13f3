/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/meeting.h"

#include "desk/case_file.h"
#include "record/fold.h"

/* Random feeds of six stories: copies, rewrites, denials, other figures,
 * revisions, withdrawals, leaps of stream time, and a window too small for it. */

enum { ARTICLES = 160, STORIES = 6, STORY_WORDS = 40, BODY_WORDS = 48, SAID_MAX = 5 };

struct feed_state {
    uint64_t random;
    int64_t hours;
    char bodies[ARTICLES][BODY_WORDS * 12];
    char texts[ARTICLES][SAID_MAX][32];
    struct said said[ARTICLES][SAID_MAX + 1];
    struct piece pieces[ARTICLES];
    char ids[ARTICLES][8];
};

static unsigned next(struct feed_state *feed_state, unsigned below)
{
    feed_state->random = feed_state->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(feed_state->random >> 33) % below;
}

static void write_body(struct feed_state *state, unsigned number, unsigned story)
{
    size_t used = 0;
    for (int i = 0; i < BODY_WORDS; i++) {
        bool common = next(state, 4) == 0;
        used +=
            (size_t)snprintf(state->bodies[number] + used, sizeof state->bodies[0] - used, common ? "w%u " : "s%uw%u ",
                             common ? next(state, 60) : story, next(state, STORY_WORDS));
    }
}

static void say(struct feed_state *state, unsigned number, unsigned story)
{
    static const char *const speakers[] = { NULL, "Ada Marsh", "Otto Lind", "police" };
    unsigned count = next(state, SAID_MAX);
    for (unsigned i = 0; i < count; i++) {
        unsigned fact = next(state, 7);
        snprintf(state->texts[number][i], sizeof state->texts[0][0], "story %u fact %u", story, fact);
        state->said[number][i] = (struct said){ .text = state->texts[number][i],
                                                .speaker = speakers[next(state, 4)],
                                                .denied = next(state, 4) == 0,
                                                .killed = fact < 2 ? 1 + (int)next(state, 5) : 0 };
    }
}

static void make_piece(struct feed_state *state, unsigned number)
{
    static const char *const outlets[] = { "a.example", "b.example", "c.example", "d.example", NULL };
    unsigned story = next(state, STORIES), kind = next(state, 10);
    struct piece *piece = &state->pieces[number];
    state->hours += next(state, 25) == 0 ? 300 : next(state, 6);
    snprintf(state->ids[number], sizeof state->ids[0], "n%u", number);
    write_body(state, number, story);
    say(state, number, story);
    *piece = (struct piece){ .id = state->ids[number],
                             .outlet = outlets[next(state, 5)],
                             .title = "A story",
                             .body = state->bodies[number],
                             .said = state->said[number],
                             .hours = state->hours };
    if (number == 0)
        return;
    const struct piece *other = &state->pieces[next(state, number)];
    if (kind < 2 && *other->body) { /* a copy, with what it says or something else */
        piece->body = other->body;
        if (kind == 0)
            piece->said = other->said;
    } else if (kind == 2) {
        piece->id = other->id;
    } else if (kind == 3) {
        piece->id = other->id;
        piece->withdrawn = true;
        piece->body = "";
        piece->said = NULL;
    }
    piece->foreign = !piece->withdrawn && next(state, 15) == 0;
    if (piece->foreign)
        piece->said = NULL;
}

static void run(struct newsroom *room, uint64_t seed, bool reload)
{
    struct feed_state *state = calloc(1, sizeof *state);
    assert_non_null(state);
    newsroom_open(room, (struct desk_options){ .articles_max = 48 });
    room->reload = reload;
    state->random = seed;
    for (unsigned i = 0; i < ARTICLES; i++) {
        make_piece(state, i);
        feed(room, state->pieces[i]);
    }
    free(state);
}

static struct newsroom lived, restarted;

static void the_same_updates_come_with_a_restart_before_each_article(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        run(&lived, seed, false);
        run(&restarted, seed, true);
        assert_true(lived.count > ARTICLES);
        assert_int_equal(lived.count, restarted.count);
        for (size_t i = 0; i < lived.count; i++)
            assert_true(span_equal(lived.packed[i], restarted.packed[i]));
        newsroom_close(&lived);
        newsroom_close(&restarted);
    }
}

static void assert_same_text(const char *a, const char *b)
{
    assert_string_equal(a ? a : "", b ? b : "");
}

static void assert_same_fact(const fact_record *folded, const fact_record *stored)
{
    assert_same_text(folded->text, stored->text);
    assert_int_equal(folded->status, stored->status);
    assert_int_equal(folded->origins, stored->origins > 2 ? 2 : stored->origins);
    assert_int_equal(folded->n_statements, stored->n_statements);
    for (size_t i = 0; i < folded->n_statements; i++)
        assert_same_text(folded->statements[i]->statement->speaker, stored->statements[i]->statement->speaker);
}

static void assert_same_event(const event_record *folded, const event_record *stored)
{
    assert_int_equal(folded->revision, stored->revision);
    assert_int_equal(folded->status, stored->status);
    assert_same_text(folded->title, stored->title);
    assert_int_equal(folded->n_figures, stored->n_figures);
    for (size_t i = 0; i < folded->n_figures; i++) {
        assert_true(folded->figures[i]->low == stored->figures[i]->low);
        assert_int_equal(folded->figures[i]->status, stored->figures[i]->status);
    }
    assert_int_equal(folded->n_disputes, stored->n_disputes);
    for (size_t i = 0; i < folded->n_disputes; i++)
        assert_int_equal(folded->disputes[i]->denial, stored->disputes[i]->denial);
}

static void assert_folds(struct newsroom *room, const event_record *folded)
{
    struct txn *txn;
    stored_event_record *stored;
    struct fact_page *facts;
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(events_get(room->arena, txn, folded->id, &stored), ERR_OK);
    assert_int_equal(facts_list(room->arena, txn, folded->id, 0, 1000, &facts), ERR_OK);
    txn_abort(txn);
    assert_same_event(folded, stored->event);
    assert_int_equal(folded->n_facts, facts->count);
    assert_int_equal(stored->facts, facts->count);
    for (size_t i = 0; i < facts->count; i++)
        assert_same_fact(fold_fact(folded, facts->rows[i]->fact->id), facts->rows[i]->fact);
}

enum { EVENTS_MAX = 512 };

/* From empty, all events side by side, as a subscriber does. */
static void assert_log_folds(struct newsroom *room)
{
    static event_record *events[EVENTS_MAX];
    memset(events, 0, sizeof events);
    for (size_t i = 0; i < room->count; i++) {
        const event_update_record *update = room->updates[i];
        assert_true(update->event < EVENTS_MAX);
        event_record **event = &events[update->event];
        if (!*event)
            *event = event_make(room->kept);
        if (update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE)
            assert_int_equal(fold_move(room->kept, *event, events[update->move->others[0]], update), ERR_OK);
        assert_int_equal(fold_update(room->kept, *event, update), ERR_OK);
    }
    for (size_t id = 1; id < EVENTS_MAX; id++) {
        if (events[id])
            assert_folds(room, events[id]);
        arena_reset(room->arena);
    }
}

static void folding_the_log_gives_the_stored_events(void **unused)
{
    (void)unused;
    for (uint64_t seed = 4; seed < 12; seed++) {
        run(&lived, seed, false);
        assert_log_folds(&lived);
        newsroom_close(&lived);
    }
}

/* ---- feeds in which stories meet: merges, undone now and then */

static void undo_one(struct newsroom *room, uint64_t event)
{
    struct txn *txn;
    struct desk_outcome outcome = { 0 };
    assert_int_equal(txn_begin(room->store, &txn), ERR_OK);
    const enum err err = desk_undo(room->desk, room->arena, txn, event, &outcome);
    assert_true(err == ERR_OK || err == ERR_FIELD_VALUE || err == ERR_NOT_FOUND);
    assert_int_equal(txn_commit(txn), ERR_OK);
    keep_updates(room, &outcome);
    arena_reset(room->arena);
}

static void meet_at_random(struct newsroom *room, uint64_t seed)
{
    static const char *const speakers[] = { NULL, "Ada Marsh", "Otto Lind", "police" };
    uint64_t chance = seed;
    newsroom_open(room, (struct desk_options){ .articles_max = 256 });
    for (unsigned i = 0; i < 130; i++) {
        char body[MEETING_BYTES], id[16], outlet[32], texts[3][32];
        struct said said[4] = { 0 };
        const char story = (char)('a' + i % 2);
        const unsigned shared = i < 2 ? 0 : i < 36 ? 8 + i / 2 : 26;
        for (unsigned k = 0; k < meeting_random(&chance, 4); k++) {
            snprintf(texts[k], sizeof texts[k], "fact %u of all", meeting_random(&chance, 8));
            said[k] = (struct said){ texts[k], speakers[meeting_random(&chance, 4)], meeting_random(&chance, 4) == 0,
                                     meeting_random(&chance, 3) ? 0 : 1 + (int)meeting_random(&chance, 5) };
        }
        const unsigned number = meeting_random(&chance, 8) ? i : meeting_random(&chance, i + 1);
        snprintf(id, sizeof id, "n%u", number);
        snprintf(outlet, sizeof outlet, "outlet%u.example", number % 7);
        const bool withdrawn = number != i && meeting_random(&chance, 2) == 0;
        feed(room, (struct piece){ .id = id,
                                   .outlet = outlet,
                                   .title = "Story",
                                   .hours = (int)i,
                                   .body = withdrawn ? "" : meeting_body(body, &chance, story, shared),
                                   .said = withdrawn ? NULL : said,
                                   .withdrawn = withdrawn });
        if (i > 60 && meeting_random(&chance, 6) == 0)
            undo_one(room, 1 + meeting_random(&chance, 4));
    }
}

/* ---- what lives and what is built again */

static void assert_same_row(const struct index *a, const struct index *b, const window_row_record *row)
{
    enum { FACTS = 512 };
    static struct index_fact of_a[FACTS], of_b[FACTS];
    const struct index_article *in_a = index_latest(a, row->article), *in_b = index_latest(b, row->article);
    assert_int_equal(in_a != NULL, in_b != NULL);
    if (in_a) {
        assert_int_equal(in_a->applied, in_b->applied);
        assert_int_equal(in_a->event, in_b->event);
        assert_int_equal(in_a->copy_of, in_b->copy_of);
        assert_true(in_a->origin == in_b->origin && in_a->harm == in_b->harm);
    }
    for (size_t i = 0; row->features && i < row->features->n_terms; i++)
        assert_true(index_weight(a, row->features->terms[i]) == index_weight(b, row->features->terms[i]));
    const size_t count = index_event_facts(a, row->event, of_a, FACTS);
    assert_int_equal(count, index_event_facts(b, row->event, of_b, FACTS));
    assert_memory_equal(of_a, of_b, count * sizeof *of_a);
}

static void assert_built_again(struct newsroom *room)
{
    struct txn *txn;
    struct window_page *page;
    struct desk *again = desk_new(&room->options);
    assert_non_null(again);
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(desk_load(again, room->arena, txn), ERR_OK);
    assert_int_equal(window_list(room->arena, txn, 0, 4096, &page), ERR_OK);
    const struct desk_size a = desk_size(room->desk), b = desk_size(again);
    assert_int_equal(a.articles, b.articles);
    assert_int_equal(a.events, b.events);
    assert_int_equal(a.facts, b.facts);
    assert_int_equal(a.postings, b.postings);
    assert_int_equal(page->count, a.articles);
    assert_int_equal(index_articles(room->desk->index), index_articles(again->index));
    assert_int_equal(index_now(room->desk->index), index_now(again->index));
    for (size_t i = 0; i < page->count; i++)
        assert_same_row(room->desk->index, again->index, page->rows[i].row);
    txn_abort(txn);
    desk_free(again);
    arena_reset(room->arena);
}

static void an_index_built_again_is_the_one_that_lived(void **unused)
{
    (void)unused;
    for (uint64_t seed = 20; seed < 26; seed++) {
        run(&lived, seed, seed % 2 == 0); /* with an aborted transaction before each article, too */
        assert_built_again(&lived);
        newsroom_close(&lived);
        meet_at_random(&lived, seed);
        assert_built_again(&lived);
        newsroom_close(&lived);
    }
}

static size_t count_of(const struct newsroom *room, Claimwire__V1__Change change)
{
    size_t count = 0;
    for (size_t i = 0; i < room->count; i++)
        count += room->updates[i]->change == change;
    return count;
}

static void folding_the_log_gives_the_stored_events_through_merges_and_undos(void **unused)
{
    (void)unused;
    size_t merges = 0, splits = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        meet_at_random(&lived, seed);
        assert_log_folds(&lived);
        merges += count_of(&lived, CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
        splits += count_of(&lived, CLAIMWIRE__V1__CHANGE__EVENT_SPLIT);
        newsroom_close(&lived);
    }
    assert_true(merges >= 4 && splits >= 3);
}

static void the_feed_brings_every_kind_of_change(void **unused)
{
    (void)unused;
    size_t counts[16] = { 0 };
    run(&lived, 5, false);
    for (size_t i = 0; i < lived.count; i++)
        counts[lived.updates[i]->change]++;
    for (int change = CLAIMWIRE__V1__CHANGE__EVENT_OPENED; change <= CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED; change++)
        assert_true(counts[change] > 0);
    assert_true(counts[CLAIMWIRE__V1__CHANGE__EVENT_CLOSED] > 0);
    newsroom_close(&lived);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_updates_come_with_a_restart_before_each_article),
        cmocka_unit_test(folding_the_log_gives_the_stored_events),
        cmocka_unit_test(folding_the_log_gives_the_stored_events_through_merges_and_undos),
        cmocka_unit_test(an_index_built_again_is_the_one_that_lived),
        cmocka_unit_test(the_feed_brings_every_kind_of_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
