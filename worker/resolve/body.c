/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/body.h"

#include "resolve/gazetteer.h"

enum { NAME_GOES_ON_MAX = 12, MODIFIERS_MAX = 3 };

static void put(struct body_name *name, struct span word, bool capital)
{
    const bool apart = name->size > 0 && word.data[0] != '\'' && word.data[0] != '\xE2';
    if (name->size + word.size + 2 > sizeof name->bytes)
        return;
    if (apart)
        name->bytes[name->size++] = ' ';
    memcpy(name->bytes + name->size, word.data, word.size);
    if (capital && word.data[0] >= 'a' && word.data[0] <= 'z')
        name->bytes[name->size] = (char)(word.data[0] - ('a' - 'A'));
    name->size += word.size;
}

static void put_words(const struct lexed *lexed, struct range words, struct body_name *name)
{
    for (uint32_t i = words.first; i < words.end; i++)
        put(name, document_token(lexed->document, i),
            !lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION | WORD_DETERMINER));
}

static void put_country(struct body_name *name, const char *country)
{
    const char *full = gazetteer_country(country);
    if (!full)
        return;
    put(name, SPAN("of"), false);
    if (strncmp(full, "United ", 7) == 0 || strcmp(full, "Netherlands") == 0 || strcmp(full, "Philippines") == 0)
        put(name, SPAN("the"), false);
    put(name, span_of(full), false);
    name->whole = true;
}

bool body_of_people(const char *people, struct span noun, struct body_name *name)
{
    *name = (struct body_name){ .whole = true };
    put(name, span_of(people), true);
    put(name, noun, true);
    return name->size > 0;
}

bool body_government(const char *country, struct body_name *name)
{
    *name = (struct body_name){ .size = 0 };
    if (!gazetteer_country(country))
        return false;
    put(name, SPAN("Government"), false);
    put_country(name, country);
    return true;
}

/* The field of a ministry: "foreign" is "Foreign Affairs". */
static struct span field_of(const struct lexed *lexed, uint32_t token)
{
    static const struct {
        const char *word;
        struct span field;
    } fields[] = {
        { "foreign", { "Foreign Affairs", 15 } },
        { "defense", { "Defence", 7 } },
        { "external", { "External Affairs", 16 } },
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (document_is(lexed->document, token, fields[i].word))
            return fields[i].field;
    return document_token(lexed->document, token);
}

uint32_t body_noun(const struct lexed *lexed, struct range phrase)
{
    uint32_t noun = DRAFT_NONE;
    for (uint32_t i = phrase.first; i < phrase.end; i++) {
        if (name_is_comma(lexed, i) || (noun != DRAFT_NONE && lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION)))
            break;
        if (lexed_is(lexed, i, WORD_INSTITUTION))
            noun = i;
        else if (noun != DRAFT_NONE && lexed_is(lexed, i, WORD_HEAD | WORD_RANK))
            return DRAFT_NONE;
    }
    return noun;
}

/* "Office for Kosovo", and not "the court for Kosovo". */
static bool is_for(const struct lexed *lexed, uint32_t noun)
{
    static const char *const nouns[] = { "court",    "police", "party",   "army",  "navy",    "government",
                                         "congress", "senate", "service", "board", "cabinet", "parliament" };
    if (DOCUMENT_IS_ONE_OF(lexed->document, noun, nouns))
        return false;
    return true;
}

uint32_t body_end(const struct lexed *lexed, uint32_t noun, uint32_t end)
{
    const struct document *document = lexed->document;
    uint32_t last = noun + 1;
    while (last < end && last < noun + NAME_GOES_ON_MAX) {
        const bool of =
            document_is(document, last, "of") || (document_is(document, last, "for") && is_for(lexed, noun));
        const bool and = last > noun + 1 && document_is(document, last, "and");
        const uint32_t next = last + 1 + (of && last + 2 < end && document_is(document, last + 1, "the"));
        if ((of || and) && next < end && phrase_is_name(lexed, next) && !lexed_is(lexed, next, WORD_INSTITUTION))
            last = next + 1;
        else if (last > noun + 1 && phrase_is_name(lexed, last))
            last++;
        else
            break;
    }
    return last;
}

/* The country whose name or people stands at `i`; `after` receives the word behind it. */
static const char *country_at(const struct lexed *lexed, uint32_t i, uint32_t end, uint32_t *after)
{
    const struct place *place = gazetteer_prefix(lexed, i, end, after);
    if (place && !place->geoname)
        return place->country;
    return gazetteer_people(lexed, i, end, after);
}

/* Where a country stands before the noun: its words, empty where none does. */
static struct range country_before(const struct lexed *lexed, struct range phrase, uint32_t noun, const char **country)
{
    struct range found = { 0, 0 };
    uint32_t after = 0;
    for (uint32_t i = phrase.first; i < noun; i++) {
        const char *one = country_at(lexed, i, noun, &after);
        if (!one)
            continue;
        *country = one;
        found = (struct range){ i, after };
        i = after - 1;
    }
    return found;
}

/* "Ministry of Foreign Affairs of the Republic of X": cut before the country, which is given apart. */
static uint32_t without_country(const struct lexed *lexed, uint32_t noun, uint32_t end, const char **country)
{
    const struct document *document = lexed->document;
    uint32_t after;
    for (uint32_t i = noun + 1; i + 1 < end; i++) {
        if (!document_is(document, i, "of"))
            continue;
        for (uint32_t k = i + 1; k < end; k++) {
            const char *one = country_at(lexed, k, end, &after);
            if (!one || after != end || !(k == i + 1 || document_is(document, i + 1, "the")))
                continue;
            *country = one;
            return i;
        }
    }
    return end;
}

const char *body_country(const struct lexed *lexed, struct range phrase, uint32_t noun)
{
    const char *country = NULL;
    country_before(lexed, phrase, noun, &country);
    if (!country)
        without_country(lexed, noun, phrase.end, &country);
    return country;
}

/* "the hospital in Isfana": where it is. A capital or country gives `country`, another place its words. */
static struct range seat(const struct lexed *lexed, uint32_t end, uint32_t phrase_end, const char **country)
{
    struct range where = { 0, 0 };
    uint32_t after;
    if (end + 1 >= phrase_end || !(document_is(lexed->document, end, "in") || document_is(lexed->document, end, "at")))
        return where;
    where = name_run(lexed, end + 1, phrase_end);
    const struct place *place = range_empty(where) ? NULL : gazetteer_prefix(lexed, where.first, where.end, &after);
    if (place && after == where.end) {
        *country = place->country;
        where.end = where.first;
    }
    return where;
}

/* Is a body that says no country its country's own: "State Border Service", "Ministry of Transport"? */
static bool is_of_state(const struct lexed *lexed, uint32_t first, uint32_t noun)
{
    return document_is(lexed->document, noun, "ministry") || document_is(lexed->document, noun, "government") ||
           (document_is(lexed->document, first, "state") && first < noun &&
            !document_is(lexed->document, noun, "department") && !document_is(lexed->document, noun, "police"));
}

/* "the accident investigation office": small words that tell one body from others. */
static bool is_plain(const struct lexed *lexed, struct range phrase, uint32_t noun)
{
    static const char *const vague[] = { "local", "regional", "same",     "other",    "new",      "old",   "entire",
                                         "whole", "rival",    "ruling",   "joint",    "national", "main",  "big",
                                         "small", "own",      "current",  "previous", "former",   "first", "second",
                                         "two",   "then",     "outgoing", "special" };
    if (!document_is(lexed->document, phrase.first, "the") || noun < phrase.first + 2 ||
        noun > phrase.first + 1 + MODIFIERS_MAX)
        return false;
    for (uint32_t i = phrase.first + 1; i < noun; i++) {
        if (lexed->document->tokens[i].kind != TOKEN_WORD ||
            (lexed->words[i] && !lexed_is(lexed, i, WORD_HEAD | WORD_TITLE | WORD_NOUNISH)))
            return false;
        if (DOCUMENT_IS_ONE_OF(lexed->document, i, vague))
            return false;
    }
    return true;
}

bool body_build(const struct lexed *lexed, struct range phrase, uint32_t noun, const char *home, struct body_name *name)
{
    const struct document *document = lexed->document;
    const char *country = NULL, *elsewhere = NULL;
    *name = (struct body_name){ .end = body_end(lexed, noun, phrase.end) };
    const struct range origin = country_before(lexed, phrase, noun, &country);
    uint32_t end = name->end, first = range_empty(origin) ? phrase.first : origin.end;
    while (first < noun && (lexed_is(lexed, first, WORD_DETERMINER) || document->tokens[first].flags & TOKEN_CLITIC))
        first++;
    const bool owned = !range_empty(origin) && origin.end < noun && document->tokens[origin.end].flags & TOKEN_CLITIC;
    end = without_country(lexed, noun, end, &country);
    const struct range where = seat(lexed, end, phrase.end, &elsewhere);
    const bool ministry = document_is(document, noun, "ministry") && first + 1 == noun;
    const bool government = document_is(document, noun, "government") && first == noun;
    const bool named = first < noun ? phrase_is_name(lexed, first) : end > noun + 1;
    country = country ? country : elsewhere;
    if (!country && !range_empty(where) && !named) {
        put_words(lexed, where, name);
        put_words(lexed, (struct range){ first, end }, name);
        return name->whole = true;
    }
    if (!country && is_of_state(lexed, first, noun) && (named || ministry || government))
        country = home;
    name->plain = !country && !named;
    if (name->plain && !is_plain(lexed, phrase, noun))
        return false;
    if (ministry) {
        put(name, SPAN("Ministry of"), false);
        put(name, field_of(lexed, first), true);
    } else if (!range_empty(origin) && !owned && !government) {
        put_words(lexed, (struct range){ origin.first, end }, name); /* "the Portuguese navy" */
        return name->whole = true;
    } else {
        put_words(lexed, (struct range){ first, end }, name);
    }
    if (country)
        put_country(name, country);
    return name->size > 0;
}
