/* SPDX-License-Identifier: Apache-2.0
 * The lists that the ask endpoint answers out of the store, page by page. */
#include <assert.h>

#include "base/limits.h"
#include "hub/answer.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/inbox.h"

enum {
    REPLY_ROOM_BYTES = WIRE_REPLY_BYTES_MAX - 1536 * 1024, /* rows in one reply before the last one */
    ROWS_DEFAULT = 100,
    ROWS_MAX = 1000,
    EVENT_ARTICLES_LISTED = 1024,
    EVENT_CLAIM_BYTES_LISTED = 1024 * 1024,
    CLAIM_ROWS_MAX = CLAIMS_MAX,
    CLAIM_ARTICLES_AT_ONCE = 64,
    REVISIONS_RADIX = 1024, /* a list's place is article number x this + revision */
};

static_assert((int)REVISIONS_MAX < (int)REVISIONS_RADIX, "a list's place must hold every revision");

static size_t rows_wanted(const list_request_record *list)
{
    if (list->count_max == 0)
        return ROWS_DEFAULT;
    return list->count_max < ROWS_MAX ? list->count_max : ROWS_MAX;
}

/* ---- events */

article_ref_record *answer_ref(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision)
{
    stored_article_record *row;
    article_ref_record *ref = article_ref_make(arena);
    if (!ref || articles_get(arena, txn, number, revision, &row) != ERR_OK)
        return NULL;
    ref->feeder = row->feeder;
    ref->id = row->article->id;
    ref->has_revision = true;
    ref->revision = revision;
    return ref;
}

/* Puts the claims of the supports behind the statements that they make, as
 * long as `room`, in bytes, lasts. */
static enum err add_claims(struct arena *arena, struct txn *txn, stored_fact_record *row, size_t *room)
{
    for (size_t i = 0; i<row->n_support && * room> 0; i++) {
        const support_record *support = row->support[i];
        if (!support->has_statement || support->statement >= row->fact->n_statements)
            continue;
        stated_by_record *stated = row->fact->statements[support->statement];
        if (!stated->claims)
            stated->claims = arena_array(arena, row->n_support, sizeof *stated->claims);
        claim_ref_record *ref = claim_ref_make(arena);
        if (!ref || !stated->claims)
            return ERR_TOO_LARGE;
        ref->article = answer_ref(arena, txn, support->article, support->revision);
        ref->claim = support->claim;
        if (!ref->article)
            continue;
        stated->claims[stated->n_claims++] = ref;
        const size_t bytes = claimwire__v1__claim_ref__get_packed_size(ref) + 4;
        *room -= bytes < *room ? bytes : *room;
    }
    return ERR_OK;
}

static enum err add_facts(struct arena *arena, struct txn *txn, event_record *event)
{
    struct fact_page *page;
    size_t room = EVENT_CLAIM_BYTES_LISTED;
    enum err err = facts_list(arena, txn, event->id, 0, EVENT_FACTS_MAX, &page);
    if (err)
        return err;
    event->facts = arena_array(arena, page->count + 1, sizeof *event->facts);
    if (!event->facts)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < page->count && !err; i++) {
        err = add_claims(arena, txn, page->rows[i], &room);
        event->facts[event->n_facts++] = page->rows[i]->fact;
    }
    return err;
}

static enum err add_articles(struct arena *arena, struct txn *txn, event_record *event)
{
    struct member_page *page;
    const enum err err = members_list(arena, txn, event->id, 0, EVENT_ARTICLES_LISTED, &page);
    if (err)
        return err;
    event->articles = arena_array(arena, page->count + 1, sizeof *event->articles);
    for (size_t i = 0; event->articles && i < page->count; i++) {
        article_ref_record *ref = answer_ref(arena, txn, page->rows[i].article, page->rows[i].revision);
        if (ref)
            event->articles[event->n_articles++] = ref;
    }
    return event->articles ? ERR_OK : ERR_TOO_LARGE;
}

static enum err whole_event(struct arena *arena, struct txn *txn, const stored_event_record *row)
{
    const enum err err = add_facts(arena, txn, row->event);
    return err ? err : add_articles(arena, txn, row->event);
}

static reply_record *events_reply(struct arena *arena, const ask_record *ask, size_t count, event_record **events,
                                  uint64_t next)
{
    reply_record *reply = answer_fine(arena, ask);
    events_reply_record *body = events_reply_make(arena);
    if (!reply || !body)
        return NULL;
    body->n_events = count;
    body->events = events;
    body->has_next = true;
    body->next = next;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_EVENTS;
    reply->events = body;
    return reply;
}

reply_record *answer_events(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    const size_t wanted = rows_wanted(ask->events);
    struct event_page *page;
    enum err err = events_list(arena, txn, ask->events->after, wanted, &page);
    event_record **events = err ? NULL : arena_array(arena, page->count + 1, sizeof *events);
    size_t count = 0, bytes = 0;
    for (; !err && events && count < page->count; count++) {
        err = whole_event(arena, txn, page->rows[count]);
        events[count] = page->rows[count]->event;
        bytes += err ? 0 : claimwire__v1__event__get_packed_size(events[count]);
        if (bytes > REPLY_ROOM_BYTES && count > 0)
            break;
    }
    if (err || !events)
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    const bool more = count < page->count || page->count == wanted;
    return events_reply(arena, ask, count, events, more && count > 0 ? events[count - 1]->id : 0);
}

reply_record *answer_event(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    stored_event_record *row;
    enum err err = events_get(arena, txn, ask->event->id, &row);
    if (!err)
        err = whole_event(arena, txn, row);
    event_record **events = arena_array(arena, 1, sizeof *events);
    if (err || !events)
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    events[0] = row->event;
    return events_reply(arena, ask, 1, events, 0);
}

/* ---- articles and claims */

static article_row_record *article_row(struct arena *arena, struct txn *txn, const stored_article_record *stored)
{
    article_row_record *row = article_row_make(arena);
    article_ref_record *ref = article_ref_make(arena);
    if (!row || !ref)
        return NULL;
    ref->feeder = stored->feeder;
    ref->id = stored->article->id;
    ref->has_revision = true;
    ref->revision = stored->revision;
    row->ref = ref;
    row->has_event = stored->event != 0;
    row->event = stored->event;
    if (stored->copy_of)
        row->copy_of = answer_ref(arena, txn, stored->copy_of, stored->copy_of_revision);
    row->outlet = stored->article->outlet;
    row->has_status = true;
    row->status = stored->status;
    row->has_digest = true;
    row->digest = stored->digest;
    row->has_accepted_ms = true;
    row->accepted_ms = stored->accepted_ms;
    return row;
}

reply_record *answer_articles(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    const size_t wanted = rows_wanted(ask->articles);
    const uint64_t after = ask->articles->after;
    struct article_page *page;
    const enum err err =
        articles_list(arena, txn, after / REVISIONS_RADIX, (uint32_t)(after % REVISIONS_RADIX), wanted, &page);
    reply_record *reply = answer_fine(arena, ask);
    articles_reply_record *body = articles_reply_make(arena);
    article_row_record **rows = err ? NULL : arena_array(arena, page->count + 1, sizeof *rows);
    if (err || !reply || !body || !rows)
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    body->articles = rows;
    for (size_t i = 0; i < page->count; i++) {
        stored_article_record *later;
        if (ask->articles->newest_only &&
            articles_get(arena, txn, page->rows[i].number, page->rows[i].revision + 1, &later) == ERR_OK)
            continue;
        article_row_record *row = article_row(arena, txn, page->rows[i].article);
        if (!row)
            return answer_failed(arena, ask, ERR_TOO_LARGE);
        rows[body->n_articles++] = row;
    }
    body->has_next = true;
    if (page->count == wanted)
        body->next = page->rows[page->count - 1].number * REVISIONS_RADIX + page->rows[page->count - 1].revision;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_ARTICLES;
    reply->articles = body;
    return reply;
}

/* True when a later revision of the article has been applied. */
static bool superseded(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision)
{
    stored_article_record *row;
    return articles_get(arena, txn, number, revision + 1, &row) == ERR_OK && row->applied > 0;
}

static bool add_claim_rows(struct arena *arena, const article_ref_record *ref, const stored_reading_record *stored,
                           claims_reply_record *body)
{
    for (size_t i = 0; i < stored->reading->n_claims; i++) {
        claim_row_record *row = claim_row_make(arena);
        if (!row)
            return false;
        row->article = (article_ref_record *)(uintptr_t)ref;
        row->has_event = true;
        row->event = stored->event;
        row->claim = stored->reading->claims[i];
        if (i < stored->n_places) {
            row->has_fact = true;
            row->fact = stored->places[i]->fact;
            if (stored->places[i]->event)
                row->event = stored->places[i]->event;
            row->has_denies = stored->places[i]->denies != 0;
            row->denies = stored->places[i]->denies;
        }
        body->claims[body->n_claims++] = row;
    }
    return true;
}

/* The claims of one article that stand. */
static enum err add_article_claims(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                                   claims_reply_record *body, size_t room, bool *fits)
{
    stored_reading_record *stored;
    *fits = true;
    if (superseded(arena, txn, number, revision))
        return ERR_OK;
    const enum err err = articles_get_reading(arena, txn, number, revision, &stored);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    if (!stored->reading || stored->event == 0)
        return ERR_OK;
    if (body->n_claims + stored->reading->n_claims > room) {
        *fits = false;
        return ERR_OK;
    }
    const article_ref_record *ref = answer_ref(arena, txn, number, revision);
    return ref && add_claim_rows(arena, ref, stored, body) ? ERR_OK : ERR_TOO_LARGE;
}

reply_record *answer_claims(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    uint64_t after = ask->claims->after, next = 0;
    struct article_page *page;
    enum err err = articles_list(arena, txn, after / REVISIONS_RADIX, (uint32_t)(after % REVISIONS_RADIX),
                                 CLAIM_ARTICLES_AT_ONCE, &page);
    reply_record *reply = answer_fine(arena, ask);
    claims_reply_record *body = claims_reply_make(arena);
    if (err || !reply || !body || !(body->claims = arena_array(arena, CLAIM_ROWS_MAX, sizeof *body->claims)))
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    bool fits = true;
    size_t i = 0;
    for (; !err && fits && i < page->count; i++) {
        err = add_article_claims(arena, txn, page->rows[i].number, page->rows[i].revision, body, CLAIM_ROWS_MAX, &fits);
        if (fits)
            next = page->rows[i].number * REVISIONS_RADIX + page->rows[i].revision;
    }
    if (err)
        return answer_failed(arena, ask, err);
    body->has_next = true;
    body->next = !fits || page->count == CLAIM_ARTICLES_AT_ONCE ? next : 0;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_CLAIMS;
    reply->claims = body;
    return reply;
}

/* ---- dead letters */

static dead_letter_record *dead_letter(struct arena *arena, struct txn *txn, uint64_t id,
                                       const stored_dead_record *stored, bool whole)
{
    dead_letter_record *letter = dead_letter_make(arena);
    stored_article_record *row;
    if (!letter)
        return NULL;
    letter->has_id = letter->has_attempts = letter->has_at_ms = true;
    letter->id = id;
    letter->article = answer_ref(arena, txn, stored->entry->article, stored->entry->revision);
    letter->reason = stored->reason;
    letter->attempts = stored->entry->attempts;
    letter->at_ms = stored->at_ms;
    if (whole && articles_get_whole(arena, txn, stored->entry->article, stored->entry->revision, &row) == ERR_OK)
        letter->content = row->article;
    return letter;
}

static reply_record *dead_reply(struct arena *arena, const ask_record *ask, size_t count, dead_letter_record **letters,
                                uint64_t next)
{
    reply_record *reply = answer_fine(arena, ask);
    dead_reply_record *body = dead_reply_make(arena);
    if (!reply || !body)
        return NULL;
    body->n_letters = count;
    body->letters = letters;
    body->has_next = true;
    body->next = next;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_DEAD;
    reply->dead = body;
    return reply;
}

reply_record *answer_dead(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    const size_t wanted = rows_wanted(ask->dead);
    struct dead_page *page;
    const enum err err = dead_list(arena, txn, ask->dead->after, wanted, &page);
    dead_letter_record **letters = err ? NULL : arena_array(arena, page->count + 1, sizeof *letters);
    if (err || !letters)
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    for (size_t i = 0; i < page->count; i++)
        if (!(letters[i] = dead_letter(arena, txn, page->rows[i].id, page->rows[i].letter, false)))
            return answer_failed(arena, ask, ERR_TOO_LARGE);
    return dead_reply(arena, ask, page->count, letters, page->count == wanted ? page->rows[wanted - 1].id : 0);
}

reply_record *answer_dead_letter(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    if (ask->dead_letter->verb != CLAIMWIRE__V1__DEAD_VERB__DEAD_SHOW)
        return NULL; /* it writes: the loop's */
    stored_dead_record *stored;
    const enum err err = dead_get(arena, txn, ask->dead_letter->id, &stored);
    dead_letter_record **letters = arena_array(arena, 1, sizeof *letters);
    if (err || !letters || !(letters[0] = dead_letter(arena, txn, ask->dead_letter->id, stored, true)))
        return answer_failed(arena, ask, err ? err : ERR_TOO_LARGE);
    return dead_reply(arena, ask, 1, letters, 0);
}
