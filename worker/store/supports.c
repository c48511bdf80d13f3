/* SPDX-License-Identifier: Apache-2.0 */
#include "store/supports.h"

#include <string.h>

bool supports_split(const stored_fact_record *row, struct support_columns *columns)
{
    size_t claims = 0;
    bool background = false;
    if (row->n_support == 0 || row->n_support > FACT_SUPPORT_MAX)
        return false;
    for (size_t i = 0; i < row->n_support; i++) {
        const support_record *support = row->support[i];
        const size_t size = support->claim ? strnlen(support->claim, SUPPORT_CLAIM_BYTES) : SUPPORT_CLAIM_BYTES;
        if (size == SUPPORT_CLAIM_BYTES)
            return false;
        memcpy(columns->claims + claims, support->claim, size + 1);
        claims += size + 1;
        columns->articles[i] = support->article;
        columns->revisions[i] = support->revision;
        columns->origins[i] = support->origin;
        columns->statements[i] = support->has_statement ? support->statement + 1 : 0;
        columns->background[i] = support->background;
        background |= support->background;
    }
    supports_record *record = &columns->record;
    claimwire__v1__supports__init(record);
    record->n_articles = record->n_revisions = record->n_origins = record->n_statements = row->n_support;
    record->n_background = background ? row->n_support : 0;
    record->articles = columns->articles;
    record->revisions = columns->revisions;
    record->origins = columns->origins;
    record->statements = columns->statements;
    record->background = columns->background;
    record->has_claims = true;
    record->claims = (ProtobufCBinaryData){ claims, columns->claims };
    return true;
}

enum err supports_join(struct arena *arena, stored_fact_record *row)
{
    const supports_record *columns = row->supports;
    if (!columns)
        return ERR_OK;
    const size_t count = columns->n_articles;
    if (columns->n_revisions != count || columns->n_origins != count || columns->n_statements != count ||
        (columns->n_background && columns->n_background != count))
        return ERR_CORRUPT;
    support_record *supports = arena_unset(arena, count + 1, sizeof *supports);
    support_record **list = arena_unset(arena, count + 1, sizeof *list);
    if (!supports || !list)
        return ERR_MEMORY;
    support_record support;
    claimwire__v1__support__init(&support);
    support.has_article = support.has_revision = support.has_origin = true;
    char *claim = (char *)columns->claims.data;
    size_t left = columns->claims.len;
    for (size_t i = 0; i < count; i++) {
        const char *end = left ? memchr(claim, 0, left) : NULL;
        if (!end)
            return ERR_CORRUPT;
        support.article = columns->articles[i];
        support.revision = columns->revisions[i];
        support.origin = columns->origins[i];
        support.has_statement = columns->statements[i] > 0;
        support.statement = columns->statements[i] ? columns->statements[i] - 1 : 0;
        support.has_background = support.background = columns->n_background && columns->background[i];
        support.claim = claim;
        left -= (size_t)(end - claim) + 1;
        claim += end - claim + 1;
        supports[i] = support;
        list[i] = &supports[i];
    }
    row->support = list;
    row->n_support = count;
    row->supports = NULL;
    return ERR_OK;
}
