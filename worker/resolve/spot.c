/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/spot.h"

#include "extract/phrase.h"

enum { NAME_TOKENS_MAX = 4, NEAR_TOKENS = 20 };

bool spot_is_kind(const struct document *document, uint32_t i)
{
    return i < document->tokens_count && !(document->tokens[i].flags & TOKEN_CAPITAL) &&
           DOCUMENT_IS(document, i, "village", "town", "hamlet", "district", "province", "region", "county", "island",
                       "valley", "suburb", "port", "city", "settlement", "neighbourhood", "neighborhood",
                       "municipality", "township", "territory", "peninsula", "prefecture", "governorate", "commune");
}

/* "Red Sea", "Kaduna State": what the last word of a name says it is. */
static bool ends_as_place(const struct document *document, uint32_t last)
{
    return DOCUMENT_IS(document, last, "sea", "ocean", "strait", "gulf", "peninsula", "desert", "bay", "island",
                       "islands", "mountains", "valley", "delta", "canal", "archipelago", "state", "province", "county",
                       "district", "region", "governorate", "prefecture", "oblast", "strip");
}

static uint32_t sentence_end(const struct document *document, uint32_t i)
{
    return document->sentences[document->tokens[i].sentence].tokens.end;
}

static bool is_inside(const struct document *document, uint32_t i)
{
    return i > document->sentences[document->tokens[i].sentence].tokens.first;
}

static bool is_comma(const struct document *document, uint32_t i)
{
    return document->body.data[document->tokens[i].start] == ',';
}

/* Past a run of capitalised words. */
static uint32_t name_end(const struct lexed *lexed, uint32_t i)
{
    const uint32_t end = sentence_end(lexed->document, i);
    uint32_t past = i;
    while (past < end && past < i + NAME_TOKENS_MAX && phrase_is_name(lexed, past))
        past++;
    return past < end && phrase_is_name(lexed, past) ? i : past;
}

/* The country that stands, itself or by a region of it, behind the comma at `comma`; NULL: none. */
static const char *behind_comma(const struct lexed *lexed, uint32_t comma)
{
    const struct document *document = lexed->document;
    uint32_t after;
    if (comma == 0 || comma + 1 >= document->tokens_count || comma + 1 >= sentence_end(document, comma - 1) ||
        !is_comma(document, comma))
        return NULL;
    const uint32_t end = sentence_end(document, comma);
    const struct place *place = gazetteer_at(lexed, comma + 1, end, &after);
    if (!place)
        place = gazetteer_region(lexed, comma + 1, end, &after);
    if (!place)
        return NULL;
    if (after >= end)
        return place->country;
    /* "in Beijing, North Korea and Iran", "Beijing, Iran's ally": one of several, or another's. */
    const bool listed = lexed_is(lexed, after, WORD_CONJUNCTION) || document->tokens[after].flags & TOKEN_CLITIC ||
                        phrase_is_name(lexed, after) ||
                        (is_comma(document, after) && after + 1 < end &&
                         (phrase_is_name(lexed, after + 1) || lexed_is(lexed, after + 1, WORD_CONJUNCTION)));
    return listed ? NULL : place->country;
}

/* The country of a place that the gazetteers have not: the one people or country named near it, or in all of the text.
 */
static void country_near(const struct lexed *lexed, const struct countries *countries, uint32_t i, char country[3])
{
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens;
    const uint32_t first = i - sentence.first > NEAR_TOKENS ? i - NEAR_TOKENS : sentence.first;
    const uint32_t end = sentence.end - i > NEAR_TOKENS ? i + NEAR_TOKENS : sentence.end;
    const char *only = NULL;
    countries_only(countries, country);
    for (uint32_t k = first; k < end && !country[0]; k++) {
        uint32_t after;
        const struct place *place = gazetteer_prefix(lexed, k, end, &after);
        const char *here = place ? place->country : gazetteer_people(lexed, k, end, &after);
        if (here && !place && after < end && DOCUMENT_IS(lexed->document, after, "border", "frontier"))
            continue; /* which side of it? */
        if (here && only && strcmp(here, only) != 0)
            return;
        only = here ? here : only;
    }
    if (only)
        memcpy(country, only, 3);
}

/* May the name be a place that is in no gazetteer, by what goes before and after it? */
static bool is_told_a_place(const struct lexed *lexed, uint32_t i, uint32_t past, const char *country)
{
    const struct document *document = lexed->document;
    const bool the = i > 1 && document_is(document, i - 1, "the") && is_inside(document, i - 1);
    const uint32_t before = i - 1 - the;
    const bool kind = past < sentence_end(document, i) && spot_is_kind(document, past);
    const bool of = document_is(document, i - 1, "of") && is_inside(document, i - 1) && spot_is_kind(document, i - 2);
    const bool ends = past > i + 1 && ends_as_place(document, past - 1) && !document_is(document, i, "islamic");
    if (of)
        return true;
    if (!DOCUMENT_IS(document, before, "in", "near", "at", "off", "from", "across", "outside", "over", "of", "into"))
        return false;
    if (kind || ends)
        return ends || !lexed->words[i];
    return !the && !lexed->words[i] &&
           (DOCUMENT_IS(document, before, "near", "outside") ||
            (country && DOCUMENT_IS(document, before, "in", "at", "off")));
}

/* A place that no gazetteer has: "the village of Kok-Talaa", "in Kok-Talaa
 * district", "in Kok-Talaa, Kyrgyzstan". The token past it, or `i`. */
static uint32_t unknown_at(struct arena *arena, const struct lexed *lexed, const struct countries *countries,
                           uint32_t i, struct place_mention *mention)
{
    const struct document *document = lexed->document;
    if (!is_inside(document, i) || !phrase_is_name(lexed, i))
        return i;
    const uint32_t past = name_end(lexed, i);
    const char *country = past > i ? behind_comma(lexed, past) : NULL;
    uint32_t people;
    if (past == i || gazetteer_people(lexed, i, past, &people) || gazetteer_region(lexed, i, past, &people) ||
        !is_told_a_place(lexed, i, past, country))
        return i;
    const struct span name = span_slice(document->body, document->tokens[i].start, document->tokens[past - 1].end);
    *mention = (struct place_mention){ .words = { i, past } };
    mention->place.name = arena_string(arena, name);
    mention->place.country = country ? country : "";
    if (!country && !DOCUMENT_IS(document, past - 1, "sea", "ocean", "strait", "gulf", "channel"))
        country_near(lexed, countries, i, mention->country);
    /* "the Granite State" is a nickname, "Kaduna State" where Nigeria is told of. */
    if (document_is(document, past - 1, "state") && (!mention->country[0] || strcmp(mention->country, "US") == 0) &&
        !country)
        return i;
    return mention->place.name ? past : i;
}

/* "in Ohio", "Carson, Nevada": behind a preposition or a town, as some are names of people too. */
static bool region_at(const struct lexed *lexed, uint32_t i, struct place_mention *mention)
{
    const struct document *document = lexed->document;
    const uint32_t end = sentence_end(document, i);
    uint32_t after = i;
    if (!is_inside(document, i) || !phrase_is_name(lexed, i) ||
        !(lexed_is(lexed, i - 1, WORD_PREPOSITION) || is_comma(document, i - 1)))
        return false;
    const struct place *region = gazetteer_region(lexed, i, end, &after);
    if (!region || (after < end && phrase_is_name(lexed, after)))
        return false;
    *mention = (struct place_mention){ .words = { i, after }, .place = *region };
    return true;
}

/* A country's or a state's: the one that the text names beside it, or neither. */
static bool georgia_at(const struct lexed *lexed, const struct countries *countries, uint32_t i,
                       struct place_mention *mention)
{
    const struct document *document = lexed->document;
    const bool state = countries_name(countries, "US"), country = countries_name(countries, "GE");
    if (state == country || !document_is(document, i, "georgia") || !is_inside(document, i) ||
        (!lexed_is(lexed, i - 1, WORD_PREPOSITION) && !is_comma(document, i - 1)))
        return false;
    *mention = (struct place_mention){ .words = { i, i + 1 }, .place = { .name = "Georgia" } };
    mention->place.form = country ? "georgia" : NULL;
    mention->place.country = country ? "GE" : "US";
    return true;
}

/* "Paris, Texas": the town of that name in the country behind the comma; false where it has none. */
static bool qualified_at(const struct lexed *lexed, uint32_t i, uint32_t past, const char *country,
                         struct place_mention *mention)
{
    struct countries only;
    uint32_t after;
    countries_just(&only, country);
    *mention = (struct place_mention){ .words = { i, past } };
    return towns_at(lexed, &only, i, past, &after, &mention->place, mention->country) && after == past &&
           strcmp(mention->country, country) == 0;
}

uint32_t spot_at(struct arena *arena, const struct lexed *lexed, const struct countries *countries, uint32_t i,
                 struct place_mention *mention)
{
    const uint32_t end = sentence_end(lexed->document, i);
    uint32_t after = i;
    const struct place *known = gazetteer_at(lexed, i, end, &after);
    if (known && known->geoname) {
        const char *country = behind_comma(lexed, after);
        if (country && strcmp(country, known->country) != 0 && qualified_at(lexed, i, after, country, mention))
            return after;
        if (after < end && document_is(lexed->document, after, "state") &&
            document_is(lexed->document, i, "washington")) {
            *mention = (struct place_mention){ { i, after }, { .name = "Washington", .country = "US" }, "" };
            return after;
        }
    }
    *mention = (struct place_mention){ .words = { i, after } };
    if (known) {
        mention->place = *known;
        return after;
    }
    struct countries only;
    const uint32_t past = phrase_is_name(lexed, i) ? name_end(lexed, i) : i;
    const char *country = past > i ? behind_comma(lexed, past) : NULL;
    if (country)
        countries_just(&only, country);
    if (towns_at(lexed, country ? &only : countries, i, end, &after, &mention->place, mention->country)) {
        mention->words.end = after;
        return after;
    }
    if (georgia_at(lexed, countries, i, mention) || region_at(lexed, i, mention))
        return mention->words.end;
    return unknown_at(arena, lexed, countries, i, mention);
}
