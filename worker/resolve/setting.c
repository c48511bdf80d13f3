/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"
#include "resolve/slice.h"

enum { PLACES_MAX = 16 };

/* The time expressions of the reading. */
static void list_times(struct claim_pass *pass)
{
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
}

bool setting_times(struct claim_pass *pass)
{
    const struct today today = calendar_today(pass->input->article, pass->input->accepted_ms);
    if (!claim_times_make(pass->arena, &pass->lexed, &today, &pass->times) ||
        !scene_find(pass->arena, &pass->lexed, &pass->countries, &pass->scene))
        return false;
    list_times(pass);
    pass->reading->place = scene_set(pass->arena, &pass->lexed, &pass->scene);
    return true;
}

void setting_give_time(struct claim_pass *pass, claim_record *claim, struct range content)
{
    claim_time_give(pass->arena, &pass->times, claim, content);
}

void setting_give_places(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count)
{
    place_record *found[PLACES_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (size_t m = scene_first(&pass->scene, content[c].first); m < pass->scene.count && n < PLACES_MAX; m++) {
            const struct mention *mention = &pass->scene.mentions[m];
            if (mention->words.end > content[c].end)
                break;
            place_record *place = scene_place(pass->arena, pass->input->document, mention);
            if (place)
                found[n++] = place;
        }
    claim->places = arena_array(pass->arena, n, sizeof *claim->places);
    if (!claim->places)
        return;
    memcpy(claim->places, found, n * sizeof *found);
    claim->n_places = n;
}
