/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/actor.h"

#include <string.h>

#include "base/lookup.h"
#include "extract/noun.h"
#include "extract/quantity.h"
#include "resolve/gazetteer.h"
#include "resolve/slice.h"

enum { ACTORS_MAX = 8, WORD_BYTES_MAX = 24, GROUP_TOKENS_MAX = 3 };

static const struct sector {
    const char *form, *sector;
    bool group;
} sectors[] = {
#define SECTOR(form, sector, group) { form, sector, group },
#include "resolve/sector.def"
#undef SECTOR
};

struct actor {
    struct range words;
    char *name;
    const char *country, *sector; /* NULL: not said */
    bool person;
};

LOOKUP(sectors_by_form, sectors, 1024);

static const struct sector *sector_of(const struct lexed *lexed, uint32_t token)
{
    const struct span word = document_token(lexed->document, token);
    char lower[WORD_BYTES_MAX];
    if (word.size >= sizeof lower)
        return NULL;
    for (size_t i = 0; i < word.size; i++)
        lower[i] = (char)(word.data[i] >= 'A' && word.data[i] <= 'Z' ? word.data[i] + ('a' - 'A') : word.data[i]);
    lower[word.size] = '\0';
    return lookup_find(&sectors_by_form, lower);
}

/* "European Union", "World Health Organization": of several states, so no trade union and no bank. */
static bool is_of_states(const struct lexed *lexed, struct range words)
{
    static const char *const first[] = { "european", "african", "united", "international", "world" };
    static const char *const last[] = { "union",        "commission",   "nations",    "fund",      "bank",
                                        "organization", "court",        "parliament", "programme", "program",
                                        "agency",       "organisation", "council" };
    bool begins = false;
    for (uint32_t i = words.first; i < words.end; i++) {
        for (size_t k = 0; begins && k < sizeof last / sizeof *last; k++)
            if (document_is(lexed->document, i, last[k]))
                return true;
        for (size_t k = 0; lexed->document->tokens[i].flags & TOKEN_CAPITAL && k < sizeof first / sizeof *first; k++)
            begins |= document_is(lexed->document, i, first[k]);
    }
    return false;
}

/* The sector of the last word that has one. */
static const char *sector_in(const struct lexed *lexed, struct range words)
{
    if (is_of_states(lexed, words))
        return "IGO";
    /* "armed men" */
    for (uint32_t i = words.first; i + 1 < words.end; i++)
        if (document_is(lexed->document, i, "armed") || document_is(lexed->document, i, "masked"))
            if (!sector_of(lexed, words.end - 1) || strcmp(sector_of(lexed, words.end - 1)->sector, "CVL") == 0)
                return "UAF";
    for (uint32_t i = words.first + 1; i < words.end; i++) {
        if (document_is(lexed->document, i - 1, "police"))
            return "COP"; /* "police sergeant" */
        if (document_is(lexed->document, i, "general") && !lexed_is(lexed, i - 1, WORD_DETERMINER) &&
            sector_of(lexed, i - 1))
            return sector_of(lexed, i - 1)->sector; /* "attorney general" */
    }
    for (uint32_t i = words.end; i > words.first; i--) {
        const struct sector *sector = sector_of(lexed, i - 1);
        if (sector)
            return sector->sector;
    }
    return NULL;
}

/* A person or body that the article names. */
static bool member_at(struct arena *arena, const struct entities *entities, uint32_t token, struct actor *actor)
{
    const struct cast *cast = entities->cast;
    const uint32_t m = cast_before(cast, token);
    if (m == cast->mentions_count || cast->mentions[m].words.first != token)
        return false;
    const struct member *member = &cast->members[cast->mentions[m].member];
    if (member->kind == MEMBER_UNKNOWN)
        return false;
    *actor = (struct actor){
        .words = cast->mentions[m].words,
        .name = entity_member_name(arena, entities, cast->mentions[m].member),
        .person = member->kind == MEMBER_PERSON,
        .sector = member->kind == MEMBER_BODY ? sector_in(cast->lexed, member->name) : NULL,
        .country = part_country(cast->lexed, (struct range){ member->name.first, member->name.first + 1 }),
    };
    for (uint32_t r = 0; r < member->roles_count; r++) {
        const struct range words = member->roles[r].words;
        actor->sector = actor->sector ? actor->sector : sector_in(cast->lexed, words);
        actor->country = actor->country ? actor->country : part_country(cast->lexed, words);
    }
    return actor->name != NULL;
}

/* A country that does something or has it done: not "in Kosovo", not "Kosovo's". */
static bool country_at(struct arena *arena, const struct entities *entities, uint32_t token, uint32_t end,
                       struct actor *actor)
{
    const struct lexed *lexed = entities->lexed;
    uint32_t after;
    const struct place *place = gazetteer_at(lexed, token, end, &after);
    const bool place_word =
        token > 0 && lexed_is(lexed, token - 1, WORD_PREPOSITION) && !document_is(lexed->document, token - 1, "by") &&
        !document_is(lexed->document, token - 1, "against") && !document_is(lexed->document, token - 1, "with");
    if (!place || place->geoname || place_word ||
        (after < lexed->document->tokens_count && lexed->document->tokens[after].flags & TOKEN_CLITIC))
        return false;
    *actor = (struct actor){
        .words = { token, after },
        .name = arena_string(arena, span_of(place->name)),
        .country = place->country,
        .sector = "GOV",
    };
    return actor->name != NULL;
}

/* "gunmen", "Kyrgyz border guards". */
static bool group_at(struct arena *arena, const struct entities *entities, uint32_t noun, uint32_t floor,
                     struct actor *actor)
{
    const struct lexed *lexed = entities->lexed;
    const struct sector *sector = sector_of(lexed, noun);
    uint32_t first = noun, after;
    /* "police station": no police. */
    const bool owned = noun + 1 < lexed->document->tokens_count && !lexed_is(lexed, noun + 1, WORD_AUXILIARY) &&
                       noun_classes(lexed, noun + 1) & (NOUN_BUILT | NOUN_VEHICLE | NOUN_RAID) &&
                       !(lexed->document->tokens[noun + 1].flags & TOKEN_CAPITAL);
    if (!sector || !sector->group || owned)
        return false;
    while (first > floor && noun - first < GROUP_TOKENS_MAX && lexed_is(lexed, first - 1, WORD_TITLE))
        first--;
    const char *country = first > floor ? gazetteer_people(lexed, first - 1, noun, &after) : NULL;
    first -= country != NULL;
    /* "Kenyan aid workers" */
    if (!country && first > floor + 1 && lexed->document->tokens[first - 1].kind == TOKEN_WORD &&
        (country = gazetteer_people(lexed, first - 2, noun, &after)) != NULL)
        first -= 2;
    const struct document *document = lexed->document;
    *actor = (struct actor){
        .words = { first, noun + 1 },
        .name =
            arena_string(arena, span_slice(document->body, document->tokens[first].start, document->tokens[noun].end)),
        .country = country,
        .sector = sector->sector,
    };
    return actor->name != NULL;
}

static bool body_at(struct arena *arena, const struct entities *entities, uint32_t noun, uint32_t floor,
                    struct actor *actor)
{
    struct body body;
    if (!lexed_is(entities->lexed, noun, WORD_INSTITUTION) ||
        !institution_at(arena, entities->institutions, noun, floor, &body))
        return false;
    *actor = (struct actor){
        .words = body.words,
        .name = body.name,
        .country = body.country,
        .sector = sector_in(entities->lexed, body.words),
    };
    return true;
}

static actor_record *make(struct arena *arena, const struct lexed *lexed, const struct actor *found)
{
    actor_record *actor = actor_make(arena);
    span_record *span = slice_span(arena, lexed->document, found->words);
    if (!actor || !span)
        return NULL;
    actor->name = found->name;
    actor->country = found->country ? arena_string(arena, span_of(found->country)) : NULL;
    actor->sector = found->sector ? arena_string(arena, span_of(found->sector)) : NULL;
    actor->span = span;
    return actor;
}

/* Whoever or whatever the words name that ends with the head of the phrase. */
static bool actor_at_head(struct arena *arena, const struct entities *entities, struct range words, uint32_t head,
                          struct actor *actor)
{
    for (uint32_t i = words.first; i <= head; i++)
        if ((body_at(arena, entities, i, words.first, actor) || member_at(arena, entities, i, actor) ||
             country_at(arena, entities, i, words.end, actor)) &&
            token_in(actor->words, head) && actor->words.end <= words.end)
            return true;
    return false;
}

/* "the mayor of Harne, Olga Brandt": the name behind the comma. */
static bool actor_apposed(struct arena *arena, const struct entities *entities, struct range words, uint32_t head,
                          struct actor *actor)
{
    const struct document *document = entities->lexed->document;
    const bool role = sector_of(entities->lexed, head) || lexed_is(entities->lexed, head, WORD_HEAD | WORD_RANK);
    return role && !noun_is_plural(entities->lexed, head) && words.end + 1 < document->tokens_count &&
           document_is(document, words.end, ",") && member_at(arena, entities, words.end + 1, actor) && actor->person;
}

static bool is_number(const struct lexed *lexed, uint32_t token)
{
    return lexed_is(lexed, token, WORD_DETERMINER | WORD_NUMBER | WORD_SCALE | WORD_INCREMENT) ||
           lexed->document->tokens[token].kind != TOKEN_WORD || document_is(lexed->document, token, "other") ||
           document_is(lexed->document, token, "percent") || document_is(lexed->document, token, "of");
}

/* The phrase without article and number, and what it says of country and sector. */
static struct actor described(struct arena *arena, const struct lexed *lexed, struct range words, uint32_t head)
{
    const struct document *document = lexed->document;
    struct quantity quantity;
    uint32_t first = words.first;
    if (quantity_number_at(lexed, first, words.end, &quantity) && quantity.words.end <= head)
        first = quantity.words.end;
    while (first < head && is_number(lexed, first))
        first++;
    const struct span text =
        span_slice(document->body, document->tokens[first].start, document->tokens[words.end - 1].end);
    return (struct actor){ .name = arena_string(arena, text),
                           .country = part_country(lexed, (struct range){ first, head + 1 }),
                           .sector = sector_in(lexed, (struct range){ first, head + 1 }) };
}

actor_record *actor_named(struct arena *arena, const struct entities *entities, struct range words, uint32_t head)
{
    const struct lexed *lexed = entities->lexed;
    struct actor actor;
    if (words.first >= words.end || !token_in(words, head))
        return NULL;
    /* Of "Kenya and Ethiopia" each alone would be half of it. */
    const bool several = words.end > head + 1 && lexed_is(lexed, head + 1, WORD_CONJUNCTION);
    if (several)
        actor = (struct actor){ .name = described(arena, lexed, words, head).name };
    else if (!(actor_at_head(arena, entities, words, head, &actor) ||
               actor_apposed(arena, entities, words, head, &actor)))
        actor = described(arena, lexed, words, head);
    actor.words = words;
    return actor.name ? make(arena, lexed, &actor) : NULL;
}

static bool is_new(actor_record *const *found, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(found[i]->name, name) == 0)
            return false;
    return true;
}

void actors_give(struct arena *arena, const struct entities *entities, claim_record *claim, const struct range *content,
                 size_t count)
{
    actor_record *found[ACTORS_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (uint32_t i = content[c].first; i < content[c].end && n < ACTORS_MAX; i++) {
            struct actor actor;
            const uint32_t floor = content[c].first, end = content[c].end;
            if (!(body_at(arena, entities, i, floor, &actor) && actor.words.end <= end) &&
                !(member_at(arena, entities, i, &actor) && actor.words.end <= end) &&
                !country_at(arena, entities, i, end, &actor) && !group_at(arena, entities, i, floor, &actor))
                continue;
            i = actor.words.end - 1;
            actor_record *one = is_new(found, n, actor.name) ? make(arena, entities->lexed, &actor) : NULL;
            if (one)
                found[n++] = one;
        }
    if (n > 0 && (claim->actors = arena_array(arena, n, sizeof *claim->actors))) {
        memcpy(claim->actors, found, n * sizeof *found);
        claim->n_actors = n;
    }
}
