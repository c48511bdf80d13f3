/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "unit/store/scratch.h"

/* Events 1 to `count`, one update each. */
static void fill(struct scratch *s, uint64_t first, uint64_t count)
{
    struct txn *txn = scratch_begin(s);
    for (uint64_t id = first; id < first + count; id++) {
        struct span entry;
        arena_reset(s->arena);
        MUST(scratch_event(s, txn, id, &entry));
    }
    MUST(txn_commit(txn));
}

static cursor_record cursor(uint64_t epoch, uint64_t sequence, const uint8_t *digest)
{
    cursor_record at;
    claimwire__v1__cursor__init(&at);
    at.has_epoch = at.has_sequence = true;
    at.epoch = epoch;
    at.sequence = sequence;
    at.has_digest = digest != NULL;
    at.digest = (ProtobufCBinaryData){ digest ? DIGEST_BYTES : 0, (uint8_t *)(uintptr_t)digest };
    return at;
}

static void the_log_is_dense_and_its_digests_chain(void **state)
{
    struct scratch *s = scratch_of(state);
    fill(s, 1, 30);
    struct txn *txn = scratch_read(s);
    const cursor_record start = cursor(0, 0, NULL);
    struct packed_list *list;
    struct digest digest = { { 0 } };
    MUST(log_read(s->arena, txn, &start, 100, 1 << 20, &list));
    assert_int_equal(list->count, 30);
    for (size_t i = 0; i < list->count; i++) {
        log_entry_record *entry;
        MUST(log_entry_unpack(s->arena, list->entries[i], &entry));
        assert_int_equal(entry->sequence, i + 1);
        assert_int_equal(entry->epoch, store_epoch(s->store));
        digest = digest_chain(&digest, entry->epoch, entry->sequence, entry->update.data, entry->update.len);
        assert_memory_equal(digest.bytes, entry->digest.data, DIGEST_BYTES);
    }
    assert_memory_equal(digest.bytes, store_state(s->store)->last->digest.data, DIGEST_BYTES);
    txn_abort(txn);
}

static void a_read_is_cut_by_count_and_bytes_but_never_empty(void **state)
{
    struct scratch *s = scratch_of(state);
    fill(s, 1, 10);
    struct txn *txn = scratch_read(s);
    const cursor_record start = cursor(0, 0, NULL);
    struct packed_list *list;
    MUST(log_read(s->arena, txn, &start, 3, 1 << 20, &list));
    assert_int_equal(list->count, 3);
    MUST(log_read(s->arena, txn, &start, 10, 1, &list));
    assert_int_equal(list->count, 1);
    MUST(log_read(s->arena, txn, &start, 10, 2 * list->entries[0].size, &list));
    assert_int_equal(list->count, 2);
    txn_abort(txn);
}

static void a_cursor_must_be_of_this_log(void **state)
{
    struct scratch *s = scratch_of(state);
    fill(s, 1, 10);
    struct txn *txn = scratch_read(s);
    const uint64_t epoch = store_epoch(s->store);
    const cursor_record start = cursor(0, 0, NULL);
    struct packed_list *list, *rest;
    log_entry_record *fifth;
    MUST(log_read(s->arena, txn, &start, 10, 1 << 20, &list));
    MUST(log_entry_unpack(s->arena, list->entries[4], &fifth));

    cursor_record at = cursor(epoch, 5, fifth->digest.data);
    MUST(log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    assert_int_equal(rest->count, 5);
    assert_true(span_equal(rest->entries[0], list->entries[5]));
    at.epoch ^= 1;
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    at = cursor(epoch, 6, fifth->digest.data);
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    at = cursor(epoch, 10, fifth->digest.data);
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    at = cursor(epoch, 11, fifth->digest.data);
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    at = cursor(epoch, 5, fifth->digest.data);
    at.digest.len = DIGEST_BYTES - 1;
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    at = cursor(epoch, 5, NULL); /* as a person types it: no proof asked, none given */
    MUST(log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    assert_int_equal(rest->count, 5);
    at = *txn_state(txn)->last;
    MUST(log_read(s->arena, txn, &at, 10, 1 << 20, &rest));
    assert_int_equal(rest->count, 0);
    txn_abort(txn);
}

static void a_cut_makes_a_snapshot_first_and_older_cursors_are_told(void **state)
{
    struct scratch *s = scratch_of(state);
    fill(s, 1, 20);
    struct txn *txn = scratch_begin(s);
    const cursor_record start = cursor(0, 0, NULL);
    struct packed_list *list;
    struct digest digests[20];
    size_t dropped;
    uint64_t newest;
    MUST(log_read(s->arena, txn, &start, 20, 1 << 20, &list));
    for (size_t i = 0; i < 20; i++) {
        log_entry_record *entry;
        MUST(log_entry_unpack(s->arena, list->entries[i], &entry));
        memcpy(digests[i].bytes, entry->digest.data, DIGEST_BYTES);
    }
    MUST(log_cut(s->arena, txn, 0, 0, 100, &dropped)); /* nothing is that old */
    assert_int_equal(dropped, 0);
    MUST(log_cut(s->arena, txn, INT64_MAX, 0, 8, &dropped));
    assert_int_equal(dropped, 8);
    MUST(snapshot_newest(txn, &newest));
    assert_int_equal(newest, 20);
    assert_int_equal(txn_state(txn)->oldest_sequence, 9);
    MUST(txn_commit(txn));

    txn = scratch_read(s);
    cursor_record at = cursor(store_epoch(s->store), 3, digests[2].bytes);
    FAILS(TOO_OLD, log_read(s->arena, txn, &at, 20, 1 << 20, &list));
    at = cursor(store_epoch(s->store), 8, digests[7].bytes); /* its own entry is gone, the next is not */
    MUST(log_read(s->arena, txn, &at, 20, 1 << 20, &list));
    assert_int_equal(list->count, 12);
    MUST(log_read(s->arena, txn, &start, 20, 1 << 20, &list));
    assert_int_equal(list->count, 12);
    txn_abort(txn);
}

static void a_cut_by_bytes_keeps_two_snapshots_and_the_newest_entries(void **state)
{
    struct scratch *s = scratch_of(state);
    size_t dropped;
    uint64_t newest;
    snapshot_part_record *part;
    for (uint64_t round = 0; round < 4; round++) {
        fill(s, round * 10 + 1, 10);
        struct txn *txn = scratch_begin(s);
        MUST(log_cut(s->arena, txn, 0, 1, 100, &dropped));
        assert_int_equal(dropped, 10);
        assert_int_equal(txn_state(txn)->log_bytes, 0);
        MUST(txn_commit(txn));
    }
    struct txn *txn = scratch_begin(s);
    MUST(snapshot_newest(txn, &newest));
    assert_int_equal(newest, 40);
    MUST(snapshot_get(s->arena, txn, 30, 0, &part));
    FAILS(NOT_FOUND, snapshot_get(s->arena, txn, 20, 0, &part));
    const cursor_record at = *txn_state(txn)->last;
    struct packed_list *list;
    MUST(log_read(s->arena, txn, &at, 20, 1 << 20, &list));
    assert_int_equal(list->count, 0);
    txn_abort(txn);
}

static void snapshot_parts_hold_every_event(void **state)
{
    struct scratch *s = scratch_of(state);
    enum { EVENTS = 9000 };
    fill(s, 1, EVENTS);
    struct txn *txn = scratch_begin(s);
    snapshot_part_record *part;
    FAILS(NOT_FOUND, snapshot_get(s->arena, txn, 0, 0, &part));
    MUST(snapshot_put(s->arena, txn));
    MUST(snapshot_put(s->arena, txn));
    uint64_t next = 1;
    uint32_t parts = 1;
    for (uint32_t i = 0; i < parts; i++) {
        arena_reset(s->arena);
        MUST(snapshot_get(s->arena, txn, 0, i, &part));
        parts = part->parts;
        assert_int_equal(part->part, i);
        assert_int_equal(part->at->sequence, EVENTS);
        assert_memory_equal(part->at->digest.data, txn_state(txn)->last->digest.data, DIGEST_BYTES);
        for (size_t e = 0; e < part->n_events; e++)
            assert_int_equal(part->events[e]->id, next++);
    }
    assert_true(parts > 1);
    assert_int_equal(next, EVENTS + 1);
    FAILS(NOT_FOUND, snapshot_get(s->arena, txn, 0, parts, &part));
    txn_abort(txn);
}

static void an_event_larger_than_a_part_goes_on_in_the_next(void **state)
{
    struct scratch *s = scratch_of(state);
    enum { FACTS = 300, TEXT = 2000 };
    fill(s, 1, 3);
    struct txn *txn = scratch_begin(s);
    char text[TEXT + 1];
    memset(text, 'x', TEXT);
    text[TEXT] = '\0';
    for (uint64_t id = 1; id <= FACTS; id++) {
        fact_record fact;
        stored_fact_record row;
        claimwire__v1__fact__init(&fact);
        claimwire__v1__stored_fact__init(&row);
        fact.has_id = row.has_event = true;
        fact.id = id;
        fact.text = text;
        row.event = 2;
        row.fact = &fact;
        MUST(facts_put(txn, &row));
    }
    MUST(snapshot_put(s->arena, txn));
    snapshot_part_record *part;
    uint64_t next = 1, last_event = 0;
    uint32_t parts = 1;
    for (uint32_t i = 0; i < parts; i++) {
        MUST(snapshot_get(s->arena, txn, 0, i, &part));
        parts = part->parts;
        assert_true(protobuf_c_message_get_packed_size(&part->base) < 300000);
        for (size_t e = 0; e < part->n_events; e++) {
            assert_true(part->events[e]->id >= last_event);
            last_event = part->events[e]->id;
            for (size_t f = 0; f < part->events[e]->n_facts; f++)
                assert_int_equal(part->events[e]->facts[f]->id, next++);
        }
    }
    assert_int_equal(parts, 3);
    assert_int_equal(last_event, 3);
    assert_int_equal(next, FACTS + 1);
    txn_abort(txn);
}

static void a_backup_begins_a_new_epoch_and_goes_on_counting(void **state)
{
    struct scratch *s = scratch_of(state);
    scratch_accept(s, "a", "Words.");
    fill(s, 1, 5);
    char folder[300];
    snprintf(folder, sizeof folder, "%s-backup", s->folder);
    uint64_t epoch, sequence;
    struct digest at_five;
    memcpy(at_five.bytes, store_state(s->store)->last->digest.data, DIGEST_BYTES);
    const uint64_t first_epoch = store_epoch(s->store);
    MUST(store_backup(s->store, folder, &epoch, &sequence, s->reason));
    assert_int_equal(sequence, 5);
    assert_int_not_equal(epoch, first_epoch);
    FAILS(IO, store_backup(s->store, folder, &epoch, &sequence, s->reason));
    assert_non_null(strstr(s->reason, "it is there already"));
    fill(s, 6, 3); /* what the backup does not have */
    struct digest at_seven;
    {
        struct txn *txn = scratch_read(s);
        const cursor_record at = cursor(first_epoch, 5, at_five.bytes);
        struct packed_list *list;
        log_entry_record *entry;
        MUST(log_read(s->arena, txn, &at, 2, 1 << 20, &list));
        MUST(log_entry_unpack(s->arena, list->entries[1], &entry));
        memcpy(at_seven.bytes, entry->digest.data, DIGEST_BYTES);
        txn_abort(txn);
    }
    store_close(s->store);

    const struct store_options options = { folder, 64u << 20, 1 << 20 };
    MUST(store_open(&options, &s->store, s->reason));
    assert_int_equal(store_epoch(s->store), epoch);
    assert_int_equal(store_state(s->store)->queued, 1);
    fill(s, 6, 4);
    struct txn *txn = scratch_read(s);
    struct packed_list *list;
    log_entry_record *entry;
    cursor_record at = cursor(first_epoch, 7, at_seven.bytes); /* heard before the rewind */
    FAILS(DIVERGED, log_read(s->arena, txn, &at, 10, 1 << 20, &list));
    at = cursor(first_epoch, 5, at_five.bytes); /* the common past */
    MUST(log_read(s->arena, txn, &at, 10, 1 << 20, &list));
    assert_int_equal(list->count, 4);
    MUST(log_entry_unpack(s->arena, list->entries[0], &entry));
    assert_int_equal(entry->epoch, epoch);
    assert_int_equal(entry->sequence, 6);
    txn_abort(txn);
    scratch_remove(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_log_is_dense_and_its_digests_chain),
        TEST(a_read_is_cut_by_count_and_bytes_but_never_empty),
        TEST(a_cursor_must_be_of_this_log),
        TEST(a_cut_makes_a_snapshot_first_and_older_cursors_are_told),
        TEST(a_cut_by_bytes_keeps_two_snapshots_and_the_newest_entries),
        TEST(snapshot_parts_hold_every_event),
        TEST(an_event_larger_than_a_part_goes_on_in_the_next),
        TEST(a_backup_begins_a_new_epoch_and_goes_on_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
