/* SPDX-License-Identifier: Apache-2.0 */
#include "store/supports.h"

#include <string.h>

/* What nearly every support has says nothing: then the row is without the column. */
enum { USUAL_REVISION = 1, USUAL_STATEMENT = 1 /* place 0 and 1 */ };

bool supports_split(const stored_fact_record *fact, struct support_columns *columns, fact_row_record *row)
{
    const size_t count = fact->n_support;
    size_t claims = 0;
    bool revised = false, stated = false, background = false;
    if (count > FACT_SUPPORT_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        const support_record *support = fact->support[i];
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
        revised |= columns->revisions[i] != USUAL_REVISION;
        stated |= columns->statements[i] != USUAL_STATEMENT;
        background |= support->background;
    }
    row->n_support_articles = row->n_support_origins = count;
    row->n_support_revisions = revised ? count : 0;
    row->n_support_statements = stated ? count : 0;
    row->n_support_background = background ? count : 0;
    row->support_articles = columns->articles;
    row->support_revisions = columns->revisions;
    row->support_origins = columns->origins;
    row->support_statements = columns->statements;
    row->support_background = columns->background;
    row->has_support_claims = count > 0;
    row->support_claims = (ProtobufCBinaryData){ claims, columns->claims };
    return true;
}

static bool is_even(const fact_row_record *row)
{
    const size_t count = row->n_support_articles;
    return row->n_support_origins == count && (!row->n_support_revisions || row->n_support_revisions == count) &&
           (!row->n_support_statements || row->n_support_statements == count) &&
           (!row->n_support_background || row->n_support_background == count);
}

enum err supports_join(struct arena *arena, const fact_row_record *row, stored_fact_record *fact)
{
    const size_t count = row->n_support_articles;
    if (!is_even(row))
        return ERR_CORRUPT;
    support_record *supports = arena_unset(arena, count + 1, sizeof *supports);
    support_record **list = arena_unset(arena, count + 1, sizeof *list);
    if (!supports || !list)
        return ERR_MEMORY;
    support_record support;
    claimwire__v1__support__init(&support);
    support.has_article = support.has_revision = support.has_origin = true;
    char *claim = (char *)row->support_claims.data;
    size_t left = row->support_claims.len;
    for (size_t i = 0; i < count; i++) {
        const char *end = left ? memchr(claim, 0, left) : NULL;
        if (!end)
            return ERR_CORRUPT;
        const uint32_t statement = row->n_support_statements ? row->support_statements[i] : USUAL_STATEMENT;
        support.article = row->support_articles[i];
        support.revision = row->n_support_revisions ? row->support_revisions[i] : USUAL_REVISION;
        support.origin = row->support_origins[i];
        support.has_statement = statement > 0;
        support.statement = statement ? statement - 1 : 0;
        support.has_background = support.background = row->n_support_background && row->support_background[i];
        support.claim = claim;
        left -= (size_t)(end - claim) + 1;
        claim += end - claim + 1;
        supports[i] = support;
        list[i] = &supports[i];
    }
    fact->support = list;
    fact->n_support = count;
    return left ? ERR_CORRUPT : ERR_OK;
}
