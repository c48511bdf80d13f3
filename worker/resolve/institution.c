/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/institution.h"

#include <stdio.h>

#include "base/hash.h"
#include "resolve/normal.h"

enum { INSTITUTIONS_MAX = 64, NAME_BYTES_MAX = 160, NAME_TOKENS_MAX = 8 };

struct institution {
    uint64_t head;    /* of its noun, "service" */
    uint32_t at;      /* first token */
    const char *name; /* in full */
    bool short_form;  /* its country is not in the name */
};

struct institutions {
    const struct lexed *lexed;
    struct institution *known;
    size_t count;
};

struct text {
    char bytes[NAME_BYTES_MAX];
    size_t size;
};

static void put(struct text *text, struct span word, bool capital)
{
    if (text->size + word.size + 2 > sizeof text->bytes)
        return;
    if (text->size > 0)
        text->bytes[text->size++] = ' ';
    memcpy(text->bytes + text->size, word.data, word.size);
    if (capital && word.data[0] >= 'a' && word.data[0] <= 'z')
        text->bytes[text->size] = (char)(word.data[0] - ('a' - 'A'));
    text->size += word.size;
}

static void put_country(struct text *text, const char *country)
{
    const char *name = gazetteer_country(country);
    if (!name)
        return;
    put(text, SPAN("of"), false);
    if (strncmp(name, "United ", 7) == 0 || strcmp(name, "Netherlands") == 0 || strcmp(name, "Philippines") == 0)
        put(text, SPAN("the"), false);
    put(text, span_of(name), false);
}

char *institution_government(struct arena *arena, const char *country)
{
    struct text text = { .size = 0 };
    if (!gazetteer_country(country))
        return NULL;
    put(&text, SPAN("Government"), false);
    put_country(&text, country);
    return arena_string(arena, (struct span){ text.bytes, text.size });
}

static uint64_t head_of(const struct lexed *lexed, uint32_t token)
{
    char folded[NORMAL_BYTES_MAX * 4];
    const size_t size = normal_fold(document_token(lexed->document, token), folded, sizeof folded);
    return size ? hash64(folded, size, 2) | 1 : 0;
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

/* The last noun for a body among the words before any preposition. */
static uint32_t noun_in(const struct lexed *lexed, struct range phrase)
{
    uint32_t noun = DRAFT_NONE;
    for (uint32_t i = phrase.first; i < phrase.end; i++) {
        const char mark = lexed->document->body.data[lexed->document->tokens[i].start];
        if (mark == ',' || (noun != DRAFT_NONE && lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION)))
            break;
        if (lexed_is(lexed, i, WORD_INSTITUTION))
            noun = i;
        else if (noun != DRAFT_NONE && lexed_is(lexed, i, WORD_HEAD | WORD_RANK))
            return DRAFT_NONE; /* "the navy spokesman" is a person */
    }
    return noun;
}

/* The country that owns or describes the noun; `first` receives the first word behind it. */
static const char *country_before(const struct lexed *lexed, struct range phrase, uint32_t noun, uint32_t *first)
{
    const char *found = NULL;
    for (uint32_t i = phrase.first; i < noun; i++) {
        uint32_t after;
        const char *country = gazetteer_people(lexed, i, noun, &after);
        const struct place *place = country ? NULL : gazetteer_prefix(lexed, i, noun, &after);
        if (place && !place->geoname)
            country = place->country;
        if (!country)
            continue;
        found = country;
        *first = after;
        i = after - 1;
    }
    return found;
}

/* "Ministry of Foreign Affairs of the Republic of X", "Union of Merchant
 * Seafarers": where the name goes on behind the noun. */
static uint32_t name_goes_on(const struct lexed *lexed, uint32_t noun, uint32_t end)
{
    const struct document *document = lexed->document;
    uint32_t last = noun + 1;
    while (last < end && last < noun + NAME_TOKENS_MAX) {
        const bool of = document_is(document, last, "of") || document_is(document, last, "for");
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

static const char *country_in(const struct lexed *lexed, struct range range)
{
    uint32_t after;
    for (uint32_t i = range.first; i < range.end; i++) {
        const struct place *place = gazetteer_prefix(lexed, i, range.end, &after);
        if (place && !place->geoname)
            return place->country;
    }
    return NULL;
}

/* "Ministry of Foreign Affairs of the Republic of X": without the country, given apart. */
static uint32_t without_country(const struct lexed *lexed, uint32_t noun, uint32_t end, const char **country)
{
    for (uint32_t i = noun + 1; i < end; i++)
        if (document_is(lexed->document, i, "of") && country_in(lexed, (struct range){ i + 1, end }) &&
            (document_is(lexed->document, i + 1, "the") || gazetteer_prefix(lexed, i + 1, end, &(uint32_t){ 0 }))) {
            *country = country_in(lexed, (struct range){ i + 1, end });
            return i;
        }
    return end;
}

/* Builds the name of the body whose noun stands at `noun`; false when its words do not say which it is. */
static bool build(const struct lexed *lexed, struct range phrase, uint32_t noun, struct text *text, bool *whole)
{
    const struct document *document = lexed->document;
    uint32_t first = phrase.first;
    uint32_t end = name_goes_on(lexed, noun, phrase.end);
    const char *country = country_before(lexed, phrase, noun, &first);
    while (first < noun && (lexed_is(lexed, first, WORD_DETERMINER) || document->tokens[first].flags & TOKEN_CLITIC))
        first++;
    end = without_country(lexed, noun, end, &country);
    const bool ministry = document_is(document, noun, "ministry") && first + 1 == noun;
    const bool government = document_is(document, noun, "government") && first == noun;
    const bool named = first < noun ? phrase_is_name(lexed, first) : end > noun + 1;
    *whole = country != NULL;
    if (!country && !named)
        return false;
    if (ministry) {
        put(text, SPAN("Ministry of"), false);
        put(text, field_of(lexed, first), true);
    } else if (country && !named && !government && first == noun && end == noun + 1) {
        /* "the Portuguese navy" */
        for (uint32_t i = phrase.first; i < noun; i++)
            if (!lexed_is(lexed, i, WORD_DETERMINER) && !(document->tokens[i].flags & TOKEN_CLITIC))
                put(text, document_token(document, i), true);
        put(text, document_token(document, noun), true);
        return true;
    } else {
        for (uint32_t i = first; i < end; i++)
            put(text, document_token(document, i),
                !lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION | WORD_DETERMINER));
    }
    if (country)
        put_country(text, country);
    return text->size > 0;
}

static void learn(struct arena *arena, struct institutions *institutions, struct range run)
{
    const struct lexed *lexed = institutions->lexed;
    struct text text = { .size = 0 };
    bool whole = false;
    const uint32_t noun = noun_in(lexed, run);
    if (noun == DRAFT_NONE || institutions->count == INSTITUTIONS_MAX || !build(lexed, run, noun, &text, &whole))
        return;
    char *name = arena_string(arena, (struct span){ text.bytes, text.size });
    if (name)
        institutions->known[institutions->count++] =
            (struct institution){ head_of(lexed, noun), run.first, name, !whole };
}

/* Where the words before a noun for a body can still belong to it. */
static uint32_t start_of(const struct lexed *lexed, uint32_t noun, uint32_t floor)
{
    const struct document *document = lexed->document;
    uint32_t first = noun;
    while (first > floor && noun - first < NAME_TOKENS_MAX && document->tokens[first - 1].kind == TOKEN_WORD &&
           (phrase_is_name(lexed, first - 1) || document->tokens[first - 1].flags & TOKEN_CLITIC ||
            (first == noun &&
             !(lexed->words[first - 1] &&
               lexed->words[first - 1]->classes & (WORD_PREPOSITION | WORD_VERB | WORD_AUXILIARY | WORD_DETERMINER)))))
        first--;
    return first;
}

struct institutions *institutions_make(struct arena *arena, const struct lexed *lexed)
{
    struct institutions *institutions = arena_alloc(arena, sizeof *institutions);
    struct institution *known = arena_array(arena, INSTITUTIONS_MAX, sizeof *known);
    if (!institutions || !known)
        return NULL;
    *institutions = (struct institutions){ lexed, known, 0 };
    for (uint32_t i = 0; i < lexed->document->tokens_count && institutions->count < INSTITUTIONS_MAX; i++) {
        if (!lexed_is(lexed, i, WORD_INSTITUTION))
            continue;
        const struct range sentence = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens;
        const uint32_t first = start_of(lexed, i, sentence.first);
        const uint32_t end = name_goes_on(lexed, i, sentence.end);
        if ((first < i || end > i + 1) && !(i + 1 < sentence.end && lexed_is(lexed, i + 1, WORD_INSTITUTION)))
            learn(arena, institutions, (struct range){ first, end });
    }
    return institutions;
}

/* Is one name the beginning or the end of the other? Then both are one body. */
static bool same_body(const char *a, const char *b)
{
    const size_t x = strlen(a), y = strlen(b), least = x < y ? x : y;
    return memcmp(a, b, least) == 0 || memcmp(a + x - least, b + y - least, least) == 0;
}

/* The body of this noun that the article has named before, if it is one only; the longest form of its name. */
static const char *recall(const struct institutions *institutions, uint64_t head, const char *begins, uint32_t before)
{
    const char *found = NULL;
    for (size_t i = 0; i < institutions->count; i++) {
        const struct institution *one = &institutions->known[i];
        if (one->head != head || (begins ? !same_body(one->name, begins) : one->at > before))
            continue;
        if (found && !same_body(found, one->name))
            return NULL;
        if (!found || strlen(one->name) > strlen(found))
            found = one->name;
    }
    return found;
}

char *institution_name(struct arena *arena, const struct institutions *institutions, struct range phrase)
{
    const struct lexed *lexed = institutions->lexed;
    struct text text = { .size = 0 };
    bool whole = false;
    const uint32_t noun = noun_in(lexed, phrase);
    if (noun == DRAFT_NONE)
        return NULL;
    if (build(lexed, phrase, noun, &text, &whole)) {
        char *name = arena_string(arena, (struct span){ text.bytes, text.size });
        const char *longer = name && !whole ? recall(institutions, head_of(lexed, noun), name, 0) : NULL;
        return longer && strlen(longer) > text.size ? arena_string(arena, span_of(longer)) : name;
    }
    /* "the service", and not "a service" or "the local service". */
    if (noun != phrase.first + 1 || !document_is(lexed->document, phrase.first, "the"))
        return NULL;
    const char *name = recall(institutions, head_of(lexed, noun), NULL, phrase.first);
    return name ? arena_string(arena, span_of(name)) : NULL;
}

static const char *sector_of(const struct document *document, uint32_t noun)
{
    static const struct {
        const char *word, *sector;
    } sectors[] = {
        { "ministry", "GOV" },   { "government", "GOV" }, { "cabinet", "GOV" },  { "embassy", "GOV" },
        { "police", "COP" },     { "army", "MIL" },       { "navy", "MIL" },     { "force", "MIL" },
        { "forces", "MIL" },     { "coastguard", "COP" }, { "court", "JUD" },    { "tribunal", "JUD" },
        { "parliament", "LEG" }, { "senate", "LEG" },     { "congress", "LEG" }, { "assembly", "LEG" },
    };
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (document_is(document, noun, sectors[i].word))
            return sectors[i].sector;
    return NULL;
}

bool institution_at(struct arena *arena, const struct institutions *institutions, uint32_t noun, uint32_t floor,
                    struct body *body)
{
    const struct lexed *lexed = institutions->lexed;
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[noun].sentence].tokens;
    struct text text = { .size = 0 };
    bool whole = false;
    uint32_t ignored;
    if (!lexed_is(lexed, noun, WORD_INSTITUTION) ||
        (noun + 1 < sentence.end && lexed_is(lexed, noun + 1, WORD_INSTITUTION | WORD_HEAD | WORD_RANK)))
        return false;
    const struct range words = { start_of(lexed, noun, floor), name_goes_on(lexed, noun, sentence.end) };
    if (!build(lexed, words, noun, &text, &whole))
        return false;
    *body = (struct body){
        .words = words,
        .name = arena_string(arena, (struct span){ text.bytes, text.size }),
        .country = country_before(lexed, words, noun, &ignored),
        .sector = sector_of(lexed->document, noun),
    };
    if (!body->country)
        body->country = country_in(lexed, words);
    return body->name != NULL;
}
