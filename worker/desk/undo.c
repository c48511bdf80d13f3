/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/parting.h"
#include "store/articles.h"

/* Of the articles that were moved, those that are there still. */
static enum err load_members(struct parting *parting)
{
    struct member_page *all;
    const uint64_t id = parting->stays->event->id;
    size_t kept = 0;
    enum err err = members_list(parting->arena, parting->txn, id, 0, INDEX_ARTICLES_MOST, &all);
    for (size_t i = 0; err == ERR_OK && i < all->count; i++) {
        stored_article_record *row;
        if (kept == MOVED_ARTICLES_MAX ||
            !ids_name(parting->back->moved_articles, parting->back->n_moved_articles, all->rows[i].article))
            continue;
        err = articles_get(parting->arena, parting->txn, all->rows[i].article, all->rows[i].revision, &row);
        if (err == ERR_OK && !(parting->articles[parting->articles_count++] = decide_reference(parting->arena, row)))
            err = ERR_MEMORY;
        all->rows[kept++] = all->rows[i];
    }
    if (err == ERR_OK)
        all->count = kept;
    parting->members = all;
    return err;
}

static enum err load(struct parting *parting, uint64_t event)
{
    enum err err = events_get(parting->arena, parting->txn, event, &parting->back);
    if (err != ERR_OK)
        return err;
    if (parting->back->event->status != CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY)
        return ERR_FIELD_VALUE;
    err = events_get(parting->arena, parting->txn, parting->back->event->merged_into, &parting->stays);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    if (parting->stays->event->status != CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN)
        return ERR_STALE;
    err = facts_list(parting->arena, parting->txn, parting->stays->event->id, 0, EVENT_FACTS_MAX, &parting->facts);
    return err == ERR_OK ? load_members(parting) : err;
}

enum err desk_undo(struct desk *desk, struct arena *arena, struct txn *txn, uint64_t event,
                   struct desk_outcome *outcome)
{
    struct parting parting = { .desk = desk, .arena = arena, .txn = txn, .reason = "undone", .for_good = true };
    enum err err = load(&parting, event);
    if (err == ERR_OK && !index_room(desk->index, (uint32_t)parting.members->count))
        err = ERR_FULL;
    if (err != ERR_OK)
        return err;
    parting.at_ms = index_now(desk->index);
    return parting_carry_out(&parting, outcome);
}
