/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/sheet.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "record/fold.h"

static void fail(struct sheet *sheet, enum err err)
{
    if (sheet->err == ERR_OK)
        sheet->err = err;
}

/* Room for one more in an array of the arena: doubled when it is full. */
static void *grow(struct sheet *sheet, void *array, size_t count, size_t *max, size_t size)
{
    if (count < *max)
        return array;
    size_t more = *max ? *max * 2 : 16;
    void *grown = arena_unset(sheet->arena, more, size);
    if (!grown) {
        fail(sheet, ERR_MEMORY);
        return array;
    }
    if (count)
        memcpy(grown, array, count * size);
    *max = more;
    return grown;
}

static stored_event_record *new_row(struct sheet *sheet)
{
    stored_event_record *row = stored_event_make(sheet->arena);
    if (row)
        row->event = event_make(sheet->arena);
    return row && row->event ? row : NULL;
}

struct wording sheet_wording(const stored_fact_record *row, claim_record *claim)
{
    const fact_record *fact = row->fact;
    const statement_record *first = fact_first(fact);
    claimwire__v1__claim__init(claim);
    claim->polarity = first ? first->polarity : CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED;
    claim->n_figures = first ? first->n_figures : 0;
    claim->figures = first ? first->figures : NULL;
    claim->kind = first ? first->kind : CLAIMWIRE__V1__CLAIM_KIND__CLAIM_OTHER;
    claim->text = first ? first->text : NULL;
    claim->fact_key = row->fact_key;
    claim->topic_key = row->topic_key;
    return likeness_wording(claim, sheet_stems(row), 0);
}

/* A row says 1 more; one of an older release, or of a newer one that knows others, nothing. */
static enum stance stance_in(const stored_fact_record *row)
{
    if (row->stance > 0 && row->stance <= STANCE_DENIES + 1)
        return (enum stance)(row->stance - 1);
    const statement_record *first = fact_first(row->fact);
    return first ? stance_of(first->kind, first->polarity, first->text) : STANCE_SAYS;
}

struct sheet_fact sheet_fact_of(stored_fact_record *row)
{
    const enum stance stance = stance_in(row);
    return (struct sheet_fact){ .row = row, .mark = likeness_mark(sheet_stems(row), stance), .stance = stance };
}

/* `number` of the claim that the fact is made of; 0: of another article's. */
static void count_shared(struct sheet *sheet, size_t place, uint32_t number)
{
    struct sheet_fact *fact = &sheet->facts[place];
    const struct stem_list stems = sheet_stems(fact->row);
    if (place >= sheet->shares.facts) {
        sheet->shares.facts = 0; /* nothing is counted, or no more */
        return;
    }
    if (number)
        overlap_count_claim(sheet->overlap, number - 1, &sheet->shares, place);
    else
        overlap_count(sheet->overlap, stems, &sheet->shares, place);
    fact->weight =
        number ? overlap_weight(sheet->overlap, number - 1) : overlap_fact_weight(sheet->overlap, fact->id, stems);
}

static void add_fact(struct sheet *sheet, struct sheet_fact fact, uint32_t number)
{
    sheet->facts = grow(sheet, sheet->facts, sheet->facts_count, &sheet->facts_max, sizeof *sheet->facts);
    if (sheet->err != ERR_OK)
        return;
    fact.id = fact.row->fact->id;
    fact.key = sheet_key(fact.row->fact_key);
    fact.topic = sheet_key(fact.row->topic_key);
    sheet->facts[sheet->facts_count] = fact;
    count_shared(sheet, sheet->facts_count++, number);
}

void sheet_count(struct sheet *sheet, const struct overlap *overlap, size_t more)
{
    sheet->overlap = overlap;
    if (!overlap || !overlap_shares_make(sheet->arena, overlap, sheet->facts_count + more, &sheet->shares))
        return;
    for (size_t i = 0; i < sheet->facts_count; i++)
        count_shared(sheet, i, 0);
}

static void *copy_pointers(struct arena *arena, const void *from, size_t count)
{
    void **list = arena_unset(arena, count + 1, sizeof *list);
    if (list && count)
        memcpy(list, from, count * sizeof *list);
    return list;
}

/* What is changed on the sheet is copied: the event, its figures and lists; what stands in the lists is not. */
static stored_event_record *copy_event(struct arena *arena, const stored_event_record *from)
{
    stored_event_record *row = stored_event_make(arena);
    event_record *event = event_make(arena);
    event_figure_record *figures = arena_unset(arena, from->event->n_figures + 1, sizeof *figures);
    if (!row || !event || !figures)
        return NULL;
    *row = *from;
    *event = *from->event;
    row->base.n_unknown_fields = event->base.n_unknown_fields = 0;
    row->event = event;
    event->disputes = copy_pointers(arena, event->disputes, event->n_disputes);
    event->figures = copy_pointers(arena, event->figures, event->n_figures);
    for (size_t i = 0; event->figures && i < event->n_figures; i++) {
        figures[i] = *event->figures[i];
        figures[i].base.n_unknown_fields = 0;
        figures[i].history = copy_pointers(arena, figures[i].history, figures[i].n_history);
        event->figures[i] = &figures[i];
    }
    return event->disputes && event->figures && !arena_overflowed(arena) ? row : NULL;
}

/* What is changed on the sheet is copied: the fact and its lists; what stands in the lists is not. */
static stored_fact_record *copy_fact(struct arena *arena, const stored_fact_record *from)
{
    stored_fact_record *row = stored_fact_make(arena);
    fact_record *fact = fact_make(arena);
    support_record **support = copy_pointers(arena, from->support, from->n_support);
    if (!row || !fact || !support)
        return NULL;
    *row = *from;
    *fact = *from->fact;
    row->base.n_unknown_fields = fact->base.n_unknown_fields = 0;
    row->fact = fact;
    row->support = support;
    return row;
}

void sheet_lay(struct sheet *sheet, struct arena *arena, const stored_event_record *row, uint64_t event,
               stored_fact_record *const *facts, size_t count)
{
    *sheet = (struct sheet){ .arena = arena };
    sheet->row = row ? copy_event(arena, row) : new_row(sheet);
    fact_record **list = arena_array(arena, count + 1, sizeof *list);
    if (!sheet->row || !list) {
        fail(sheet, ERR_MEMORY);
        return;
    }
    event_record *head = sheet->row->event;
    head->has_id = true;
    head->id = row ? head->id : event;
    head->facts = list;
    head->n_facts = 0;
    for (size_t i = 0; i < count; i++) {
        if (facts[i]->event != head->id || !facts[i]->fact)
            continue;
        stored_fact_record *copy = copy_fact(arena, facts[i]);
        if (!copy) {
            fail(sheet, ERR_MEMORY);
            return;
        }
        add_fact(sheet, sheet_fact_of(copy), 0);
        list[head->n_facts++] = copy->fact;
    }
}

event_update_record *sheet_update(struct sheet *sheet, Claimwire__V1__Change change)
{
    event_update_record *update = sheet->err == ERR_OK ? event_update_make(sheet->arena) : NULL;
    if (!update) {
        fail(sheet, ERR_MEMORY);
        return NULL;
    }
    update->has_event = update->has_revision = update->has_change = update->has_at_ms = true;
    update->event = sheet->row->event->id;
    update->revision = sheet->row->event->revision + 1;
    update->change = change;
    update->at_ms = sheet->at_ms;
    update->article = sheet->article;
    return update;
}

/* The words that an update adds to its event. */
static size_t words_of(const event_update_record *update)
{
    const statement_record *statement =
        update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT       ? update->statement
        : update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION ? update->corroboration->statement
        : update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE        ? update->figure->statement
                                                                                   : NULL;
    return statement && statement->text ? strlen(statement->text) : 0;
}

void sheet_emit(struct sheet *sheet, event_update_record *update)
{
    if (sheet->err != ERR_OK)
        return;
    enum err err = fold_update(sheet->arena, sheet->row->event, update);
    if (err != ERR_OK) {
        fail(sheet, err);
        return;
    }
    sheet->row->has_text_bytes = true;
    sheet->row->text_bytes += (uint32_t)words_of(update);
    sheet->updates = grow(sheet, sheet->updates, sheet->updates_count, &sheet->updates_max, sizeof *sheet->updates);
    if (sheet->err == ERR_OK)
        sheet->updates[sheet->updates_count++] = update;
}

void sheet_say(struct sheet *sheet, char *claim, uint64_t fact, statement_record *statement)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__CLAIM_ADDED);
    if (!update)
        return;
    update->claim = claim;
    update->has_fact = true;
    update->fact = fact;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT;
    update->statement = statement;
    sheet_emit(sheet, update);
}

void sheet_confirm(struct sheet *sheet, char *claim, uint64_t fact, const char *origin, statement_record *statement)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED);
    corroboration_record *corroboration = corroboration_make(sheet->arena);
    if (!update || !corroboration) {
        sheet->err = sheet->err == ERR_OK ? ERR_MEMORY : sheet->err;
        return;
    }
    corroboration->origin = (char *)(uintptr_t)origin;
    corroboration->statement = statement;
    update->claim = claim;
    update->has_fact = true;
    update->fact = fact;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION;
    update->corroboration = corroboration;
    sheet_emit(sheet, update);
}

void sheet_close(struct sheet *sheet, const char *reason)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__EVENT_CLOSED);
    reason_record *closing = reason_make(sheet->arena);
    if (!update || !closing) {
        fail(sheet, ERR_MEMORY);
        return;
    }
    closing->reason = arena_string(sheet->arena, span_of(reason));
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING;
    update->closing = closing;
    sheet_emit(sheet, update);
}

struct sheet_fact *sheet_find(const struct sheet *sheet, uint64_t fact)
{
    for (size_t i = 0; i < sheet->facts_count; i++)
        if (sheet->facts[i].id == fact)
            return &sheet->facts[i];
    return NULL;
}

struct sheet_fact *sheet_add(struct sheet *sheet, uint64_t fact, const struct wording *said)
{
    if (sheet->err != ERR_OK)
        return NULL;
    stored_fact_record *row = stored_fact_make(sheet->arena);
    fact_record *folded = fold_fact(sheet->row->event, fact);
    if (!row || !folded) {
        fail(sheet, ERR_MEMORY);
        return NULL;
    }
    row->has_event = row->has_fact_key = row->has_topic_key = true;
    row->event = sheet->row->event->id;
    row->fact = folded;
    row->fact_key = said->claim->fact_key;
    row->topic_key = said->claim->topic_key;
    row->terms = (uint32_t *)(uintptr_t)said->stems.terms;
    row->n_terms = said->stems.count;
    row->has_stance = true;
    row->stance = said->stance + 1;
    add_fact(sheet, (struct sheet_fact){ .row = row, .mark = said->mark, .stance = said->stance, .changed = true },
             said->number);
    if (sheet->err != ERR_OK)
        return NULL;
    sheet->row->has_facts = true;
    sheet->row->facts++;
    return &sheet->facts[sheet->facts_count - 1];
}

bool sheet_full(const struct sheet *sheet)
{
    return sheet->row->facts >= EVENT_FACTS_MAX || sheet->row->text_bytes >= EVENT_TEXT_BYTES_MAX;
}
