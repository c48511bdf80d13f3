/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/fact.h"
#include "desk/inner.h"
#include "desk/moving.h"
#include "record/splice.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/inbox.h"
#include "store/log.h"

enum { CLOSING_BYTES = 256 /* more than a packed EVENT_CLOSED takes */ };

/* ---- writing what was decided */

static enum err add_entry(struct arena *arena, struct desk_outcome *outcome, struct span entry)
{
    /* Room is taken by powers of two: at 0, 1, 2, 4, 8 … entries it is full. */
    if ((outcome->updates & (outcome->updates - 1)) == 0) {
        size_t room = outcome->updates ? 2 * outcome->updates : 1;
        struct span *entries = arena_array(arena, room, sizeof *entries);
        if (!entries)
            return ERR_MEMORY;
        if (outcome->updates)
            memcpy(entries, outcome->entries, outcome->updates * sizeof *entries);
        outcome->entries = entries;
    }
    outcome->entries[outcome->updates++] = entry;
    return ERR_OK;
}

enum err write_decision(struct arena *arena, struct txn *txn, const struct decision *decision,
                        struct desk_outcome *outcome)
{
    if (!decision->event)
        return ERR_OK;
    enum err err = events_put(txn, decision->event);
    for (size_t i = 0; i < decision->facts_count && err == ERR_OK; i++)
        err = facts_put(txn, decision->facts[i]);
    for (size_t i = 0; i < decision->updates_count && err == ERR_OK; i++) {
        struct span entry;
        err = log_append(arena, txn, decision->updates[i], &entry);
        if (err == ERR_OK)
            err = add_entry(arena, outcome, entry);
    }
    return err;
}

/* ---- leaving the window */

static bool is_due(const struct desk *desk, int64_t now_ms, const window_row_record *next)
{
    const struct index_article *oldest = index_oldest(desk->index);
    return oldest && (now_ms - oldest->stream_ms > desk->window_ms || (next && !index_fits(desk->index, next)));
}

static enum err decide_and_close(struct arena *arena, struct txn *txn, uint64_t id, int64_t now_ms,
                                 struct desk_outcome *closing)
{
    stored_event_record *event;
    struct decision decision;
    enum err err = events_get(arena, txn, id, &event);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    if (event->event->status != CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN)
        return ERR_OK;
    err = decide_quiet(arena, event, now_ms, &decision);
    return err == ERR_OK ? write_decision(arena, txn, &decision, closing) : err;
}

/* Leaves only the entry in the arena: after a leap of stream time there may be
 * as many of these as the window has events. */
static enum err close_event(struct arena *arena, struct txn *txn, uint64_t id, int64_t now_ms,
                            struct desk_outcome *outcome)
{
    struct desk_outcome closing = { 0 };
    char *bytes = arena_alloc(arena, CLOSING_BYTES);
    const size_t used = arena_used(arena);
    enum err err = bytes ? decide_and_close(arena, txn, id, now_ms, &closing) : ERR_MEMORY;
    if (err != ERR_OK || closing.updates == 0)
        return err;
    struct span entry = closing.entries[0];
    if (entry.size <= CLOSING_BYTES) {
        memcpy(bytes, entry.data, entry.size);
        entry.data = bytes;
        arena_rewind(arena, used);
    }
    return add_entry(arena, outcome, entry);
}

/* Drops what is due, the oldest first: each row once, so constant time a row
 * in the long run. `next` is the row that must fit afterwards, or NULL. */
static enum err drop_due(struct desk *desk, struct arena *arena, struct txn *txn, int64_t now_ms,
                         const window_row_record *next, size_t count_max, struct desk_outcome *outcome)
{
    uint64_t applied = 0;
    size_t count = 0, cut = 0;
    for (; count < count_max && is_due(desk, now_ms, next); count++) {
        applied = index_oldest(desk->index)->applied;
        uint64_t event = index_drop(desk->index);
        enum err err = event ? close_event(arena, txn, event, now_ms, outcome) : ERR_OK;
        if (err != ERR_OK)
            return err;
    }
    return count ? window_cut(txn, applied, count, &cut) : ERR_OK;
}

enum err desk_expire(struct desk *desk, struct arena *arena, struct txn *txn, size_t count_max,
                     struct desk_outcome *outcome)
{
    *outcome = (struct desk_outcome){ 0 };
    return drop_due(desk, arena, txn, index_now(desk->index), NULL, count_max, outcome);
}

/* ---- writing the article */

static Claimwire__V1__ArticleStatus status_of(const reading_record *reading)
{
    switch (reading->status) {
    case CLAIMWIRE__V1__READING_STATUS__READING_PARTIAL:
        return CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_PARTIAL;
    case CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN:
        return CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_WITHDRAWN;
    default:
        return CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ;
    }
}

static uint64_t event_of(const struct decision *decision)
{
    return decision->event && !decision->left ? decision->event->event->id : 0;
}

static enum err write_article(const struct case_file *file, const struct decision *decision, uint64_t applied)
{
    stored_article_record *row = file->article;
    row->has_status = row->has_applied = row->has_event = row->has_copy_of = row->has_copy_of_revision = true;
    row->status = status_of(file->reading);
    row->applied = applied;
    row->event = event_of(decision);
    row->copy_of = file->lineage.copy_of;
    row->copy_of_revision = file->lineage.copy_of_revision;

    enum { READING = 1, FEATURES = 5 }; /* numbers of fields: stored.proto, claim.proto */
    reading_record reading = *file->reading;
    reading.features = NULL;
    stored_reading_record stored;
    claimwire__v1__stored_reading__init(&stored);
    stored.reading = file->packed.size ? NULL : &reading;
    stored.n_places = decision->places_count;
    stored.places = decision->places;
    stored.has_event = true;
    stored.event = row->event;
    stored.assigned = file->reasons.assigned;
    stored.n_rivals = file->reasons.rivals_count;
    stored.rivals = (stored_why_record **)(uintptr_t)file->reasons.rivals;
    stored.copied = file->reasons.copied;
    stored.origin = file->reasons.origin;

    enum err err = stored.reading ? ERR_OK : splice_in(file->arena, &stored.base, READING, file->packed, FEATURES);
    if (err == ERR_OK)
        err = articles_update(file->txn, file->number, row);
    if (err == ERR_OK)
        err = articles_put_reading(file->txn, file->number, row->revision, &stored);
    if (err == ERR_OK && row->event)
        err = members_put(file->txn, row->event, file->number, row->revision);
    if (err == ERR_OK && decision->left)
        err = members_drop(file->txn, decision->event->event->id, file->number);
    return err;
}

/* ---- one reading */

/* The article behind the inbox row. STALE when the row is gone, or when a
 * newer revision has been accepted; the row is then removed, the article is
 * WITHDRAWN. */
static enum err open_file(struct case_file *file, uint64_t accept)
{
    inbox_entry_record *entry;
    bool newest;
    enum err err = inbox_get(file->arena, file->txn, accept, &entry);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_STALE : err;
    file->number = entry->article;
    err = articles_get(file->arena, file->txn, entry->article, entry->revision, &file->article);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    if (!file->article->article)
        return ERR_CORRUPT;
    err = articles_is_newest(file->txn, entry->article, entry->revision, &newest);
    if (err != ERR_OK || newest)
        return err;
    file->article->has_status = true;
    file->article->status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_WITHDRAWN;
    err = articles_update(file->txn, entry->article, file->article);
    if (err == ERR_OK)
        err = inbox_ack(file->txn, accept);
    return err == ERR_OK ? ERR_STALE : err;
}

struct decide_input ask_of(const struct case_file *file, const stored_event_record *event,
                           const stored_reading_record *former, const struct fact_list *facts)
{
    const store_state_record *state = txn_state(file->txn);
    return (struct decide_input){
        .reading = file->reading,
        .wordings = file->wordings,
        .overlap = file->overlap,
        .article = file->article,
        .number = file->number,
        .stream_ms = file->article->accepted_ms,
        .origin = file->origin,
        .own = file->own,
        .echo = file->echo,
        .event = event,
        .facts = facts->rows,
        .facts_count = facts->count,
        .former = former,
        .weights = { index_weight, file->desk->index },
        .kin = file->desk->kin,
        .background = file->background,
        .next_event = state->next_event,
        .next_fact = state->next_fact,
    };
}

static enum err judge_file(struct case_file *file, struct decision *decision, struct desk_outcome *outcome)
{
    struct fact_list *facts = NULL;
    enum err err = gather(file, &facts);
    if (err == ERR_OK)
        err = serve_background(file, &facts, outcome);
    if (err != ERR_OK)
        return err;
    const struct decide_input input = ask_of(file, file->event, file->former, facts);
    return decide(file->arena, &input, decision);
}

/* What the reading takes back in an event that has ended. */
static enum err take_back_ended(struct case_file *file, struct desk_outcome *outcome)
{
    struct fact_list *facts = NULL;
    struct decision decision;
    enum err err = file->ended ? gather_ended(file, &facts) : ERR_OK;
    if (err != ERR_OK || !file->ended)
        return err;
    const struct decide_input input = ask_of(file, file->ended, file->former_ended, facts);
    err = decide_ended(file->arena, &input, &decision);
    if (err == ERR_OK)
        err = write_decision(file->arena, file->txn, &decision, outcome);
    if (err == ERR_OK)
        err = write_abroad(file, &decision, NULL, outcome);
    return err == ERR_OK ? members_drop(file->txn, file->ended->event->id, file->number) : err;
}

static enum err write_file(struct case_file *file, struct desk *desk, uint64_t accept, const struct decision *decision,
                           const struct abroad *abroad, window_row_record *row, struct desk_outcome *outcome)
{
    store_state_record *state = txn_state(file->txn);
    uint64_t applied = state->next_applied++;
    state->next_event += decision->opened;
    state->next_fact += decision->new_facts;
    enum err err = finish_row(file, decision, row);
    if (err == ERR_OK)
        err = write_decision(file->arena, file->txn, decision, outcome);
    if (err == ERR_OK)
        err = write_abroad(file, decision, abroad, outcome);
    if (err == ERR_OK)
        err = link_denials(file, decision);
    if (err == ERR_OK)
        err = write_article(file, decision, applied);
    if (err == ERR_OK)
        err = window_put(file->txn, applied, row);
    if (err == ERR_OK)
        err = inbox_ack(file->txn, accept);
    for (size_t i = 0; i < decision->facts_count && err == ERR_OK; i++)
        recall_put(desk->recall, decision->facts[i]->fact->id, sheet_stems(decision->facts[i]));
    if (err == ERR_OK)
        index_add(desk->index, applied, row);
    outcome->event = row->event;
    return err;
}

enum err desk_apply(struct desk *desk, struct arena *arena, struct txn *txn, const struct desk_input *input,
                    struct desk_outcome *outcome)
{
    *outcome = (struct desk_outcome){ 0 };
    struct case_file file = {
        .desk = desk, .arena = arena, .txn = txn, .reading = input->reading, .packed = input->packed
    };
    enum err err = open_file(&file, input->accept);
    if (err != ERR_OK)
        return err;
    window_row_record *row = begin_row(&file);
    file.wordings = fact_wordings(arena, input->reading);
    file.overlap = file.wordings
                       ? overlap_new(arena, file.wordings, input->reading->n_claims, index_postings(desk->index)->odd,
                                     (struct stem_weights){ index_weight, desk->index })
                       : NULL;
    if (!row || !file.overlap)
        return ERR_MEMORY;
    err = drop_due(desk, arena, txn, row->now_ms, row, SIZE_MAX, outcome);
    struct decision decision;
    if (err == ERR_OK)
        err = assign(&file);
    if (err == ERR_OK)
        err = regroup_events(&file, desk, outcome);
    if (err == ERR_OK)
        err = take_back_ended(&file, outcome);
    if (err == ERR_OK)
        err = judge_file(&file, &decision, outcome);
    struct abroad abroad;
    if (err == ERR_OK)
        err = link_abroad(&file, &decision, &abroad);
    if (err == ERR_OK)
        err = write_file(&file, desk, input->accept, &decision, &abroad, row, outcome);
    return err;
}
