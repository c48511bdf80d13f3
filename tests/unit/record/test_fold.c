/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/limits.h"
#include "unit/record/updates.h"

static int setup(void **state)
{
    static struct desk desk;
    desk.arena = arena_new(16 * 1024 * 1024);
    if (!desk.arena || !(desk.event = event_make(desk.arena)))
        return -1;
    apply(&desk, opened(&desk, "Ferry aground"));
    *state = &desk;
    return 0;
}

static int teardown(void **state)
{
    arena_free(((struct desk *)*state)->arena);
    return 0;
}

static void expect_status(const struct desk *desk, uint64_t fact, Claimwire__V1__FactStatus status)
{
    assert_non_null(fold_fact(desk->event, fact));
    assert_int_equal(fold_fact(desk->event, fact)->status, status);
}
#define EXPECT(desk, fact, name) expect_status((desk), (fact), CLAIMWIRE__V1__FACT_STATUS__FACT_##name)

/* ---- tests */

static void an_event_opens_with_its_head(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(desk->event->id, EVENT);
    assert_int_equal(desk->event->revision, 1);
    assert_true(desk->event->has_status && desk->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_string_equal(desk->event->title, "Ferry aground");
    assert_true(desk->event->has_type);
    refuse(desk, opened(desk, "again"));
}

static void updates_follow_each_other_without_a_hole(void **state)
{
    struct desk *desk = *state;
    event_update_record *update = added(desk, 1, statement(desk, "pilot", "x"));
    update->revision++;
    refuse(desk, update);
    update->revision -= 2;
    refuse(desk, update);
    update->revision++;
    update->event++;
    refuse(desk, update);
    update->event--;
    apply(desk, update);
    refuse(desk, update); /* twice */

    desk->event = event_make(desk->arena);
    refuse(desk, added(desk, 1, statement(desk, "pilot", "x"))); /* nothing was opened */
}

static void a_change_without_its_detail_is_refused(void **state)
{
    struct desk *desk = *state;
    refuse(desk, NEXT(desk, CLAIM_ADDED, _NOT_SET, 1));
    event_update_record *update = added(desk, 1, statement(desk, "pilot", "x"));
    update->change = CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED;
    refuse(desk, update);
    update->change = (Claimwire__V1__Change)99; /* of a later version */
    refuse(desk, update);
    refuse(desk, added(desk, 0, statement(desk, "pilot", "x")));
}

static void a_claim_adds_its_fact_and_each_speaker_once(void **state)
{
    struct desk *desk = *state;
    apply(desk, added(desk, 7, statement(desk, "pilot", "the ferry is aground")));
    apply(desk, added(desk, 7, statement(desk, "owner", "our ferry is aground")));
    apply(desk, added(desk, 7, statement(desk, "pilot", "aground, as I said")));
    apply(desk, added(desk, 7, statement(desk, NULL, "told by the outlet itself")));
    apply(desk, added(desk, 7, statement(desk, "", "and once more")));
    const fact_record *fact = fold_fact(desk->event, 7);
    assert_string_equal(fact->text, "the ferry is aground");
    assert_int_equal(fact->n_statements, 3);
    assert_int_equal(fact->origins, 1);
    EXPECT(desk, 7, REPORTED);
    assert_null(fold_fact(desk->event, 8));
}

static void what_the_fold_keeps_is_what_the_update_brings(void **state)
{
    struct desk *desk = *state;
    statement_record *made = statement(desk, "pilot", "words");
    apply(desk, added(desk, 7, made));
    assert_ptr_equal(fold_fact(desk->event, 7)->text, made->text);
    assert_ptr_equal(fold_fact(desk->event, 7)->statements[0]->statement, made);
}

static void a_second_origin_corroborates(void **state)
{
    struct desk *desk = *state;
    refuse(desk, corroborated(desk, 7, NULL)); /* an unknown fact */
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, corroborated(desk, 7, statement(desk, "mate", "x")));
    EXPECT(desk, 7, CORROBORATED);
    assert_int_equal(fold_fact(desk->event, 7)->origins, 2);
    assert_int_equal(fold_fact(desk->event, 7)->n_statements, 2);
    apply(desk, corroborated(desk, 7, NULL));
    assert_int_equal(fold_fact(desk->event, 7)->n_statements, 2);
}

static void a_denial_disputes_until_it_is_retracted(void **state)
{
    struct desk *desk = *state;
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, added(desk, 8, statement(desk, "owner", "not x")));
    apply(desk, added(desk, 9, statement(desk, "mate", "never x")));
    refuse(desk, disputed(desk, 99, 8));
    refuse(desk, disputed(desk, 7, 7));
    refuse(desk, disputed(desk, 7, 0));
    apply(desk, disputed(desk, 7, 8));
    apply(desk, disputed(desk, 7, 8)); /* no double */
    assert_int_equal(desk->event->n_disputes, 1);
    apply(desk, disputed(desk, 7, 9));
    EXPECT(desk, 7, DISPUTED);
    EXPECT(desk, 8, REPORTED);

    apply(desk, corroborated(desk, 7, NULL)); /* two origins, and disputed all the same */
    EXPECT(desk, 7, DISPUTED);
    apply(desk, retracted(desk, 8));
    EXPECT(desk, 8, RETRACTED);
    EXPECT(desk, 7, DISPUTED); /* 9 still denies it */
    apply(desk, retracted(desk, 9));
    EXPECT(desk, 7, CORROBORATED);
    assert_int_equal(desk->event->n_disputes, 0);
}

static void a_disputed_fact_of_one_origin_returns_to_reported(void **state)
{
    struct desk *desk = *state;
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, added(desk, 8, statement(desk, "owner", "not x")));
    apply(desk, disputed(desk, 7, 8));
    apply(desk, retracted(desk, 8));
    EXPECT(desk, 7, REPORTED);
    refuse(desk, retracted(desk, 99));
}

static void a_retracted_fact_that_is_told_again_is_reported_again(void **state)
{
    struct desk *desk = *state;
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, corroborated(desk, 7, NULL));
    apply(desk, retracted(desk, 7));
    EXPECT(desk, 7, RETRACTED);
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    EXPECT(desk, 7, REPORTED);
    assert_int_equal(fold_fact(desk->event, 7)->origins, 1);
    assert_int_equal(desk->event->n_facts, 1);
}

static void figures_open_once_for_a_measure_and_population(void **state)
{
    struct desk *desk = *state;
    statement_record *first = statement(desk, "pilot", "x");
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, NULL, 2);
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, "crew", 1);
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, "", 5); /* the first again */
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_OTHER, "boats", 3);
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_INJURED, NULL, 9)->has_low = false;
    apply(desk, added(desk, 7, first));
    assert_int_equal(desk->event->n_figures, 2);
    const event_figure_record *killed = fold_figure(desk->event, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, "");
    assert_true(killed->has_low && killed->low == 2.0 && !killed->has_high);
    assert_int_equal(killed->status, CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_FIRST);
    assert_non_null(fold_figure(desk->event, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, "crew"));

    statement_record *denied = statement(desk, "owner", "not x");
    denied->has_polarity = true;
    denied->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    add_figure(desk, denied, CLAIMWIRE__V1__MEASURE__MEASURE_MISSING, NULL, 4);
    apply(desk, added(desk, 8, denied));
    assert_int_equal(desk->event->n_figures, 2);
}

static void a_revision_sets_the_figure_and_brings_its_fact(void **state)
{
    struct desk *desk = *state;
    statement_record *first = statement(desk, "pilot", "two"), *second = statement(desk, "police", "three");
    add_figure(desk, first, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, NULL, 2);
    add_figure(desk, second, CLAIMWIRE__V1__MEASURE__MEASURE_INJURED, NULL, 8);
    apply(desk, added(desk, 7, first));
    refuse(desk, revised(desk, 0, second, 3)); /* a statement of no fact */
    apply(desk, revised(desk, 8, second, 3));
    const event_figure_record *killed = fold_figure(desk->event, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, NULL);
    assert_true(killed->low == 3.0 && killed->status == CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED);
    assert_string_equal(fold_fact(desk->event, 8)->text, "three");
    assert_int_equal(desk->event->n_figures, 1); /* it opens no other */

    apply(desk, revised(desk, 0, NULL, 2)); /* rolled back by a withdrawal */
    assert_true(killed->low == 2.0);
    apply(desk, revised(desk, 0, NULL, 0)); /* and its last report taken back */
    assert_int_equal(desk->event->n_figures, 0);
    apply(desk, revised(desk, 0, NULL, 0));
}

static void a_changed_head_replaces_what_it_brings(void **state)
{
    struct desk *desk = *state;
    event_update_record *update = NEXT(desk, EVENT_CHANGED, HEAD, 0);
    update->head = event_head_make(desk->arena);
    update->head->place = place_make(desk->arena);
    apply(desk, update);
    assert_string_equal(desk->event->title, "Ferry aground");
    assert_ptr_equal(desk->event->place, update->head->place);
}

static void a_closed_event_takes_nothing_more(void **state)
{
    struct desk *desk = *state;
    apply(desk, closed(desk));
    assert_int_equal(desk->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED);
    refuse(desk, added(desk, 7, statement(desk, "pilot", "x")));
    refuse(desk, closed(desk));
}

enum { OTHER = 55 };

/* Another event: `owner` denies in fact 71 what `pilot` says in 70. */
static event_record *another(struct desk *desk)
{
    struct desk theirs = { .arena = desk->arena, .event = event_make(desk->arena) };
    event_update_record *update = opened(&theirs, "Ferry on the rocks");
    update->event = OTHER;
    apply(&theirs, update);
    update = added(&theirs, 70, statement(desk, "pilot", "x"));
    update->event = OTHER;
    apply(&theirs, update);
    update = added(&theirs, 71, statement(desk, "owner", "not x"));
    update->event = OTHER;
    apply(&theirs, update);
    update = disputed(&theirs, 70, 71);
    update->event = OTHER;
    apply(&theirs, update);
    return theirs.event;
}

static event_update_record *moved_both(struct desk *desk, Claimwire__V1__Change change)
{
    event_update_record *update = moved(desk, change, 70, OTHER);
    uint64_t *facts = arena_array(desk->arena, 2, sizeof *facts);
    facts[0] = 70;
    facts[1] = 71;
    update->move->facts = facts;
    update->move->n_facts = 2;
    return update;
}

static void merge(struct desk *desk, event_record *other)
{
    event_update_record *update = moved_both(desk, CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_OK);
    apply(desk, update);
}

static void a_merge_moves_facts_and_disputes_and_leaves_a_tombstone(void **state)
{
    struct desk *desk = *state;
    event_record *other = another(desk);
    merge(desk, other);
    EXPECT(desk, 70, DISPUTED);
    assert_string_equal(fold_fact(desk->event, 71)->statements[0]->statement->speaker, "owner");
    assert_int_equal(desk->event->n_disputes, 1);
    assert_int_equal(other->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY);
    assert_int_equal(other->merged_into, EVENT);
    assert_int_equal(other->revision, 4);
    assert_int_equal(other->n_facts + other->n_disputes, 0);
}

static void a_merge_is_refused_that_does_not_fit_the_two(void **state)
{
    struct desk *desk = *state;
    event_record *other = another(desk);
    event_update_record *update = moved_both(desk, CLAIMWIRE__V1__CHANGE__EVENT_MERGED);
    assert_int_equal(fold_move(desk->arena, desk->event, desk->event, update), ERR_FIELD_VALUE);
    update->move->others[0] = OTHER + 1; /* not named */
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_FIELD_VALUE);
    update->move->others[0] = OTHER;
    update->change = CLAIMWIRE__V1__CHANGE__EVENT_SPLIT;
    other->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED; /* it has not been merged */
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_FIELD_VALUE);
    other->status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    update->change = CLAIMWIRE__V1__CHANGE__EVENT_MERGED;
    update->revision++; /* does not follow */
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_FIELD_VALUE);
    assert_int_equal(other->n_facts, 2);
    update->revision--;
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_OK);
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_FIELD_VALUE); /* twice */
}

static void a_split_brings_the_tombstone_back_with_its_facts(void **state)
{
    struct desk *desk = *state;
    event_record *other = another(desk);
    apply(desk, added(desk, 8, statement(desk, "crew", "not x either")));
    merge(desk, other);
    apply(desk, disputed(desk, 70, 8));
    event_update_record *update = moved_both(desk, CLAIMWIRE__V1__CHANGE__EVENT_SPLIT);
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_OK);
    apply(desk, update);
    assert_int_equal(desk->event->n_facts, 1);
    assert_int_equal(desk->event->n_disputes, 0);
    assert_int_equal(other->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_false(other->has_merged_into);
    assert_int_equal(other->n_facts, 2);
    assert_int_equal(other->n_disputes, 1); /* that of 8 is between two events now */
    assert_int_equal(fold_fact(other, 70)->status, CLAIMWIRE__V1__FACT_STATUS__FACT_DISPUTED);
}

static void a_split_gives_an_open_event_the_facts(void **state)
{
    struct desk *desk = *state;
    event_record *other = event_make(desk->arena);
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, added(desk, 8, statement(desk, "owner", "not x")));
    other->id = OTHER;
    event_update_record *update = moved(desk, CLAIMWIRE__V1__CHANGE__EVENT_SPLIT, 8, OTHER);
    assert_int_equal(fold_move(desk->arena, desk->event, other, update), ERR_OK);
    apply(desk, update);
    assert_int_equal(other->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(other->n_facts, 1);
    assert_non_null(fold_fact(other, 8));
    assert_int_equal(desk->event->n_facts, 1);
}

static void a_split_takes_facts_and_their_disputes_away(void **state)
{
    struct desk *desk = *state;
    apply(desk, added(desk, 7, statement(desk, "pilot", "x")));
    apply(desk, added(desk, 8, statement(desk, "owner", "not x")));
    apply(desk, disputed(desk, 7, 8));
    apply(desk, moved(desk, CLAIMWIRE__V1__CHANGE__EVENT_SPLIT, 8, OTHER));
    assert_null(fold_fact(desk->event, 8));
    assert_int_equal(desk->event->n_disputes, 0);
    EXPECT(desk, 7, REPORTED);
}

static void what_is_over_a_limit_is_left_out_and_the_revision_moves(void **state)
{
    struct desk *desk = *state;
    for (unsigned i = 1; i <= EVENT_FACTS_MAX + 1; i++)
        apply(desk, added(desk, i, statement(desk, "pilot", "x")));
    assert_int_equal(desk->event->n_facts, EVENT_FACTS_MAX);
    apply(desk, corroborated(desk, EVENT_FACTS_MAX + 1, NULL)); /* it was left out */
    apply(desk, retracted(desk, EVENT_FACTS_MAX + 1));

    for (unsigned i = 0; i < FACT_STATEMENTS_MAX + 1; i++) {
        char name[2] = { (char)('0' + i), '\0' };
        apply(desk, added(desk, 1, statement(desk, name, "x")));
    }
    assert_int_equal(fold_fact(desk->event, 1)->n_statements, FACT_STATEMENTS_MAX);

    for (unsigned i = 1; i <= EVENT_DISPUTES_MAX + 1; i++)
        apply(desk, disputed(desk, i, EVENT_FACTS_MAX));
    assert_int_equal(desk->event->n_disputes, EVENT_DISPUTES_MAX);
    EXPECT(desk, EVENT_DISPUTES_MAX + 1, REPORTED);

    for (unsigned i = 0; i < EVENT_FIGURES_MAX + 1; i++) {
        char population[2] = { (char)('0' + i), '\0' };
        statement_record *made = statement(desk, "pilot", "x");
        add_figure(desk, made, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, population, 1);
        apply(desk, added(desk, 1, made));
    }
    assert_int_equal(desk->event->n_figures, EVENT_FIGURES_MAX);
    apply(desk, revised(desk, 0, NULL, 2)); /* of a population that found no place */
    assert_int_equal(desk->event->n_figures, EVENT_FIGURES_MAX);
}

static void a_full_arena_is_memory_at_whatever_point_it_fills(void **state)
{
    struct desk *desk = *state;
    statement_record *made = statement(desk, "pilot", "the ferry is aground");
    add_figure(desk, made, CLAIMWIRE__V1__MEASURE__MEASURE_KILLED, "crew", 2);
    for (size_t size = 16; size < 1200; size += 16) {
        struct arena *small = arena_new(size);
        event_record *event = event_copy(desk->arena, desk->event);
        enum err err = fold_update(small, event, added(desk, 7, made));
        assert_true(err == ERR_MEMORY || (err == ERR_OK && !arena_overflowed(small)));
        if (size < 256)
            assert_int_equal(err, ERR_MEMORY);
        arena_free(small);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_event_opens_with_its_head),
        TEST(updates_follow_each_other_without_a_hole),
        TEST(a_change_without_its_detail_is_refused),
        TEST(a_claim_adds_its_fact_and_each_speaker_once),
        TEST(what_the_fold_keeps_is_what_the_update_brings),
        TEST(a_second_origin_corroborates),
        TEST(a_denial_disputes_until_it_is_retracted),
        TEST(a_disputed_fact_of_one_origin_returns_to_reported),
        TEST(a_retracted_fact_that_is_told_again_is_reported_again),
        TEST(figures_open_once_for_a_measure_and_population),
        TEST(a_revision_sets_the_figure_and_brings_its_fact),
        TEST(a_changed_head_replaces_what_it_brings),
        TEST(a_closed_event_takes_nothing_more),
        TEST(a_merge_moves_facts_and_disputes_and_leaves_a_tombstone),
        TEST(a_merge_is_refused_that_does_not_fit_the_two),
        TEST(a_split_brings_the_tombstone_back_with_its_facts),
        TEST(a_split_gives_an_open_event_the_facts),
        TEST(a_split_takes_facts_and_their_disputes_away),
        TEST(what_is_over_a_limit_is_left_out_and_the_revision_moves),
        TEST(a_full_arena_is_memory_at_whatever_point_it_fills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
