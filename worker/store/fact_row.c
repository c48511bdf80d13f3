/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fact_row.h"

#include <string.h>

/* The text of the fact's first statement, or NULL. */
static char *first_text(const fact_record *fact)
{
    return fact->n_statements && fact->statements[0]->statement ? fact->statements[0]->statement->text : NULL;
}

/* ---- to a row */

static bool split_keys(const stored_fact_record *fact, struct fact_row *row)
{
    row->record.has_keys = fact->has_fact_key;
    row->record.keys = (ProtobufCBinaryData){ sizeof row->keys, row->keys };
    if (!fact->has_fact_key || !fact->has_topic_key)
        return !fact->has_fact_key && !fact->has_topic_key;
    if (fact->fact_key.len != DIGEST_BYTES || fact->topic_key.len != DIGEST_BYTES)
        return false;
    memcpy(row->keys, fact->fact_key.data, DIGEST_BYTES);
    memcpy(row->keys + DIGEST_BYTES, fact->topic_key.data, DIGEST_BYTES);
    return true;
}

static bool split_statements(const fact_record *fact, struct fact_row *row)
{
    if (fact->n_statements > FACT_STATEMENTS_MAX)
        return false;
    for (size_t i = 0; i < fact->n_statements; i++) {
        const stated_by_record *by = fact->statements[i];
        if (!by->statement || by->n_claims || by->base.n_unknown_fields)
            return false;
        row->statements[i] = by->statement;
    }
    row->record.n_statements = fact->n_statements;
    row->record.statements = row->statements;
    return true;
}

bool fact_row_split(const stored_fact_record *fact, struct fact_row *row)
{
    fact_row_record *record = &row->record;
    const fact_record *head = fact->fact;
    const char *text = first_text(head);
    claimwire__v1__fact_row__init(record);
    record->base.n_unknown_fields = fact->base.n_unknown_fields;
    record->base.unknown_fields = fact->base.unknown_fields;
    record->has_support_more = fact->has_support_more;
    record->support_more = fact->support_more;
    record->n_terms = fact->n_terms;
    record->terms = fact->terms;
    record->has_denies = fact->has_denies;
    record->denies = fact->denies;
    record->has_denies_event = fact->has_denies_event;
    record->denies_event = fact->denies_event;
    record->has_stance = fact->has_stance;
    record->stance = fact->stance;
    record->text = text && head->text && strcmp(text, head->text) == 0 ? NULL : head->text; /* the row has it once */
    record->has_origins = head->has_origins;
    record->origins = head->origins;
    record->has_status = head->has_status;
    record->status = head->status;
    return !head->base.n_unknown_fields && split_keys(fact, row) && split_statements(head, row) &&
           supports_split(fact, &row->supports, record);
}

/* ---- from a row */

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
    return supports_join(arena, &row, fact);
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
    if (!head->text)
        head->text = first_text(head);
    return join_columns(arena, *fact);
}

static bool join_keys(const fact_row_record *row, stored_fact_record *fact)
{
    if (!row->has_keys)
        return true;
    fact->has_fact_key = fact->has_topic_key = true;
    fact->fact_key = (ProtobufCBinaryData){ DIGEST_BYTES, row->keys.data };
    fact->topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, row->keys.data + DIGEST_BYTES };
    return row->keys.len == 2 * DIGEST_BYTES;
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
    fact->text = row->text ? row->text : first_text(fact);
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
    return join_keys(row, fact) ? supports_join(arena, row, fact) : ERR_CORRUPT;
}

enum err fact_row_join(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
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
