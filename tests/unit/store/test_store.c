/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit/store/scratch.h"

static void a_new_store_has_an_epoch_and_counts_its_starts(void **state)
{
    struct scratch *s = scratch_of(state);
    const uint64_t epoch = store_epoch(s->store);
    assert_int_not_equal(epoch, 0);
    assert_int_equal(store_state(s->store)->incarnation, 1);
    scratch_reopen(s);
    assert_int_equal(store_epoch(s->store), epoch);
    assert_int_equal(store_state(s->store)->incarnation, 2);
}

static void set_format(struct scratch *s, uint32_t format)
{
    struct txn *txn = scratch_begin(s);
    txn_state(txn)->format = format;
    MUST(txn_commit(txn));
    store_close(s->store);
    s->store = NULL;
}

static void a_store_of_a_format_before_is_taken_over_and_one_to_come_is_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    const uint32_t format = store_state(s->store)->format;
    assert_int_equal(format, 5);
    for (uint32_t before = 1; before < format; before++) {
        set_format(s, before);
        MUST(store_open(&s->options, &s->store, s->reason));
        struct txn *txn = scratch_read(s); /* what the disk has */
        assert_int_equal(txn_state(txn)->format, format);
        txn_abort(txn);
    }
    set_format(s, format + 1);
    FAILS(FORMAT, store_open(&s->options, &s->store, s->reason));
    s->store = NULL;
}

static void an_aborted_transaction_leaves_memory_as_the_disk_is(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "a", "Words.");
    struct inbox_answer answer;
    struct span entry;
    struct txn *txn = scratch_begin(s);
    MUST(scratch_put(s, txn, "b", "Other words.", 0, &answer));
    MUST(scratch_event(s, txn, 1, &entry));
    assert_int_equal(txn_state(txn)->next_article, 3);
    assert_int_equal(txn_state(txn)->last->sequence, 1);
    txn_abort(txn);

    const store_state_record *memory = store_state(s->store);
    assert_int_equal(memory->next_article, 2);
    assert_int_equal(memory->last->sequence, 0);
    txn = scratch_read(s);
    uint8_t here[4096], there[4096];
    const size_t size = protobuf_c_message_pack(&memory->base, here);
    assert_int_equal(protobuf_c_message_pack(&txn_state(txn)->base, there), size);
    assert_memory_equal(here, there, size);
    txn_abort(txn);
    assert_int_equal(scratch_accept(s, "b", "Other words.").accept, 2);
}

static void a_second_owner_is_refused_in_this_process_and_in_another(void **state)
{
    struct scratch *s = scratch_of(state);
    struct store *second = NULL;
    FAILS(OWNED, store_open(&s->options, &second, s->reason));
    assert_non_null(strstr(s->reason, "is open already: process "));
    assert_null(strstr(s->reason, "another PID namespace"));
    FAILS(OWNED, store_open_read(&s->options, &second, s->reason));

    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(store_open(&s->options, &second, s->reason) == ERR_OWNED ? 0 : 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void an_owner_in_another_pid_namespace_is_refused_and_named(void **state)
{
    struct scratch *s = scratch_of(state);
    const pid_t outer = fork();
    assert_true(outer >= 0);
    if (outer == 0) {
        if (unshare(CLONE_NEWPID) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWPID) != 0)
            _exit(77);
        const pid_t inner = fork(); /* the first process of the new namespace */
        struct store *second = NULL;
        int code;
        if (inner == 0)
            _exit(store_open(&s->options, &second, s->reason) == ERR_OWNED && strstr(s->reason, "another PID namespace")
                      ? 0
                      : 1);
        _exit(waitpid(inner, &code, 0) == inner && WIFEXITED(code) ? WEXITSTATUS(code) : 2);
    }
    int status;
    assert_int_equal(waitpid(outer, &status, 0), outer);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        print_message("skipped: this machine does not let the test make a PID namespace\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_killed_owner_leaves_a_store_that_opens_with_what_was_committed(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "a", "Words.");
    store_close(s->store);
    s->store = NULL;
    const pid_t child = fork();
    if (child == 0) {
        struct store *store;
        struct inbox_answer answer;
        struct txn *txn;
        if (store_open(&s->options, &store, s->reason) != ERR_OK || txn_begin(store, &txn) != ERR_OK ||
            scratch_put(s, txn, "b", "Committed.", 0, &answer) != ERR_OK || txn_commit(txn) != ERR_OK ||
            txn_begin(store, &txn) != ERR_OK || scratch_put(s, txn, "c", "Lost.", 0, &answer) != ERR_OK)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    MUST(store_open(&s->options, &s->store, s->reason));
    assert_int_equal(store_state(s->store)->queued, 2);
    assert_int_equal(store_state(s->store)->incarnation, 3);
}

static void readers_see_the_commit_before_them_on_any_thread(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "a", "Words.");
    struct txn *first = scratch_read(s), *second = scratch_read(s), *writer;
    struct inbox_answer answer;
    MUST(txn_begin(s->store, &writer));
    MUST(scratch_put(s, writer, "b", "Other words.", 0, &answer));
    MUST(txn_commit(writer));
    stored_article_record *article;
    FAILS(NOT_FOUND, articles_get(s->arena, first, 2, 1, &article));
    assert_int_equal(txn_state(second)->next_article, 2);
    txn_abort(first);
    MUST(txn_begin_read(s->store, &first)); /* renewed */
    MUST(articles_get(s->arena, first, 2, 1, &article));
    txn_abort(first);
    txn_abort(second);
}

static void read_transactions_have_an_end(void **state)
{
    struct scratch *s = scratch_of(state);
    struct txn *held[64];
    size_t count = 0;
    enum err err = ERR_OK;
    while (count < 64 && (err = txn_begin_read(s->store, &held[count])) == ERR_OK)
        count++;
    assert_string_equal(err_name(err), "BUSY");
    while (count > 0)
        txn_abort(held[--count]);
    MUST(txn_begin_read(s->store, &held[0]));
    txn_abort(held[0]);
}

static void a_full_map_is_told_and_the_reserve_lets_accepted_ones_finish(void **state)
{
    struct scratch *s = scratch_of(state);
    store_close(s->store);
    s->store = NULL;
    s->options.map_bytes = 4u << 20;
    MUST(store_open(&s->options, &s->store, s->reason));
    char id[16], *body = malloc(20001);
    uint64_t accepted = 0;
    srand(7);
    for (int i = 0; store_fullness(s->store) < STORE_FULL_AT && i < 1000; i++) {
        for (int b = 0; b < 20000; b++)
            body[b] = (char)('a' + rand() % 26);
        body[20000] = '\0';
        snprintf(id, sizeof id, "id-%d", i);
        accepted = scratch_accept(s, id, body).accept;
    }
    assert_in_range(accepted, 10, 999); /* and room for what applying them adds */
    for (uint64_t accept = 1; accept <= accepted; accept++) {
        struct txn *txn = scratch_begin(s);
        struct span entry;
        uint32_t attempt;
        MUST(inbox_lease(s->arena, txn, accept, &attempt));
        MUST(scratch_event(s, txn, accept, &entry));
        MUST(inbox_ack(txn, accept));
        MUST(txn_commit(txn));
    }
    enum err err = ERR_OK;
    for (int i = 0; err == ERR_OK && i < 1000; i++) { /* nobody heeds STORE_FULL_AT */
        struct inbox_answer answer;
        struct txn *txn = scratch_begin(s);
        body[i % 20000] ^= 1;
        snprintf(id, sizeof id, "more-%d", i);
        err = scratch_put(s, txn, id, body, 0, &answer);
        if (err == ERR_OK)
            err = txn_commit(txn);
        else
            txn_abort(txn);
    }
    assert_string_equal(err_name(err), "MAP_FULL");
    free(body);
    scratch_reopen(s);
    assert_int_equal(store_state(s->store)->last->sequence, accepted);
}

static void what_waits_keeps_room_until_it_is_applied(void **state)
{
    struct scratch *s = scratch_of(state);
    const double empty = store_fullness(s->store);
    scratch_accept(s, "waits", "Nobody has read this yet.");
    struct txn *txn = scratch_begin(s);
    const uint64_t room = store_room(strlen("Nobody has read this yet."));
    assert_int_equal(txn_state(txn)->queued_room, room);
    assert_true(txn_fullness(txn, 0) >= empty + (double)room / (double)s->options.map_bytes);
    assert_true(txn_fullness(txn, 1 << 20) > txn_fullness(txn, 0));
    MUST(inbox_ack(txn, 1));
    assert_int_equal(txn_state(txn)->queued_room, 0);
    MUST(txn_commit(txn));
    assert_true(store_fullness(s->store) == store_held(s->store));
}

/* Opened with a smaller map than its rows take, it still can be read, changed
 * and made smaller; only growing is refused. */
static void a_store_larger_than_its_map_can_still_be_made_smaller(void **state)
{
    enum { ARTICLES = 40, BODY_BYTES = 200000 };
    struct scratch *s = scratch_of(state);
    char id[16], *body = malloc(BODY_BYTES + 1);
    srand(11);
    for (int i = 0; i < ARTICLES; i++) {
        for (int b = 0; b < BODY_BYTES; b++)
            body[b] = (char)('a' + rand() % 26);
        body[BODY_BYTES] = '\0';
        snprintf(id, sizeof id, "id-%d", i);
        scratch_accept(s, id, body);
    }
    store_close(s->store);
    s->store = NULL;
    s->options.map_bytes = 2u << 20;
    MUST(store_open(&s->options, &s->store, s->reason));
    assert_true(store_fullness(s->store) > 1);
    for (uint64_t accept = 1; accept <= ARTICLES; accept++) {
        struct txn *txn = scratch_begin(s);
        MUST(inbox_ack(txn, accept));
        MUST(txn_commit(txn));
    }
    struct inbox_answer answer;
    struct txn *txn = scratch_begin(s);
    MUST(scratch_put(s, txn, "one-more", body, 0, &answer));
    FAILS(MAP_FULL, txn_commit(txn));
    assert_int_equal(store_state(s->store)->queued, 0);
    free(body);
}

static void a_disk_below_its_reserve_counts_as_full(void **state)
{
    struct scratch *s = scratch_of(state);
    assert_true(store_fullness(s->store) < STORE_FULL_AT);
    store_close(s->store);
    s->store = NULL;
    s->options.disk_reserve_bytes = UINT64_MAX / 2;
    MUST(store_open(&s->options, &s->store, s->reason));
    assert_true(store_fullness(s->store) >= STORE_FULL_AT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_store_has_an_epoch_and_counts_its_starts),
        TEST(a_store_of_a_format_before_is_taken_over_and_one_to_come_is_refused),
        TEST(an_aborted_transaction_leaves_memory_as_the_disk_is),
        TEST(a_second_owner_is_refused_in_this_process_and_in_another),
        TEST(an_owner_in_another_pid_namespace_is_refused_and_named),
        TEST(a_killed_owner_leaves_a_store_that_opens_with_what_was_committed),
        TEST(readers_see_the_commit_before_them_on_any_thread),
        TEST(read_transactions_have_an_end),
        TEST(a_full_map_is_told_and_the_reserve_lets_accepted_ones_finish),
        TEST(what_waits_keeps_room_until_it_is_applied),
        TEST(a_store_larger_than_its_map_can_still_be_made_smaller),
        TEST(a_disk_below_its_reserve_counts_as_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
