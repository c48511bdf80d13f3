/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/opening.h"

#include "desk/fact.h"

enum {
    TITLE_BYTES = 100,    /* of a claim that stands in for a title */
    CLAIMS_LOOKED_AT = 64 /* for time and place: every pair of them is compared */
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

static date_interval_record *commonest_time(const reading_record *reading)
{
    date_interval_record *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < looked_at(reading); i++) {
        date_interval_record *time = fact_is_claim(reading->claims[i]) ? reading->claims[i]->time : NULL;
        size_t count = 0;
        for (size_t k = i; time && k < looked_at(reading); k++) {
            const date_interval_record *other = reading->claims[k]->time;
            count += other && same(time->start, other->start) && same(time->end, other->end);
        }
        if (count > most) {
            most = count;
            best = time;
        }
    }
    return best;
}

static size_t claims_at(const reading_record *reading, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < looked_at(reading); i++)
        count += reading->claims[i]->n_places && same(reading->claims[i]->places[0]->name, name);
    return count;
}

/* Of the first place of each claim: where it happened, as a rule. */
static place_record *commonest_place(struct arena *arena, const reading_record *reading)
{
    const place_record *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < looked_at(reading); i++) {
        if (!reading->claims[i]->n_places || !fact_is_claim(reading->claims[i]))
            continue;
        const place_record *place = reading->claims[i]->places[0];
        size_t count = claims_at(reading, place->name);
        if (count > most) {
            most = count;
            best = place;
        }
    }
    place_record *copy = best ? place_make(arena) : NULL;
    if (copy) {
        *copy = *best;
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
    head->time = commonest_time(reading);
    head->place = commonest_place(sheet->arena, reading);
    if (arena_overflowed(sheet->arena)) {
        sheet->err = ERR_MEMORY;
        return;
    }
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD;
    update->head = head;
    sheet_emit(sheet, update);
}
