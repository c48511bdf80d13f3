/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/gazetteer.h"

#include <threads.h>

#include "base/lookup.h"
#include "extract/phrase.h"
#include "resolve/normal.h"

enum { FORM_BYTES_MAX = 64, FORM_TOKENS_MAX = 6, BEGINNINGS = 8192 };

static const struct place places[] = {
#define PLACE(form, name, country, geoname, lat, lon) { form, name, country, geoname, lat, lon },
#include "resolve/countries.def"
#undef PLACE
};

static const struct place regions[] = {
#define REGION(form, name, country) { form, name, country, 0, 0, 0 },
#include "resolve/regions.def"
#undef REGION
};

static const struct demonym {
    const char *form, *country;
} demonyms[] = {
#define DEMONYM(form, country) { form, country },
#include "resolve/demonyms.def"
#undef DEMONYM
};

LOOKUP(demonyms_by_form, demonyms, 1024);

/* The first name of the table that is the form or would follow it. */
static size_t lower_bound(const struct place *table, size_t count, const char *form)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (string_order(table[middle].form, form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Which first three letters a name can have, by hash. Filled once, at the first
 * look: most capitalised words are no place's and no people's. */
static uint64_t begun[BEGINNINGS / 64];
static once_flag filled = ONCE_FLAG_INIT;

static uint32_t beginning(const char *form)
{
    return (((unsigned)form[0] * 31 + (unsigned)form[1]) * 31 + (unsigned)form[2]) % BEGINNINGS;
}

static void fill_beginnings(void)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        begun[beginning(places[i].form) / 64] |= UINT64_C(1) << (beginning(places[i].form) % 64);
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        begun[beginning(regions[i].form) / 64] |= UINT64_C(1) << (beginning(regions[i].form) % 64);
    for (size_t i = 0; i < sizeof demonyms / sizeof *demonyms; i++)
        begun[beginning(demonyms[i].form) / 64] |= UINT64_C(1) << (beginning(demonyms[i].form) % 64);
}

static bool may_be_known(const struct lexed *lexed, uint32_t first)
{
    const struct span text = document_token(lexed->document, first);
    char form[3];
    if (text.size < 3)
        return true;
    for (size_t i = 0; i < sizeof form; i++) {
        if ((unsigned char)text.data[i] >= 0x80)
            return true; /* folded it may be another letter */
        form[i] = (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + ('a' - 'A') : text.data[i]);
    }
    call_once(&filled, fill_beginnings);
    return begun[beginning(form) / 64] >> (beginning(form) % 64) & 1;
}

/* "us" is a word, "US" a country. */
static bool spelt_as_word(const struct lexed *lexed, uint32_t first)
{
    const struct span text = document_token(lexed->document, first);
    return text.size == 2 && text.data[1] >= 'a' && text.data[1] <= 'z';
}

/* The longest name of a table that begins at `first`. */
static const struct place *longest(const struct lexed *lexed, uint32_t first, uint32_t end, const struct place *table,
                                   size_t count, uint32_t *after)
{
    char form[FORM_BYTES_MAX];
    size_t size = 0;
    const struct place *found = NULL;
    const struct token *token = &lexed->document->tokens[first];
    if (token->kind != TOKEN_WORD || !(token->flags & TOKEN_CAPITAL) || spelt_as_word(lexed, first) ||
        !may_be_known(lexed, first))
        return NULL;
    for (uint32_t i = first; i < end && i < first + FORM_TOKENS_MAX; i++) {
        if (lexed->document->tokens[i].kind != TOKEN_WORD || lexed->document->tokens[i].quotation != token->quotation)
            break;
        if (size + 2 >= sizeof form)
            break;
        if (i > first)
            form[size++] = ' ';
        const size_t more = normal_fold(document_token(lexed->document, i), form + size, sizeof form - size - 1);
        if (more == 0)
            break;
        size += more;
        form[size] = '\0';
        size_t at = lower_bound(table, count, form);
        if (at < count && strcmp(table[at].form, form) == 0) {
            found = &table[at++];
            *after = i + 1;
        }
        /* Names that go on from here come next, as nothing is before a space. */
        if (at == count || strncmp(table[at].form, form, size) != 0 || table[at].form[size] != ' ')
            break;
    }
    return found;
}

const struct place *gazetteer_prefix(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after)
{
    return longest(lexed, first, end, places, sizeof places / sizeof *places, after);
}

const struct place *gazetteer_region(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after)
{
    return longest(lexed, first, end, regions, sizeof regions / sizeof *regions, after);
}

const struct place *gazetteer_at(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after)
{
    const struct place *place = gazetteer_prefix(lexed, first, end, after);
    if (!place || (*after < end && phrase_is_name(lexed, *after)))
        return NULL;
    const bool named_before = first > 0 &&
                              lexed->document->tokens[first].sentence == lexed->document->tokens[first - 1].sentence &&
                              phrase_is_name(lexed, first - 1);
    return named_before ? NULL : place;
}

const char *gazetteer_people(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after)
{
    char form[FORM_BYTES_MAX];
    size_t size = 0;
    const char *found = NULL;
    if (lexed->document->tokens[first].kind != TOKEN_WORD || !(lexed->document->tokens[first].flags & TOKEN_CAPITAL) ||
        !may_be_known(lexed, first))
        return NULL;
    for (uint32_t i = first; i < end && i < first + 2 && lexed->document->tokens[i].kind == TOKEN_WORD; i++) {
        if (size + 2 >= sizeof form)
            break;
        if (i > first)
            form[size++] = ' ';
        const size_t more = normal_fold(document_token(lexed->document, i), form + size, sizeof form - size - 1);
        if (more == 0)
            break;
        size += more;
        form[size] = '\0';
        const struct demonym *demonym = lookup_find(&demonyms_by_form, form);
        if (demonym) {
            found = demonym->country;
            *after = i + 1;
        }
    }
    return found;
}

const char *gazetteer_country(const char *code)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (!places[i].geoname && strcmp(places[i].country, code) == 0)
            return places[i].name;
    return NULL;
}

const char *gazetteer_adjective(const char *code)
{
    static const char *const endings[] = { "an", "ish", "ese", "ch", "yz", "i", "ek", "ic" };
    for (size_t i = 0; i < sizeof demonyms / sizeof *demonyms; i++)
        for (size_t k = 0; k < sizeof endings / sizeof *endings && strcmp(demonyms[i].country, code) == 0; k++) {
            const size_t size = strlen(demonyms[i].form), ending = strlen(endings[k]);
            if (size > ending && strcmp(demonyms[i].form + size - ending, endings[k]) == 0)
                return demonyms[i].form;
        }
    return NULL;
}
