/* SPDX-License-Identifier: Apache-2.0
 * Why the desk decided as it did: the reasons that it stored, by article,
 * event, fact or update. Nothing is decided again. */
#include "base/limits.h"
#include "hub/answer.h"
#include "hub/answer_reason.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/log.h"

enum {
    REASONS_MAX = 2 * CLAIMS_MAX + 16, /* of one article */
    MEMBERS_AT_ONCE = 16,
    SUPPORTS_MAX = 16,       /* of a fact, the first */
    EVENTS_SEARCHED = 20000, /* for one fact, in one request */
};

/* ---- one article */

/* The newest revision that has been read. */
static enum err why_article(struct reasons *reasons, const why_request_record *request)
{
    known_article_record *known;
    stored_reading_record *reading;
    enum err err = articles_known(reasons->arena, reasons->txn, request->feeder ? request->feeder : "local",
                                  request->article, &known);
    if (err != ERR_OK || !known)
        return err == ERR_OK ? ERR_NOT_FOUND : err;
    err = ERR_NOT_FOUND;
    for (size_t i = known->n_revisions; i > 0 && err == ERR_NOT_FOUND; i--)
        err = reason_begin(reasons, known->number, known->revisions[i - 1]->revision, true, &reading);
    if (err != ERR_OK)
        return err;
    reason_assignment(reasons, reading);
    reason_lineage(reasons, reading);
    for (size_t i = 0; i < reading->reading->n_claims; i++)
        reason_claim(reasons, reading, i);
    return ERR_OK;
}

/* ---- one event */

static enum err tell_merge(struct reasons *reasons, uint64_t into, uint64_t other)
{
    stored_event_record *row;
    const enum err err = events_get(reasons->arena, reasons->txn, other, &row);
    why_record *why = err == ERR_OK && row->event->merged_into == into ? reason_add(reasons, "MERGE") : NULL;
    if (!why)
        return err;
    reason_name_event(why, into);
    reason_take(reasons, why, row->moved_why);
    why->has_other_event = true;
    why->other_event = other;
    return ERR_OK;
}

/* By their articles. */
static enum err tell_parting(struct reasons *reasons, uint64_t from, uint64_t other)
{
    stored_event_record *row;
    const enum err err = events_get(reasons->arena, reasons->txn, other, &row);
    why_record *why = err == ERR_OK && row->parted_from == from ? reason_add(reasons, "SPLIT") : NULL;
    if (!why)
        return err;
    reason_name_event(why, from);
    reason_take(reasons, why, row->parted_why);
    why->has_other_event = true;
    why->other_event = other;
    return ERR_OK;
}

static void tell_partings(struct reasons *reasons, const stored_event_record *row)
{
    for (size_t i = 0; i < row->n_apart; i++) {
        why_record *why = reason_add(reasons, "SPLIT");
        if (!why)
            return;
        reason_name_event(why, row->event->id);
        why->has_rule = why->has_other_event = true;
        why->rule = CLAIMWIRE__V1__RULE__RULE_OPERATOR;
        why->other_event = row->apart[i];
    }
}

static enum err why_event(struct reasons *reasons, const why_request_record *request)
{
    stored_event_record *row;
    struct member_page *page;
    const uint64_t id = request->event;
    enum err err = events_get(reasons->arena, reasons->txn, id, &row);
    if (err == ERR_OK && !request->after && row->event->merged_into)
        err = tell_merge(reasons, row->event->merged_into, id);
    for (size_t i = 0; err == ERR_OK && !request->after && i < row->n_merged; i++)
        err = tell_merge(reasons, id, row->merged[i]);
    if (err == ERR_OK && !request->after && row->parted_from)
        err = tell_parting(reasons, row->parted_from, id);
    for (size_t i = 0; err == ERR_OK && !request->after && i < row->n_parted; i++)
        err = tell_parting(reasons, id, row->parted[i]);
    if (err == ERR_OK && !request->after)
        tell_partings(reasons, row);
    if (err == ERR_OK)
        err = members_list(reasons->arena, reasons->txn, id, request->after, MEMBERS_AT_ONCE, &page);
    for (size_t i = 0; err == ERR_OK && i < page->count; i++) {
        stored_reading_record *reading;
        err = reason_begin(reasons, page->rows[i].article, page->rows[i].revision, true, &reading);
        if (err == ERR_OK)
            reason_assignment(reasons, reading);
        reasons->body->next = page->count == MEMBERS_AT_ONCE ? page->rows[i].article : 0;
    }
    return err;
}

/* ---- one fact */

/* Its row, looked for in EVENTS_SEARCHED events, the newest first. NOT_FOUND
 * with `next` set where others are left. */
static enum err find_fact(struct reasons *reasons, const why_request_record *request, stored_fact_record **row)
{
    const uint64_t last = txn_state(reasons->txn)->next_event;
    uint64_t event = request->event ? request->event + 1 : request->after ? request->after : last;
    for (int i = 0; i < EVENTS_SEARCHED && event > 1; i++) {
        const enum err err = facts_get(reasons->arena, reasons->txn, --event, request->fact, row);
        if (err != ERR_NOT_FOUND || request->event)
            return err;
    }
    reasons->body->next = event > 1 ? event : 0;
    return ERR_NOT_FOUND;
}

static enum err tell_support(struct reasons *reasons, const support_record *support, const char **origin)
{
    stored_reading_record *reading;
    const enum err err = reason_begin(reasons, support->article, support->revision, false, &reading);
    if (err != ERR_OK)
        return err;
    const size_t number = reason_find_claim(reading, support->claim);
    if (number < reading->reading->n_claims)
        reason_claim(reasons, reading, number);
    *origin = reading->origin ? reading->origin->text : NULL;
    return ERR_OK;
}

static void tell_corroboration(struct reasons *reasons, const stored_fact_record *row, const support_record *second,
                               const char *origin)
{
    why_record *why = reason_add(reasons, "CORROBORATION");
    if (!why)
        return;
    reason_name_event(why, row->event);
    reason_name_fact(why, row->fact->id);
    why->has_rule = true;
    why->rule = CLAIMWIRE__V1__RULE__RULE_ORIGIN;
    why->article = reasons->ref;
    why->claim = second->claim;
    why->other = answer_ref(reasons->arena, reasons->txn, row->support[0]->article, row->support[0]->revision);
    why->text = (char *)(uintptr_t)origin;
}

/* The first support of another origin than the first one's; as many as there are: none. */
static size_t second_origin(const stored_fact_record *row)
{
    size_t i = 1;
    while (i < row->n_support && row->support[i]->origin == row->support[0]->origin)
        i++;
    return i;
}

static enum err tell_fact(struct reasons *reasons, const stored_fact_record *row)
{
    enum err err = ERR_OK;
    const size_t second = second_origin(row);
    for (size_t i = 0; i < row->n_support && err == ERR_OK; i++) {
        const char *origin = NULL;
        if (i >= SUPPORTS_MAX && i != second)
            continue;
        err = tell_support(reasons, row->support[i], &origin);
        if (err == ERR_OK && i == second)
            tell_corroboration(reasons, row, row->support[i], origin);
    }
    return err;
}

static enum err why_fact(struct reasons *reasons, const why_request_record *request)
{
    stored_fact_record *row;
    const enum err err = find_fact(reasons, request, &row);
    if (err == ERR_NOT_FOUND && reasons->body->next)
        return ERR_OK;
    return err == ERR_OK ? tell_fact(reasons, row) : err;
}

/* ---- one update */

static enum err read_update(struct reasons *reasons, uint64_t sequence, event_update_record **update)
{
    cursor_record after = CLAIMWIRE__V1__CURSOR__INIT;
    struct packed_list *list;
    log_entry_record *entry;
    after.has_sequence = true;
    after.sequence = sequence - 1;
    if (sequence == 1) /* 0 would mean the oldest kept */
        after.sequence = txn_state(reasons->txn)->oldest_sequence > 1 ? 1 : 0;
    enum err err = log_read(reasons->arena, reasons->txn, &after, 1, SIZE_MAX, &list);
    if (err == ERR_DIVERGED || (err == ERR_OK && list->count == 0))
        return ERR_NOT_FOUND;
    if (err == ERR_OK)
        err = log_entry_unpack(reasons->arena, list->entries[0], &entry);
    if (err != ERR_OK || entry->sequence != sequence)
        return err == ERR_OK ? ERR_TOO_OLD : err;
    return event_update_unpack(reasons->arena, (struct span){ (char *)entry->update.data, entry->update.len }, update);
}

static const char *said(const event_update_record *update)
{
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE:
        return update->move->reason;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION:
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING:
        return update->retraction->reason; /* one message in the union */
    default:
        return NULL;
    }
}

/* What the article that brought the update was found to be. */
static enum err tell_cause(struct reasons *reasons, const event_update_record *update)
{
    known_article_record *known;
    stored_reading_record *reading;
    const article_ref_record *ref = update->article;
    enum err err = articles_known(reasons->arena, reasons->txn, ref->feeder, ref->id, &known);
    if (err != ERR_OK || !known)
        return err;
    err = reason_begin(reasons, known->number, ref->revision, true, &reading);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    const size_t number = reason_find_claim(reading, update->claim);
    reason_assignment(reasons, reading);
    reason_lineage(reasons, reading);
    if (number < reading->reading->n_claims)
        reason_claim(reasons, reading, number);
    return ERR_OK;
}

static enum err why_update(struct reasons *reasons, const why_request_record *request)
{
    event_update_record *update;
    enum err err = read_update(reasons, request->sequence, &update);
    why_record *why = err == ERR_OK ? reason_add(reasons, "UPDATE") : NULL;
    if (!why)
        return err;
    const ProtobufCEnumValue *change =
        protobuf_c_enum_descriptor_get_value(&claimwire__v1__change__descriptor, (int)update->change);
    why->has_sequence = true;
    why->sequence = request->sequence;
    why->text = (char *)(uintptr_t)(change ? change->name : "CHANGE_UNKNOWN");
    reason_name_event(why, update->event);
    reason_name_fact(why, update->fact);
    why->article = update->article;
    why->claim = update->claim;
    if (said(update) && (why = reason_add(reasons, "UPDATE"))) {
        reason_name_event(why, update->event);
        why->text = (char *)(uintptr_t)said(update);
    }
    for (size_t i = 0; update->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED && i < update->move->n_others; i++)
        err = err == ERR_OK ? tell_merge(reasons, update->event, update->move->others[i]) : err;
    for (size_t i = 0; update->change == CLAIMWIRE__V1__CHANGE__EVENT_SPLIT && i < update->move->n_others; i++)
        err = err == ERR_OK ? tell_parting(reasons, update->event, update->move->others[i]) : err;
    stored_fact_record *row;
    if (err == ERR_OK && update->change == CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED &&
        facts_get(reasons->arena, reasons->txn, update->event, update->fact, &row) == ERR_OK)
        return tell_fact(reasons, row);
    return err == ERR_OK && update->article ? tell_cause(reasons, update) : err;
}

/* ---- */

reply_record *answer_why(struct arena *arena, struct txn *txn, const ask_record *ask)
{
    const why_request_record *request = ask->why;
    struct reasons reasons = { .arena = arena, .txn = txn, .body = why_reply_make(arena), .room = REASONS_MAX };
    reply_record *reply = answer_fine(arena, ask);
    if (!reply || !reasons.body || !(reasons.body->reasons = arena_array(arena, REASONS_MAX, sizeof(why_record *))))
        return answer_failed(arena, ask, ERR_TOO_LARGE);
    enum err err = ERR_FIELD_VALUE;
    if (request->article)
        err = why_article(&reasons, request);
    else if (request->fact)
        err = why_fact(&reasons, request);
    else if (request->event)
        err = why_event(&reasons, request);
    else if (request->sequence)
        err = why_update(&reasons, request);
    if (err != ERR_OK)
        return answer_failed(arena, ask, err);
    reasons.body->has_next = true;
    reply->body_case = CLAIMWIRE__V1__REPLY__BODY_WHY;
    reply->why = reasons.body;
    return reply;
}
