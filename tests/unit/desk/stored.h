/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DESK_STORED_H
#define TESTS_UNIT_DESK_STORED_H

#include "store/verify.h"
#include "unit/desk/meeting.h"

/* What a newsroom's store holds. */

static inline stored_event_record *stored_event(const struct newsroom *room, uint64_t id)
{
    struct txn *txn;
    stored_event_record *event;
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(events_get(room->kept, txn, id, &event), ERR_OK);
    txn_abort(txn);
    return event;
}

/* Of that revision. */
static inline stored_reading_record *stored_reading(const struct newsroom *room, uint64_t article, uint32_t revision)
{
    struct txn *txn;
    stored_reading_record *reading;
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(articles_get_reading(room->kept, txn, article, revision, &reading), ERR_OK);
    txn_abort(txn);
    return reading;
}

static inline struct fact_page *stored_facts(const struct newsroom *room, uint64_t id)
{
    struct txn *txn;
    struct fact_page *page;
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(facts_list(room->kept, txn, id, 0, 1000, &page), ERR_OK);
    txn_abort(txn);
    return page;
}

static inline struct member_page *stored_members(const struct newsroom *room, uint64_t id)
{
    struct txn *txn;
    struct member_page *page;
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(members_list(room->kept, txn, id, 0, 1000, &page), ERR_OK);
    txn_abort(txn);
    return page;
}

/* What verify says of the events and the log; the claims of these tests have no spans, of which it says more. */
static inline void assert_verifies(struct newsroom *room)
{
    struct verify_result result = { 0, 0 };
    const struct store_options options = { .directory = room->directory,
                                           .map_bytes = 1u << 28,
                                           .disk_reserve_bytes = 1 };
    char reason[STORE_REASON_BYTES], *said = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&said, &size);
    store_close(room->store);
    assert_int_equal(store_open_read(&options, &room->store, reason), ERR_OK);
    assert_int_equal(verify_store(room->store, report, &result), ERR_OK);
    store_close(room->store);
    fclose(report);
    assert_true(result.rows > 0);
    assert_null(strstr(said, "by the log"));
    assert_null(strstr(said, "what the log says"));
    assert_null(strstr(said, "does not follow"));
    assert_null(strstr(said, "missing"));
    free(said);
    assert_int_equal(store_open(&options, &room->store, reason), ERR_OK);
}

#endif
