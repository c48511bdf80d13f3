/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/opening.h"

#include "desk/fact.h"

enum {
    TITLE_BYTES = 100,    /* of a claim that stands in for a title */
    CLAIMS_LOOKED_AT = 64 /* for the time: every pair of them is compared */
};

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static char *title_of(struct arena *arena, const article_record *article, const reading_record *reading)
{
    if (article && article->title && *article->title)
        return article->title;
    const char *from = reading->n_claims && reading->claims[0]->text ? reading->claims[0]->text : NULL;
    if (!from)
        return article && article->id ? article->id : (char *)(uintptr_t) "";
    struct span cut = span_of(from);
    if (cut.size > TITLE_BYTES) {
        cut.size = TITLE_BYTES;
        while (cut.size > 0 && ((unsigned char)from[cut.size] & 0xC0) == 0x80)
            cut.size--;
    }
    return arena_string(arena, cut);
}

static size_t looked_at(const reading_record *reading)
{
    return reading->n_claims < CLAIMS_LOOKED_AT ? reading->n_claims : CLAIMS_LOOKED_AT;
}

/* How often a time stands there from a claim on, and where it is told first. */
struct told_time {
    size_t count;
    uint64_t first;
};

static struct told_time count_time(const reading_record *reading, size_t from)
{
    const date_interval_record *time = reading->claims[from]->time;
    struct told_time told = { 0, UINT64_MAX };
    for (size_t i = from; i < looked_at(reading); i++) {
        const claim_record *claim = reading->claims[i];
        if (!claim->time || !same(time->start, claim->time->start) || !same(time->end, claim->time->end))
            continue;
        told.count++;
        if (claim->n_content && claim->content[0]->start < told.first)
            told.first = claim->content[0]->start;
    }
    return told;
}

date_interval_record *opening_time(const reading_record *reading)
{
    date_interval_record *best = NULL;
    struct told_time most = { 0 };
    for (size_t i = 0; i < looked_at(reading); i++) {
        date_interval_record *time = reading->claims[i]->time;
        if (!time || (best && same(best->start, time->start) && same(best->end, time->end)) ||
            !fact_is_claim(reading->claims[i]))
            continue; /* there is none, or it has been counted */
        const struct told_time told = count_time(reading, i);
        if (told.count > most.count || (told.count == most.count && told.first < most.first)) {
            most = told;
            best = time;
        }
    }
    return best;
}

static place_record *place_of(struct arena *arena, const reading_record *reading)
{
    const char *name = reading->place ? reading->place->name : NULL;
    place_record *copy =
        name && strnlen(name, FACT_NAME_BYTES_MAX + 1) <= FACT_NAME_BYTES_MAX ? place_make(arena) : NULL;
    if (copy) {
        *copy = *reading->place;
        copy->span = NULL;
    }
    return copy;
}

void opening_emit(struct sheet *sheet, const article_record *article, const reading_record *reading)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__EVENT_OPENED);
    if (!update)
        return;
    event_head_record *head = event_head_make(sheet->arena);
    if (!head) {
        sheet->err = ERR_MEMORY;
        return;
    }
    head->title = title_of(sheet->arena, article, reading);
    head->has_type = reading->has_event_type;
    head->type = (Claimwire__V1__EventType)reading->event_type;
    head->mode = reading->mode;
    head->time = opening_time(reading);
    head->place = place_of(sheet->arena, reading);
    if (arena_overflowed(sheet->arena)) {
        sheet->err = ERR_MEMORY;
        return;
    }
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD;
    update->head = head;
    sheet_emit(sheet, update);
}

void opening_amend(struct sheet *sheet, const reading_record *reading)
{
    const event_record *event = sheet->row->event;
    const bool typed = event->has_type && event->type != CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_UNKNOWN;
    const bool type = reading->has_event_type && !typed;
    place_record *place = event->place ? NULL : place_of(sheet->arena, reading);
    if (!type && !place)
        return;
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__EVENT_CHANGED);
    event_head_record *head = update ? event_head_make(sheet->arena) : NULL;
    if (!head) {
        sheet->err = ERR_MEMORY;
        return;
    }
    head->has_type = type;
    head->type = type ? (Claimwire__V1__EventType)reading->event_type : CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_UNKNOWN;
    head->mode = type ? reading->mode : NULL;
    head->place = place;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD;
    update->head = head;
    sheet_emit(sheet, update);
}
