/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/entity.h"

#include "base/hash.h"
#include "extract/phrase.h"
#include "resolve/gazetteer.h"
#include "resolve/institution.h"
#include "resolve/normal.h"

enum { NAME_TOKENS_MAX = 4, PROBES_MAX = 16, ROLE_BYTES_MAX = 80, OPENING_TOKENS_MAX = 6 };

/* The fullest name with this last word. */
struct full_name {
    uint64_t key; /* of the last word; 0: free */
    struct range words;
    bool ambiguous; /* two people share the last word */
};

struct names {
    const struct lexed *lexed;
    struct institutions *institutions;
    struct full_name *slots;
    size_t mask;
};

static uint64_t word_key(const struct lexed *lexed, uint32_t i)
{
    char folded[NORMAL_BYTES_MAX * 4];
    const size_t size = normal_fold(document_token(lexed->document, i), folded, sizeof folded);
    return size ? hash64(folded, size, 1) | 1 : 0;
}

static struct full_name *slot_of(const struct names *names, uint64_t key)
{
    for (size_t probe = 0; probe < PROBES_MAX; probe++) {
        struct full_name *slot = &names->slots[(key + probe) & names->mask];
        if (slot->key == 0 || slot->key == key)
            return slot;
    }
    return NULL;
}

/* A run of capitalised words without titles before it. */
static struct range strip_titles(const struct lexed *lexed, struct range run)
{
    while (run.first + 1 < run.end && lexed_is(lexed, run.first, WORD_HEAD | WORD_RANK | WORD_TITLE))
        run.first++;
    for (uint32_t i = run.end - 1; i > run.first; i--)
        if (lexed_is(lexed, i - 1, WORD_RANK)) {
            run.first = i;
            break;
        }
    return run;
}

static bool all_in(const struct lexed *lexed, struct range part, struct range whole)
{
    uint32_t at = whole.first;
    for (uint32_t i = part.first; i < part.end; i++, at++) {
        const uint64_t key = word_key(lexed, i);
        while (at < whole.end && word_key(lexed, at) != key)
            at++;
        if (at >= whole.end)
            return false;
    }
    return true;
}

static void learn(struct names *names, struct range run)
{
    const struct lexed *lexed = names->lexed;
    uint32_t after;
    run = strip_titles(lexed, run);
    const uint32_t size = run.end - run.first;
    if (size < 2 || size > NAME_TOKENS_MAX || lexed_is(lexed, run.end - 1, WORD_HEAD | WORD_RANK | WORD_TITLE) ||
        gazetteer_prefix(lexed, run.first, run.end, &after))
        return;
    const uint64_t key = word_key(lexed, run.end - 1);
    struct full_name *slot = key ? slot_of(names, key) : NULL;
    if (!slot)
        return;
    if (slot->key == 0) {
        *slot = (struct full_name){ .key = key, .words = run };
        return;
    }
    const uint32_t known = slot->words.end - slot->words.first;
    if (size > known && all_in(lexed, slot->words, run))
        slot->words = run;
    else if (!all_in(lexed, run, slot->words))
        slot->ambiguous = true;
}

struct names *names_make(struct arena *arena, const struct lexed *lexed)
{
    struct names *names = arena_alloc(arena, sizeof *names);
    size_t slots = 64;
    while (slots < lexed->document->tokens_count && slots < 65536)
        slots *= 2;
    struct full_name *table = arena_array(arena, slots, sizeof *table);
    struct institutions *institutions = institutions_make(arena, lexed);
    if (!names || !table || !institutions)
        return NULL;
    *names = (struct names){ lexed, institutions, table, slots - 1 };
    for (uint32_t i = 0; i < lexed->document->tokens_count;) {
        uint32_t end = i;
        const uint32_t sentence = lexed->document->tokens[i].sentence;
        while (end < lexed->document->tokens_count && lexed->document->tokens[end].sentence == sentence &&
               phrase_is_name(lexed, end))
            end++;
        if (end > i + 1)
            learn(names, (struct range){ i, end });
        i = end > i ? end : i + 1;
    }
    return names;
}

const struct institutions *names_institutions(const struct names *names)
{
    return names->institutions;
}

bool entity_is_pronoun(const struct lexed *lexed, struct range range)
{
    return range.end == range.first + 1 && lexed_is(lexed, range.first, WORD_PERSON);
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

/* "Federation of Rail Workers": is the preposition part of a name? */
static bool joins_name(const struct lexed *lexed, uint32_t i, struct range within)
{
    return i > within.first && i + 1 < within.end && document_is(lexed->document, i, "of") &&
           phrase_is_name(lexed, i - 1) && phrase_is_name(lexed, i + 1);
}

/* The run of name words in `within` that begins first, but for one that only
 * owns what follows ("Kosovo's"); empty: none. */
static struct range first_run(const struct lexed *lexed, struct range within)
{
    for (uint32_t i = within.first; i < within.end;) {
        uint32_t end = i;
        while (end < within.end && (phrase_is_name(lexed, end) || (end > i && joins_name(lexed, end, within))))
            end++;
        const bool owner = end > i && end + 1 < within.end && lexed->document->tokens[end].flags & TOKEN_CLITIC;
        if (end > i && !owner)
            return (struct range){ i, end };
        i = end > i ? end : i + 1;
    }
    return (struct range){ 0, 0 };
}

static bool is_comma(const struct lexed *lexed, uint32_t i)
{
    return lexed->document->body.data[lexed->document->tokens[i].start] == ',';
}

/* "of State", the one title with a preposition in it that goes before names. */
static bool is_of_state(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return i + 1 < end && document_is(lexed->document, i, "of") && document_is(lexed->document, i + 1, "state");
}

/* The name in a noun phrase, titles stripped; `role` receives what goes before
 * it. Empty when the phrase names nobody: "a spokesman for the Red Cross". */
static struct range name_in(const struct lexed *lexed, struct range phrase, struct range *role)
{
    uint32_t head = phrase.first;
    *role = phrase;
    for (uint32_t i = phrase.first; i < phrase.end; i++) {
        if (document_is(lexed->document, i, "and")) {
            *role = (struct range){ 0, 0 };
            return *role;
        }
        if (lexed_is(lexed, i, WORD_PREPOSITION) && i > phrase.first && !is_of_state(lexed, i, phrase.end) &&
            !joins_name(lexed, i, phrase)) {
            const bool noun = lexed_is(lexed, i - 1, WORD_HEAD | WORD_RANK) &&
                              !(lexed->document->tokens[i - 1].flags & TOKEN_CAPITAL);
            if (noun)
                return (struct range){ 0, 0 };
            phrase.end = i;
            break;
        }
    }
    for (uint32_t i = phrase.first; i < phrase.end; i++)
        if (lexed_is(lexed, i, WORD_RANK) || (i > phrase.first && is_of_state(lexed, i - 1, phrase.end)) ||
            (lexed_is(lexed, i, WORD_HEAD | WORD_TITLE) && !(lexed->document->tokens[i].flags & TOKEN_CAPITAL)))
            head = i + 1;
    if (head == phrase.end)
        return (struct range){ 0, 0 };
    const struct range run = first_run(lexed, (struct range){ head, phrase.end });
    if (!range_empty(run))
        *role = (struct range){ phrase.first, head };
    return run;
}

/* A role without article, honorific and the country that goes before it. */
static char *role_text(struct arena *arena, const struct lexed *lexed, struct range role)
{
    uint32_t after;
    while (role.first < role.end) {
        const bool place = gazetteer_prefix(lexed, role.first, role.end, &after) != NULL;
        const bool capital = lexed->document->tokens[role.first].flags & TOKEN_CAPITAL && !lexed->words[role.first];
        if (place)
            role.first = after;
        else if (lexed_is(lexed, role.first, WORD_DETERMINER | WORD_HONORIFIC | WORD_PRO) || capital ||
                 lexed->document->tokens[role.first].flags & TOKEN_CLITIC)
            role.first++;
        else
            break;
    }
    if (role.first >= role.end ||
        lexed->document->tokens[role.end - 1].end - lexed->document->tokens[role.first].start > ROLE_BYTES_MAX)
        return NULL;
    return text_of(arena, lexed, role, true);
}

static const char *country_in(const struct lexed *lexed, struct range range)
{
    uint32_t after;
    for (uint32_t i = range.first; i < range.end; i++) {
        const struct place *place = gazetteer_prefix(lexed, i, range.end, &after);
        if (place)
            return place->country;
        const char *people = gazetteer_people(lexed, i, range.end, &after);
        if (people)
            return people;
    }
    return NULL;
}

static char *constant(struct arena *arena, const char *text)
{
    return arena_string(arena, span_of(text));
}

/* The fullest form of a name; the name itself when the last word tells two people apart no more. */
static struct range fullest(const struct names *names, struct range name, bool *known)
{
    const uint64_t key = word_key(names->lexed, name.end - 1);
    const struct full_name *slot = key ? slot_of(names, key) : NULL;
    *known = false;
    if (!slot || slot->key != key || !all_in(names->lexed, name, slot->words))
        return name;
    if (slot->ambiguous && name.end - name.first < 2)
        return name;
    *known = true;
    return slot->words;
}

/* A capital speaks for its government. */
static void place_speaks(struct arena *arena, const struct place *place, source_record *source)
{
    source->name = institution_government(arena, place->country);
    source->country = constant(arena, place->country);
    if (!source->name)
        source->name = constant(arena, place->name);
    else
        source->role = constant(arena, "government");
}

/* "the ministry's spokesman, Ana Reyes": the name may stand behind the comma. */
static struct range name_of(const struct lexed *lexed, struct range phrase, struct range *role,
                            struct range *apposition)
{
    struct range main = phrase, ignored;
    *apposition = (struct range){ 0, 0 };
    for (uint32_t i = phrase.first; i < phrase.end && range_empty(*apposition); i++)
        if (is_comma(lexed, i)) {
            main.end = i;
            *apposition = (struct range){ i + 1, phrase.end };
        }
    const struct range name = name_in(lexed, main, role);
    if (!range_empty(name) || range_empty(*apposition) || !phrase_is_name(lexed, apposition->first))
        return name;
    return name_in(lexed, *apposition, &ignored);
}

/* Does the name name a body, and no person? */
static bool is_body(const struct lexed *lexed, struct range name)
{
    for (uint32_t i = name.first; i < name.end; i++)
        if (lexed_is(lexed, i, WORD_INSTITUTION))
            return true;
    return false;
}

/* The body that a phrase without a person's name stands for: itself, or the
 * one for which "a spokesman" speaks. */
static char *body_of(struct arena *arena, const struct names *names, struct range phrase)
{
    const struct lexed *lexed = names->lexed;
    for (uint32_t i = phrase.first + 1; i + 1 < phrase.end; i++)
        if (document_is(lexed->document, i, "for") &&
            (document_is(lexed->document, i - 1, "spokesman") || document_is(lexed->document, i - 1, "spokeswoman") ||
             document_is(lexed->document, i - 1, "spokesperson")))
            return institution_name(arena, names->institutions, (struct range){ i + 1, phrase.end });
    return institution_name(arena, names->institutions, phrase);
}

source_record *entity_source(struct arena *arena, const struct names *names, struct range range, bool *person)
{
    const struct lexed *lexed = names->lexed;
    source_record *source = source_make(arena);
    struct range role, apposition;
    uint32_t after = 0;
    *person = false;
    if (!source || (range.end == range.first + 1 && lexed_is(lexed, range.first, WORD_PRONOUN)))
        return source;
    const struct range name = name_of(lexed, range, &role, &apposition);
    const struct place *speaker = range_empty(name) ? NULL : gazetteer_at(lexed, name.first, name.end, &after);
    if (speaker && after == name.end) {
        place_speaks(arena, speaker, source);
        return source;
    }
    source->role = role_text(arena, lexed, role);
    char *body = range_empty(name) || is_body(lexed, name) ? body_of(arena, names, range) : NULL;
    if (body) {
        source->name = body;
    } else if (!range_empty(name)) {
        bool known;
        const struct range full = fullest(names, name, &known);
        const bool institution =
            lexed_is(lexed, name.end - 1, WORD_HEAD | WORD_TITLE) || lexed_is(lexed, name.first, WORD_HEAD);
        source->name = text_of(arena, lexed, full, false);
        *person = !institution && (known || source->role || full.end - full.first > 1);
        if (!source->role && name.first < apposition.first)
            source->role = role_text(arena, lexed, apposition);
    }
    const char *home = country_in(lexed, range);
    if (home)
        source->country = constant(arena, home);
    return source;
}

/* The name at the start of the sentence, where it is a person's. */
static struct range opening_name(const struct names *names, struct range sentence, bool *other)
{
    const struct lexed *lexed = names->lexed;
    uint32_t end = sentence.first, after;
    struct range name = { 0, 0 };
    *other = false;
    while (end < sentence.end && end - sentence.first < OPENING_TOKENS_MAX && phrase_is_name(lexed, end))
        end++;
    if (end == sentence.first) {
        *other =
            document_is(lexed->document, sentence.first, "a") || document_is(lexed->document, sentence.first, "an");
        return name;
    }
    const struct range run = strip_titles(lexed, (struct range){ sentence.first, end });
    const bool owner = end < sentence.end && lexed->document->tokens[end].flags & TOKEN_CLITIC;
    if (owner || is_body(lexed, run) || gazetteer_prefix(lexed, run.first, run.end, &after) ||
        gazetteer_people(lexed, run.first, run.end, &after))
        return name;
    bool known;
    name = fullest(names, run, &known);
    if (known)
        return name;
    *other = true; /* somebody the article has not introduced */
    return (struct range){ 0, 0 };
}

enum antecedent entity_subject(struct arena *arena, const struct names *names, uint32_t sentence, uint32_t before,
                               char **name)
{
    const struct document *document = names->lexed->document;
    struct range tokens = document->sentences[sentence].tokens;
    bool other;
    if (document->tokens[tokens.first].quotation)
        return ANTECEDENT_NONE;
    tokens.end = tokens.end < before ? tokens.end : before;
    const struct range found = opening_name(names, tokens, &other);
    if (range_empty(found))
        return other ? ANTECEDENT_OTHER : ANTECEDENT_NONE;
    *name = text_of(arena, names->lexed, found, false);
    return *name ? ANTECEDENT_NAME : ANTECEDENT_NONE;
}
