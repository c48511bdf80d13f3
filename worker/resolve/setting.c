/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"
#include "resolve/gazetteer.h"
#include "resolve/slice.h"

enum { PLACES_MAX = 16 };

bool setting_times(struct claim_pass *pass)
{
    const struct document *document = pass->input->document;
    const struct today today = calendar_today(pass->input->article, pass->input->accepted_ms);
    pass->moments = arena_array(pass->arena, TIMES_MAX, sizeof *pass->moments);
    pass->first_moment = arena_array(pass->arena, document->sentences_count, sizeof *pass->first_moment);
    if (!pass->moments || !pass->first_moment)
        return false;
    pass->moments_count = calendar_find(&pass->lexed, &today, pass->moments, TIMES_MAX);
    size_t m = 0;
    for (uint32_t s = 0; s < document->sentences_count; s++) {
        while (m < pass->moments_count && pass->moments[m].words.first < document->sentences[s].tokens.first)
            m++;
        pass->first_moment[s] = m;
    }
    reading_record *reading = pass->reading;
    reading->times = arena_array(pass->arena, pass->moments_count, sizeof *reading->times);
    for (size_t i = 0; reading->times && i < pass->moments_count; i++) {
        time_mention_record *time = time_mention_make(pass->arena);
        span_record *span = slice_span(pass->arena, pass->input->document, pass->moments[i].words);
        if (!time || !span)
            continue;
        time->span = span;
        time->value = arena_string(pass->arena, span_of(pass->moments[i].value));
        reading->times[reading->n_times++] = time;
    }
    return true;
}

void setting_give_time(struct claim_pass *pass, claim_record *claim, struct range content)
{
    const struct document *document = pass->input->document;
    const uint32_t sentence = document->tokens[content.first].sentence;
    const struct range within = document->sentences[sentence].tokens;
    const struct moment *found = NULL;
    for (size_t m = pass->first_moment[sentence]; m < pass->moments_count && pass->moments[m].words.first < within.end;
         m++) {
        if (found)
            return; /* two days: which one is not known */
        found = &pass->moments[m];
    }
    if (!found || !(claim->time = date_interval_make(pass->arena)))
        return;
    claim->time->start = arena_string(pass->arena, span_of(found->start));
    claim->time->end = arena_string(pass->arena, span_of(found->end));
    claim->time->has_basis = 1;
    claim->time->basis = found->basis;
}

static place_record *make_place(struct claim_pass *pass, const struct place *known, struct range words)
{
    place_record *place = place_make(pass->arena);
    span_record *span = slice_span(pass->arena, pass->input->document, words);
    if (!place || !span)
        return NULL;
    place->name = arena_string(pass->arena, span_of(known->name));
    place->country = arena_string(pass->arena, span_of(known->country));
    place->span = span;
    if (known->geoname) {
        place->has_geoname = place->has_lat = place->has_lon = 1;
        place->geoname = known->geoname;
        place->lat = known->lat;
        place->lon = known->lon;
    }
    return place;
}

void setting_give_places(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count)
{
    place_record *found[PLACES_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (uint32_t i = content[c].first; i < content[c].end && n < PLACES_MAX;) {
            uint32_t after = i + 1;
            const struct place *known = gazetteer_at(&pass->lexed, i, content[c].end, &after);
            struct place town;
            char country[3];
            if (!known && towns_at(&pass->lexed, &pass->countries, i, content[c].end, &after, &town, country))
                known = &town;
            place_record *place = known ? make_place(pass, known, (struct range){ i, after }) : NULL;
            if (place)
                found[n++] = place;
            i = known ? after : i + 1;
        }
    claim->places = arena_array(pass->arena, n, sizeof *claim->places);
    if (!claim->places)
        return;
    memcpy(claim->places, found, n * sizeof *found);
    claim->n_places = n;
}
