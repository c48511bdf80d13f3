/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/name.h"

#include "base/hash.h"
#include "base/lookup.h"
#include "resolve/gazetteer.h"
#include "resolve/normal.h"

static const struct title {
    const char *form;
    int gender;
} titles[] = {
#define TITLE(form, gender) { form, gender },
#define LETTERS(form)
#include "resolve/title.def"
#undef TITLE
#undef LETTERS
}, letters[] = {
#define TITLE(form, gender)
#define LETTERS(form) { form, 0 },
#include "resolve/title.def"
#undef TITLE
#undef LETTERS
}, givens[] = {
#define GIVEN(form, gender) { form, gender },
#include "resolve/given.def"
#undef GIVEN
};

LOOKUP(titles_by_form, titles, 512);
LOOKUP(letters_by_form, letters, 64);
LOOKUP(givens_by_form, givens, 2048);

/* The word in a table; NULL: not there. */
static const struct title *look(const struct lexed *lexed, uint32_t token, struct lookup *table)
{
    char folded[NORMAL_BYTES_MAX * 4];
    size_t size = normal_fold(document_token(lexed->document, token), folded, sizeof folded - 1);
    if (size > 1 && folded[size - 1] == '.')
        size--;
    folded[size] = '\0';
    return size ? lookup_find(table, folded) : NULL;
}

bool name_is_title(const struct lexed *lexed, uint32_t token)
{
    return lexed_is(lexed, token, WORD_HEAD | WORD_RANK | WORD_TITLE) || look(lexed, token, &titles_by_form);
}

int name_gender(const struct lexed *lexed, uint32_t token)
{
    const struct title *title = look(lexed, token, &titles_by_form);
    if (!title)
        title = look(lexed, token, &givens_by_form);
    return title ? title->gender : 0;
}

bool name_keys_make(struct arena *arena, const struct lexed *lexed, struct name_keys *keys)
{
    *keys = (struct name_keys){ lexed, arena_array(arena, lexed->document->tokens_count, sizeof *keys->of) };
    return keys->of != NULL;
}

uint64_t name_key(const struct name_keys *keys, uint32_t token)
{
    char folded[NORMAL_BYTES_MAX * 4];
    if (keys->of[token] == 0) {
        const size_t size = normal_fold(document_token(keys->lexed->document, token), folded, sizeof folded);
        keys->of[token] = hash64(folded, size, 1) | 1;
    }
    return keys->of[token];
}

bool name_within(const struct name_keys *keys, struct range part, struct range whole)
{
    uint32_t at = whole.first;
    for (uint32_t i = part.first; i < part.end; i++, at++) {
        while (at < whole.end && name_key(keys, at) != name_key(keys, i))
            at++;
        if (at >= whole.end)
            return false;
    }
    return true;
}

/* "Hauliers’ Federation": an apostrophe alone behind a plural. */
static bool is_plural_owner(const struct lexed *lexed, uint32_t apostrophe)
{
    const struct span word = document_token(lexed->document, apostrophe - 1);
    const struct span mark = document_token(lexed->document, apostrophe);
    const bool bare = (mark.size == 1 && mark.data[0] == '\'') || (mark.size == 3 && mark.data[2] == '\x99');
    return bare && word.size > 2 && word.data[word.size - 1] == 's';
}

/* Past a word that joins two parts of one name at `i`, which is behind a name word; `i` where none does. */
static uint32_t past_joint(const struct lexed *lexed, uint32_t first, uint32_t i, uint32_t end)
{
    static const char *const small[] = { "de",  "del", "da",  "do", "dos", "al", "bin", "ibn",
                                         "van", "von", "der", "el", "la",  "du", "di" };
    const struct document *document = lexed->document;
    const char mark = document->body.data[document->tokens[i].start];
    if (mark == '&' || is_plural_owner(lexed, i))
        return i + 1 < end && phrase_is_name(lexed, i + 1) ? i + 1 : i;
    /* "Národní dráhy": a small foreign word behind the first. */
    const struct span word = document_token(document, i);
    if (i == first + 1 && document->tokens[i].kind == TOKEN_WORD && !lexed->words[i] && !lexed->words[first])
        for (size_t k = 0; k < word.size; k++)
            if ((unsigned char)word.data[k] >= 0xC3 && (unsigned char)word.data[k] < 0xE0)
                return i + 1;
    if (i + 1 >= end)
        return i;
    for (size_t k = 0; k < sizeof small / sizeof *small; k++)
        if (document_is(document, i, small[k]) && phrase_is_name(lexed, i + 1))
            return i + 1;
    /* "of" joins a body to its field; a person's name ends before it. */
    const bool body = i == first + 1 || lexed_is(lexed, i - 1, WORD_INSTITUTION | WORD_HEAD | WORD_RANK);
    const bool of = document_is(document, i, "of");
    if (!body || !(of || ((document_is(document, i, "for") || document_is(document, i, "on")) &&
                          lexed_is(lexed, i - 1, WORD_INSTITUTION | WORD_RANK | WORD_HEAD))))
        return i;
    const uint32_t next = i + 1 + (i + 2 < end && document_is(document, i + 1, "the"));
    return phrase_is_name(lexed, next) ? next : i;
}

struct range name_run(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    while (i < end && i - first < NAME_TOKENS_MAX) {
        if (phrase_is_name(lexed, i)) {
            i++;
            continue;
        }
        const uint32_t next = i > first ? past_joint(lexed, first, i, end) : i;
        if (next == i)
            break;
        i = next;
    }
    return (struct range){ first, i };
}

/* What a body's name has in it behind its first word, and what it may begin with. */
static const char *const body_words[] = {
#define BODY(word) word,
#include "resolve/body.def"
#undef BODY
};
static const char *const body_openers[] = { "radio", "tv", "mv", "channel" };

bool name_is_body(const struct lexed *lexed, struct range run)
{
    for (size_t k = 0; run.first + 1 < run.end && k < sizeof body_openers / sizeof *body_openers; k++)
        if (document_is(lexed->document, run.first, body_openers[k]))
            return true;
    for (uint32_t i = run.first; i < run.end; i++) {
        if (lexed_is(lexed, i, WORD_INSTITUTION) ||
            (i > run.first && lexed->document->body.data[lexed->document->tokens[i].start] == '&'))
            return true;
        for (size_t k = 0; i > run.first && k < sizeof body_words / sizeof *body_words; k++)
            if (document_is(lexed->document, i, body_words[k]))
                return true;
    }
    return false;
}

uint32_t name_person_at(const struct lexed *lexed, struct range run)
{
    for (uint32_t first = run.first + 1; first < run.end; first++) {
        if (lexed_is(lexed, first - 1, WORD_HONORIFIC))
            return first;
        if (first + 1 < run.end && (lexed_is(lexed, first - 1, WORD_INSTITUTION) || name_gender(lexed, first)) &&
            !name_is_body(lexed, (struct range){ first, run.end }))
            return first;
    }
    return run.end;
}

/* A run of a title and what it is of: "Secretary of State", "CEO of the Refugee Council Enver Solomon". */
static bool is_office(const struct lexed *lexed, struct range run)
{
    uint32_t i = run.first, after;
    if (gazetteer_people(lexed, i, run.end, &after) && after < run.end)
        i = after;
    while (i + 1 < run.end && name_is_title(lexed, i) && !lexed_is(lexed, i, WORD_INSTITUTION) &&
           !document_is(lexed->document, i + 1, "of") && !document_is(lexed->document, i + 1, "for"))
        i++;
    return i + 1 < run.end && name_is_title(lexed, i) && !lexed_is(lexed, i, WORD_INSTITUTION) &&
           !(lexed_is(lexed, i, WORD_TITLE) && !lexed_is(lexed, i, WORD_HEAD | WORD_RANK)) &&
           (document_is(lexed->document, i + 1, "of") || document_is(lexed->document, i + 1, "for"));
}

/* "Senate Armed Services Committee Chairman Carl Levin": behind the rank that a body has given; the end: no such. */
static uint32_t behind_rank(const struct lexed *lexed, struct range run)
{
    bool body = false;
    uint32_t person = run.end;
    for (uint32_t i = run.first; i + 1 < run.end; i++) {
        body |= lexed_is(lexed, i, WORD_INSTITUTION);
        if (body && name_is_title(lexed, i) && !lexed_is(lexed, i, WORD_INSTITUTION) &&
            (lexed_is(lexed, i, WORD_RANK) || !lexed_is(lexed, i, WORD_TITLE)))
            person = i + 1;
    }
    const struct range rest = { person, run.end };
    return person == run.end || name_is_body(lexed, rest) || name_is_title(lexed, person) ? run.end : person;
}

static bool is_party(const struct lexed *lexed, uint32_t token)
{
    return document_is(lexed->document, token, "republican") || document_is(lexed->document, token, "democrat") ||
           document_is(lexed->document, token, "gop") || document_is(lexed->document, token, "tory");
}

/* "Chipmaker Orvane", "Airline Skyhop": a common noun that only the start of the sentence gives a capital. */
static bool is_trade(const struct lexed *lexed, uint32_t token)
{
    static const char *const trades[] = { "airline",   "brewer",   "broadcaster",  "charity",  "developer",
                                          "insurer",   "lender",   "manufacturer", "operator", "producer",
                                          "publisher", "retailer", "startup",      "supplier", "utility" };
    const struct span word = document_token(lexed->document, token);
    if (token != lexed->document->sentences[lexed->document->tokens[token].sentence].tokens.first)
        return false;
    if (DOCUMENT_IS_ONE_OF(lexed->document, token, trades))
        return true;
    return word.size > 6 && span_ends(word, "maker");
}

struct range name_core(const struct lexed *lexed, struct range run)
{
    uint32_t after;
    if (run.end > run.first + 1 && is_trade(lexed, run.first))
        run.first++;
    if (run.end > run.first + 2 && is_party(lexed, run.first) && !name_is_body(lexed, run))
        run.first++;
    if (is_office(lexed, run)) {
        const uint32_t person = name_person_at(lexed, run);
        /* "Minister of Education Stefania Giannini" */
        const bool behind_field = run.end > run.first + 4 && lexed->words[run.end - 3] && !lexed->words[run.end - 2] &&
                                  !lexed->words[run.end - 1] &&
                                  !lexed_is(lexed, run.end - 3, WORD_PREPOSITION | WORD_DETERMINER);
        run.first = person == run.end && behind_field ? run.end - 2 : person;
        return run;
    }
    if (name_is_body(lexed, run) && !lexed_is(lexed, run.first, WORD_RANK | WORD_HONORIFIC)) {
        const uint32_t rank = behind_rank(lexed, run), person = name_person_at(lexed, run);
        if (rank < run.end)
            run.first = rank;
        else if (person + 2 == run.end && lexed_is(lexed, person - 1, WORD_INSTITUTION) && !lexed->words[person] &&
                 !lexed->words[person + 1])
            run.first = person; /* "Harbour Board Ana Holt" */
        return run;
    }
    while (run.first + 1 < run.end &&
           (name_is_title(lexed, run.first) ||
            (gazetteer_people(lexed, run.first, run.end, &after) && name_is_title(lexed, run.first + 1))))
        run.first++;
    for (uint32_t i = run.end - 1; i > run.first; i--)
        if (!phrase_is_name(lexed, i))
            continue;
        else if (lexed_is(lexed, i - 1, WORD_RANK) ||
                 (i + 1 < run.end && name_is_title(lexed, i - 1) && !lexed_is(lexed, i - 1, WORD_TITLE))) {
            run.first = i;
            break;
        }
    while (run.end > run.first + 1 && look(lexed, run.end - 1, &letters_by_form))
        run.end--;
    /* "Ryanair CEO", "Chief Executive": a role alone. */
    if (name_is_title(lexed, run.end - 1) && !lexed_is(lexed, run.end - 1, WORD_TITLE | WORD_INSTITUTION) &&
        !(run.end > run.first + 1 && document_is(lexed->document, run.end - 1, "house")))
        run.end = run.first;
    if (run.end == run.first + 1 && name_is_title(lexed, run.first))
        run.end = run.first;
    return run;
}
