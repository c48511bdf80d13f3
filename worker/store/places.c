/* SPDX-License-Identifier: Apache-2.0 */
#include "store/places.h"

/* ---- to columns */

/* A rule, and maybe a score with its threshold, is all that the desk says of a claim. */
static bool is_brief(const stored_why_record *why)
{
    return why->has_rule && why->rule && why->has_score == why->has_threshold && !why->has_event && !why->has_article &&
           !why->has_revision && !why->text && !why->n_places && !why->base.n_unknown_fields;
}

static bool split_why(const stored_why_record *why, size_t at, struct why_columns *columns)
{
    columns->rules[at] = 0;
    if (!why)
        return true;
    columns->any = true;
    columns->rules[at] = 2 * (uint32_t)why->rule + (why->has_threshold ? 1 : 0);
    if (why->has_threshold) {
        columns->scores[columns->scored] = why->score;
        columns->thresholds[columns->scored++] = why->threshold;
    }
    return is_brief(why);
}

static void point_whys(struct place_columns *columns, size_t count)
{
    claim_places_record *record = &columns->record;
    record->n_rules = columns->why.any ? count : 0;
    record->n_scores = record->n_thresholds = columns->why.scored;
    record->n_denies_rules = columns->denies_why.any ? count : 0;
    record->n_denies_scores = record->n_denies_thresholds = columns->denies_why.scored;
    record->rules = columns->why.rules;
    record->scores = columns->why.scores;
    record->thresholds = columns->why.thresholds;
    record->denies_rules = columns->denies_why.rules;
    record->denies_scores = columns->denies_why.scores;
    record->denies_thresholds = columns->denies_why.thresholds;
}

bool places_split(const stored_reading_record *reading, struct place_columns *columns)
{
    const size_t count = reading->n_places;
    bool denies = false, events = false;
    if (count == 0 || count > PLACES_MAX)
        return false;
    columns->why.any = columns->denies_why.any = false;
    columns->why.scored = columns->denies_why.scored = 0;
    for (size_t i = 0; i < count; i++) {
        const claim_place_record *place = reading->places[i];
        if (place->base.n_unknown_fields || !split_why(place->why, i, &columns->why) ||
            !split_why(place->denies_why, i, &columns->denies_why))
            return false;
        columns->facts[i] = place->has_fact ? place->fact : 0;
        columns->denies[i] = place->has_denies ? place->denies : 0;
        columns->events[i] = place->has_event ? place->event : 0;
        denies |= columns->denies[i] != 0;
        events |= columns->events[i] != 0;
    }
    claim_places_record *record = &columns->record;
    claimwire__v1__claim_places__init(record);
    record->n_facts = count;
    record->n_denies = denies ? count : 0;
    record->n_events = events ? count : 0;
    record->facts = columns->facts;
    record->denies = columns->denies;
    record->events = columns->events;
    point_whys(columns, count);
    return true;
}

/* ---- from columns */

static bool is_even(const claim_places_record *columns)
{
    const size_t lengths[] = { columns->n_denies, columns->n_events, columns->n_rules, columns->n_denies_rules };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i] && lengths[i] != columns->n_facts)
            return false;
    return columns->n_scores == columns->n_thresholds && columns->n_denies_scores == columns->n_denies_thresholds;
}

/* Columns of whys, and how many scores are still to be taken. */
struct whys {
    const uint32_t *rules; /* NULL: absent */
    const float *scores, *thresholds;
    size_t left;
};

static enum err join_why(struct arena *arena, struct whys *whys, size_t at, stored_why_record **out)
{
    const uint32_t rule = whys->rules ? whys->rules[at] : 0;
    if (!rule)
        return ERR_OK;
    stored_why_record *why = *out = stored_why_make(arena);
    if (!why)
        return ERR_MEMORY;
    why->has_rule = true;
    why->rule = (Claimwire__V1__Rule)(rule / 2);
    if (!(rule & 1))
        return ERR_OK;
    if (!whys->left--)
        return ERR_CORRUPT;
    why->has_score = why->has_threshold = true;
    why->score = *whys->scores++;
    why->threshold = *whys->thresholds++;
    return ERR_OK;
}

static enum err join_places(struct arena *arena, const claim_places_record *columns, claim_place_record **places)
{
    struct whys whys = { columns->n_rules ? columns->rules : NULL, columns->scores, columns->thresholds,
                         columns->n_scores };
    struct whys denies_whys = { columns->n_denies_rules ? columns->denies_rules : NULL, columns->denies_scores,
                                columns->denies_thresholds, columns->n_denies_scores };
    for (size_t i = 0; i < columns->n_facts; i++) {
        claim_place_record *place = places[i] = claim_place_make(arena);
        if (!place)
            return ERR_MEMORY;
        place->fact = columns->facts[i];
        place->denies = columns->n_denies ? columns->denies[i] : 0;
        place->event = columns->n_events ? columns->events[i] : 0;
        place->has_fact = place->fact != 0;
        place->has_denies = place->denies != 0;
        place->has_event = place->event != 0;
        enum err err = join_why(arena, &whys, i, &place->why);
        if (err == ERR_OK)
            err = join_why(arena, &denies_whys, i, &place->denies_why);
        if (err != ERR_OK)
            return err;
    }
    return whys.left || denies_whys.left ? ERR_CORRUPT : ERR_OK;
}

enum err places_join(struct arena *arena, stored_reading_record *reading)
{
    const claim_places_record *columns = reading->columns;
    if (!columns)
        return ERR_OK;
    if (!is_even(columns))
        return ERR_CORRUPT;
    reading->places = arena_unset(arena, columns->n_facts + 1, sizeof *reading->places);
    if (!reading->places)
        return ERR_MEMORY;
    reading->n_places = columns->n_facts;
    reading->columns = NULL;
    return join_places(arena, columns, reading->places);
}
