/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/query.h"

#include <stdio.h>
#include <string.h>

enum { DRAIN_MS_MAX = 60000 };

static void check(struct hub *hub, int result)
{
    if (result != CLAIMWIRE_OK)
        fail_msg("the hub does not answer: %s %s", claimwire_strerror(result), claimwire_asker_message(hub->asker));
}

const Claimwire__V1__StatusReply *query_status(struct hub *hub)
{
    const Claimwire__V1__StatusReply *status = NULL;
    check(hub, claimwire_asker_status(hub->asker, &status));
    return status;
}

uint64_t query_counter(struct hub *hub, const char *name)
{
    const Claimwire__V1__StatusReply *status = query_status(hub);
    for (size_t i = 0; i < status->n_counters; i++)
        if (strcmp(status->counters[i]->name, name) == 0)
            return status->counters[i]->value;
    fail_msg("there is no counter %s", name);
    return 0;
}

uint64_t query_sequence(struct hub *hub)
{
    return query_status(hub)->last->sequence;
}

struct claimwire_cursor query_cursor(struct hub *hub)
{
    const Claimwire__V1__Cursor *last = query_status(hub)->last;
    struct claimwire_cursor cursor = { .epoch = last->epoch, .sequence = last->sequence, .has_epoch = true };
    cursor.has_digest = last->has_digest && last->digest.len == sizeof cursor.digest;
    if (cursor.has_digest)
        memcpy(cursor.digest, last->digest.data, sizeof cursor.digest);
    return cursor;
}

uint64_t query_drained(struct hub *hub)
{
    const long long end = now_ms() + DRAIN_MS_MAX;
    for (;;) {
        const Claimwire__V1__StatusReply *status = query_status(hub);
        if (status->queued == 0)
            return status->last->sequence;
        if (now_ms() > end)
            fail_msg("%llu articles are still queued", (unsigned long long)status->queued);
        sleep_ms(10);
    }
}

void query_dead(struct hub *hub, uint64_t count)
{
    const long long end = now_ms() + DRAIN_MS_MAX;
    while (query_status(hub)->dead != count) {
        assert_true(now_ms() < end);
        sleep_ms(10);
    }
}

static void take_row(const Claimwire__V1__ArticleRow *row, struct query_article *last)
{
    *last = (struct query_article){ .status = row->status, .revision = row->ref->revision, .event = row->event };
    if (row->copy_of)
        snprintf(last->copy_of, sizeof last->copy_of, "%s", row->copy_of->id);
}

size_t query_articles(struct hub *hub, const char *id, struct query_article *last)
{
    const Claimwire__V1__ArticlesReply *page;
    uint64_t after = 0;
    size_t count = 0;
    do {
        check(hub, claimwire_asker_articles(hub->asker, after, 0, false, &page));
        for (size_t i = 0; i < page->n_articles; i++) {
            if (id && strcmp(page->articles[i]->ref->id, id) != 0)
                continue;
            count++;
            if (last)
                take_row(page->articles[i], last);
        }
        after = page->next;
    } while (after != 0);
    return count;
}

void query_events(struct hub *hub, struct ledger *ledger)
{
    const Claimwire__V1__EventsReply *page;
    uint64_t after = 0;
    ledger_clear(ledger);
    do {
        check(hub, claimwire_asker_events(hub->asker, after, 0, &page));
        for (size_t i = 0; i < page->n_events; i++)
            ledger_event(ledger, page->events[i]);
        after = page->next;
    } while (after != 0);
}
