/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/gazetteer.h"

#include <stdlib.h>

#include "extract/phrase.h"
#include "resolve/normal.h"

enum { FORM_BYTES_MAX = 64, FORM_TOKENS_MAX = 6 };

static const struct place places[] = {
#define PLACE(form, name, country, geoname, lat, lon) { form, name, country, geoname, lat, lon },
#include "resolve/countries.def"
#undef PLACE
};

static const struct demonym {
    const char *form, *country;
} demonyms[] = {
#define DEMONYM(form, country) { form, country },
#include "resolve/demonyms.def"
#undef DEMONYM
};

static int compare_demonym(const void *form, const void *demonym)
{
    return strcmp(form, ((const struct demonym *)demonym)->form);
}

static int compare(const void *form, const void *place)
{
    return strcmp(form, ((const struct place *)place)->form);
}

/* "us" is a word, "US" a country. */
static bool spelt_as_word(const struct lexed *lexed, uint32_t first)
{
    const struct span text = document_token(lexed->document, first);
    return text.size == 2 && text.data[1] >= 'a' && text.data[1] <= 'z';
}

const struct place *gazetteer_prefix(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *after)
{
    char form[FORM_BYTES_MAX];
    size_t size = 0;
    const struct place *found = NULL;
    const struct token *token = &lexed->document->tokens[first];
    if (token->kind != TOKEN_WORD || !(token->flags & TOKEN_CAPITAL) || spelt_as_word(lexed, first))
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
        const struct place *place = bsearch(form, places, sizeof places / sizeof *places, sizeof *places, compare);
        if (place) {
            found = place;
            *after = i + 1;
        }
    }
    return found;
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
    if (lexed->document->tokens[first].kind != TOKEN_WORD || !(lexed->document->tokens[first].flags & TOKEN_CAPITAL))
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
        const struct demonym *demonym =
            bsearch(form, demonyms, sizeof demonyms / sizeof *demonyms, sizeof *demonyms, compare_demonym);
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
