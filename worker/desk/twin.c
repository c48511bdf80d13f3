/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/twin.h"

#include "desk/dispute.h"
#include "desk/fact.h"
#include "desk/parting.h"
#include "store/articles.h"

/* ---- the twin */

static uint32_t state_of(stored_fact_record *twin, statement_record *statement, const stored_fact_record *row)
{
    fact_record *fact = twin->fact;
    for (uint32_t i = 0; i < fact->n_statements; i++)
        if (fact->statements[i]->statement == statement)
            return i;
    for (size_t i = 0; i < row->fact->n_statements; i++)
        if (row->fact->statements[i]->statement == statement)
            fact->statements[fact->n_statements++] = row->fact->statements[i];
    return (uint32_t)fact->n_statements - 1;
}

/* The supports of those that leave, and what they state. */
static enum err take_supports(const struct parting *parting, const stored_fact_record *row, stored_fact_record *twin)
{
    twin->support = arena_array(parting->arena, row->n_support + 1, sizeof *twin->support);
    twin->fact->statements = arena_array(parting->arena, row->fact->n_statements + 1, sizeof *twin->fact->statements);
    if (!twin->support || !twin->fact->statements)
        return ERR_MEMORY;
    for (size_t i = 0; i < row->n_support; i++) {
        const support_record *from = row->support[i];
        if (from->background || !parting_is_of_back(parting, from->article))
            continue;
        support_record *support = support_make(parting->arena);
        if (!support)
            return ERR_MEMORY;
        *support = *from;
        support->has_statement = from->has_statement && from->statement < row->fact->n_statements;
        if (support->has_statement)
            support->statement = state_of(twin, row->fact->statements[from->statement]->statement, row);
        twin->support[twin->n_support++] = support;
    }
    return ERR_OK;
}

/* Who only told again what others had stated, from the same origin or when two were known, has no statement in the
 * fact. Where nobody else leaves with it, what its article has read is what it states. */
static enum err state_told(const struct parting *parting, const stored_fact_record *row, stored_fact_record *twin)
{
    support_record *support = twin->support[0];
    stored_reading_record *kept;
    const enum err err = articles_get_reading(parting->arena, parting->txn, support->article, support->revision, &kept);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    const reading_record *reading = kept->reading;
    for (size_t i = 0; reading && i < kept->n_places && i < reading->n_claims; i++) {
        if (kept->places[i]->fact != row->fact->id)
            continue;
        stated_by_record *stated = stated_by_make(parting->arena);
        if (!stated || !(stated->statement = fact_statement(parting->arena, reading->claims[i])))
            return ERR_MEMORY;
        twin->fact->statements[twin->fact->n_statements++] = stated;
        support->has_statement = true;
        return ERR_OK;
    }
    return ERR_OK;
}

enum err twin_make(struct parting *parting, const stored_fact_record *row)
{
    stored_fact_record *twin = stored_fact_make(parting->arena);
    if (!twin || !(twin->fact = fact_make(parting->arena)))
        return ERR_MEMORY;
    twin->fact_key = row->fact_key;
    twin->topic_key = row->topic_key;
    twin->terms = row->terms;
    twin->n_terms = row->n_terms;
    enum err err = take_supports(parting, row, twin);
    if (err == ERR_OK && twin->n_support > 0 && twin->fact->n_statements == 0)
        err = state_told(parting, row, twin);
    if (err != ERR_OK || twin->fact->n_statements == 0)
        return err;
    twin->fact->id = txn_state(parting->txn)->next_fact++;
    parting->twins[parting->twins_count++] = (struct twin){ row->fact->id, twin };
    return ERR_OK;
}

uint64_t twin_of(const struct parting *parting, uint64_t fact)
{
    for (size_t i = 0; i < parting->twins_count; i++)
        if (parting->twins[i].of == fact)
            return parting->twins[i].row->fact->id;
    return 0;
}

/* ---- what is said of it */

/* The article of a support, as updates name it. */
static article_ref_record *reference_of(const struct parting *parting, uint64_t article)
{
    for (size_t i = 0; i < parting->members->count; i++)
        if (parting->members->rows[i].article == article)
            return parting->articles[i];
    return NULL;
}

static const support_record *first_of(const stored_fact_record *twin, uint32_t statement)
{
    for (size_t i = 0; i < twin->n_support; i++)
        if (twin->support[i]->has_statement && twin->support[i]->statement == statement)
            return twin->support[i];
    return NULL;
}

static void say_statements(const struct parting *parting, struct sheet *sheet, const stored_fact_record *twin)
{
    for (uint32_t i = 0; i < twin->fact->n_statements; i++) {
        statement_record *statement = twin->fact->statements[i]->statement;
        const support_record *support = first_of(twin, i);
        sheet->article = reference_of(parting, support->article);
        sheet_say(sheet, support->claim, twin->fact->id, statement);
        if (i > 0)
            continue;
        claim_record claim;
        const struct wording said = sheet_wording(twin, &claim);
        sheet_add(sheet, twin->fact->id, &said);
    }
}

/* The second origin, if there is one that states it. */
static void say_confirmed(const struct parting *parting, struct sheet *sheet, const stored_fact_record *twin)
{
    const support_record *second = NULL;
    stored_reading_record *reading;
    for (size_t i = 1; i < twin->n_support && !second; i++)
        if (twin->support[i]->has_statement && twin->support[i]->origin != twin->support[0]->origin)
            second = twin->support[i];
    if (!second || sheet->err != ERR_OK)
        return;
    sheet->err = articles_get_places(parting->arena, parting->txn, second->article, second->revision, &reading);
    if (sheet->err != ERR_OK)
        return;
    sheet->article = reference_of(parting, second->article);
    sheet_confirm(sheet, second->claim, twin->fact->id, reading->origin ? reading->origin->text : NULL,
                  twin->fact->statements[second->statement]->statement);
}

/* The fact as the event that leaves has it; 0: it has not. */
static uint64_t fact_there(const struct parting *parting, const struct sheet *sheet, uint64_t fact)
{
    const uint64_t twin = twin_of(parting, fact);
    return twin ? twin : sheet_find(sheet, fact) ? fact : 0;
}

/* A denial and what it denies, of which one or both are twins. */
static void say_disputes(const struct parting *parting, struct sheet *sheet)
{
    const event_record *event = parting->stays->event;
    for (size_t i = 0; i < event->n_disputes && sheet->err == ERR_OK; i++) {
        const uint64_t denied = fact_there(parting, sheet, event->disputes[i]->fact);
        const uint64_t denial = fact_there(parting, sheet, event->disputes[i]->denial);
        if (!denied || !denial || (denied == event->disputes[i]->fact && denial == event->disputes[i]->denial))
            continue;
        const stored_fact_record *row = sheet_find(sheet, denial)->row;
        claim_record claim;
        source_record source;
        claimwire__v1__claim__init(&claim);
        claimwire__v1__source__init(&source);
        source.name = (char *)(uintptr_t)fact_first_speaker(row->fact);
        claim.source = &source;
        claim.id = row->n_support ? row->support[0]->claim : NULL;
        sheet->article = row->n_support ? reference_of(parting, row->support[0]->article) : sheet->article;
        dispute_say(sheet, &claim, denied, denial);
        sheet_find(sheet, denied)->changed = true;
    }
}

void twin_say(const struct parting *parting, struct sheet *sheet)
{
    article_ref_record *by = sheet->article;
    for (size_t i = 0; i < parting->twins_count && sheet->err == ERR_OK; i++) {
        const stored_fact_record *twin = parting->twins[i].row;
        say_statements(parting, sheet, twin);
        say_confirmed(parting, sheet, twin);
        struct sheet_fact *fact = sheet_find(sheet, twin->fact->id);
        if (!fact || sheet->err != ERR_OK)
            return;
        fact->row->support = twin->support;
        fact->row->n_support = twin->n_support;
    }
    say_disputes(parting, sheet);
    sheet->article = by;
}
