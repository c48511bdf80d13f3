/* SPDX-License-Identifier: Apache-2.0 */
/* A store in a temporary folder, and what the tests of this floor all need.
 * Include after support/test.h. */
#ifndef TESTS_STORE_SCRATCH_H
#define TESTS_STORE_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/inbox.h"
#include "store/log.h"
#include "store/store.h"
#include "store/verify.h"

#define MUST(call) assert_string_equal(err_name(call), "OK")
#define FAILS(name, call) assert_string_equal(err_name(call), #name)

struct scratch {
    char folder[256];
    struct store_options options;
    struct store *store;
    struct arena *arena;
    char reason[STORE_REASON_BYTES];
};

static inline struct scratch *scratch_of(void **state)
{
    return *state;
}

static inline int scratch_setup(void **state)
{
    struct scratch *s = calloc(1, sizeof *s);
    const char *base = getenv("TMPDIR");
    snprintf(s->folder, sizeof s->folder, "%s/claimwire-store-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(s->folder))
        return -1;
    s->options = (struct store_options){ s->folder, 64u << 20, 1 << 20 };
    s->arena = arena_new(32u << 20);
    *state = s;
    return store_open(&s->options, &s->store, s->reason) == ERR_OK ? 0 : -1;
}

static inline void scratch_remove(const char *folder)
{
    static const char *const names[] = { "data.mdb", "lock.mdb", "owner.lock" };
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static inline int scratch_teardown(void **state)
{
    struct scratch *s = *state;
    store_close(s->store);
    arena_free(s->arena);
    scratch_remove(s->folder);
    free(s);
    return 0;
}

static inline void scratch_reopen(struct scratch *s)
{
    store_close(s->store);
    s->store = NULL;
    MUST(store_open(&s->options, &s->store, s->reason));
}

static inline struct txn *scratch_begin(struct scratch *s)
{
    struct txn *txn;
    arena_reset(s->arena);
    MUST(txn_begin(s->store, &txn));
    return txn;
}

static inline struct txn *scratch_read(struct scratch *s)
{
    struct txn *txn;
    arena_reset(s->arena);
    MUST(txn_begin_read(s->store, &txn));
    return txn;
}

/* Submits an article of these words. `feeder_revision` 0: none given. */
static inline enum err scratch_put(struct scratch *s, struct txn *txn, const char *id, const char *body,
                                   uint32_t feeder_revision, struct inbox_answer *answer)
{
    article_record *article = article_make(s->arena);
    article->id = (char *)(uintptr_t)id;
    article->title = (char *)(uintptr_t) "Ferry late at Port Ash";
    article->body = (char *)(uintptr_t)body;
    article->has_revision = feeder_revision != 0;
    article->revision = feeder_revision;
    const struct submission submission = { "local", article, 1700000000000, 1700000000500 };
    return inbox_put(s->arena, txn, &submission, answer);
}

/* One accepted article in a transaction of its own. */
static inline struct inbox_answer scratch_accept(struct scratch *s, const char *id, const char *body)
{
    struct inbox_answer answer;
    struct txn *txn = scratch_begin(s);
    MUST(scratch_put(s, txn, id, body, 0, &answer));
    MUST(txn_commit(txn));
    return answer;
}

/* Opens or closes an event, as the desk would: event row and update. */
static inline enum err scratch_event(struct scratch *s, struct txn *txn, uint64_t id, struct span *entry)
{
    static char title[] = "Ferry late";
    event_record event;
    stored_event_record row;
    event_update_record update;
    event_head_record head;
    claimwire__v1__event__init(&event);
    claimwire__v1__stored_event__init(&row);
    claimwire__v1__event_update__init(&update);
    claimwire__v1__event_head__init(&head);
    head.title = event.title = title;
    head.has_type = event.has_type = true;
    head.type = event.type = CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER;
    event.has_id = event.has_revision = event.has_status = true;
    event.id = id;
    event.revision = 1;
    row.event = &event;
    update.has_event = update.has_revision = update.has_change = update.has_at_ms = true;
    update.event = id;
    update.revision = 1;
    update.change = CLAIMWIRE__V1__CHANGE__EVENT_OPENED;
    update.at_ms = 1700000000000;
    update.detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD;
    update.head = &head;
    if (txn_state(txn)->next_event <= id)
        txn_state(txn)->next_event = id + 1;
    const enum err err = events_put(txn, &row);
    return err == ERR_OK ? log_append(s->arena, txn, &update, entry) : err;
}

#endif
