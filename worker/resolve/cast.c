/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/cast.h"

#include "base/hash.h"
#include "extract/noun.h"
#include "resolve/gazetteer.h"
#include "resolve/name.h"
#include "resolve/normal.h"

enum {
    PROBES_MAX = 16,
    CHAIN_MAX = 8,
    LOOK_BACK_MAX = 512,
    LOOK_AHEAD_MAX = 64,
    INITIALS_MAX = 8,
    BODY_SENTENCES_BACK = 2
};

/* The slot of a key by last or first words: that which holds it, or a free one; NULL when there is neither near. */
static uint32_t *slot_of(const struct cast *cast, uint32_t *table, uint64_t key)
{
    for (uint32_t probe = 0; probe < PROBES_MAX; probe++) {
        uint32_t *slot = &table[(key + probe) & cast->mask];
        if (*slot == MEMBER_NONE)
            return slot;
        const struct range name = cast->members[*slot].name;
        if (name_key(&cast->keys, table == cast->by_last ? name.end - 1 : name.first) == key)
            return slot;
    }
    return NULL;
}

/* "Korean Central News Agency" as KCNA; 0: it has no initials. */
static uint64_t initials_key(const struct lexed *lexed, struct range name)
{
    char letters[INITIALS_MAX];
    size_t size = 0;
    for (uint32_t i = name.first; i < name.end && size < sizeof letters; i++) {
        const struct span word = document_token(lexed->document, i);
        if (lexed->document->tokens[i].flags & TOKEN_CAPITAL && word.data[0] >= 'A' && word.data[0] <= 'Z')
            letters[size++] = (char)(word.data[0] | 0x20);
    }
    return size >= 3 ? hash64(letters, size, 1) | 1 : 0;
}

static uint32_t add(struct cast *cast, struct range name)
{
    const uint64_t last = name_key(&cast->keys, name.end - 1);
    if (cast->members_count == MEMBERS_MAX || !last)
        return MEMBER_NONE;
    uint32_t *slot = slot_of(cast, cast->by_last, last);
    if (!slot)
        return MEMBER_NONE;
    const uint32_t made = cast->members_count++;
    cast->members[made] = (struct member){ .name = name, .next = *slot };
    *slot = made;
    if (name.end - name.first < 2)
        return made;
    slot = slot_of(cast, cast->by_first, name_key(&cast->keys, name.first));
    if (slot && *slot == MEMBER_NONE)
        *slot = made;
    const uint64_t initials = initials_key(cast->lexed, name);
    if (initials && cast->by_initials[initials & cast->mask] == MEMBER_NONE)
        cast->by_initials[initials & cast->mask] = made;
    return made;
}

/* The members with this last word that the name fits; `count` receives how many there are. */
static uint32_t fitting(const struct cast *cast, struct range name, uint32_t *count)
{
    const uint32_t *slot = slot_of(cast, cast->by_last, name_key(&cast->keys, name.end - 1));
    uint32_t found = MEMBER_NONE, m = slot ? *slot : MEMBER_NONE;
    *count = 0;
    for (int step = 0; m != MEMBER_NONE && step < CHAIN_MAX; step++, m = cast->members[m].next)
        if (name_within(&cast->keys, name, cast->members[m].name)) {
            found = m;
            ++*count;
        }
    return found;
}

/* A name of two words and more is new, a longer form of one known, or known. */
static void learn(struct cast *cast, struct range name)
{
    const uint32_t *slot = slot_of(cast, cast->by_last, name_key(&cast->keys, name.end - 1));
    uint32_t m = slot ? *slot : MEMBER_NONE;
    for (int step = 0; m != MEMBER_NONE && step < CHAIN_MAX; step++, m = cast->members[m].next) {
        struct member *known = &cast->members[m];
        if (name_within(&cast->keys, name, known->name))
            return;
        if (name_within(&cast->keys, known->name, name)) {
            known->name = name;
            return;
        }
    }
    add(cast, name);
}

static bool is_place(const struct lexed *lexed, struct range name)
{
    uint32_t after;
    return (gazetteer_prefix(lexed, name.first, name.end, &after) && after == name.end) ||
           (gazetteer_people(lexed, name.first, name.end, &after) && after == name.end);
}

/* "Steve" is Steve Jobs and "Halvorsen" Halvorsen Chemicals, but "Apple" is not Apple TV and "Osh" no Osh Police. */
static bool goes_by_first(const struct cast *cast, uint32_t number)
{
    static const char *const forms[] = { "inc", "inc.", "ltd", "ltd.", "corp", "corp.", "plc", "co", "co.", "llc" };
    const struct lexed *lexed = cast->lexed;
    const struct range name = cast->members[number].name;
    const uint32_t last = name.end - 1;
    const struct span word = document_token(lexed->document, last);
    if (name.end - name.first != 2 || word.size < 4 || is_place(lexed, (struct range){ name.first, last }) ||
        (lexed_is(lexed, last, WORD_INSTITUTION) && !document_is(lexed->document, last, "bank")))
        return false;
    if (DOCUMENT_IS_ONE_OF(lexed->document, last, forms))
        return false;
    for (size_t k = 1; k < word.size; k++)
        if ((word.data[k] >= '0' && word.data[k] <= '9') || (word.data[k] >= 'A' && word.data[k] <= 'Z'))
            return false;
    return true;
}

uint32_t cast_find(const struct cast *cast, struct range name)
{
    const struct lexed *lexed = cast->lexed;
    uint32_t count;
    if (range_empty(name))
        return MEMBER_NONE;
    const uint32_t found = fitting(cast, name, &count);
    if (count > 0)
        return count == 1 ? found : MEMBER_NONE;
    if (name.end > name.first + 1)
        return MEMBER_NONE;
    const uint64_t key = name_key(&cast->keys, name.first);
    const uint32_t *slot = slot_of(cast, cast->by_first, key);
    if (slot && *slot != MEMBER_NONE && cast->members[*slot].name.first < name.first && goes_by_first(cast, *slot))
        return *slot;
    const struct span word = document_token(lexed->document, name.first);
    if (word.size < 3 || word.size > INITIALS_MAX || word.data[1] < 'A' || word.data[1] > 'Z')
        return MEMBER_NONE;
    const uint32_t found_by = cast->by_initials[key & cast->mask];
    return found_by != MEMBER_NONE && initials_key(lexed, cast->members[found_by].name) == key ? found_by : MEMBER_NONE;
}

bool cast_knows(const struct cast *cast, struct range name)
{
    uint32_t count;
    fitting(cast, name, &count);
    return count > 0 || cast_find(cast, name) != MEMBER_NONE;
}

/* Every run of name words, with its member still to be found. */
static void find_runs(struct cast *cast)
{
    const struct document *document = cast->lexed->document;
    for (uint32_t i = 0; i < document->tokens_count && cast->mentions_count < MENTIONS_MAX;) {
        const struct range sentence = document->sentences[document->tokens[i].sentence].tokens;
        const struct range run = name_run(cast->lexed, i, sentence.end);
        if (!range_empty(run))
            cast->mentions[cast->mentions_count++] = (struct mention){
                .words = run,
                .core = name_core(cast->lexed, run),
                .member = MEMBER_NONE,
                .subject = run.first <= sentence.first + 1,
                .owner = run.end < sentence.end && document->tokens[run.end].flags & TOKEN_CLITIC,
            };
        i = run.end > i ? run.end : i + 1;
    }
}

/* "cancelled": a past form whatever the lexicon knows. */
static bool is_past(const struct lexed *lexed, uint32_t token)
{
    const struct span word = document_token(lexed->document, token);
    return word.size > 4 && span_ends(word, "ed");
}

/* "Inflation", "Parliament", "Fighting": what is no name for its ending. */
static bool is_derived(struct span word)
{
    static const char *const endings[] = { "ion",  "ment", "ness", "ity", "ance", "ence",
                                           "ship", "ing",  "ly",   "ed",  "er",   "or" };
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        const size_t size = strlen(endings[k]);
        if (word.size > size && memcmp(word.data + word.size - size, endings[k], size) == 0)
            return true;
    }
    return false;
}

/* May a single capitalised word be a name: inside a sentence, or at its start before a verb or an apposition? */
static bool stands_alone(const struct lexed *lexed, uint32_t token)
{
    const struct range sentence = lexed->document->sentences[lexed->document->tokens[token].sentence].tokens;
    if (token != sentence.first)
        return true;
    if (token + 2 >= sentence.end)
        return false;
    const struct span word = document_token(lexed->document, token);
    const bool plural = word.data[word.size - 1] == 's' && !strchr("suia", word.data[word.size - 2]);
    /* "Baltmarin, a dredging company", "Holt disagrees". */
    return (name_is_comma(lexed, token + 1) && lexed_is(lexed, token + 2, WORD_DETERMINER)) ||
           lexed->document->tokens[token + 1].flags & TOKEN_CLITIC ||
           (lexed_is(lexed, token + 1, WORD_VERB | WORD_AUXILIARY | WORD_PAST) && !plural) ||
           (is_past(lexed, token + 1) && !plural && !is_derived(word) &&
            !(noun_classes(lexed, token) & ~(unsigned)NOUN_NAME));
}

/* First the names of several words, then the single ones that no sentence begins with. */
static void learn_names(struct cast *cast)
{
    const struct lexed *lexed = cast->lexed;
    for (int single = 0; single < 2; single++)
        for (uint32_t m = 0; m < cast->mentions_count; m++) {
            const struct range name = cast->mentions[m].core;
            if (range_empty(name) || (name.end == name.first + 1) != single || is_place(lexed, name))
                continue;
            uint32_t count;
            if (!single)
                learn(cast, name);
            else if (!lexed->words[name.first] && cast_find(cast, name) == MEMBER_NONE &&
                     (fitting(cast, name, &count), count == 0) && stands_alone(lexed, name.first))
                add(cast, name);
        }
}

static void settle_mentions(struct cast *cast)
{
    uint32_t kept = 0;
    for (uint32_t m = 0; m < cast->mentions_count; m++) {
        struct mention mention = cast->mentions[m];
        mention.member = cast_find(cast, mention.core);
        if (mention.member == MEMBER_NONE)
            continue;
        cast->mentions[kept++] = mention;
        cast->members[mention.member].mentions++;
        part_learn(cast, &mention, &cast->members[mention.member]);
    }
    cast->mentions_count = kept;
    for (uint32_t m = 0; m < cast->members_count; m++) {
        struct member *member = &cast->members[m];
        const bool several = member->name.end - member->name.first > 1;
        const bool small = !(cast->lexed->document->tokens[member->name.end - 1].flags & TOKEN_CAPITAL);
        if (name_is_body(cast->lexed, member->name) || member->person < -1 || small)
            member->kind = MEMBER_BODY;
        else if (member->person > 0 || (several && member->person == 0))
            member->kind = MEMBER_PERSON;
    }
}

struct cast *cast_make(struct arena *arena, const struct lexed *lexed)
{
    const size_t tokens = lexed->document->tokens_count;
    struct cast *cast = arena_alloc(arena, sizeof *cast);
    uint32_t slots = 64;
    while (slots < tokens && slots < 4 * MEMBERS_MAX)
        slots *= 2;
    if (!cast)
        return NULL;
    *cast = (struct cast){
        .lexed = lexed,
        .members = arena_array(arena, tokens < MEMBERS_MAX ? tokens : MEMBERS_MAX, sizeof *cast->members),
        .mentions = arena_array(arena, tokens < MENTIONS_MAX ? tokens : MENTIONS_MAX, sizeof *cast->mentions),
        .by_last = arena_array(arena, slots, sizeof *cast->by_last),
        .by_first = arena_array(arena, slots, sizeof *cast->by_first),
        .by_initials = arena_array(arena, slots, sizeof *cast->by_initials),
        .mask = slots - 1,
    };
    if (!name_keys_make(arena, lexed, &cast->keys) || !cast->members || !cast->mentions || !cast->by_last ||
        !cast->by_first || !cast->by_initials)
        return NULL;
    for (uint32_t i = 0; i < slots; i++)
        cast->by_last[i] = cast->by_first[i] = cast->by_initials[i] = MEMBER_NONE;
    find_runs(cast);
    learn_names(cast);
    settle_mentions(cast);
    return cast;
}

uint32_t cast_before(const struct cast *cast, uint32_t token)
{
    uint32_t low = 0, high = cast->mentions_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (cast->mentions[middle].words.first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- descriptions */

static bool has_role(const struct cast *cast, uint32_t number, const struct role *words, const char *country)
{
    const struct member *member = &cast->members[number];
    const uint32_t size = words->words.end - words->words.first, length = member->name.end - member->name.first;
    for (uint32_t r = 0; r < member->roles_count; r++) {
        if (!part_fits(&cast->keys, words, &member->roles[r]))
            continue;
        const char *home = country ? part_country(cast->lexed, member->roles[r].words) : NULL;
        if (!home || strcmp(home, country) == 0)
            return true;
    }
    if (member->kind == MEMBER_PERSON)
        return false;
    if (words->alike >= 0 && size == 1 && member->kind == MEMBER_BODY)
        for (uint32_t i = member->name.first; i < member->name.end; i++)
            if (part_alike(cast->lexed, i) == words->alike)
                return true;
    return !country && length > size && name_within(&cast->keys, words->words, member->name);
}

uint32_t cast_body(const struct cast *cast, uint32_t before)
{
    const struct document *document = cast->lexed->document;
    const uint32_t sentence = document->tokens[before].sentence;
    uint32_t found = MEMBER_NONE, found_in = sentence;
    for (uint32_t m = cast_before(cast, before), seen = 0; m > 0 && seen < LOOK_AHEAD_MAX; m--, seen++) {
        const struct mention *mention = &cast->mentions[m - 1];
        const uint32_t in = document->tokens[mention->words.first].sentence;
        if (sentence - in > BODY_SENTENCES_BACK || (found != MEMBER_NONE && in != found_in))
            break;
        const struct member *member = &cast->members[mention->member];
        const bool letters = document_token(document, member->name.first).size < 3;
        if (member->kind == MEMBER_PERSON || member->places > 0 || letters)
            continue;
        if (found == MEMBER_NONE || mention->subject)
            found = mention->member;
        found_in = in;
    }
    return found;
}

bool cast_named_before(const struct cast *cast, uint32_t member, uint32_t token)
{
    for (uint32_t m = cast_before(cast, token), seen = 0; m > 0 && seen < LOOK_BACK_MAX; m--, seen++)
        if (cast->mentions[m - 1].member == member)
            return true;
    return false;
}

uint32_t cast_described(const struct cast *cast, struct range words, const char *country)
{
    const struct role role = { words, part_alike(cast->lexed, words.end - 1) };
    const uint32_t low = cast_before(cast, words.first);
    uint32_t found = MEMBER_NONE;
    for (uint32_t m = low, seen = 0; m > 0 && seen < LOOK_BACK_MAX; m--, seen++)
        if (has_role(cast, cast->mentions[m - 1].member, &role, country))
            return cast->mentions[m - 1].member;
    for (uint32_t m = low, seen = 0; m < cast->mentions_count && seen < LOOK_AHEAD_MAX; m++, seen++) {
        const uint32_t member = cast->mentions[m].member;
        if (member == found || !has_role(cast, member, &role, country))
            continue;
        if (found != MEMBER_NONE)
            return MEMBER_NONE;
        found = member;
    }
    return found;
}
