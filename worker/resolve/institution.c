/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/institution.h"

#include "base/hash.h"
#include "resolve/body.h"
#include "resolve/normal.h"

enum { INSTITUTIONS_MAX = 64, COUNTRIES_MAX = 16, DATELINE_TOKENS = 4 };

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
    const char *home; /* the country that the article is about; NULL: not known */
    struct named_country {
        const char *country;
        uint32_t times;
    } countries[COUNTRIES_MAX];
    size_t countries_count;
    uint32_t union_times, alliance_times, belgium_times; /* how often these are named; NATO is the alliance */
};

/* Brussels speaks for the body that the text names with it, more often than for Belgium. */
static char *brussels(struct arena *arena, const struct institutions *institutions)
{
    if (institutions->union_times == institutions->alliance_times ||
        institutions->belgium_times > institutions->union_times + institutions->alliance_times)
        return NULL;
    return arena_string(arena, institutions->union_times > institutions->alliance_times ? SPAN("European Union")
                                                                                        : SPAN("NATO"));
}

static void count_unions(struct institutions *institutions, uint32_t i)
{
    const struct document *document = institutions->lexed->document;
    const bool european = document_is(document, i, "european") && i + 1 < document->tokens_count &&
                          (document_is(document, i + 1, "union") || document_is(document, i + 1, "commission"));
    institutions->union_times += european || document_is(document, i, "eu");
    institutions->alliance_times += document_is(document, i, "nato");
    institutions->belgium_times += document_is(document, i, "belgium") || document_is(document, i, "belgian");
}

char *institution_capital(struct arena *arena, const struct institutions *institutions, struct range name)
{
    static const struct {
        const char *form[2], *country;
    } capitals[] = {
        { { "georgetown" }, "GY" },  { { "kingston" }, "JM" },    { { "victoria" }, "SC" },  { { "santiago" }, "CL" },
        { { "san", "josé" }, "CR" }, { { "san", "juan" }, "PR" }, { { "hamilton" }, "BM" },  { { "dili" }, "TL" },
        { { "stanley" }, "FK" },     { { "roseau" }, "DM" },      { { "praia" }, "CV" },     { { "sucre" }, "BO" },
        { { "moroni" }, "KM" },      { { "plymouth" }, "MS" },    { { "jamestown" }, "SH" },
    };
    const struct document *document = institutions->lexed->document;
    if (name.end == name.first + 1 && document_is(document, name.first, "brussels"))
        return brussels(arena, institutions);
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++) {
        const uint32_t words = capitals[i].form[1] ? 2 : 1;
        if (name.end - name.first != words || !document_is(document, name.first, capitals[i].form[0]) ||
            (words == 2 && !document_is(document, name.first + 1, capitals[i].form[1])))
            continue;
        for (size_t c = 0; c < institutions->countries_count; c++)
            if (strcmp(institutions->countries[c].country, capitals[i].country) == 0)
                return institution_government(arena, capitals[i].country);
    }
    return NULL;
}

char *institution_government(struct arena *arena, const char *country)
{
    struct body_name name;
    if (!body_government(country, &name))
        return NULL;
    return arena_string(arena, (struct span){ name.bytes, name.size });
}

static uint64_t head_of(const struct lexed *lexed, uint32_t token)
{
    char folded[NORMAL_BYTES_MAX * 4];
    const size_t size = normal_fold(document_token(lexed->document, token), folded, sizeof folded);
    return size ? hash64(folded, size, 2) | 1 : 0;
}

static void learn(struct arena *arena, struct institutions *institutions, struct range run, uint32_t noun)
{
    const struct lexed *lexed = institutions->lexed;
    struct body_name built;
    if (institutions->count == INSTITUTIONS_MAX || body_noun(lexed, run) != noun ||
        !body_build(lexed, run, noun, institutions->home, &built) || built.plain)
        return;
    char *name = arena_string(arena, (struct span){ built.bytes, built.size });
    if (name)
        institutions->known[institutions->count++] =
            (struct institution){ head_of(lexed, noun), run.first, name, !built.whole };
}

/* Finds the countries that the text names, and home: the one that it names most
 * often, and first of those; a dateline counts for three. */
static void find_home(struct institutions *institutions)
{
    const struct lexed *lexed = institutions->lexed;
    struct named_country *found = institutions->countries;
    size_t count = 0;
    uint32_t after, most = 0;
    for (uint32_t i = 0; i < lexed->document->tokens_count; i++) {
        if (!(lexed->document->tokens[i].flags & TOKEN_CAPITAL))
            continue;
        count_unions(institutions, i);
        const uint32_t end = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens.end;
        const struct place *place = gazetteer_prefix(lexed, i, end, &after);
        const char *country = place ? place->country : gazetteer_people(lexed, i, end, &after);
        size_t c = 0;
        if (!country)
            continue;
        while (c < count && strcmp(found[c].country, country) != 0)
            c++;
        if (c == COUNTRIES_MAX)
            continue;
        if (c == count) {
            found[count].country = country;
            found[count++].times = 0;
        }
        found[c].times += i < DATELINE_TOKENS ? 3 : 1;
        i = after - 1;
    }
    for (size_t c = 0; c < count; c++)
        if (found[c].times > most) {
            most = found[c].times;
            institutions->home = found[c].country;
        }
    institutions->countries_count = count;
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
    *institutions = (struct institutions){ .lexed = lexed, .known = known };
    find_home(institutions);
    for (uint32_t i = 0; i < lexed->document->tokens_count && institutions->count < INSTITUTIONS_MAX; i++) {
        if (!lexed_is(lexed, i, WORD_INSTITUTION))
            continue;
        const struct range sentence = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens;
        const uint32_t first = start_of(lexed, i, sentence.first);
        const uint32_t end = body_end(lexed, i, sentence.end);
        /* "the hospital in Isfana": what stands behind "in" may tell which. */
        const uint32_t whole = end + 1 < sentence.end && document_is(lexed->document, end, "in")
                                   ? name_run(lexed, end + 1, sentence.end).end
                                   : end;
        if (!(i + 1 < sentence.end && lexed_is(lexed, i + 1, WORD_INSTITUTION)))
            learn(arena, institutions, (struct range){ first, whole > end ? whole : end }, i);
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

/* A country has one of these. */
static bool is_armed(const struct document *document, uint32_t noun)
{
    return document_is(document, noun, "navy") || document_is(document, noun, "army") ||
           document_is(document, noun, "coastguard");
}

char *institution_name(struct arena *arena, const struct institutions *institutions, struct range phrase)
{
    const struct lexed *lexed = institutions->lexed;
    struct body_name built;
    const uint32_t noun = body_noun(lexed, phrase);
    if (noun == DRAFT_NONE)
        return NULL;
    if (body_build(lexed, phrase, noun, institutions->home, &built)) {
        char *name = arena_string(arena, (struct span){ built.bytes, built.size });
        const char *longer = name && !built.whole ? recall(institutions, head_of(lexed, noun), name, 0) : NULL;
        return longer && strlen(longer) > built.size ? arena_string(arena, span_of(longer)) : name;
    }
    /* "the service", and not "a service" or "the local service". */
    if (noun != phrase.first + 1 || !document_is(lexed->document, phrase.first, "the"))
        return NULL;
    const char *name = recall(institutions, head_of(lexed, noun), NULL, phrase.first);
    if (name)
        return arena_string(arena, span_of(name));
    const char *people =
        institutions->home && is_armed(lexed->document, noun) ? gazetteer_adjective(institutions->home) : NULL;
    if (!people || !body_of_people(people, document_token(lexed->document, noun), &built))
        return NULL;
    return arena_string(arena, (struct span){ built.bytes, built.size });
}

bool institution_at(struct arena *arena, const struct institutions *institutions, uint32_t noun, uint32_t floor,
                    struct body *body)
{
    const struct lexed *lexed = institutions->lexed;
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[noun].sentence].tokens;
    struct body_name built;
    if (!lexed_is(lexed, noun, WORD_INSTITUTION) ||
        (noun + 1 < sentence.end && lexed_is(lexed, noun + 1, WORD_INSTITUTION | WORD_HEAD | WORD_RANK)))
        return false;
    const struct range words = { start_of(lexed, noun, floor), body_end(lexed, noun, sentence.end) };
    if (!body_build(lexed, words, noun, institutions->home, &built) || built.plain)
        return false;
    *body = (struct body){
        .words = words,
        .name = arena_string(arena, (struct span){ built.bytes, built.size }),
        .country = body_country(lexed, words, noun),
    };
    if (!body->country && built.whole)
        body->country = institutions->home;
    return body->name != NULL;
}
