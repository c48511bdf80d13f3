/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"
#include "resolve/slice.h"

enum { PLACES_MAX = 16 };

bool setting_times(struct claim_pass *pass)
{
    const struct today today = calendar_today(pass->input->article, pass->input->accepted_ms);
    if (!claim_times_make(pass->arena, &pass->lexed, &today, &pass->times))
        return false;
    reading_record *reading = pass->reading;
    reading->times = arena_array(pass->arena, pass->times.count, sizeof *reading->times);
    for (size_t i = 0; reading->times && i < pass->times.count; i++) {
        time_mention_record *time = time_mention_make(pass->arena);
        span_record *span = slice_span(pass->arena, pass->input->document, pass->times.moments[i].words);
        if (!time || !span)
            continue;
        time->span = span;
        time->value = arena_string(pass->arena, span_of(pass->times.moments[i].value));
        reading->times[reading->n_times++] = time;
    }
    return true;
}

void setting_give_places(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count)
{
    const struct scene *scene = &pass->scene;
    place_record *found[PLACES_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (size_t m = scene_first(scene, content[c].first);
             m < scene->count && scene->mentions[m].words.end <= content[c].end && n < PLACES_MAX; m++) {
            place_record *place = scene_place(pass->arena, pass->input->document, &scene->mentions[m]);
            if (place)
                found[n++] = place;
        }
    claim->places = arena_array(pass->arena, n, sizeof *claim->places);
    if (!claim->places)
        return;
    memcpy(claim->places, found, n * sizeof *found);
    claim->n_places = n;
}
