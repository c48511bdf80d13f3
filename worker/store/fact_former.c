/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fact_former.h"

#include <string.h>

#include "store/fact_row.h"

/* ---- supports: a column for each field */

/* What nearly every support has says nothing: then the row is without the column. */
enum { USUAL_REVISION = 1, USUAL_STATEMENT = 1 /* place 0 and 1 */ };

static bool is_even(const fact_row_record *row)
{
    const size_t count = row->n_support_articles;
    return row->n_support_origins == count && (!row->n_support_revisions || row->n_support_revisions == count) &&
           (!row->n_support_statements || row->n_support_statements == count) &&
           (!row->n_support_background || row->n_support_background == count);
}

static enum err join_supports(struct arena *arena, const fact_row_record *row, stored_fact_record *fact)
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

/* ---- the rest */

/* Whether the row is a StoredFact: it has fields that one alone has. */
static bool is_stored_fact(const fact_row_record *row)
{
    enum { LAST = 10 }; /* the greatest number of such a field: stored.proto */
    for (unsigned i = 0; i < row->base.n_unknown_fields; i++)
        if (row->base.unknown_fields[i].tag <= LAST)
            return true;
    return false;
}

static enum err join_columns(struct arena *arena, stored_fact_record *fact)
{
    const supports_record *columns = fact->supports;
    fact_row_record row;
    if (!columns)
        return ERR_OK;
    claimwire__v1__fact_row__init(&row);
    row.n_support_articles = columns->n_articles;
    row.support_articles = columns->articles;
    row.n_support_revisions = columns->n_revisions;
    row.support_revisions = columns->revisions;
    row.n_support_origins = columns->n_origins;
    row.support_origins = columns->origins;
    row.n_support_statements = columns->n_statements;
    row.support_statements = columns->statements;
    row.n_support_background = columns->n_background;
    row.support_background = columns->background;
    row.support_claims = columns->claims;
    fact->supports = NULL;
    return join_supports(arena, &row, fact);
}

static enum err read_stored_fact(struct arena *arena, struct span value, table_unpacker *unpack,
                                 stored_fact_record **fact)
{
    const enum err err =
        unpack(arena, value, &claimwire__v1__stored_fact__descriptor, (ProtobufCMessage **)(void *)fact);
    if (err != ERR_OK)
        return err;
    fact_record *head = (*fact)->fact;
    if (!head)
        return ERR_CORRUPT;
    (*fact)->n_said = 0; /* of a flat row alone: what else says it is not to be believed */
    if (!head->text)
        head->text = fact_row_first_text(head);
    return join_columns(arena, *fact);
}

static bool join_keys(const fact_row_record *row, stored_fact_record *fact)
{
    if (!row->has_keys)
        return true;
    if (row->keys.len != 2 * DIGEST_BYTES)
        return false;
    fact->has_fact_key = fact->has_topic_key = true;
    fact->fact_key = (ProtobufCBinaryData){ DIGEST_BYTES, row->keys.data };
    fact->topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, row->keys.data + DIGEST_BYTES };
    return true;
}

static bool join_statements(struct arena *arena, const fact_row_record *row, fact_record *fact)
{
    const size_t count = row->n_statements;
    stated_by_record *stated = arena_unset(arena, count, sizeof *stated);
    stated_by_record **list = arena_unset(arena, count, sizeof *list);
    if (!stated || !list)
        return false;
    for (size_t i = 0; i < count; i++) {
        claimwire__v1__stated_by__init(&stated[i]);
        stated[i].statement = row->statements[i];
        list[i] = &stated[i];
    }
    fact->statements = list;
    fact->n_statements = count;
    return true;
}

static void join_head(const struct key *key, const fact_row_record *row, fact_record *fact)
{
    fact->has_id = true;
    fact->id = key_second(key);
    fact->text = row->text ? row->text : fact_row_first_text(fact);
    fact->has_origins = row->has_origins;
    fact->origins = row->origins;
    fact->has_status = row->has_status;
    fact->status = row->status;
}

static enum err join(struct arena *arena, const struct key *key, const fact_row_record *row, stored_fact_record **out)
{
    stored_fact_record *fact = stored_fact_make(arena);
    fact_record *head = fact_make(arena);
    if (!fact || !head || !join_statements(arena, row, head))
        return ERR_MEMORY;
    join_head(key, row, head);
    fact->base.n_unknown_fields = row->base.n_unknown_fields;
    fact->base.unknown_fields = row->base.unknown_fields;
    fact->has_event = true;
    fact->event = key_first(key);
    fact->fact = head;
    fact->has_support_more = row->has_support_more;
    fact->support_more = row->support_more;
    fact->n_terms = row->n_terms;
    fact->terms = row->terms;
    fact->has_denies = row->has_denies;
    fact->denies = row->denies;
    fact->has_denies_event = row->has_denies_event;
    fact->denies_event = row->denies_event;
    fact->has_stance = row->has_stance;
    fact->stance = row->stance;
    *out = fact;
    return join_keys(row, fact) ? join_supports(arena, row, fact) : ERR_CORRUPT;
}

enum err fact_former_read(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
                          stored_fact_record **fact)
{
    fact_row_record *row;
    const size_t used = arena_used(arena);
    const enum err err = unpack(arena, value, &claimwire__v1__fact_row__descriptor, (ProtobufCMessage **)(void *)&row);
    if (err != ERR_OK)
        return err;
    if (!is_stored_fact(row))
        return join(arena, key, row, fact);
    arena_rewind(arena, used);
    return read_stored_fact(arena, value, unpack, fact);
}
