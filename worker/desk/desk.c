/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/desk.h"

#include <stdlib.h>

#include "desk/case_file.h"
#include "desk/family.h"
#include "store/events.h"

enum {
    ARTICLES_DEFAULT = 65536,
    ARTICLES_LEAST = 16,
    LOAD_ROWS = 256,        /* window rows read at once */
    RECALL_FACTS = 1 << 18, /* whose stems are kept in memory */
};
#define WINDOW_DEFAULT_MS (INT64_C(10) * 24 * 3600 * 1000)

struct desk *desk_new(const struct desk_options *options)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk)
        return NULL;
    uint32_t articles = options->articles_max ? options->articles_max : ARTICLES_DEFAULT;
    articles = articles < ARTICLES_LEAST ? ARTICLES_LEAST : articles;
    articles = articles > INDEX_ARTICLES_MOST ? INDEX_ARTICLES_MOST : articles;
    desk->window_ms = options->window_ms > 0 ? options->window_ms : WINDOW_DEFAULT_MS;
    desk->index = index_new(articles);
    desk->scratch = match_scratch_new(articles);
    desk->recall = recall_new(RECALL_FACTS);
    desk->kin = kin_new();
    const enum err err = families_open(options->families, &desk->families);
    if (!desk->index || !desk->scratch || !desk->recall || !desk->kin || err != ERR_OK) {
        desk_free(desk);
        return NULL;
    }
    return desk;
}

void desk_free(struct desk *desk)
{
    if (!desk)
        return;
    index_free(desk->index);
    match_scratch_free(desk->scratch);
    recall_free(desk->recall);
    families_close(desk->families);
    kin_free(desk->kin);
    free(desk);
}

enum err desk_load(struct desk *desk, struct arena *arena, struct txn *txn)
{
    index_clear(desk->index);
    recall_clear(desk->recall);
    match_scratch_clear(desk->scratch);
    uint64_t after = 0;
    for (;;) {
        const size_t used = arena_used(arena);
        struct window_page *page;
        enum err err = window_list(arena, txn, after, LOAD_ROWS, &page);
        if (err != ERR_OK)
            return err;
        for (size_t i = 0; i < page->count; i++) {
            while (!index_fits(desk->index, page->rows[i].row) && index_oldest(desk->index))
                (void)index_drop(desk->index); /* the settings have become smaller */
            index_add(desk->index, page->rows[i].applied, page->rows[i].row);
            after = page->rows[i].applied;
        }
        bool last = page->count < LOAD_ROWS;
        arena_rewind(arena, used);
        if (last)
            return ERR_OK;
    }
}

enum err desk_keep(struct arena *arena, struct desk_outcome *outcome)
{
    struct span *kept = arena_array(arena, outcome->updates + 1, sizeof *kept);
    for (size_t i = 0; kept && i < outcome->updates; i++) {
        kept[i] = (struct span){ arena_string(arena, outcome->entries[i]), outcome->entries[i].size };
        if (!kept[i].data)
            return ERR_MEMORY;
    }
    outcome->entries = kept;
    return kept ? ERR_OK : ERR_MEMORY;
}

struct desk_size desk_size(const struct desk *desk)
{
    struct index_size size = index_size(desk->index);
    return (struct desk_size){ .articles = size.articles,
                               .events = size.events,
                               .facts = size.facts,
                               .postings = size.postings,
                               .bytes = size.bytes + recall_bytes(desk->recall) };
}
