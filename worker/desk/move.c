/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/moving.h"
#include "desk/twin.h"
#include "store/articles.h"
#include "store/events.h"

/* The claims of an article of another event name this one. */
static enum err turn_places(struct arena *arena, struct txn *txn, const support_record *support, uint64_t fact,
                            uint64_t to)
{
    const size_t used = arena_used(arena);
    stored_reading_record *reading;
    enum err err = articles_get_places(arena, txn, support->article, support->revision, &reading);
    for (size_t i = 0; err == ERR_OK && i < reading->n_places; i++)
        if (reading->places[i]->fact == fact)
            reading->places[i]->event = to;
    if (err == ERR_OK)
        err = articles_put_reading(txn, support->article, support->revision, reading);
    arena_rewind(arena, used);
    return err == ERR_NOT_FOUND ? ERR_OK : err; /* what is not kept says nothing */
}

enum err move_fact(struct arena *arena, struct txn *txn, stored_fact_record *row, uint64_t from, uint64_t to)
{
    enum err err = from ? facts_drop(txn, from, row->fact->id) : ERR_OK;
    row->event = to;
    if (err == ERR_OK)
        err = facts_put(txn, row);
    for (size_t i = 0; i < row->n_support && err == ERR_OK; i++)
        if (row->support[i]->background)
            err = turn_places(arena, txn, row->support[i], row->fact->id, to);
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

/* The fact itself where it goes along, or its twin; 0: neither. */
static uint64_t carried_as(const struct carried *carried, uint64_t fact)
{
    for (size_t i = 0; i < carried->facts->count; i++)
        if (carried->facts->rows[i]->fact->id == fact)
            return fact;
    for (size_t i = 0; i < carried->twins_count; i++)
        if (carried->twins[i].of == fact || carried->twins[i].row->fact->id == fact)
            return carried->twins[i].row->fact->id;
    return 0;
}

/* What else the row carries stays behind. */
static void keep_facts(window_row_record *row, const struct carried *carried)
{
    size_t kept = 0;
    const bool marked = row->n_marks == row->n_facts;
    for (size_t i = 0; i < row->n_facts; i++) {
        const uint64_t fact = carried_as(carried, row->facts[i]);
        if (!fact)
            continue;
        row->facts[kept] = fact;
        row->fact_keys[kept] = row->fact_keys[i];
        row->topic_keys[kept] = row->topic_keys[i];
        if (marked)
            row->marks[kept] = row->marks[i];
        row->polarities[kept++] = row->polarities[i];
    }
    row->n_facts = row->n_fact_keys = row->n_topic_keys = row->n_polarities = kept;
    row->n_marks = marked ? kept : 0;
}

static void keep_places(stored_reading_record *reading, const struct carried *carried)
{
    for (size_t i = 0; i < reading->n_places; i++) {
        claim_place_record *place = reading->places[i];
        if (place->event) /* background, of neither */
            continue;
        place->fact = carried_as(carried, place->fact);
        const uint64_t denied = carried_as(carried, place->denies);
        place->denies = denied ? denied : place->denies; /* or of the event that it leaves, where it was said */
    }
}

/* The row of the window, if it is still there, once more at the end. */
static enum err move_row(struct desk *desk, struct arena *arena, struct txn *txn, uint64_t article, uint64_t from,
                         uint64_t to, const struct carried *carried)
{
    const struct index_article *latest = index_latest(desk->index, article);
    window_row_record *row;
    if (!latest || latest->event != from)
        return ERR_OK;
    enum err err = window_get(arena, txn, latest->applied, &row);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    const uint64_t applied = txn_state(txn)->next_applied++;
    row->event = to;
    if (carried)
        keep_facts(row, carried);
    err = window_put(txn, applied, row);
    if (err == ERR_OK)
        index_add(desk->index, applied, row);
    return err;
}

enum err move_article(struct desk *desk, struct arena *arena, struct txn *txn, uint64_t article, uint32_t revision,
                      uint64_t from, uint64_t to, const struct carried *carried)
{
    stored_article_record *row;
    stored_reading_record *reading;
    enum err err = articles_get(arena, txn, article, revision, &row);
    if (err == ERR_OK)
        err = articles_get_places(arena, txn, article, revision, &reading);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    row->event = reading->event = to;
    if (carried)
        keep_places(reading, carried);
    err = articles_update(txn, article, row);
    if (err == ERR_OK)
        err = articles_put_reading(txn, article, revision, reading);
    if (err == ERR_OK)
        err = members_drop(txn, from, article);
    if (err == ERR_OK)
        err = members_put(txn, to, article, revision);
    return err == ERR_OK ? move_row(desk, arena, txn, article, from, to, carried) : err;
}
