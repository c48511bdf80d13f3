/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "unit/store/scratch.h"

enum {
    ACCEPTED = CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED,
    DUPLICATE = CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE,
    REVISED = CLAIMWIRE__V1__ANSWER_CODE__REVISED
};

static struct inbox_answer put(struct scratch *s, const char *id, const char *body, uint32_t feeder_revision)
{
    struct inbox_answer answer;
    struct txn *txn = scratch_begin(s);
    MUST(scratch_put(s, txn, id, body, feeder_revision, &answer));
    MUST(txn_commit(txn));
    return answer;
}

static void an_accepted_article_is_queued_with_its_body(void **state)
{
    struct scratch *s = scratch_of(state);
    const struct inbox_answer answer = put(s, "a", "The ferry was late.", 0);
    assert_int_equal(answer.code, ACCEPTED);
    assert_int_equal(answer.article, 1);
    assert_int_equal(answer.accept, 1);
    scratch_reopen(s);
    assert_int_equal(store_state(s->store)->queued, 1);

    struct txn *txn = scratch_read(s);
    inbox_entry_record *entry;
    stored_article_record *article;
    MUST(inbox_get(s->arena, txn, 1, &entry));
    MUST(articles_get_whole(s->arena, txn, entry->article, entry->revision, &article));
    assert_string_equal(article->article->body, "The ferry was late.");
    assert_string_equal(article->article->id, "a");
    assert_string_equal(article->feeder, "local");
    txn_abort(txn);
}

static void the_same_words_are_a_duplicate_for_ever(void **state)
{
    struct scratch *s = scratch_of(state);
    put(s, "a", "First words.", 0);
    scratch_reopen(s);
    const struct inbox_answer again = put(s, "a", "First words.", 0);
    assert_int_equal(again.code, DUPLICATE);
    assert_int_equal(again.accept, 0);
    assert_int_equal(again.revision, 1);
    assert_int_equal(put(s, "b", "First words.", 0).code, ACCEPTED);
    assert_int_equal(store_state(s->store)->queued, 2);
}

static void other_words_are_a_revision_and_going_back_needs_a_higher_number(void **state)
{
    struct scratch *s = scratch_of(state);
    put(s, "a", "First words.", 3);
    const struct inbox_answer second = put(s, "a", "Second words.", 0);
    assert_int_equal(second.code, REVISED);
    assert_int_equal(second.revision, 2);
    assert_int_equal(put(s, "a", "First words.", 0).code, DUPLICATE);
    assert_int_equal(put(s, "a", "First words.", 3).code, DUPLICATE);
    const struct inbox_answer back = put(s, "a", "First words.", 4);
    assert_int_equal(back.code, REVISED);
    assert_int_equal(back.revision, 3);
    assert_int_equal(put(s, "a", "First words.", 9).code, DUPLICATE); /* they are the current ones */
    assert_int_equal(put(s, "a", "Second words.", 4).code, DUPLICATE);

    struct txn *txn = scratch_read(s);
    stored_article_record *old;
    MUST(articles_get_whole(s->arena, txn, 1, 2, &old));
    assert_string_equal(old->article->body, "Second words.");
    txn_abort(txn);
}

static void only_the_last_revision_is_the_newest(void **state)
{
    struct scratch *s = scratch_of(state);
    const bool newest[3][2] = { { false, true }, { true }, { true } };
    put(s, "a", "First words.", 0);
    put(s, "b", "First words.", 0);
    put(s, "a", "Second words.", 0);
    put(s, "c", "Last of the table.", 0);
    struct txn *txn = scratch_begin(s);
    for (uint64_t number = 1; number <= 3; number++)
        for (uint32_t revision = 1; revision <= (number == 1 ? 2 : 1); revision++) {
            bool is = !newest[number - 1][revision - 1];
            MUST(articles_is_newest(txn, number, revision, &is));
            assert_int_equal(is, newest[number - 1][revision - 1]);
        }
    txn_abort(txn);
}

static void revisions_have_an_end(void **state)
{
    struct scratch *s = scratch_of(state);
    struct inbox_answer answer;
    char body[32];
    struct txn *txn = scratch_begin(s);
    for (int i = 0; i < REVISIONS_MAX; i++) {
        arena_reset(s->arena);
        snprintf(body, sizeof body, "Words number %d.", i);
        MUST(scratch_put(s, txn, "a", body, 0, &answer));
    }
    FAILS(REVISIONS, scratch_put(s, txn, "a", "One more.", 0, &answer));
    MUST(scratch_put(s, txn, "a", "Words number 7.", 0, &answer));
    assert_int_equal(answer.code, DUPLICATE);
    assert_int_equal(answer.revision, 8);
    MUST(txn_commit(txn));
}

static void stream_time_never_goes_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct inbox_answer answer;
    struct txn *txn = scratch_begin(s);
    article_record *article = article_make(s->arena);
    article->id = (char *)(uintptr_t) "early";
    article->body = (char *)(uintptr_t) "An old report.";
    struct submission submission = { "local", article, 1700000000000, 5 };
    MUST(inbox_put(s->arena, txn, &submission, &answer));
    article->id = (char *)(uintptr_t) "earlier";
    submission.stream_ms = 1600000000000;
    MUST(inbox_put(s->arena, txn, &submission, &answer));
    assert_int_equal(txn_state(txn)->stream_ms, 1700000000000);
    stored_article_record *row;
    MUST(articles_get(s->arena, txn, 2, 1, &row));
    assert_int_equal(row->accepted_ms, 1600000000000);
    txn_abort(txn);
}

static void tries_count_over_incarnations_but_not_those_cut_off(void **state)
{
    struct scratch *s = scratch_of(state);
    uint32_t attempt;
    scratch_accept(s, "a", "Words.");
    struct txn *txn = scratch_begin(s);
    MUST(inbox_lease(s->arena, txn, 1, &attempt));
    assert_int_equal(attempt, 1);
    MUST(inbox_release(s->arena, txn, 1, true));
    MUST(inbox_lease(s->arena, txn, 1, &attempt));
    assert_int_equal(attempt, 2);
    MUST(txn_commit(txn));

    scratch_reopen(s); /* the hub died with the second try under way */
    txn = scratch_begin(s);
    MUST(inbox_recover(s->arena, txn));
    MUST(inbox_lease(s->arena, txn, 1, &attempt));
    assert_int_equal(attempt, 2);
    MUST(inbox_recover(s->arena, txn)); /* not this incarnation's own */
    MUST(inbox_release(s->arena, txn, 1, false));
    MUST(inbox_lease(s->arena, txn, 1, &attempt));
    assert_int_equal(attempt, 2);
    MUST(inbox_ack(txn, 1));
    FAILS(NOT_FOUND, inbox_ack(txn, 1));
    assert_int_equal(txn_state(txn)->queued, 0);
    MUST(txn_commit(txn));
}

static void the_list_is_in_accept_order(void **state)
{
    struct scratch *s = scratch_of(state);
    char id[16];
    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "id-%d", i);
        scratch_accept(s, id, "Words.");
    }
    struct txn *txn = scratch_read(s);
    struct inbox_page *page;
    MUST(inbox_list(s->arena, txn, 5, 8, &page));
    assert_int_equal(page->count, 8);
    assert_int_equal(page->rows[0].accept, 6);
    assert_int_equal(page->rows[7].accept, 13);
    MUST(inbox_list(s->arena, txn, 20, 8, &page));
    assert_int_equal(page->count, 0);
    txn_abort(txn);
}

static void dead_letters_can_be_shown_retried_and_dropped(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "a", "Words.");
    scratch_accept(s, "b", "Words.");
    struct txn *txn = scratch_begin(s);
    stored_dead_record *letter;
    stored_article_record *article;
    struct dead_page *page;
    uint64_t accept;
    uint32_t attempt;
    MUST(inbox_lease(s->arena, txn, 1, &attempt));
    MUST(inbox_bury(s->arena, txn, 1, "CRASHED", 77));
    MUST(inbox_bury(s->arena, txn, 2, "UNREADABLE", 78));
    MUST(dead_get(s->arena, txn, 1, &letter));
    assert_string_equal(letter->reason, "CRASHED");
    assert_int_equal(letter->entry->attempts, 1);
    MUST(articles_get(s->arena, txn, 1, 1, &article));
    assert_int_equal(article->status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_DEAD);
    assert_int_equal(txn_state(txn)->queued, 0);
    assert_int_equal(txn_state(txn)->dead, 2);

    MUST(dead_retry(s->arena, txn, 1, 99, &accept));
    assert_int_equal(accept, 3);
    MUST(inbox_lease(s->arena, txn, 3, &attempt));
    assert_int_equal(attempt, 1);
    MUST(articles_get(s->arena, txn, 1, 1, &article));
    assert_int_equal(article->status, CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_QUEUED);
    assert_int_equal(article->accept, 3);
    MUST(dead_list(s->arena, txn, 0, 10, &page));
    assert_int_equal(page->count, 1);
    assert_int_equal(page->rows[0].id, 2);
    MUST(dead_drop(txn, 2));
    FAILS(NOT_FOUND, dead_drop(txn, 2));
    assert_int_equal(txn_state(txn)->dead, 0);
    MUST(txn_commit(txn));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_accepted_article_is_queued_with_its_body),
        TEST(the_same_words_are_a_duplicate_for_ever),
        TEST(other_words_are_a_revision_and_going_back_needs_a_higher_number),
        TEST(only_the_last_revision_is_the_newest),
        TEST(revisions_have_an_end),
        TEST(stream_time_never_goes_back),
        TEST(tries_count_over_incarnations_but_not_those_cut_off),
        TEST(the_list_is_in_accept_order),
        TEST(dead_letters_can_be_shown_retried_and_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
