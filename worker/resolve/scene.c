/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/scene.h"

#include "resolve/slice.h"
#include "resolve/spot.h"
#include "text/chrome.h"

enum {
    CANDIDATES_MAX = 64,
    LEAD_SENTENCES = 2,
    TOP_SENTENCES = 6,
    POINTS_LEAST = 2, /* to be where the story is set */
};

static bool same_sentence(const struct document *document, uint32_t a, uint32_t b)
{
    return document->tokens[a].sentence == document->tokens[b].sentence;
}

static bool is_comma(const struct document *document, uint32_t i)
{
    return document->body.data[document->tokens[i].start] == ',';
}

bool scene_find(struct arena *arena, const struct lexed *lexed, struct scene *scene)
{
    const struct document *document = lexed->document;
    struct countries countries;
    countries_find(lexed, &countries);
    *scene = (struct scene){ .mentions = arena_unset(arena, SCENE_MENTIONS_MAX, sizeof *scene->mentions) };
    if (!scene->mentions)
        return false;
    for (uint32_t i = 0; i < document->tokens_count && scene->count < SCENE_MENTIONS_MAX;) {
        struct place_mention *mention = &scene->mentions[scene->count];
        const uint32_t past =
            document->tokens[i].flags & TOKEN_CAPITAL ? spot_at(arena, lexed, &countries, i, mention) : i;
        scene->count += past > i;
        i = past > i ? past : i + 1;
    }
    return true;
}

size_t scene_first(const struct scene *scene, uint32_t token)
{
    size_t low = 0, high = scene->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (scene->mentions[middle].words.first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const char *country_of(const struct place_mention *mention)
{
    return mention->country[0] ? mention->country : mention->place.country;
}

static place_record *make_place(struct arena *arena, const struct place_mention *mention)
{
    place_record *place = place_make(arena);
    const struct place *known = &mention->place;
    if (!place)
        return NULL;
    place->name = arena_string(arena, span_of(known->name));
    if (country_of(mention)[0])
        place->country = arena_string(arena, span_of(country_of(mention)));
    if (known->geoname) {
        place->has_geoname = place->has_lat = place->has_lon = 1;
        place->geoname = known->geoname;
        place->lat = known->lat;
        place->lon = known->lon;
    }
    return place;
}

place_record *scene_place(struct arena *arena, const struct document *document, const struct place_mention *mention)
{
    span_record *span = slice_span(arena, document, mention->words);
    place_record *place = span ? make_place(arena, mention) : NULL;
    if (place)
        place->span = span;
    return place;
}

/* ---- where the story is set */

struct candidate {
    const struct place_mention *mention;
    unsigned points;
};

/* A line of its own before a dash: "NAIROBI, May 3 (Agency) -". */
static bool in_dateline(const struct document *document, uint32_t token)
{
    const struct range line = document->sentences[document->tokens[token].sentence].tokens;
    const struct span text =
        span_slice(document->body, document->tokens[line.first].start, document->tokens[line.end - 1].end);
    const char *rest = text.data + text.size;
    const size_t left = document->body.size - (size_t)(rest - document->body.data);
    return token < line.first + 2 && text.size < 120 &&
           chrome_dateline((struct span){ text.data, text.size + (left < 8 ? left : 8) }) > 0;
}

/* "said in Geneva": where the speaker stands, not where it happened. */
static bool is_spoken_there(const struct lexed *lexed, uint32_t preposition)
{
    const struct document *document = lexed->document;
    return preposition > 0 && same_sentence(document, preposition, preposition - 1) &&
           (lexed_is(lexed, preposition - 1, WORD_VERB | WORD_NOMINAL) ||
            document_is(document, preposition - 1, "reporters"));
}

static unsigned points_of(const struct lexed *lexed, const struct scene *scene, size_t m)
{
    static const char *const inside[] = { "in", "at", "outside", "across", "inside", "around", "throughout" };
    static const char *const parts[] = { "central",      "northern",     "southern",     "eastern",      "western",
                                         "northeastern", "northwestern", "southeastern", "southwestern", "the" };
    const struct document *document = lexed->document;
    const struct place_mention *mention = &scene->mentions[m];
    const uint32_t sentence = document->tokens[mention->words.first].sentence;
    uint32_t before = mention->words.first;
    if (in_dateline(document, before))
        return 2;
    /* "Nairobi, Kenya" is one place. */
    if (m > 0 && before >= 1 && scene->mentions[m - 1].words.end + 1 == before && is_comma(document, before - 1))
        return 0;
    if (before > 0 && DOCUMENT_IS_ONE_OF(document, before - 1, parts))
        before--;
    if (before > 1 && document_is(document, before - 1, "of") && spot_is_kind(document, before - 2))
        before -= before > 2 && document_is(document, before - 3, "the") ? 3 : 2;
    if (before == 0 || !same_sentence(document, before, before - 1))
        return 0;
    if (document_is(document, before - 1, "near"))
        return 1;
    if (!DOCUMENT_IS_ONE_OF(document, before - 1, inside) || is_spoken_there(lexed, before - 1))
        return 0;
    return sentence < LEAD_SENTENCES ? 3 : sentence < TOP_SENTENCES ? 2 : 1;
}

static bool same_place(const struct place_mention *a, const struct place_mention *b)
{
    return strcmp(a->place.name, b->place.name) == 0 && strcmp(country_of(a), country_of(b)) == 0;
}

static size_t count_points(const struct lexed *lexed, const struct scene *scene, struct candidate *candidates)
{
    size_t count = 0;
    for (size_t m = 0; m < scene->count; m++) {
        const unsigned points = points_of(lexed, scene, m);
        size_t c = 0;
        while (c < count && !same_place(candidates[c].mention, &scene->mentions[m]))
            c++;
        if (points == 0 || c == CANDIDATES_MAX)
            continue;
        if (c == count)
            candidates[count++] = (struct candidate){ &scene->mentions[m], 0 };
        candidates[c].points += points;
    }
    return count;
}

/* The best of the towns (`towns`) or of the countries; `tie`: another has as many points. */
static const struct candidate *best_of(const struct candidate *candidates, size_t count, bool towns,
                                       const struct candidate **tie)
{
    const struct candidate *best = NULL;
    *tie = NULL;
    for (size_t c = 0; c < count; c++) {
        const bool country = candidates[c].mention->place.form && !candidates[c].mention->place.geoname;
        if (country == towns || candidates[c].points < POINTS_LEAST)
            continue;
        if (!best || candidates[c].points > best->points) {
            best = &candidates[c];
            *tie = NULL;
        } else if (candidates[c].points == best->points) {
            *tie = &candidates[c];
        }
    }
    return best;
}

place_record *scene_set(struct arena *arena, const struct lexed *lexed, const struct scene *scene)
{
    struct candidate candidates[CANDIDATES_MAX];
    const size_t count = count_points(lexed, scene, candidates);
    const struct candidate *tie, *other;
    const struct candidate *town = best_of(candidates, count, true, &tie);
    const struct candidate *land = best_of(candidates, count, false, &other);
    if (town && tie) {
        const char *country = country_of(town->mention);
        if (!country[0] || strcmp(country, country_of(tie->mention)) != 0 || !gazetteer_country(country))
            return NULL;
        const struct place_mention whole = { .place = { .name = gazetteer_country(country), .country = country } };
        return make_place(arena, &whole);
    }
    if (town &&
        (!land || town->points >= land->points || strcmp(country_of(town->mention), country_of(land->mention)) == 0))
        return make_place(arena, town->mention);
    return land && !other ? make_place(arena, land->mention) : NULL;
}
