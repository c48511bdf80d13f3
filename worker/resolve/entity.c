/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/entity.h"

#include "resolve/body.h"
#include "resolve/gazetteer.h"

enum { ROLE_BYTES_MAX = 80 };

bool entities_make(struct arena *arena, const struct lexed *lexed, struct entities *entities)
{
    *entities = (struct entities){ lexed, cast_make(arena, lexed), institutions_make(arena, lexed) };
    return entities->cast && entities->institutions;
}

static char *text_of(struct arena *arena, const struct lexed *lexed, struct range range, bool lower)
{
    const struct document *document = lexed->document;
    char text[ROLE_BYTES_MAX * 2];
    size_t size = 0;
    for (uint32_t i = range.first; i < range.end; i++) {
        const struct span word = document_token(document, i);
        const bool apart = i > range.first && document->tokens[i].start > document->tokens[i - 1].end;
        if (size + word.size + 1 > sizeof text)
            break;
        if (apart)
            text[size++] = ' ';
        for (size_t k = 0; k < word.size; k++)
            text[size++] =
                (char)(lower && word.data[k] >= 'A' && word.data[k] <= 'Z' ? word.data[k] + ('a' - 'A') : word.data[k]);
    }
    return arena_string(arena, (struct span){ text, size });
}

static char *constant(struct arena *arena, const char *text)
{
    return arena_string(arena, span_of(text));
}

/* A role without article, honorific and the country that goes before it. */
static char *role_text(struct arena *arena, const struct lexed *lexed, struct range role)
{
    uint32_t after;
    while (role.first < role.end) {
        const bool place = gazetteer_prefix(lexed, role.first, role.end, &after) != NULL;
        const struct token *token = &lexed->document->tokens[role.first];
        const bool capital = token->flags & TOKEN_CAPITAL && !lexed->words[role.first] &&
                             role.first != lexed->document->sentences[token->sentence].tokens.first;
        if (place)
            role.first = after;
        else if (lexed_is(lexed, role.first, WORD_DETERMINER | WORD_HONORIFIC | WORD_PRO) || capital ||
                 token->flags & TOKEN_CLITIC)
            role.first++;
        else
            break;
    }
    if (role.first >= role.end || lexed->document->tokens[role.end - 1].kind != TOKEN_WORD ||
        lexed->document->tokens[role.end - 1].end - lexed->document->tokens[role.first].start > ROLE_BYTES_MAX)
        return NULL;
    return text_of(arena, lexed, role, true);
}

/* A capital speaks for its government. */
static void place_speaks(struct arena *arena, const char *country, const char *otherwise, source_record *source)
{
    source->name = institution_government(arena, country);
    source->country = constant(arena, country);
    if (source->name)
        source->role = constant(arena, "government");
    else if (otherwise)
        source->name = constant(arena, otherwise);
}

char *entity_member_name(struct arena *arena, const struct entities *entities, uint32_t member)
{
    const struct member *known = &entities->cast->members[member];
    char *full = name_is_body(entities->lexed, known->name)
                     ? institution_name(arena, entities->institutions, known->name)
                     : NULL;
    return full ? full : text_of(arena, entities->lexed, known->name, false);
}

void entity_name(struct arena *arena, const struct entities *entities, uint32_t member, struct speaker *speaker)
{
    const struct member *known = &entities->cast->members[member];
    speaker->member = member;
    speaker->person = known->kind == MEMBER_PERSON;
    speaker->source->name = entity_member_name(arena, entities, member);
    if (!speaker->source->role && known->roles_count > 0)
        speaker->source->role = role_text(arena, entities->lexed, known->roles[0].words);
    for (uint32_t r = 0; r < known->roles_count && !speaker->source->country; r++) {
        const char *home = part_country(entities->lexed, known->roles[r].words);
        speaker->source->country = home ? constant(arena, home) : NULL;
    }
}

/* Bodies that everybody shortens and nobody spells out. */
static const char *spelt_out(const struct lexed *lexed, struct range name)
{
    if (name.end != name.first + 1)
        return NULL;
    if (document_is(lexed->document, name.first, "eu"))
        return "European Union";
    return document_is(lexed->document, name.first, "un") || document_is(lexed->document, name.first, "u.n.")
               ? "United Nations"
               : NULL;
}

/* "ASHBY" of a transcript's "MR ASHBY": Ashby. */
static void lower_capitals(char *name)
{
    for (const char *at = name; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            return;
    for (bool inside = false; *name; name++) {
        const bool capital = *name >= 'A' && *name <= 'Z';
        if (capital && inside)
            *name = (char)(*name + ('a' - 'A'));
        inside = capital || (inside && (unsigned char)*name >= 0x80);
    }
}

/* "Mr Ashby" is not Joan Ashby. */
static bool is_another(const struct entities *entities, struct range name, uint32_t member)
{
    const struct range known = entities->cast->members[member].name;
    return name.first > 0 && known.end - known.first > 1 &&
           name_gender(entities->lexed, name.first - 1) * name_gender(entities->lexed, known.first) < 0;
}

/* A name stands for a member, a place, a body, or for itself. */
static void named(struct arena *arena, const struct entities *entities, const struct source_parts *parts,
                  struct speaker *speaker)
{
    const struct lexed *lexed = entities->lexed;
    const struct range name = parts->name;
    uint32_t member = cast_find(entities->cast, name), after = 0;
    if (member != MEMBER_NONE && is_another(entities, name, member))
        member = MEMBER_NONE;
    const char *whole_name = spelt_out(lexed, name);
    if (whole_name) {
        speaker->source->name = constant(arena, whole_name);
        return;
    }
    const bool people = gazetteer_people(lexed, name.first, name.end, &after) && after == name.end;
    const struct place *place = gazetteer_prefix(lexed, name.first, name.end, &after);
    if (range_empty(parts->role) && (speaker->source->name = institution_capital(arena, entities->institutions, name)))
        return;
    if (member == MEMBER_NONE && place && after == name.end) {
        place_speaks(arena, place->country, place->name, speaker->source);
        return;
    }
    if (member == MEMBER_NONE && people)
        return;
    if (name_is_body(lexed, name)) {
        const struct range whole = name.first >= parts->main.first && name.end <= parts->main.end ? parts->main : name;
        speaker->source->name = institution_name(arena, entities->institutions, whole);
        if (speaker->source->name) {
            speaker->member = member;
            return;
        }
    }
    if (member != MEMBER_NONE) {
        entity_name(arena, entities, member, speaker);
        return;
    }
    if (name.end == name.first + 1 && lexed_is(lexed, name.first, WORD_INSTITUTION)) {
        const struct range the = { name.first > 0 ? name.first - 1 : 0, name.end };
        speaker->source->name = institution_name(arena, entities->institutions, the);
        return;
    }
    speaker->source->name = text_of(arena, lexed, name, false);
    if (speaker->source->name && name.first > 0 && lexed_is(lexed, name.first - 1, WORD_HONORIFIC))
        lower_capitals(speaker->source->name);
    speaker->person = name.end > name.first + 1 || !range_empty(parts->role);
}

/* Words that do not tell which: "the former president" is "President Holt". */
static bool is_vague(const struct lexed *lexed, uint32_t token)
{
    static const char *const words[] = { "former", "then", "acting", "outgoing", "new", "veteran", "ex", "embattled" };
    return DOCUMENT_IS_ONE_OF(lexed->document, token, words);
}

/* Words behind article and country: "foreign minister" of "the Kyrgyz foreign minister". */
static struct range described_words(const struct lexed *lexed, struct range core)
{
    uint32_t after;
    for (bool more = true; more && core.first < core.end;) {
        more = false;
        if (lexed_is(lexed, core.first, WORD_DETERMINER | WORD_PRO) || is_vague(lexed, core.first) ||
            lexed->document->tokens[core.first].flags & TOKEN_CLITIC ||
            document_is(lexed->document, core.first, "his") || document_is(lexed->document, core.first, "its") ||
            document_is(lexed->document, core.first, "their")) {
            core.first++;
            more = true;
        } else if (gazetteer_people(lexed, core.first, core.end, &after) ||
                   gazetteer_prefix(lexed, core.first, core.end, &after)) {
            core.first = after;
            more = true;
        }
    }
    return core;
}

static bool is_definite(const struct lexed *lexed, const struct source_parts *parts)
{
    const uint32_t first = parts->core.first;
    return document_is(lexed->document, first, "the") || document_is(lexed->document, first, "his") ||
           document_is(lexed->document, first, "her") || document_is(lexed->document, first, "its") ||
           !range_empty(parts->owner);
}

/* For whom a spokesman speaks, who issued a statement: behind "for" and "from", or its owner. */
static void issuer(struct arena *arena, const struct entities *entities, const struct source_parts *parts,
                   struct speaker *speaker)
{
    const struct lexed *lexed = entities->lexed;
    struct range issuer = parts->owner;
    static const char *const joints[] = { "for", "from", "of", "by", "at", "in" };
    for (size_t k = 0; k < sizeof joints / sizeof *joints && range_empty(issuer) && !range_empty(parts->tail); k++)
        if (document_is(lexed->document, parts->core.end, joints[k]))
            issuer = parts->tail;
    if (range_empty(issuer) && parts->core.end > parts->core.first + 1)
        issuer = (struct range){ parts->core.first, parts->core.end - 1 };
    if (range_empty(issuer))
        return;
    struct source_parts inner;
    source_parse(entities, issuer, &inner);
    inner.apposition = inner.owner = (struct range){ 0, 0 };
    if (!range_empty(inner.name) && !inner.several)
        named(arena, entities, &inner, speaker);
    else
        speaker->source->name = institution_name(arena, entities->institutions, issuer);
}

/* Words for a company that any company can be. */
static bool is_firm(const struct lexed *lexed, uint32_t token)
{
    static const char *const nouns[] = {
        "agency",   "airline",  "alliance",     "association",  "bank",     "bloc",     "broadcaster",  "brewer",
        "builder",  "business", "carrier",      "charity",      "club",     "company",  "contractor",   "developer",
        "firm",     "gang",     "group",        "insurer",      "lender",   "maker",    "manufacturer", "militia",
        "movement", "network",  "organisation", "organization", "operator", "producer", "publisher",    "regulator",
        "retailer", "supplier", "utility",      "watchdog"
    };
    const struct span word = document_token(lexed->document, token);
    if (DOCUMENT_IS_ONE_OF(lexed->document, token, nouns))
        return true;
    return word.size > 6 && span_ends(word, "maker"); /* "carmaker" */
}

/* "the airline", "the Irish airline", "the rights group"; not "the rival airline". */
static bool is_the_firm(const struct lexed *lexed, const struct source_parts *parts, uint32_t noun)
{
    static const char *const others[] = { "other",  "another", "rival",  "parent", "same",  "new",    "sister",
                                          "second", "third",   "former", "local",  "first", "larger", "smaller" };
    const uint32_t first = parts->core.first;
    if (!document_is(lexed->document, first, "the") || !is_firm(lexed, noun) || !range_empty(parts->tail) ||
        noun == first || noun > first + 2)
        return false;
    for (size_t k = 0; noun == first + 2 && k < sizeof others / sizeof *others; k++)
        if (document_is(lexed->document, first + 1, others[k]))
            return false;
    return noun == first + 1 || lexed->document->tokens[first + 1].kind == TOKEN_WORD;
}

static bool is_participle(const struct lexed *lexed, uint32_t token)
{
    const struct span word = document_token(lexed->document, token);
    return document_is(lexed->document, token, "sent") || document_is(lexed->document, token, "written") ||
           document_is(lexed->document, token, "given") || (word.size > 4 && span_ends(word, "ed"));
}

/* "the minister", "the State Border Service", "a spokesman for Baltmarin". */
static void described(struct arena *arena, const struct entities *entities, const struct source_parts *parts,
                      struct speaker *speaker)
{
    const struct lexed *lexed = entities->lexed;
    uint32_t noun = parts->core.end - 1;
    if (noun > parts->core.first && source_is_document(lexed, noun - 1) && is_participle(lexed, noun))
        noun--; /* "an email sent by" */
    const char *country = part_country(lexed, parts->core);
    if (source_is_document(lexed, noun)) {
        issuer(arena, entities, parts, speaker);
        if (speaker->source->name)
            return;
    }
    if (country && (document_is(lexed->document, noun, "side") || document_is(lexed->document, noun, "account"))) {
        place_speaks(arena, country, NULL, speaker->source);
        return;
    }
    const struct range words = described_words(lexed, parts->core);
    uint32_t member =
        is_definite(lexed, parts) && !range_empty(words) ? cast_described(entities->cast, words, country) : MEMBER_NONE;
    if (member != MEMBER_NONE && is_firm(lexed, noun) && !document_is(lexed->document, parts->core.first, "the") &&
        !cast_named_before(entities->cast, member, parts->core.first))
        member = MEMBER_NONE; /* "his company", and a company that the text comes to later */
    if (member == MEMBER_NONE && is_the_firm(lexed, parts, noun))
        member = cast_body(entities->cast, parts->core.first);
    const uint32_t body = body_noun(lexed, parts->main);
    if ((lexed_is(lexed, noun, WORD_INSTITUTION) || member == MEMBER_NONE) && body < parts->core.end)
        speaker->source->name = institution_name(arena, entities->institutions, parts->main);
    if (!speaker->source->name && member != MEMBER_NONE)
        entity_name(arena, entities, member, speaker);
}

/* "Q" and "A" of an interview. */
static bool is_letter(const struct lexed *lexed, struct range range)
{
    const struct span text = document_token(lexed->document, range.first);
    return range.end == range.first + 1 && (text.size == 1 || (text.size == 2 && text.data[1] == '.'));
}

/* Of "a dock worker who asked" behind "Olena,": she; MEMBER_NONE: it stands behind no name. */
static uint32_t beside_name(const struct entities *entities, struct range range)
{
    const struct cast *cast = entities->cast;
    const struct document *document = entities->lexed->document;
    const uint32_t m = cast_before(cast, range.first);
    if (m == 0 || range.first < 2 || !name_is_comma(entities->lexed, range.first - 1) ||
        !(document_is(document, range.first, "a") || document_is(document, range.first, "an")) ||
        cast->mentions[m - 1].words.end + 1 != range.first || cast->mentions[m - 1].owner)
        return MEMBER_NONE;
    const uint32_t member = cast->mentions[m - 1].member;
    return cast->members[member].kind == MEMBER_BODY || cast->members[member].places > 0 ? MEMBER_NONE : member;
}

bool entity_speaker(struct arena *arena, const struct entities *entities, struct range range, struct speaker *speaker)
{
    const struct lexed *lexed = entities->lexed;
    struct source_parts parts;
    *speaker = (struct speaker){ .source = source_make(arena), .member = MEMBER_NONE };
    if (!speaker->source)
        return false;
    if (range_empty(range) || is_letter(lexed, range) ||
        (range.end == range.first + 1 && lexed_is(lexed, range.first, WORD_PRONOUN | WORD_PRO)))
        return true;
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[range.first].sentence].tokens;
    if (range.end == range.first + 1 &&
        (document_is(lexed->document, range.first, "which") || document_is(lexed->document, range.first, "who"))) {
        const uint32_t comma = range.first > sentence.first && name_is_comma(lexed, range.first - 1);
        range = phrase_before(lexed, sentence.first, range.first - comma);
        if (range_empty(range))
            return true;
    }
    if (lexed_is(lexed, range.first, WORD_PREPOSITION) && !phrase_is_name(lexed, range.first)) {
        const struct range whole = phrase_before(lexed, sentence.first, range.end);
        if (range_empty(whole) || whole.first > range.first)
            return true;
        range = whole; /* "the hospital | in Harne" */
    }
    const uint32_t apposed = beside_name(entities, range);
    if (apposed != MEMBER_NONE) {
        entity_name(arena, entities, apposed, speaker);
        return true;
    }
    source_parse(entities, range, &parts);
    if (!parts.several)
        speaker->source->role = role_text(arena, lexed, parts.role);
    if (!range_empty(parts.name) && !parts.several)
        named(arena, entities, &parts, speaker);
    else if (!range_empty(parts.core) && !parts.several && !source_counts(lexed, parts.core.first))
        described(arena, entities, &parts, speaker);
    if (!speaker->source->country) {
        const char *home = part_country(lexed, range);
        speaker->source->country = home ? constant(arena, home) : NULL;
    }
    return true;
}
